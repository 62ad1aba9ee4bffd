//! What conditions see of the portrait, under `profile.`: the figures of
//! [`crate::profile::portrait`], by the same names. What is not known is not there.

use alloc::string::{String, ToString};

use serde_json::{Map, Value};

use super::{Person, days, insert};
use crate::{
    money::Minor,
    profile::{hours::fixed_offset_minutes, lifecycle, outlook::Outlook, power::Level, rfm::Rfm},
    settings::Settings,
    time::Timestamp,
};

/// The figures of a person at `now`.
pub(super) fn fields(
    person @ Person { profile, cuts, .. }: Person<'_>,
    settings: &Settings,
    now: Timestamp,
) -> Map<String, Value> {
    let mut fields = Map::new();
    if profile.visits.count != 0 {
        let stage = lifecycle::stage(profile, &settings.lifecycle, now);
        insert(&mut fields, "lifecycle_stage", stage.as_str());
        // As it is now, whether or not the change has been told yet.
        let mut lifecycle = profile.lifecycle;
        let _untold = lifecycle.advance(profile, &settings.lifecycle, now);
        insert(&mut fields, "stage_days", days(now.since(lifecycle.since)));
        insert(&mut fields, "first_seen_days", days(now.since(profile.first_seen)));
    }
    insert(&mut fields, "hesitation", profile.hesitation.score(now));
    for (name, share, preferences) in [
        ("category", "category_share", &profile.interests.categories),
        ("brand", "brand_share", &profile.interests.brands),
        ("price_band", "price_band_share", &profile.interests.bands),
    ] {
        if let Some(top) = preferences.top() {
            insert(&mut fields, name, top.name);
            insert(&mut fields, share, top.share);
        }
    }
    if let Some(worth) = profile.power.order_value() {
        let level = Level::of(worth.amount, cuts, Minor::new(settings.high_value_minor));
        insert(&mut fields, "purchasing_power", level.as_str());
        insert(&mut fields, "order_value", worth.amount.to_major(settings.currency));
    }
    if let Ok(rfm) = Rfm::of(&profile.orders, cuts, now) {
        insert(&mut fields, "rfm", rfm.to_string());
        insert(&mut fields, "rfm_class", rfm.class().as_str());
        insert(&mut fields, "recency", rfm.recency);
        insert(&mut fields, "frequency", rfm.frequency);
        insert(&mut fields, "monetary", rfm.monetary);
    }
    if let Some(satisfaction) = profile.satisfaction.score() {
        insert(&mut fields, "satisfaction", satisfaction.score);
    }
    if let Some((channel, _)) = profile.channels.best() {
        insert(&mut fields, "best_channel", channel);
    }
    let offset = profile.zone.as_ref().and_then(|zone| fixed_offset_minutes(zone.as_str()));
    if let Some(best) = offset.and_then(|offset| profile.hours.best(offset)) {
        insert(&mut fields, "best_hour", best.hour);
    }
    foreseen(&mut fields, person, settings, now);
    fields
}

/// What the person is expected to do.
fn foreseen(
    fields: &mut Map<String, Value>,
    Person { profile, purchases, birthday_days, .. }: Person<'_>,
    settings: &Settings,
    now: Timestamp,
) {
    if let Some(days) = birthday_days {
        insert(fields, "birthday_days", days);
    }
    if profile.orders.count == 0 {
        return;
    }
    let outlook = Outlook { profile, purchases, today: now.day() };
    let numbers = [
        ("alive", outlook.alive()),
        ("churn_risk", outlook.churn_risk()),
        ("expected_orders", outlook.expected_orders()),
    ];
    for (name, number) in numbers {
        if let Ok(number) = number {
            insert(fields, name, number);
        }
    }
    if let Ok(lifetime) = outlook.lifetime_value() {
        let per_major = f64::from(settings.currency.minor_per_major());
        insert(fields, "lifetime_value", lifetime.value_minor / per_major);
    }
    if let Ok(next) = outlook.next_order() {
        insert(fields, "next_order_days", next.expected_day().saturating_sub(outlook.today));
    }
    if let Ok(next) = outlook.running_out() {
        let day = next.expected.expected_day();
        insert(fields, "replenishment_days", day.saturating_sub(outlook.today));
        insert(fields, "replenishment_product", next.staple.id.as_str());
    }
}
