//! Values of attributes in words.

use serde_json::Value;
use shared::{
    channel::Channel,
    money::{Currency, Minor},
    profile::{lifecycle::Stage, power::Level, rfm::RfmClass},
    text::Locale,
};

use super::{
    Figures,
    attribute::{self, Kind},
    channel, concept, intent,
};
use crate::i18n::facts;

/// Longest text of a value that is shown in a line, in characters.
const TEXT_SHOWN_MAX: usize = 120;

/// Says a value of the attribute at `path`: money as money, yes as yes, a set as a list.
pub(crate) fn say(path: &str, value: &Value, currency: Currency, figures: &dyn Figures) -> String {
    let locale = figures.locale();
    match value {
        Value::Null => facts::NOTHING_KNOWN.say(locale).to_owned(),
        Value::Bool(true) => facts::YES.say(locale).to_owned(),
        Value::Bool(false) => facts::NO.say(locale).to_owned(),
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            match attribute::kind(path) {
                Kind::Amount => Minor::from_major(number, currency).map_or_else(
                    || figures.number(number),
                    |amount| figures.money(amount, currency),
                ),
                Kind::Number
                | Kind::YesNo
                | Kind::Words
                | Kind::Intents
                | Kind::Segments
                | Kind::Set => figures.number(number),
            }
        }
        Value::String(text) => say_text(path, text, figures),
        Value::Array(items) if items.is_empty() => facts::NONE.say(locale).to_owned(),
        Value::Array(items) => {
            // A label and its sub-topic are the same words.
            let mut said: Vec<String> = Vec::new();
            for item in items {
                let word = say(path, item, currency, figures);
                if !said.contains(&word) {
                    said.push(word);
                }
            }
            said.join(facts::LIST_AND.say(locale))
        }
        Value::Object(_) => cut(&value.to_string()),
    }
}

fn say_text(path: &str, text: &str, figures: &dyn Figures) -> String {
    if text.is_empty() {
        return facts::NONE.say(figures.locale()).to_owned();
    }
    match path {
        "intent" | "intent_label" => intent::name(text, figures.locale()),
        "segment" => figures.segment(text),
        "message.about" => concept::name(text, figures.locale()),
        _ => of_portrait(path, text, figures.locale()).unwrap_or_else(|| cut(text)),
    }
}

/// What a figure of the portrait calls things by, in words; none for a word that we do not know.
fn of_portrait(path: &str, word: &str, locale: Locale) -> Option<String> {
    Some(match path {
        "profile.lifecycle_stage" => {
            let stage = Stage::ALL.into_iter().find(|stage| stage.as_str() == word)?;
            stage.title(locale).to_owned()
        }
        "profile.rfm_class" => {
            let class = RfmClass::ALL.into_iter().find(|class| class.as_str() == word)?;
            class.title().get(locale).to_owned()
        }
        "profile.purchasing_power" => {
            let level = Level::ALL.into_iter().find(|level| level.as_str() == word)?;
            level.title(locale).to_owned()
        }
        "profile.best_channel" => {
            let known = Channel::ALL.into_iter().find(|channel| channel.name() == word)?;
            channel::name(known).say(locale).to_owned()
        }
        _ => return None,
    })
}

fn cut(text: &str) -> String {
    if text.chars().count() <= TEXT_SHOWN_MAX {
        return text.to_owned();
    }
    text.chars().take(TEXT_SHOWN_MAX).chain(['…']).collect()
}

/// The attributes of a person as pairs of path and value, in the order operators know them;
/// objects are opened, so that `page.title` is a line of its own.
pub(crate) fn lines(attributes: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    open("", attributes, &mut found);
    let place = |path: &str| {
        attribute::KNOWN.iter().position(|known| known.path == path).unwrap_or(usize::MAX)
    };
    found.sort_by(|(left, _), (right, _)| {
        place(left).cmp(&place(right)).then_with(|| left.cmp(right))
    });
    found
}

fn open(path: &str, value: &Value, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let inner_path =
                    if path.is_empty() { name.clone() } else { [path, name].join(".") };
                open(&inner_path, inner, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            found.push((path.to_owned(), value.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::explain::PlainFigures;

    fn english(path: &str, value: &Value) -> String {
        say(path, value, Currency::CNY, &PlainFigures(Locale::En))
    }

    #[test]
    fn money_is_said_as_money_and_a_count_as_a_count() {
        assert_eq!(english("cart_value", &json!(3299)), "¥3299");
        assert_eq!(english("visits", &json!(3)), "3");
    }

    #[test]
    fn a_set_of_intents_is_a_list_in_words() {
        let said = english("intent", &json!(["price_sensitive", "discount"]));
        assert_eq!(said, "Price-sensitive, Marketing · discount");
        assert_eq!(english("intent", &json!([])), "none");
    }

    #[test]
    fn segments_and_concepts_are_said_in_words() {
        let said = english("segment", &json!(["loyal", "老客户", "vip"]));
        assert_eq!(said, "Loyal customers, vip");
        assert_eq!(english("message.about", &json!(["battery"])), "Battery");
    }

    #[test]
    fn a_stage_is_said_in_words() {
        assert_eq!(
            english("profile.lifecycle_stage", &json!(["at_risk", "of_later"])),
            "At risk, of_later"
        );
    }

    #[test]
    fn what_the_portrait_says_by_a_name_of_the_api_is_said_in_words() {
        assert_eq!(english("profile.rfm_class", &json!("champion")), "Champion");
        assert_eq!(english("profile.purchasing_power", &json!("low")), "Low");
        assert_eq!(english("profile.best_channel", &json!("sms")), "Text message");
        assert_eq!(english("profile.best_channel", &json!("pigeon")), "pigeon");
    }

    #[test]
    fn words_that_say_the_same_are_said_once() {
        let said = english("intent", &json!(["discount", "marketing.discount"]));
        assert_eq!(said, "Marketing · discount");
    }

    #[test]
    fn the_portrait_opens_objects_and_keeps_the_order_operators_know() {
        let lines = lines(&json!({"zz": 1, "page": {"title": "T"}, "intent": []}));
        let paths: Vec<&str> = lines.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["intent", "page.title", "zz"]);
    }
}
