//! The document that conditions see: one flat JSON object of a person at a moment.
//!
//! Its names are the product's public words; the dashboard's condition builder offers them
//! ([`NAMES`]), `docs/conditions.md` explains them, and a rule that uses another name never
//! matches on it. Amounts are in major units, as people type them.

mod portrait;

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::time::Duration;

use serde_json::{Map, Value, json};

use crate::{
    condition::NOW,
    consent::{Consents, Purpose},
    event::Event,
    id::ProfileId,
    predict::PurchaseModel,
    profile::{INTENT_FRESH, Profile},
    settings::{Settings, rfm::RfmCuts},
    text::Locale,
    time::Timestamp,
};

/// What an attribute holds; the builder offers operators by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Number,
    /// Yes or no.
    Flag,
    /// A text.
    Text,
    /// A set of names; `=` asks whether one is in it.
    Set,
}

/// Every attribute that a condition can use, with what it holds. Properties of the event
/// that started the decision are under `event.properties.`, traits under `traits.`, and since
/// when each has its value under `traits_since.`.
pub const NAMES: &[(&str, Kind)] = &[
    ("average_order", Kind::Number),
    ("campaign.name", Kind::Text),
    ("campaign.source", Kind::Text),
    ("cart_abandoned", Kind::Flag),
    ("cart_items", Kind::Number),
    ("cart_value", Kind::Number),
    ("compared", Kind::Number),
    ("consented", Kind::Flag),
    ("event.name", Kind::Text),
    ("focus.brand", Kind::Text),
    ("focus.category", Kind::Text),
    ("focus.price", Kind::Number),
    ("focus.product_id", Kind::Text),
    ("focus.views", Kind::Number),
    ("hesitation", Kind::Number),
    ("high_value", Kind::Flag),
    ("identified", Kind::Flag),
    ("intent", Kind::Set),
    ("intent_label", Kind::Text),
    ("last_active_days", Kind::Number),
    ("last_order_days", Kind::Number),
    ("locale", Kind::Text),
    ("message.about", Kind::Set),
    ("orders", Kind::Number),
    ("page.path", Kind::Text),
    ("page.title", Kind::Text),
    ("page.url", Kind::Text),
    ("page_views", Kind::Number),
    ("price_band", Kind::Text),
    ("profile.alive", Kind::Number),
    ("profile.best_channel", Kind::Text),
    ("profile.best_hour", Kind::Number),
    ("profile.birthday_days", Kind::Number),
    ("profile.brand", Kind::Text),
    ("profile.brand_share", Kind::Number),
    ("profile.category", Kind::Text),
    ("profile.category_share", Kind::Number),
    ("profile.churn_risk", Kind::Number),
    ("profile.expected_orders", Kind::Number),
    ("profile.first_seen_days", Kind::Number),
    ("profile.frequency", Kind::Number),
    ("profile.hesitation", Kind::Number),
    ("profile.lifecycle_stage", Kind::Text),
    ("profile.lifetime_value", Kind::Number),
    ("profile.monetary", Kind::Number),
    ("profile.next_order_days", Kind::Number),
    ("profile.order_value", Kind::Number),
    ("profile.price_band", Kind::Text),
    ("profile.price_band_share", Kind::Number),
    ("profile.purchasing_power", Kind::Text),
    ("profile.recency", Kind::Number),
    ("profile.replenishment_days", Kind::Number),
    ("profile.replenishment_product", Kind::Text),
    ("profile.rfm", Kind::Text),
    ("profile.rfm_class", Kind::Text),
    ("profile.satisfaction", Kind::Number),
    ("profile.stage_days", Kind::Number),
    ("segment", Kind::Set),
    ("spend", Kind::Number),
    ("top_brand", Kind::Text),
    ("top_category", Kind::Text),
    ("visits", Kind::Number),
];

/// What started the decision, besides the person.
#[derive(Debug, Clone, Default)]
pub struct Occasion<'a> {
    /// The event, if one did.
    pub event: Option<&'a Event>,
    /// Topics of the message, if one did: words of the concept list such as `battery`.
    pub about: &'a [&'a str],
    /// Whether the person just said something, so that the intent is of now.
    pub is_message: bool,
}

