//! What was learned of all lessons so far: the records that rankings are made from.
//!
//! The workspace learns, one lesson after the other, and publishes the whole beside the config; every decision reads it.

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use super::{Band, Drawn, Lesson, Method, Ranked, Study, Subject};
use crate::{
    bandit::{BanditError, Contexts, Policy},
    id::RuleId,
    limits::PROPENSITY_EVENTS_ENOUGH,
    money::Minor,
    profile::lifecycle::Stage,
    propensity::{Evidence, PropensityModel, Response},
    rule::{Action, Rule},
    special::real,
    stats::Arm,
    time::Timestamp,
    uplift::UpliftModel,
};

/// Lessons of the whole band that speak for a rule of which little is known.
const POOLED_LESSONS: f64 = 20.0;

/// Orders of the whole band that speak for what one of a rule brings.
const POOLED_ORDERS: f64 = 10.0;

/// Everything that was learned in one workspace.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Learned {
    /// How often each rule was drawn and what came of it, by stage of life.
    pub draws: Contexts,
    /// Lessons of each rule, by its id.
    pub rules: BTreeMap<String, OfRule>,
    /// Lessons of each experiment, by its key.
    pub experiments: BTreeMap<String, OfExperiment>,
    /// Lessons so far.
    pub lessons: u64,
    /// When the last one was learned.
    pub as_of: Timestamp,
}

/// What was learned of one rule.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OfRule {
    /// Whether an order follows.
    pub response: PropensityModel,
    /// What the orders brought.
    pub brought: Sum,
}

/// What was learned of one experiment.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OfExperiment {
    /// Whether an order follows, with and without.
    pub response: UpliftModel,
    /// What the orders of the treated brought.
    pub treated: Sum,
    /// What those of the control brought.
    pub control: Sum,
}

/// Orders and what they brought together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Sum {
    /// Orders.
    pub orders: u64,
    /// In minor units.
    pub minor: i64,
}

/// Draws made ready, for each band that draws and each stage of life.
///
/// Made when a config is loaded, since it costs more than a decision does.
#[derive(Debug, Clone, Default)]
pub struct Policies(BTreeMap<(i32, String), Policy>);

impl Sum {
    const fn add(&mut self, minor: Minor) {
        self.orders = self.orders.saturating_add(1);
        self.minor = self.minor.saturating_add(minor.get());
    }

    const fn plus(self, other: Self) -> Self {
        Self {
            orders: self.orders.saturating_add(other.orders),
            minor: self.minor.saturating_add(other.minor),
        }
    }

    /// The mean, pulled towards that of `all`.
    fn mean(self, all: Self) -> f64 {
        let of = |sum: Self| signed(sum.minor) / real(sum.orders).max(1.0);
        let orders = real(self.orders);
        (signed(self.minor) + POOLED_ORDERS * of(all)) / (orders + POOLED_ORDERS)
    }
}

impl Learned {
    /// Notes that a rule was drawn and given. Until something comes of it, it counts as having brought nothing.
    ///
    /// # Errors
    ///
    /// [`BanditError`] where there is no room for another rule.
    pub fn drawn(&mut self, rule: &RuleId, drawn: &Drawn) -> Result<(), BanditError> {
        self.draws.arms(context_name(&drawn.context))?.shown(rule.as_str())
    }

    /// Takes one lesson in. `most_minor` is what counts as the most that an order brings.
    ///
    /// # Errors
    ///
    /// [`BanditError`] where there is no room for another rule; the rest was learned.
    pub fn learn(
        &mut self,
        lesson: &Lesson,
        most_minor: i64,
        at: Timestamp,
    ) -> Result<(), BanditError> {
        self.lessons = self.lessons.saturating_add(1);
        self.as_of = self.as_of.max(at);
        if lesson.is_early {
            return self.reward(lesson, most_minor);
        }
        let response =
            if lesson.brought_minor.is_some() { Response::Positive } else { Response::Negative };
        match &lesson.of {
            Subject::Rule { rule } => {
                let known = self.rules.entry(rule.to_string()).or_default();
                known.response.learn(&lesson.features, response);
                if let Some(brought) = lesson.brought_minor {
                    known.brought.add(brought);
                }
            }
            Subject::Experiment { experiment, variation } => {
                let known = self.experiments.entry(experiment.to_string()).or_default();
                let (arm, sum) = match variation {
                    0 => (Arm::Control, &mut known.control),
                    _ => (Arm::Treatment, &mut known.treated),
                };
                known.response.learn(arm, &lesson.features, response);
                if let Some(brought) = lesson.brought_minor {
                    sum.add(brought);
                }
            }
        }
        Ok(())
    }

    fn reward(&mut self, lesson: &Lesson, most_minor: i64) -> Result<(), BanditError> {
        let Subject::Rule { rule } = &lesson.of else { return Ok(()) };
        let arms = self.draws.arms(context_name(&lesson.context))?;
        arms.rewarded(rule.as_str(), lesson.reward(most_minor))
    }

    /// Forgets rules and experiments that are no longer there.
    pub fn retain(&mut self, is_rule: impl Fn(&str) -> bool, is_experiment: impl Fn(&str) -> bool) {
        self.rules.retain(|rule, _| is_rule(rule));
        self.draws.retain(&is_rule);
        self.experiments.retain(|key, _| is_experiment(key));
    }

