//! One clause of a condition in words: what it asks for, and what was found.

use serde_json::Value;
use shared::{decision::Clause, money::Currency, text::Locale};

use super::{
    Figures,
    attribute::{self, Kind},
    value,
};
use crate::i18n::{Text, facts};

/// A clause in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClauseWords {
    /// What operators call the attribute.
    pub(crate) attribute: String,
    /// What the rule asks for, with the operator: "is at least ¥3,000".
    pub(crate) asked: String,
    /// What was found.
    pub(crate) found: String,
}

/// What operators call an operator of the condition language.
pub(crate) fn operator(operator: &str) -> Option<Text> {
    Some(match operator {
        "=" | "$eq" | "$veq" => facts::OP_IS,
        "$ne" | "$vne" | "$notRegex" | "$notRegexi" => facts::OP_IS_NOT,
        "$gt" | "$vgt" => facts::OP_OVER,
        "$gte" | "$vgte" => facts::OP_AT_LEAST,
        "$lt" | "$vlt" => facts::OP_UNDER,
        "$lte" | "$vlte" => facts::OP_AT_MOST,
        "$in" | "$ini" | "$inGroup" => facts::OP_ANY,
        "$nin" | "$nini" | "$notInGroup" => facts::OP_NONE,
        "$all" | "$alli" => facts::OP_ALL,
        "$exists" => facts::OP_KNOWN,
        "$regex" | "$regexi" => facts::OP_MATCHES,
        "$size" => facts::OP_SIZE,
        "$elemMatch" => facts::OP_ELEMENT,
        _ => return None,
    })
}

/// Says a clause that failed.
pub(crate) fn say(clause: &Clause, currency: Currency, figures: &dyn Figures) -> ClauseWords {
    ClauseWords {
        attribute: attribute::name(&clause.path, figures.locale()),
        asked: asked(&clause.path, &clause.operator, &clause.expected, currency, figures),
        found: value::say(&clause.path, &clause.actual, currency, figures),
    }
}

/// Says what a clause asks of its attribute.
pub(crate) fn asked(
    path: &str,
    name: &str,
    expected: &Value,
    currency: Currency,
    figures: &dyn Figures,
) -> String {
    let locale = figures.locale();
    if name == "$exists" {
        let text =
            if expected == &Value::Bool(false) { facts::OP_UNKNOWN } else { facts::OP_KNOWN };
        return text.say(locale).to_owned();
    }
    let word = operator(name).map_or(name, |text| text.say(locale));
    if expected.is_boolean() && name == "=" {
        return value::say(path, expected, currency, figures);
    }
    // "is any of one" reads like a slip.
    let word = match (name, expected) {
        ("$in", Value::Array(items)) if items.len() == 1 => is_one(path, locale),
        _ => word,
    };
    format!("{word} {}", value::say(path, expected, currency, figures))
}

fn is_one(path: &str, locale: Locale) -> &'static str {
    match attribute::kind(path) {
        Kind::Intents | Kind::Segments | Kind::Set => facts::OP_INCLUDES.say(locale),
        Kind::Amount | Kind::Number | Kind::YesNo | Kind::Words => facts::OP_IS.say(locale),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::explain::PlainFigures;

    fn failed(path: &str, operator: &str, expected: Value, actual: Value) -> Clause {
        Clause { path: path.into(), operator: operator.into(), expected, actual }
    }

    #[test]
    fn a_failed_clause_says_what_was_asked_and_what_was_found() {
        let clause = failed("cart_value", "$gte", json!(3000), json!(1200));
        let words = say(&clause, Currency::CNY, &PlainFigures(Locale::En));
        assert_eq!(words.attribute, "Cart value");
        assert_eq!(words.asked, "is at least ¥3000");
        assert_eq!(words.found, "¥1200");
        let words = say(&clause, Currency::CNY, &PlainFigures(Locale::ZhCn));
        assert_eq!(words.asked, "至少 ¥3000");
    }

    #[test]
    fn an_attribute_that_nobody_recorded_is_said_to_be_unknown() {
        let clause = failed("last_order_days", "$gt", json!(30), Value::Null);
        let words = say(&clause, Currency::CNY, &PlainFigures(Locale::En));
        assert_eq!(words.found, "not known");
    }

    #[test]
    fn asking_for_one_intent_does_not_sound_like_a_list() {
        let clause = failed("intent", "$in", json!(["price_sensitive"]), json!([]));
        let words = say(&clause, Currency::CNY, &PlainFigures(Locale::En));
        assert_eq!(
            (words.asked.as_str(), words.found.as_str()),
            ("includes Price-sensitive", "none")
        );
    }
}
