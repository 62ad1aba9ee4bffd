//! What is said to the edge, written by hand: the tests hold every writer to `shared`'s types.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use shared::{
    catalog::{Better, Strategy},
    experiment::Holdouts,
    id::{OperatorId, ScenarioId},
    money::Minor,
    offer::{Benefit, Offer},
    rule::{Action, Class, Rule},
    stock::Bounds,
    text::{LocalText, Locale},
    time::Timestamp,
    wire::{
        admin::{Conduct, Setup, SignIn},
        inbox::InboxStep,
    },
    zone::WeeklyHours,
};

use super::json::object;

/// Writes what makes the first operator.
pub(super) fn setup(setup: &Setup) -> Value {
    object([
        ("token", setup.token.as_str().into()),
        ("email", setup.email.as_str().into()),
        ("name", setup.name.as_str().into()),
        ("password", setup.password.as_str().into()),
    ])
}

/// Writes what signs an operator in.
pub(super) fn sign_in(sign_in: &SignIn) -> Value {
    object([
        ("email", sign_in.email.as_str().into()),
        ("password", sign_in.password.as_str().into()),
    ])
}

/// Writes who goes on with a conversation.
pub(super) fn conduct(conduct: Conduct) -> Value {
    match conduct {
        Conduct::HandBack => object([("do", "hand_back".into())]),
        Conduct::Snooze { until } => {
            object([("do", "snooze".into()), ("until", until.unix_millis().into())])
        }
        Conduct::Resolve => object([("do", "resolve".into())]),
    }
}

/// Writes what is done with a conversation behind the person's back.
pub(super) fn inbox_step(step: &InboxStep) -> Value {
    let operators = |all: &[OperatorId]| {
        Value::Array(all.iter().map(|who| Value::String(who.to_string())).collect())
    };
    match step {
        InboxStep::Seen => "seen".into(),
        InboxStep::Assign(to) => {
            let to = to.as_ref().map_or(Value::Null, |to| Value::String(to.to_string()));
            object([("assign", to)])
        }
        InboxStep::Label(labels) => {
            let labels = labels.iter().map(|label| Value::String(label.clone())).collect();
            object([("label", Value::Array(labels))])
        }
        InboxStep::Note { id, text, mentions } => {
            let note = [
                ("id", Value::String(id.to_string())),
                ("text", text.as_str().into()),
                ("mentions", operators(mentions)),
            ];
            object([("note", object(note))])
        }
    }
}

/// Writes who is held out.
pub(super) fn holdouts(holdouts: &Holdouts) -> Value {
    let one = |seed: &str, share: f64| [("seed", seed.into()), ("share", share.into())];
    let scenarios = holdouts.scenarios.iter();
    let scenarios: Map<String, Value> = scenarios
        .map(|(name, holdout)| (name.to_string(), object(one(&holdout.seed, holdout.share))))
        .collect();
    let [seed, share] = one(&holdouts.seed, holdouts.share);
    let scenarios = if scenarios.is_empty() { Value::Null } else { scenarios.into() };
    object([seed, share, ("scenarios", scenarios)])
}

/// Writes a rule.
pub(super) fn rule(rule: &Rule) -> Value {
    let triggers = rule.triggers.iter().map(|name| Value::String(name.clone())).collect();
    let experiment = rule.experiment.as_ref().map_or(Value::Null, |treatment| {
        let actions = treatment.actions.iter().map(action).collect();
        object([("key", treatment.key.as_str().into()), ("actions", Value::Array(actions))])
    });
    object([
        ("id", rule.id.as_str().into()),
        ("name", rule.name.as_str().into()),
        ("enabled", rule.enabled.into()),
        ("priority", rule.priority.into()),
        ("triggers", Value::Array(triggers)),
        ("condition", rule.condition.clone()),
        ("class", class(rule.class).into()),
        ("scenario", rule.scenario.as_ref().map(ScenarioId::as_str).into()),
        ("action", action(&rule.action)),
        ("experiment", experiment),
        ("cooldown_secs", rule.cooldown_secs.into()),
        ("times_max", rule.times_max.into()),
        ("starts_at", rule.starts_at.map(Timestamp::unix_millis).into()),
        ("ends_at", rule.ends_at.map(Timestamp::unix_millis).into()),
        ("hours", rule.hours.as_ref().map_or(Value::Null, weekly)),
        ("justification", given(&rule.justification)),
    ])
}

/// A text, or nothing where it is empty.
fn given(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}

/// Writes hours of the week.
pub(crate) fn weekly(hours: &WeeklyHours) -> Value {
    let days = hours.days.iter().map(|day| day.name().into()).collect();
    object([
        ("days", Value::Array(days)),
        ("from", hours.from.to_string().into()),
        ("to", hours.to.to_string().into()),
    ])
}

fn bounds(stock: &Bounds) -> Value {
    object([
        ("coupons_max", stock.coupons_max.into()),
        ("budget_minor", stock.budget_minor.map(Minor::get).into()),
        ("coupon_worth_minor", stock.coupon_worth_minor.map(Minor::get).into()),
    ])
}

/// Which promises bind a message, as the edge names it.
pub(crate) const fn class(class: Class) -> &'static str {
    match class {
        Class::Marketing => "marketing",
        Class::Service => "service",
    }
}