    /// What a rule is expected to bring with a person, beside the other rules of its band.
    pub(super) fn expect(&self, rule: &Rule, band: &[&Rule], study: &Study) -> Ranked {
        self.by_control(rule, study).unwrap_or_else(|| self.by_response(rule, band, study))
    }

    /// How much a draw of this rule rests on, for people of one kind.
    pub(super) fn draws_of(&self, rule: &RuleId, study: &Study) -> Evidence {
        match self.draws.of(context_name(&study.context), rule.as_str()).shown {
            0 => Evidence::None,
            some if some < PROPENSITY_EVENTS_ENOUGH => Evidence::Thin,
            _ => Evidence::Enough,
        }
    }

    /// What the rule adds to what would have come anyway, where an experiment with a control has seen enough.
    fn by_control(&self, rule: &Rule, study: &Study) -> Option<Ranked> {
        let treatment = rule.experiment.as_ref()?;
        // Only a control that is given nothing says what would have come anyway.
        let has_control = matches!(treatment.actions.first(), Some(Action::Nothing));
        let known = self.experiments.get(treatment.key.as_str()).filter(|_| has_control)?;
        if !known.response.is_enough() {
            return None;
        }
        let uplift = known.response.uplift(&study.features);
        let all = known.treated.plus(known.control);
        let without = uplift.control.base_rate;
        let expected =
            (without + uplift.uplift) * known.treated.mean(all) - without * known.control.mean(all);
        Some(Ranked {
            rule: rule.id.clone(),
            propensity: None,
            probability: uplift.uplift,
            expected_minor: minor(expected),
            is_uplift: true,
            evidence: uplift.evidence,
        })
    }

    fn by_response(&self, rule: &Rule, band: &[&Rule], study: &Study) -> Ranked {
        let of = |rule: &Rule| self.rules.get(rule.id.as_str());
        let (mut positives, mut lessons, mut brought) = (0_u64, 0_u64, Sum::default());
        for known in band.iter().filter_map(|rule| of(rule)) {
            positives = positives.saturating_add(known.response.positives);
            lessons = lessons.saturating_add(known.response.observations());
            brought = brought.plus(known.brought);
        }
        let pooled = (real(positives) + 0.5) / (real(lessons) + 1.0);
        let known = of(rule);
        let found = known.map(|known| known.response.predict(&study.features));
        let seen = known.map_or(0.0, |known| real(known.response.observations()));
        let own = found.map_or(pooled, |found| found.probability);
        let probability = (seen * own + POOLED_LESSONS * pooled) / (seen + POOLED_LESSONS);
        let value = known.map(|known| known.brought).unwrap_or_default().mean(brought);
        Ranked {
            rule: rule.id.clone(),
            propensity: None,
            probability,
            expected_minor: minor(probability * value),
            is_uplift: false,
            evidence: found.map_or(Evidence::None, |found| found.evidence),
        }
    }
}

impl Policies {
    /// Makes the draws of all bands ready. `rules` are those that are switched on.
    ///
    /// # Errors
    ///
    /// [`BanditError`] for a band with more rules than can be drawn from.
    pub fn ready(bands: &[Band], rules: &[&Rule], learned: &Learned) -> Result<Self, BanditError> {
        let mut policies = BTreeMap::new();
        for band in bands.iter().filter(|band| band.method == Method::Bandit) {
            let rules = rules.iter().filter(|rule| rule.priority == band.priority);
            let arms: Vec<&str> = rules.map(|rule| rule.id.as_str()).collect();
            let contexts =
                core::iter::once("").chain(Stage::ALL.iter().map(|stage| stage.as_str()));
            for context in contexts {
                let policy = policy(&arms, context, learned)?;
                policies.insert((band.priority, context.to_string()), policy);
            }
        }
        Ok(Self(policies))
    }

    /// The draw of one band for one kind of people; of a kind that nobody knows, the draw for everybody.
    pub(super) fn of(&self, priority: i32, study: &Study) -> Option<&Policy> {
        self.0
            .get(&(priority, study.context.clone()))
            .or_else(|| self.0.get(&(priority, String::new())))
    }
}

/// The draw among these arms for one kind of people.
fn policy(arms: &[&str], context: &str, learned: &Learned) -> Result<Policy, BanditError> {
    let belief = |arm: &&str| learned.draws.belief(context_name(context), arm);
    Policy::new(arms.iter().map(|arm| (*arm, belief(arm))))
}

/// The name of a context among the records: theirs may not be empty.
const fn context_name(context: &str) -> &str {
    if context.is_empty() { "everybody" } else { context }
}

#[expect(clippy::as_conversions, reason = "no other conversion exists")]
#[expect(clippy::cast_precision_loss, reason = "an average of amounts")]
const fn signed(amount: i64) -> f64 {
    amount as f64
}

#[expect(clippy::as_conversions, reason = "no other conversion from float exists")]
#[expect(clippy::cast_possible_truncation, reason = "saturates")]
fn minor(amount: f64) -> Minor {
    Minor::new(libm::rint(amount) as i64)
}
