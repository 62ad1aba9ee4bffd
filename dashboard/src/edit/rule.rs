//! A rule while it is edited.

use serde_json::{Value, json};
use shared::{
    id::RuleId,
    rule::{Class, Rule, Treatment, fairness::unfair_input},
    segment::Segment,
    time::Timestamp,
};

use super::{
    action::{ActionDraft, Deed},
    draft::{Fault, optional, or_fault},
    hours::HoursDraft,
    unit::Unit,
};
use crate::i18n::rules;

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
    /// The scenario it belongs to; empty for none.
    pub(crate) scenario: String,
    /// What it does.
    pub(crate) action: ActionDraft,
    /// How an experiment splits it.
    pub(crate) split: Option<SplitDraft>,
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
    pub(crate) hours: HoursDraft,
    /// Why an offer may depend on what people are thought to be able to pay.
    pub(crate) justification: String,
}

/// How an experiment splits a rule, as the form shows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SplitDraft {
    /// Which experiment assigns the variation.
    pub(crate) key: String,
    /// What each variation does, in the experiment's order.
    pub(crate) actions: Vec<ActionDraft>,
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
            scenario: String::new(),
            action: ActionDraft::fresh(Deed::Offer),
            split: None,
            cooldown: "1".to_owned(),
            cooldown_unit: Unit::Days,
            times_max: String::new(),
            starts_at: None,
            ends_at: None,
            hours: HoursDraft::of(None),
            justification: String::new(),
        }
    }

    /// The form of a rule that exists.
    pub(crate) fn of(rule: &Rule) -> Self {
        let (cooldown, cooldown_unit) = Unit::fit(rule.cooldown_secs);
        Self {
            name: rule.name.clone(),
            enabled: rule.enabled,
            priority: rule.priority.to_string(),
            triggers: rule.triggers.clone(),
            condition: rule.condition.clone(),
            class: rule.class,
            scenario: rule.scenario.as_ref().map(ToString::to_string).unwrap_or_default(),
            cooldown: cooldown.to_string(),
            cooldown_unit,
            times_max: rule.times_max.map(|times| times.to_string()).unwrap_or_default(),
            starts_at: rule.starts_at,
            ends_at: rule.ends_at,
            action: ActionDraft::of(&rule.action),
            split: rule.experiment.as_ref().map(SplitDraft::of),
            hours: HoursDraft::of(rule.hours.as_ref()),
            justification: rule.justification.clone(),
            ..Self::fresh(rule.id.to_string())
        }
    }

    /// The attribute by which the rule makes a price of what people are thought to be able to pay, whether it says why
    /// or not; none for a rule that is not complete.
    pub(crate) fn guess(&self, segments: &[Segment]) -> Option<&'static str> {
        let unexplained = Rule { justification: String::new(), ..self.rule().ok()? };
        unfair_input(&unexplained, segments)
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
        let action = self.action.action("action", faults);
        let experiment = match &self.split {
            Some(split) => split.treatment(faults).map(Some),
            None => Some(None),
        };
        let hours = self.hours.hours(faults);
        Some(Rule {
            id: id?,
            name: self.name.trim().to_owned(),
            enabled: self.enabled,
            priority: priority?,
            triggers: self.triggers.clone(),
            condition: self.condition.clone(),
            class: self.class,
            // Chosen from a list of names that are good.
            scenario: self.scenario.parse().ok(),
            action: action?,
            experiment: experiment?,
            cooldown_secs: cooldown_secs?,
            times_max: times_max?,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            hours: hours?,
            justification: self.justification.trim().to_owned(),
        })
    }

    fn cooldown_secs(&self) -> Result<u32, ()> {
        let count = optional::<u32>(&self.cooldown)?.unwrap_or_default();
        count.checked_mul(self.cooldown_unit.secs()).ok_or(())
    }
}

impl SplitDraft {
    /// The form of what is published.
    fn of(treatment: &Treatment) -> Self {
        Self {
            key: treatment.key.to_string(),
            actions: treatment.actions.iter().map(ActionDraft::of).collect(),
        }
    }

    /// A split that is not made yet: the control gets nothing, every other variation what the rule does.
    pub(crate) fn fresh(key: String, variations: usize, action: &ActionDraft) -> Self {
        let control = core::iter::once(ActionDraft::fresh(Deed::Nothing));
        let actions = control.chain(core::iter::repeat(action.clone())).take(variations).collect();
        Self { key, actions }
    }

    fn treatment(&self, faults: &mut Vec<Fault>) -> Option<Treatment> {
        let key = self.key.clone().try_into();
        let key = or_fault(key, "experiment.key", rules::FAULT_EXPERIMENT, faults);
        let read = |(number, action): (usize, &ActionDraft)| {
            action.action(&action_field(Some(number)), faults)
        };
        let actions: Vec<_> = self.actions.iter().enumerate().map(read).collect();
        Some(Treatment { key: key?, actions: actions.into_iter().collect::<Option<_>>()? })
    }
}

/// The field of the rule's own action, or of that of a variation.
pub(crate) fn action_field(variation: Option<usize>) -> String {
    match variation {
        None => "action".to_owned(),
        Some(number) => format!("experiment.actions[{number}]"),
    }
}

#[cfg(test)]
mod tests {
    use shared::rule::Action;

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
                "experiment": {"key": "e1", "actions": [{"kind": "nothing"}, {"kind": "offer", "offer": "o2"}]}
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
    fn a_new_split_leaves_the_control_alone() {
        let action = ActionDraft { offer: "o1".into(), ..ActionDraft::fresh(Deed::Offer) };
        let split = SplitDraft::fresh("e1".into(), 3, &action);
        let treatment = split.treatment(&mut Vec::new()).unwrap();
        assert_eq!(treatment.actions.first(), Some(&Action::Nothing));
        assert_eq!(treatment.actions.len(), 3);
        assert_eq!(treatment.actions.get(1), treatment.actions.get(2));
    }

    #[test]
    fn a_price_by_predicted_purse_is_noticed_while_it_is_typed() {
        let draft = RuleDraft {
            name: "R".into(),
            condition: json!({"price_band": "high"}),
            action: ActionDraft { offer: "o1".into(), ..ActionDraft::fresh(Deed::Offer) },
            justification: "A reason that is long enough to be one".into(),
            ..RuleDraft::fresh("r1".into())
        };
        assert_eq!(draft.guess(&[]), Some("price_band"));
        let by_cart = RuleDraft { condition: json!({"cart_value": 1}), ..draft };
        assert_eq!(by_cart.guess(&[]), None);
    }
}
