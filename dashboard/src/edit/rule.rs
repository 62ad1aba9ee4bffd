//! A rule while it is edited.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::{
    catalog::{Better, Strategy},
    id::RuleId,
    rule::{Action, Class, Rule, Treatment},
    text::{LocalText, Locale},
    time::Timestamp,
    zone::WeeklyHours,
};

use super::draft::{Fault, optional};
use crate::i18n::rules;

/// What a rule does, as the form offers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Gives an offer.
    Offer,
    /// Recommends the better product of the same kind.
    RecommendBetter,
    /// Recommends what goes with the product.
    RecommendComplements,
    /// Says something.
    Say,
    /// Does nothing.
    Nothing,
}

/// A unit in which a time is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Sixty seconds.
    Minutes,
    /// Sixty minutes.
    Hours,
    /// Twenty-four hours.
    Days,
}

/// What the fields of the form say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RuleDraft {
    /// The rule's id; fixed once it exists.
    pub(crate) id: String,
    /// What operators call it.
    pub(crate) name: String,
    /// Whether it takes part in decisions.
    pub(crate) enabled: bool,
    /// Larger goes first.
    pub(crate) priority: String,
    /// What starts it.
    pub(crate) triggers: Vec<String>,
    /// Who it is for.
    pub(crate) condition: Value,
    /// Which promises bind it.
    pub(crate) class: Class,
    /// What it does.
    pub(crate) deed: Deed,
    /// The offer it gives.
    pub(crate) offer: String,
    /// What it says, or the sentence above products, in Chinese.
    pub(crate) words_zh: String,
    /// The same in English.
    pub(crate) words_en: String,
    /// The attribute by which a product is better.
    pub(crate) attribute: String,
    /// The attribute in words, in Chinese.
    pub(crate) label_zh: String,
    /// The same in English.
    pub(crate) label_en: String,
    /// Which way it is better.
    pub(crate) better: Better,
    /// How long the rule leaves a person alone.
    pub(crate) cooldown: String,
    /// The unit of `cooldown`.
    pub(crate) cooldown_unit: Unit,
    /// At most so many times for one person.
    pub(crate) times_max: String,
    /// Not before.
    pub(crate) starts_at: Option<Timestamp>,
    /// Not from then on.
    pub(crate) ends_at: Option<Timestamp>,
    /// In which hours of the week.
    pub(crate) hours: Option<WeeklyHours>,
    /// Why an offer may depend on what people are thought to be able to pay.
    pub(crate) justification: String,
    /// The experiment that splits it; not edited here, but kept.
    pub(crate) experiment: Option<Treatment>,
}

impl Unit {
    /// The units in the order in which they are offered.
    pub(crate) const ALL: [Self; 3] = [Self::Minutes, Self::Hours, Self::Days];

    /// Seconds in one.
    pub(crate) const fn secs(self) -> u32 {
        match self {
            Self::Minutes => 60,
            Self::Hours => 3_600,
            Self::Days => 86_400,
        }
    }

    /// The largest unit in which so many seconds are a whole number, with that number. What is
    /// no whole number of minutes is rounded up, so that a promise never gets weaker.
    pub(crate) fn fit(secs: u32) -> (u32, Self) {
        let unit = [Self::Days, Self::Hours]
            .into_iter()
            .find(|unit| secs != 0 && secs.is_multiple_of(unit.secs()))
            .unwrap_or(Self::Minutes);
        (secs.div_ceil(unit.secs()), unit)
    }
}

impl RuleDraft {
    /// A rule that does not exist yet.
    pub(crate) fn fresh(id: String) -> Self {
        Self {
            id,
            name: String::new(),
            enabled: true,
            priority: "50".to_owned(),
            triggers: vec!["message".to_owned()],
            condition: json!({}),
            class: Class::Marketing,
            deed: Deed::Offer,
            offer: String::new(),
            words_zh: String::new(),
            words_en: String::new(),
            attribute: String::new(),
            label_zh: String::new(),
            label_en: String::new(),
            better: Better::Higher,
            cooldown: "1".to_owned(),
            cooldown_unit: Unit::Days,
            times_max: String::new(),
            starts_at: None,
            ends_at: None,
            hours: None,
            justification: String::new(),
            experiment: None,
        }
    }