/// Everything the document is made of.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// Who; experiments hash it, under `id`.
    pub id: &'a ProfileId,
    /// What we know.
    pub profile: &'a Profile,
    /// What they allowed.
    pub consents: &'a Consents,
    /// Where the fifths of the workspace's customers lie, where there are enough of them.
    pub cuts: Option<&'a RfmCuts>,
    /// What they show about orders to come, where they were looked at.
    pub purchases: Option<&'a PurchaseModel>,
    /// Days until their birthday by their own calendar, where it is known.
    pub birthday_days: Option<u16>,
}

/// Writes the document of a person at `now`. `segment` is added by
/// [`crate::segment::Segments::enter`], which needs the rest first.
#[must_use]
pub fn document(
    person: Person<'_>,
    settings: &Settings,
    occasion: &Occasion<'_>,
    now: Timestamp,
) -> Value {
    let mut fields = Map::new();
    insert(&mut fields, "id", person.id.as_str());
    insert(&mut fields, NOW, now.unix_millis());
    fields.insert("profile".into(), portrait::fields(person, settings, now).into());
    standing(&mut fields, person, settings, now);
    shopping(&mut fields, person.profile, settings, now);
    intent(&mut fields, person.profile, occasion, now);
    place(&mut fields, person.profile);
    event(&mut fields, occasion);
    Value::Object(fields)
}

fn event(fields: &mut Map<String, Value>, occasion: &Occasion<'_>) {
    if let Some(event) = occasion.event {
        let properties = event.properties().cloned().unwrap_or_default();
        fields.insert(
            "event".into(),
            json!({ "name": event.trigger(), "type": event.type_name(), "properties": properties }),
        );
    }
}

/// Roots of what an occasion itself says; everything else is about the person.
const OF_THE_OCCASION: &[&str] =
    &["consented", "event", "intent", "intent_label", "locale", "message", "page"];

/// Whether an attribute says something about the person that they did not just say or do.
#[must_use]
pub fn is_personal(path: &str) -> bool {
    let root = path.split('.').next().unwrap_or_default();
    !OF_THE_OCCASION.contains(&root)
}

/// Whether a document says something about the person that they did not just say or do.
#[must_use]
pub fn holds_personal(document: &Value) -> bool {
    document.as_object().is_some_and(|fields| fields.keys().any(|name| is_personal(name)))
}

/// The document of a person who wants no decision by their own traits: what just happened,
/// where, in which language, and nothing of their profile. Every name in it is one for which
/// [`is_personal`] says no, so the explanation proves what was not read.
#[must_use]
pub fn impersonal_document(
    person: Person<'_>,
    settings: &Settings,
    occasion: &Occasion<'_>,
    now: Timestamp,
) -> Value {
    let mut fields = Map::new();
    insert(&mut fields, "consented", person.consents.allows(Purpose::Marketing, settings.notice));
    // What they just said is no trait; what they said before is.
    if occasion.is_message {
        intent(&mut fields, person.profile, occasion, now);
    }
    place(&mut fields, person.profile);
    fields.remove("campaign");
    event(&mut fields, occasion);
    Value::Object(fields)
}

/// Brings a stored document up to `now`: what changes by time alone, while the person does
/// nothing. `last_seen` is the person's last event.
pub fn pass_time(document: &mut Value, settings: &Settings, last_seen: Timestamp, now: Timestamp) {
    let Some(fields) = document.as_object_mut() else { return };
    insert(fields, NOW, now.unix_millis());
    let idle = now.since(last_seen);
    if crate::limits::SESSION_GAP <= idle {
        insert(fields, "last_active_days", days(idle));
    }
    let holds_something = fields.get("cart_items").and_then(Value::as_u64).is_some_and(|n| 0 < n);
    if holds_something && Duration::from_secs(settings.cart_abandoned_secs.into()) <= idle {
        insert(fields, "cart_abandoned", true);
    }
    if INTENT_FRESH <= idle {
        insert(fields, "intent", Vec::<String>::new());
        fields.remove("intent_label");
    }
}

