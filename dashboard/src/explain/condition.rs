//! A whole condition in a sentence, for lists and summaries.

use serde_json::Value;
use shared::{condition::Condition, money::Currency, text::Locale};

use super::{Figures, attribute, clause, trigger};
use crate::{
    edit::group::{Did, Group, IS, Join, Node, Row, Times},
    i18n::facts,
};

/// Says whom a condition means: "Intent includes Price-sensitive and Cart abandoned is yes".
pub(crate) fn say(condition: &Value, currency: Currency, figures: &dyn Figures) -> String {
    let group = Group::read(condition);
    if group.nodes.is_empty() {
        return facts::EVERYONE.say(figures.locale()).to_owned();
    }
    say_group(&group, currency, figures)
}

fn say_group(group: &Group, currency: Currency, figures: &dyn Figures) -> String {
    let locale = figures.locale();
    let joint = match group.join {
        Join::All => facts::ALL_OF.say(locale),
        Join::Any => facts::ANY_OF.say(locale),
    };
    let parts: Vec<String> = group
        .nodes
        .iter()
        .map(|node| match node {
            Node::Clause(row) => say_row(row, currency, figures),
            Node::Did(did) => say_did(did, locale),
            Node::Group(inner) => format!("({})", say_group(inner, currency, figures)),
            Node::Other(value) => {
                as_text(value).unwrap_or_else(|| facts::OTHER_CLAUSE.say(locale).to_owned())
            }
        })
        .collect();
    parts.join(joint)
}

/// What has no words of its own, as people would type it: `last('Order Completed') < 30d`. Only where conditions are worked
/// with: the writer of that form is a fifth of the first screen's bytes.
fn as_text(condition: &Value) -> Option<String> {
    if cfg!(not(any(test, feature = "studio"))) {
        return None;
    }
    Condition::parse(condition).ok()?.to_text().ok()
}

/// How often somebody did something: "did “Completes an order” at least 2 times within 30 days".
fn say_did(did: &Did, locale: Locale) -> String {
    let name = trigger::name(&did.name, locale);
    let within = did.days.map(|days| facts::DID_WITHIN.fill(locale, &[("n", &days.to_string())]));
    let within = within.unwrap_or_default();
    let times = match (did.times, did.count) {
        (Times::Exactly, 0) => {
            return facts::DID_NEVER.fill(locale, &[("name", &name), ("within", &within)]);
        }
        (Times::AtLeast, _) => facts::DID_AT_LEAST,
        (Times::AtMost, _) => facts::DID_AT_MOST,
        (Times::Exactly, _) => facts::DID_EXACTLY,
    };
    let times = times.fill(locale, &[("n", &did.count.to_string())]);
    facts::DID.fill(locale, &[("name", &name), ("times", &times), ("within", &within)])
}

/// A row: a yes-or-no by its name alone ("Cart abandoned", "not Signed in"), anything else with
/// what is asked of it.
fn say_row(row: &Row, currency: Currency, figures: &dyn Figures) -> String {
    let locale = figures.locale();
    let name = attribute::name(&row.path, locale);
    match (&row.value, row.operator.as_str()) {
        (Value::Bool(true), IS) => name,
        (Value::Bool(false), IS) => facts::NOT.fill(locale, &[("name", &name)]),
        _ => {
            let asked = clause::asked(&row.path, &row.operator, &row.value, currency, figures);
            format!("{name} {asked}")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::explain::PlainFigures;

    #[test]
    fn a_rule_for_nobody_in_particular_is_for_everyone() {
        assert_eq!(say(&json!({}), Currency::CNY, &PlainFigures(Locale::En)), "Everyone");
    }

    #[test]
    fn a_no_is_said_as_a_not() {
        let said = say(&json!({"identified": false}), Currency::CNY, &PlainFigures(Locale::ZhCn));
        assert_eq!(said, "非已登录商城");
    }

    #[test]
    fn what_people_did_is_said_with_its_window() {
        let said = |condition| say(&condition, Currency::CNY, &PlainFigures(Locale::En));
        let twice = json!({"$events": {"name": "Order Completed", "within_days": 30, "count": {"$gte": 2}}});
        assert_eq!(said(twice), "did “Completes an order” at least 2 times within 30 days");
        let never = json!({"$events": {"name": "page", "count": 0}});
        assert_eq!(said(never), "never did “Views a page”");
    }

    #[test]
    fn what_has_no_words_is_said_as_people_would_type_it() {
        let said = |condition| say(&condition, Currency::CNY, &PlainFigures(Locale::En));
        let lately =
            json!({"$events": {"name": "Order Completed", "last_days": {"$lt": 30}}, "orders": 1});
        assert_eq!(said(lately), "last('Order Completed') < 30d and Orders is 1");
    }

    #[test]
    fn a_condition_reads_as_a_sentence() {
        let condition = json!({"intent": {"$in": ["price_sensitive"]}, "cart_abandoned": true});
        let said = say(&condition, Currency::CNY, &PlainFigures(Locale::En));
        assert_eq!(said, "Cart abandoned and Intent includes Price-sensitive");
    }
}