    /// The form of a rule that exists.
    pub(crate) fn of(rule: &Rule) -> Self {
        let (cooldown, cooldown_unit) = Unit::fit(rule.cooldown_secs);
        let mut draft = Self {
            name: rule.name.clone(),
            enabled: rule.enabled,
            priority: rule.priority.to_string(),
            triggers: rule.triggers.clone(),
            condition: rule.condition.clone(),
            class: rule.class,
            cooldown: cooldown.to_string(),
            cooldown_unit,
            times_max: rule.times_max.map(|times| times.to_string()).unwrap_or_default(),
            starts_at: rule.starts_at,
            ends_at: rule.ends_at,
            hours: rule.hours.clone(),
            justification: rule.justification.clone(),
            experiment: rule.experiment.clone(),
            ..Self::fresh(rule.id.to_string())
        };
        draft.take_action(&rule.action);
        draft
    }

    fn take_action(&mut self, action: &Action) {
        match action {
            Action::Offer { offer } => {
                self.deed = Deed::Offer;
                self.offer = offer.to_string();
            }
            Action::Recommend { intro, strategy } => {
                (self.words_zh, self.words_en) = both(intro);
                self.take_strategy(strategy);
            }
            Action::Say { text } => {
                self.deed = Deed::Say;
                (self.words_zh, self.words_en) = both(text);
            }
            Action::Nothing => self.deed = Deed::Nothing,
        }
    }

    fn take_strategy(&mut self, strategy: &Strategy) {
        match strategy {
            Strategy::Attribute { attribute, label, better } => {
                self.deed = Deed::RecommendBetter;
                self.attribute.clone_from(attribute);
                (self.label_zh, self.label_en) = both(label);
                self.better = *better;
            }
            Strategy::Complements => self.deed = Deed::RecommendComplements,
        }
    }

    /// The rule that the form means.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its field; at least one fault.
    pub(crate) fn rule(&self) -> Result<Rule, Vec<Fault>> {
        let mut faults = Vec::new();
        let rule = self.read(&mut faults);
        rule.filter(|_| faults.is_empty()).ok_or(faults)
    }

    fn read(&self, faults: &mut Vec<Fault>) -> Option<Rule> {
        if self.name.trim().is_empty() {
            faults.push(Fault::here("name", rules::FAULT_NAME));
        }
        if self.triggers.is_empty() {
            faults.push(Fault::here("triggers", rules::FAULT_TRIGGERS));
        }
        if self.starts_at.zip(self.ends_at).is_some_and(|(starts, ends)| ends <= starts) {
            faults.push(Fault::here("ends_at", rules::FAULT_ENDS));
        }
        let id = or_fault(RuleId::try_from(self.id.clone()), "id", rules::FAULT_ID, faults);
        let priority = self.priority.trim().parse();
        let priority = or_fault(priority, "priority", rules::FAULT_PRIORITY, faults);
        let cooldown_secs =
            or_fault(self.cooldown_secs(), "cooldown_secs", rules::FAULT_NUMBER, faults);
        let times_max = optional::<u16>(&self.times_max)
            .and_then(|times| if times == Some(0) { Err(()) } else { Ok(times) });
        let times_max = or_fault(times_max, "times_max", rules::FAULT_TIMES, faults);
        let action = self.action(faults);
        Some(Rule {
            id: id?,
            name: self.name.trim().to_owned(),
            enabled: self.enabled,
            priority: priority?,
            triggers: self.triggers.clone(),
            condition: self.condition.clone(),
            class: self.class,
            action: action?,
            experiment: self.experiment.clone(),
            cooldown_secs: cooldown_secs?,
            times_max: times_max?,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            hours: self.hours.clone(),
            justification: self.justification.clone(),
        })
    }

    fn cooldown_secs(&self) -> Result<u32, ()> {
        let count = optional::<u32>(&self.cooldown)?.unwrap_or_default();
        count.checked_mul(self.cooldown_unit.secs()).ok_or(())
    }