fn standing(
    fields: &mut Map<String, Value>,
    Person { profile, consents, .. }: Person<'_>,
    settings: &Settings,
    now: Timestamp,
) {
    let major = |amount: crate::money::Minor| amount.to_major(settings.currency);
    let spend = profile.orders.net_minor();
    // While somebody is here, "last active" means before this visit; else it would be 0.
    let in_visit = now.since(profile.active_at()) < crate::limits::SESSION_GAP;
    let active_at = if in_visit && profile.visits.previous_ended_at != Timestamp::default() {
        profile.visits.previous_ended_at
    } else {
        profile.active_at()
    };
    insert(fields, "visits", profile.visits.count);
    insert(fields, "page_views", profile.visits.pages);
    insert(fields, "last_active_days", days(now.since(active_at)));
    insert(fields, "orders", profile.orders.count);
    insert(fields, "spend", major(spend));
    if let Some(average) = spend.get().checked_div(profile.orders.count.into()) {
        insert(fields, "average_order", major(crate::money::Minor::new(average)));
    }
    if let Some(last_at) = profile.orders.last_at {
        insert(fields, "last_order_days", days(now.since(last_at)));
    }
    let dearest = profile.interests.focus().map_or(0, |seen| seen.price_minor.get());
    insert(fields, "high_value", settings.high_value_minor <= spend.get().max(dearest));
    insert(fields, "identified", profile.user_id.is_some());
    insert(fields, "consented", consents.allows(Purpose::Marketing, settings.notice));
    if !profile.traits.is_empty() {
        fields.insert("traits".into(), Value::Object(profile.traits.clone()));
        let since = profile.traits_told.iter();
        let since = since.map(|(name, told)| (name.clone(), told.since.unix_millis().into()));
        fields.insert("traits_since".into(), Value::Object(since.collect()));
    }
}

fn shopping(
    fields: &mut Map<String, Value>,
    profile: &Profile,
    settings: &Settings,
    now: Timestamp,
) {
    let abandoned_after = Duration::from_secs(settings.cart_abandoned_secs.into());
    let cart = &profile.cart;
    insert(fields, "cart_value", cart.value_minor().to_major(settings.currency));
    insert(fields, "cart_items", cart.lines().len());
    insert(
        fields,
        "cart_abandoned",
        cart.is_abandoned(profile.visits.began_at, abandoned_after, now),
    );
    insert(fields, "hesitation", profile.hesitation.score(now));
    insert(fields, "compared", profile.interests.compared().len());
    if let Some(seen) = profile.interests.focus() {
        let price = seen.price_minor.to_major(settings.currency);
        fields.insert(
            "focus".into(),
            json!({
                "product_id": seen.id, "category": seen.category, "brand": seen.brand,
                "price": price, "views": seen.views,
            }),
        );
    }
    for (name, top) in [
        ("top_category", profile.interests.categories.top()),
        ("top_brand", profile.interests.brands.top()),
        ("price_band", profile.interests.bands.top()),
    ] {
        if let Some(top) = top {
            insert(fields, name, top.name);
        }
    }
}

fn intent(
    fields: &mut Map<String, Value>,
    profile: &Profile,
    occasion: &Occasion<'_>,
    now: Timestamp,
) {
    let fresh = profile.fresh_intent(now);
    insert(fields, "intent", fresh.map(|intent| intent.attributes.clone()).unwrap_or_default());
    if let Some(intent) = fresh {
        insert(fields, "intent_label", intent.label.clone());
    }
    if !occasion.about.is_empty() {
        let about: Vec<String> = occasion.about.iter().map(ToString::to_string).collect();
        fields.insert("message".into(), json!({ "about": about }));
    }
}

fn place(fields: &mut Map<String, Value>, profile: &Profile) {
    insert(fields, "locale", profile.locale.map_or(Locale::default().tag(), Locale::tag));
    if !profile.page.is_empty() {
        let page = &profile.page;
        fields.insert(
            "page".into(),
            json!({ "url": page.url, "path": page.path, "title": page.title }),
        );
    }
    if !profile.campaign.is_empty() {
        fields.insert("campaign".into(), json!(profile.campaign.parameters()));
    }
}

fn insert(fields: &mut Map<String, Value>, name: &str, value: impl Into<Value>) {
    fields.insert(name.into(), value.into());
}

const fn days(duration: Duration) -> u64 {
    duration.as_secs() / 86_400
}
