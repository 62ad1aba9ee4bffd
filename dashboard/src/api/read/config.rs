//! What is published: settings, segments, rules, offers, experiments, the holdout and the caps.

use std::collections::BTreeMap;

use serde::Deserialize as _;
use serde_json::{Map, Value};
use shared::{
    bucket::Holdout,
    catalog::{Better, Strategy},
    channel::Channel,
    config::Config,
    consent::NoticeVersion,
    experiment::Holdouts,
    frequency::FrequencyRule,
    offer::{Benefit, Offer, Percent},
    quiet_hours::QuietHours,
    rule::{Action, Class, Rule, Treatment},
    segment::Segment,
    settings::Settings,
    stock::Bounds,
    text::{LocalText, Locale},
    zone::{MinuteOfDay, Weekday, WeeklyHours},
};

use crate::api::json::{
    currency, document, flag, id, is_missing, list, minor, moment, number, owned, owned_or_empty,
    small, text, texts, whole,
};

/// A config with the name it was published under.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Published {
    /// Content hash; decisions name it.
    pub(crate) hash: String,
    /// The config as the edge wrote it: what a form does not know stays in it.
    pub(crate) document: Value,
    /// What it says.
    pub(crate) config: Config,
}

/// Reads what is published.
pub(crate) fn published(value: &Value) -> Option<Published> {
    let document = document(value, "config");
    Some(Published { hash: owned(value, "hash")?, config: config(&document)?, document })
}

fn config(value: &Value) -> Option<Config> {
    Some(Config {
        settings: settings(value.get("settings")?)?,
        segments: list(value, "segments", segment)?,
        bands: value
            .get("bands")
            .and_then(|bands| Vec::deserialize(bands).ok())
            .unwrap_or_default(),
        rules: list(value, "rules", rule)?,
        offers: list(value, "offers", offer)?,
        experiments: list(value, "experiments", |experiment| Some(experiment.clone()))?,
        holdout: value.get("holdout").map_or_else(|| Some(Holdouts::default()), holdouts)?,
        frequency_rules: list(value, "frequency_rules", cap)?,
        quiet_hours: match value.get("quiet_hours") {
            None | Some(Value::Null) => None,
            Some(hours) => Some(quiet_hours(hours)?),
        },
        playbooks: value
            .get("playbooks")
            .and_then(|playbooks| Vec::deserialize(playbooks).ok())
            .unwrap_or_default(),
    })
}

fn settings(value: &Value) -> Option<Settings> {
    Some(Settings {
        id: id(value, "id")?,
        name: owned(value, "name")?,
        write_keys: list(value, "write_keys", |key| key.as_str()?.parse().ok())?,
        allowed_origins: texts(value, "allowed_origins")?,
        currency: currency(value, "currency")?,
        notice: NoticeVersion::new(small(value, "notice").unwrap_or_default()),
        primary_colour: owned_or_empty(value, "primary_colour"),
        cart_abandoned_secs: small(value, "cart_abandoned_secs")?,
        zone: text(value, "zone").and_then(|zone| zone.parse().ok()).unwrap_or_default(),
        // The form does not know it; the document that is sent back keeps it.
        lifecycle: shared::settings::LifecycleSettings::default(),
        high_value_minor: whole(value, "high_value_minor")?,
        service_hours: match value.get("service_hours") {
            None | Some(Value::Null) => None,
            Some(hours) => Some(weekly(hours)?),
        },
    })
}

fn segment(value: &Value) -> Option<Segment> {
    Some(Segment {
        id: id(value, "id")?,
        name: owned(value, "name")?,
        condition: document(value, "condition"),
    })
}

fn holdouts(value: &Value) -> Option<Holdouts> {
    let scenarios = value.get("scenarios").and_then(Value::as_object).into_iter().flatten();
    let one = |value: &Value| {
        Some(Holdout { seed: owned(value, "seed")?, share: number(value, "share")? })
    };
    let Holdout { seed, share } = one(value)?;
    let scenarios = scenarios.map(|(name, value)| Some((name.parse().ok()?, one(value)?)));
    Some(Holdouts { seed, share, scenarios: scenarios.collect::<Option<_>>()? })
}