fn action(action: &Action) -> Value {
    match action {
        Action::Offer { offer } => {
            object([("kind", "offer".into()), ("offer", offer.as_str().into())])
        }
        Action::Recommend { intro, strategy: how } => object([
            ("kind", "recommend".into()),
            ("intro", local(intro)),
            ("strategy", strategy(how)),
        ]),
        Action::Say { text } => object([("kind", "say".into()), ("text", local(text))]),
        Action::Nothing => object([("kind", "nothing".into())]),
    }
}

fn strategy(strategy: &Strategy) -> Value {
    match strategy {
        Strategy::Attribute { attribute, label, better } => {
            let better = match better {
                Better::Higher => "higher",
                Better::Lower => "lower",
            };
            object([
                ("by", "attribute".into()),
                ("attribute", attribute.as_str().into()),
                ("label", local(label)),
                ("better", better.into()),
            ])
        }
        Strategy::Complements => object([("by", "complements".into())]),
    }
}

/// Writes an offer.
pub(super) fn offer(offer: &Offer) -> Value {
    object([
        ("id", offer.id.as_str().into()),
        ("title", local(&offer.title)),
        ("body", local(&offer.body)),
        ("benefit", benefit(offer.benefit)),
        ("min_spend_minor", offer.min_spend_minor.get().into()),
        ("valid_secs", offer.valid_secs.into()),
        (
            "stock",
            if offer.stock == Bounds::default() { Value::Null } else { bounds(&offer.stock) },
        ),
    ])
}

fn benefit(benefit: Benefit) -> Value {
    match benefit {
        Benefit::PercentOff { percent } => {
            object([("kind", "percent_off".into()), ("percent", u8::from(percent).into())])
        }
        Benefit::AmountOff { amount_minor } => {
            object([("kind", "amount_off".into()), ("amount_minor", amount_minor.get().into())])
        }
        Benefit::FreeDelivery => object([("kind", "free_delivery".into())]),
    }
}

fn local(text: &LocalText) -> Value {
    let texts: BTreeMap<Locale, String> = text.clone().into();
    let said = |locale| texts.get(&locale).map_or(Value::Null, |text| text.as_str().into());
    object([("zh-CN", said(Locale::ZhCn)), ("en", said(Locale::En))])
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::bucket::Holdout;

    use super::*;

    #[test]
    fn a_rule_is_written_as_the_edge_reads_it() {
        for kind in [
            json!({"kind": "offer", "offer": "o1"}),
            json!({"kind": "recommend", "intro": {"zh-CN": "看看", "en": "Look"}, "strategy": {"by": "complements"}}),
            json!({"kind": "recommend", "intro": {"en": "Look"}, "strategy": {"by": "attribute",
                "attribute": "battery_mah", "label": {"zh-CN": "电池"}, "better": "lower"}}),
            json!({"kind": "say", "text": {"zh-CN": "您好"}}),
            json!({"kind": "nothing"}),
        ] {
            let mut known: Rule = serde_json::from_value(json!({
                "id": "r1", "name": "R", "enabled": false, "priority": -3, "triggers": ["page"], "class": "service",
                "condition": {"visits": {"$gte": 2}}, "action": kind, "cooldown_secs": 7200,
                "times_max": 2, "starts_at": 5, "ends_at": 9,
                "hours": {"days": ["monday", "sunday"], "from": "22:00", "to": "02:00"},
                "justification": "Students of partner universities",
                "experiment": {"key": "e1", "actions": [{"kind": "nothing"}]}
            }))
            .unwrap();
            assert_eq!(rule(&known), serde_json::to_value(&known).unwrap());
            (known.experiment, known.times_max, known.starts_at, known.ends_at) =
                (None, None, None, None);
            (known.hours, known.justification) = (None, String::new());
            assert_eq!(rule(&known), serde_json::to_value(&known).unwrap());
        }
    }

    #[test]
    fn an_offer_is_written_as_the_edge_reads_it() {
        for gift in [
            json!({"kind": "percent_off", "percent": 15}),
            json!({"kind": "amount_off", "amount_minor": 5_000}),
            json!({"kind": "free_delivery"}),
        ] {
            let known: Offer = serde_json::from_value(json!({
                "id": "o1", "title": {"zh-CN": "开学季"}, "body": {"zh-CN": "今天", "en": "Today"},
                "benefit": gift, "min_spend_minor": 9_900, "valid_secs": 86_400,
                "stock": {"coupons_max": 10}
            }))
            .unwrap();
            assert_eq!(offer(&known), serde_json::to_value(&known).unwrap());
            let endless = Offer { stock: Bounds::default(), ..known };
            assert_eq!(offer(&endless), serde_json::to_value(&endless).unwrap());
        }
    }

    #[test]
    fn who_comes_in_is_written_as_the_edge_reads_it() {
        let known = Setup {
            token: "t".into(),
            email: "lin@shop.example".into(),
            name: "林晓".into(),
            password: "a sentence that is long".into(),
        };
        assert_eq!(setup(&known), serde_json::to_value(&known).unwrap());
        let known = SignIn { email: known.email, password: known.password };
        assert_eq!(sign_in(&known), serde_json::to_value(&known).unwrap());
        let mut known = Holdouts { seed: "h".into(), share: 0.125, ..Holdouts::default() };
        assert_eq!(holdouts(&known), serde_json::to_value(&known).unwrap());
        let one = Holdout { seed: "c".into(), share: 0.5 };
        known.scenarios.insert("cart-recovery".parse().unwrap(), one);
        assert_eq!(holdouts(&known), serde_json::to_value(&known).unwrap());
    }
}