    fn action(&self, faults: &mut Vec<Fault>) -> Option<Action> {
        Some(match self.deed {
            Deed::Offer => {
                let offer = self.offer.clone().try_into();
                let offer = or_fault(offer, "action.offer", rules::FAULT_OFFER, faults);
                Action::Offer { offer: offer? }
            }
            Deed::RecommendBetter => {
                let intro = words(&self.words_zh, &self.words_en, "action.intro", faults);
                let label = words(&self.label_zh, &self.label_en, "action.strategy.label", faults);
                let attribute = self.attribute.trim().to_owned();
                if attribute.is_empty() {
                    let field = "action.strategy.attribute";
                    faults.push(Fault::here(field, rules::FAULT_ATTRIBUTE));
                }
                let strategy =
                    Strategy::Attribute { attribute, label: label?, better: self.better };
                Action::Recommend { intro: intro?, strategy }
            }
            Deed::RecommendComplements => {
                let intro = words(&self.words_zh, &self.words_en, "action.intro", faults);
                Action::Recommend { intro: intro?, strategy: Strategy::Complements }
            }
            Deed::Say => {
                Action::Say { text: words(&self.words_zh, &self.words_en, "action.text", faults)? }
            }
            Deed::Nothing => Action::Nothing,
        })
    }
}

/// Both languages of a text, each empty where the merchant wrote nothing in it.
pub(crate) fn both(text: &LocalText) -> (String, String) {
    let mut texts: BTreeMap<Locale, String> = text.clone().into();
    (texts.remove(&Locale::ZhCn).unwrap_or_default(), texts.remove(&Locale::En).unwrap_or_default())
}

/// The text of two fields; a language that was left empty is left out, so that people who read it
/// see the other one.
pub(crate) fn words(zh: &str, en: &str, field: &str, faults: &mut Vec<Fault>) -> Option<LocalText> {
    let texts: BTreeMap<Locale, String> = [(Locale::ZhCn, zh), (Locale::En, en)]
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(locale, text)| (locale, text.trim().to_owned()))
        .collect();
    or_fault(LocalText::try_from(texts), field, rules::FAULT_WORDS, faults)
}

/// The value, or `None` and a fault.
pub(crate) fn or_fault<T, E>(
    result: Result<T, E>,
    field: &str,
    text: crate::i18n::Text,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    if result.is_err() {
        faults.push(Fault::here(field, text));
    }
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(json: Value) -> Rule {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn opening_and_saving_a_rule_changes_nothing() {
        for action in [
            json!({"kind": "offer", "offer": "o1"}),
            json!({"kind": "recommend", "intro": {"zh-CN": "看看", "en": "Look"}, "strategy": {"by": "complements"}}),
            json!({"kind": "recommend", "intro": {"en": "Look"}, "strategy": {"by": "attribute",
                "attribute": "battery_mah", "label": {"zh-CN": "电池"}, "better": "lower"}}),
            json!({"kind": "say", "text": {"zh-CN": "您好"}}),
            json!({"kind": "nothing"}),
        ] {
            let rule = published(json!({
                "id": "r1", "name": "R", "priority": -3, "triggers": ["page"], "class": "service",
                "condition": {"visits": {"$gte": 2}}, "action": action, "cooldown_secs": 7200,
                "times_max": 2, "starts_at": 5, "ends_at": 9,
                "hours": {"days": ["monday"], "from": "09:00", "to": "18:00"},
                "justification": "Students of partner universities",
                "experiment": {"key": "e1", "actions": [{"kind": "nothing"}]}
            }));
            assert_eq!(RuleDraft::of(&rule).rule(), Ok(rule));
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let draft = RuleDraft {
            priority: "high".into(),
            triggers: vec![],
            cooldown: "a while".into(),
            times_max: "0".into(),
            starts_at: Some(Timestamp::from_unix_millis(9)),
            ends_at: Some(Timestamp::from_unix_millis(9)),
            ..RuleDraft::fresh("r1".into())
        };
        let faults = draft.rule().unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "name",
                "triggers",
                "ends_at",
                "priority",
                "cooldown_secs",
                "times_max",
                "action.offer"
            ],
        );
    }

    #[test]
    fn a_cooldown_never_gets_shorter_by_being_shown() {
        assert_eq!(Unit::fit(0), (0, Unit::Minutes));
        assert_eq!(Unit::fit(90), (2, Unit::Minutes));
        assert_eq!(Unit::fit(7_200), (2, Unit::Hours));
        assert_eq!(Unit::fit(172_800), (2, Unit::Days));
    }

    #[test]
    fn a_text_in_one_language_is_enough() {
        let draft = RuleDraft {
            name: "R".into(),
            deed: Deed::Say,
            words_zh: " 您好 ".into(),
            ..RuleDraft::fresh("r".into())
        };
        let Action::Say { text } = draft.rule().unwrap().action else { panic!("says something") };
        assert_eq!(text.get(Locale::En), "您好");
    }
}