fn cap(value: &Value) -> Option<FrequencyRule> {
    let (touches, window) = (small(value, "touches_max")?, small(value, "window_secs")?);
    let bound = if is_missing(value, "class") { None } else { Some(class(value)?) };
    let cap = FrequencyRule::new(bound, touches, window).ok()?;
    match text(value, "channel") {
        Some(name) => Some(cap.over(channel(name)?)),
        None => Some(cap),
    }
}

/// Reads which promises bind a message.
pub(super) fn class(value: &Value) -> Option<Class> {
    match text(value, "class")? {
        "marketing" => Some(Class::Marketing),
        "service" => Some(Class::Service),
        _ => None,
    }
}

fn rule(value: &Value) -> Option<Rule> {
    Some(Rule {
        id: id(value, "id")?,
        name: owned(value, "name")?,
        enabled: flag(value, "enabled").unwrap_or(true),
        priority: small(value, "priority")?,
        triggers: texts(value, "triggers")?,
        condition: value.get("condition").cloned().unwrap_or_else(|| Value::Object(Map::new())),
        class: class(value)?,
        scenario: if is_missing(value, "scenario") { None } else { Some(id(value, "scenario")?) },
        action: action(value.get("action")?)?,
        experiment: match value.get("experiment") {
            None | Some(Value::Null) => None,
            Some(experiment) => Some(treatment(experiment)?),
        },
        cooldown_secs: small(value, "cooldown_secs").unwrap_or_default(),
        times_max: if is_missing(value, "times_max") {
            None
        } else {
            Some(small(value, "times_max")?)
        },
        starts_at: moment(value, "starts_at"),
        ends_at: moment(value, "ends_at"),
        hours: match value.get("hours") {
            None | Some(Value::Null) => None,
            Some(hours) => Some(weekly(hours)?),
        },
        justification: owned_or_empty(value, "justification"),
    })
}

fn treatment(value: &Value) -> Option<Treatment> {
    Some(Treatment { key: id(value, "key")?, actions: list(value, "actions", action)? })
}

fn action(value: &Value) -> Option<Action> {
    Some(match text(value, "kind")? {
        "offer" => Action::Offer { offer: id(value, "offer")? },
        "recommend" => Action::Recommend {
            intro: local(value.get("intro")?)?,
            strategy: strategy(value.get("strategy")?)?,
        },
        "say" => Action::Say { text: local(value.get("text")?)? },
        "nothing" => Action::Nothing,
        _ => return None,
    })
}

fn strategy(value: &Value) -> Option<Strategy> {
    Some(match text(value, "by")? {
        "attribute" => Strategy::Attribute {
            attribute: owned(value, "attribute")?,
            label: local(value.get("label")?)?,
            better: match text(value, "better")? {
                "higher" => Better::Higher,
                "lower" => Better::Lower,
                _ => return None,
            },
        },
        "complements" => Strategy::Complements,
        _ => return None,
    })
}

fn offer(value: &Value) -> Option<Offer> {
    Some(Offer {
        id: id(value, "id")?,
        title: local(value.get("title")?)?,
        body: local(value.get("body")?)?,
        benefit: benefit(value.get("benefit")?)?,
        min_spend_minor: minor(value, "min_spend_minor").unwrap_or_default(),
        valid_secs: small(value, "valid_secs")?,
        stock: value.get("stock").map(bounds).unwrap_or_default(),
    })
}

fn bounds(value: &Value) -> Bounds {
    Bounds {
        coupons_max: small(value, "coupons_max"),
        budget_minor: minor(value, "budget_minor"),
        coupon_worth_minor: minor(value, "coupon_worth_minor"),
    }
}

fn weekly(value: &Value) -> Option<WeeklyHours> {
    Some(WeeklyHours {
        days: list(value, "days", |day| {
            Weekday::ALL.into_iter().find(|known| Some(known.name()) == day.as_str())
        })?,
        from: minute(value, "from")?,
        to: minute(value, "to")?,
    })
}

fn quiet_hours(value: &Value) -> Option<QuietHours> {
    Some(QuietHours {
        from: minute(value, "from")?,
        to: minute(value, "to")?,
        channels: list(value, "channels", |name| channel(name.as_str()?))?,
        zones: list(value, "zones", |zone| zone.as_str()?.parse().ok())?,
    })
}

fn minute(value: &Value, name: &str) -> Option<MinuteOfDay> {
    text(value, name)?.parse().ok()
}

