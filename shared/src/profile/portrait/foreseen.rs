//! The figures of a portrait that look ahead, one function each.

use alloc::{
    format,
    string::{String, ToString},
};

use super::{Figure, Light, figures::term};
use crate::{
    limits::{FORECAST_DAYS, LIFETIME_MONTHS},
    predict::Replenishment,
    profile::{
        Profile,
        outlook::{BIRTHDAY_TRAIT, NoOutlook, Outlook},
    },
    text::{LocalText, Locale},
    time::Timestamp,
};

/// What orders are made of.
const BOUGHT: [&str; 3] = ["Order Completed", "Order Refunded", "Order Cancelled"];

pub(super) fn alive(profile: &Profile, light: Light<'_>) -> Figure {
    let figure = Figure::new("alive", ("仍是客户的概率", "Still a customer"), &["Order Completed"]);
    with(figure, profile, light, outlook(profile, light).alive(), |share| percent(*share))
}

pub(super) fn churn_risk(profile: &Profile, light: Light<'_>) -> Figure {
    let figure = Figure::new("churn_risk", ("流失风险", "Churn risk"), &["Order Completed"]);
    with(figure, profile, light, outlook(profile, light).churn_risk(), |share| percent(*share))
}

pub(super) fn expected_orders(profile: &Profile, light: Light<'_>) -> Figure {
    let title = (
        &*format!("未来 {FORECAST_DAYS} 天预计订单数"),
        &*format!("Orders expected in {FORECAST_DAYS} days"),
    );
    let figure = Figure::new("expected_orders", title, &["Order Completed"]);
    let orders = outlook(profile, light).expected_orders();
    with(figure, profile, light, orders, |orders| format!("{orders:.2}"))
}

pub(super) fn lifetime_value(profile: &Profile, light: Light<'_>) -> Figure {
    let title = (
        &*format!("未来 {LIFETIME_MONTHS} 个月的客户价值"),
        &*format!("Value of the next {LIFETIME_MONTHS} months"),
    );
    let figure = Figure::new("lifetime_value", title, &BOUGHT);
    let lifetime = outlook(profile, light).lifetime_value();
    let currency = light.settings.currency;
    let major = |minor: f64| minor / f64::from(currency.minor_per_major());
    let value = lifetime.clone().map(|lifetime| major(lifetime.value_minor));
    let mut figure =
        with(figure, profile, light, value, |value| format!("{} {value:.2}", currency.as_str()));
    if let Ok(lifetime) = lifetime {
        let worth = major(lifetime.order_value_minor);
        let later = major(lifetime.value_minor) - lifetime.orders * worth;
        let orders = ("预计订单 × 每单金额", "Orders expected × worth of one");
        let discount = ("以后的钱折成今天的", "Later money is worth less");
        figure.terms = [
            term("orders", orders, lifetime.orders, worth, lifetime.orders * worth),
            term("discount", discount, 1.0, later, later),
        ]
        .into();
    }
    figure
}

pub(super) fn next_order(profile: &Profile, light: Light<'_>) -> Figure {
    let title = ("距下次下单的天数", "Days until the next order");
    let figure = Figure::new("next_order_days", title, &["Order Completed"]);
    match outlook(profile, light).next_order() {
        Ok(next) => dated(figure, profile, light, &next, ""),
        Err(none) => without(figure, profile.orders.count, &none),
    }
}

pub(super) fn replenishment(profile: &Profile, light: Light<'_>) -> Figure {
    let title = ("距下次补货的天数", "Days until they run out");
    let figure = Figure::new("replenishment_days", title, &["Order Completed"]);
    match outlook(profile, light).running_out() {
        Ok(next) => {
            let name = if next.staple.name.is_empty() {
                next.staple.id.as_str()
            } else {
                &next.staple.name
            };
            let mut figure = dated(figure, profile, light, &next.expected, name);
            figure.n = u32::try_from(next.staple.days.len()).unwrap_or(u32::MAX);
            figure
        }
        Err(none) => without(figure, profile.orders.count, &none),
    }
}

pub(super) fn birthday(profile: &Profile, light: Light<'_>) -> Figure {
    let title = ("距生日的天数", "Days until their birthday");
    let figure = Figure::new("birthday_days", title, &["identify"]);
    let Some(birthday) = profile.birthday() else {
        return match profile.traits.get(BIRTHDAY_TRAIT) {
            Some(_) => figure.without(
                1,
                (
                    "birthday 特征不是日期（如 1990-05-17）",
                    "the trait birthday is not a day such as 1990-05-17",
                ),
            ),
            None => {
                figure.without(0, ("商家没有传 birthday 特征", "the shop told no trait birthday"))
            }
        };
    };
    let Some(days) = birthday.days_until(light.local_day) else {
        return figure.without(1, ("超出日历", "beyond the calendar"));
    };
    let told = profile.traits_told.get(BIRTHDAY_TRAIT);
    let mut figure = figure.with(days, 1, told.map(|told| told.last_at).unwrap_or_default());
    // The day alone: how old somebody is, is nobody's business here.
    figure.words = Some(LocalText::both(
        &format!("{days} 天后（{birthday}）"),
        &format!("in {days} days ({birthday})"),
    ));
    figure
}

const fn outlook<'a>(profile: &'a Profile, light: Light<'a>) -> Outlook<'a> {
    Outlook { profile, purchases: light.purchases, today: light.now.day() }
}

/// With a forecast of the models and the people they were fitted to, or why there is none.
fn with(
    figure: Figure,
    profile: &Profile,
    light: Light<'_>,
    forecast: Result<f64, NoOutlook>,
    words: impl Fn(&f64) -> String,
) -> Figure {
    let number = match forecast {
        Ok(number) => number,
        Err(none) => return without(figure, profile.orders.count, &none),
    };
    let last_at = profile.orders.last_at.unwrap_or_default();
    let mut figure = figure.with(number, profile.orders.count, last_at);
    let people = light.purchases.map_or(0, |model| model.people);
    let words = words(&number);
    figure.words = Some(LocalText::both(
        &format!("{words}（模型按 {people} 位客户拟合）"),
        &format!("{words} (fitted to {people} customers)"),
    ));
    figure
}

/// With a day on which something is expected.
fn dated(
    figure: Figure,
    profile: &Profile,
    light: Light<'_>,
    next: &Replenishment,
    what: &str,
) -> Figure {
    let days = next.expected_day().saturating_sub(light.now.day());
    let last_at = profile.orders.last_at.unwrap_or_default();
    let mut figure = figure.with(days, profile.orders.count, last_at);
    let (from, to) = (date(next.earliest_day()), date(next.latest_day()));
    let on = date(next.expected_day());
    let (zh, en) = if what.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("{what}："), format!("{what}: "))
    };
    figure.words = Some(LocalText::both(
        &format!("{zh}约 {on}（八成在 {from} 至 {to} 之间）"),
        &format!("{en}about {on} (eight in ten between {from} and {to})"),
    ));
    figure
}

fn without(figure: Figure, n: u32, none: &NoOutlook) -> Figure {
    let reason = none.reason();
    figure.without(n, (reason.get(Locale::ZhCn), reason.get(Locale::En)))
}

fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// A day as `2026-05-17`.
fn date(day: i64) -> String {
    let text = Timestamp::from_unix_millis(day.saturating_mul(86_400_000)).to_rfc3339();
    text.get(..10).unwrap_or_default().to_string()
}