/// Reads a channel by its name.
pub(super) fn channel(name: &str) -> Option<Channel> {
    Channel::ALL.into_iter().find(|known| known.name() == name)
}

/// Reads what a customer gets.
pub(super) fn benefit(value: &Value) -> Option<Benefit> {
    Some(match text(value, "kind")? {
        "percent_off" => {
            Benefit::PercentOff { percent: Percent::try_from(small::<u8>(value, "percent")?).ok()? }
        }
        "amount_off" => Benefit::AmountOff { amount_minor: minor(value, "amount_minor")? },
        "free_delivery" => Benefit::FreeDelivery,
        _ => return None,
    })
}

fn local(value: &Value) -> Option<LocalText> {
    let mut texts = BTreeMap::new();
    for locale in [Locale::ZhCn, Locale::En] {
        if let Some(text) = owned(value, locale.tag()) {
            texts.insert(locale, text);
        }
    }
    LocalText::try_from(texts).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// One of everything that can be published.
    fn document() -> Value {
        json!({
            "settings": {
                "id": "w1", "name": "山野数码", "write_keys": ["pk_1"], "currency": "CNY", "notice": 3,
                "allowed_origins": ["https://a.example"], "primary_colour": "#112233",
                "cart_abandoned_secs": 1_800, "high_value_minor": 300_000, "zone": "America/New_York"
            },
            "quiet_hours": {"from": "22:00", "to": "08:00", "channels": ["sms"], "zones": ["Asia/Shanghai"]},
            "segments": [{"id": "s1", "name": "高价值", "condition": {"spend": {"$gt": 9}}}],
            "rules": [
                {"id": "r1", "name": "R", "enabled": false, "priority": -3, "triggers": ["page"], "class": "service",
                 "condition": {"visits": {"$gte": 2}}, "action": {"kind": "offer", "offer": "o1"},
                 "cooldown_secs": 7_200, "times_max": 2, "starts_at": 5, "ends_at": 9,
                 "experiment": {"key": "e1", "actions": [{"kind": "nothing"}, {"kind": "say", "text": {"en": "Hi"}}]}},
                {"id": "r2", "name": "S", "priority": 1, "triggers": [], "class": "marketing",
                 "action": {"kind": "recommend", "intro": {"zh-CN": "看看"}, "strategy": {"by": "complements"}}},
                {"id": "r3", "name": "T", "priority": 1, "triggers": ["a"], "class": "marketing",
                 "action": {"kind": "recommend", "intro": {"zh-CN": "看看", "en": "Look"}, "strategy": {"by": "attribute",
                    "attribute": "battery_mah", "label": {"zh-CN": "电池"}, "better": "lower"}}}
            ],
            "offers": [
                {"id": "o1", "title": {"en": "A"}, "body": {"en": "B"}, "valid_secs": 60,
                 "benefit": {"kind": "percent_off", "percent": 15}, "min_spend_minor": 9_900},
                {"id": "o2", "title": {"en": "A"}, "body": {"en": "B"}, "valid_secs": 60,
                 "benefit": {"kind": "amount_off", "amount_minor": 5_000}},
                {"id": "o3", "title": {"en": "A"}, "body": {"en": "B"}, "valid_secs": 60,
                 "benefit": {"kind": "free_delivery"}}
            ],
            "experiments": [{"key": "e1", "variations": [0, 1]}],
            "holdout": {"seed": "h1", "share": 0.05, "scenarios": {"cart-recovery": {"seed": "c1", "share": 0.25}}},
            "frequency_rules": [{"class": "marketing", "touches_max": 3, "window_secs": 604_800}]
        })
    }

    #[test]
    fn a_config_is_read_as_the_edge_wrote_it() {
        let known: Config = serde_json::from_value(document()).unwrap();
        let written = json!({"hash": "h", "published_at": 1, "config": known});
        let read = published(&written).unwrap();
        assert_eq!(read.config, known);
        assert_eq!(read.document, written["config"]);
    }

    #[test]
    fn a_config_that_misses_what_it_needs_is_none() {
        for (list, field) in [("rules", "action"), ("offers", "benefit"), ("segments", "id")] {
            let mut partial = document();
            partial[list][0].as_object_mut().unwrap().remove(field);
            assert!(config(&partial).is_none(), "{list} without {field}");
        }
    }
}
