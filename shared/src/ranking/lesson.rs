//! What one thing that was given, or withheld, teaches once its time is over.
//!
//! When something is given, what is known of the person is noted beside it ([`Study`]). An order that is credited to it
//! within [`crate::limits::ATTRIBUTION_WINDOW`] is the good outcome; none is the other. Both are told when that time is
//! over, in one [`Lesson`]: were orders told as they come, everything new would look better than it is, because what
//! brings nothing is known late. A draw alone hears of its order at once (an early lesson), since it counted as having
//! brought nothing from the start. Lessons name rules, stages and hashed features, never contact or text.

use alloc::string::String;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    id::{ExperimentKey, RuleId},
    limits::ATTRIBUTION_WINDOW,
    money::Minor,
    propensity::Features,
    special::real,
    time::Timestamp,
};

/// What is known of a person when something is given to them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Study {
    /// The kind of people they are: a stage of life; empty for everybody.
    pub context: String,
    /// What else is known.
    pub features: Features,
    /// How probable the draw was, in millionths; none where nothing was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub propensity_ppm: Option<u32>,
    /// When it is over.
    pub due_at: Timestamp,
    /// What the first order brought, in minor units; none where none came so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brought_minor: Option<Minor>,
}

/// What a rule was drawn with: said with the delivery, so that it counts as shown from then on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// The kind of people; empty for everybody.
    pub context: String,
    /// How probable the draw was, in millionths.
    pub propensity_ppm: u32,
}

/// What came of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// Of what.
    pub of: Subject,
    /// The kind of people it came of.
    pub context: String,
    /// What else was known of them.
    pub features: Features,
    /// How probable the draw was, in millionths; none where nothing was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub propensity_ppm: Option<u32>,
    /// What the order brought, in minor units; none where none came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brought_minor: Option<Minor>,
    /// Whether its time is not over yet: only a draw learns from it.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub is_early: bool,
}

/// What is learned about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Subject {
    /// Something that a rule gave.
    Rule {
        /// Which.
        rule: RuleId,
    },
    /// Being in an experiment, whatever was given.
    Experiment {
        /// Which.
        experiment: ExperimentKey,
        /// The variation.
        variation: u32,
    },
}

impl Study {
    /// What `document`, which the conditions saw at `now`, says of the person.
    ///
    /// The features are what somebody does, never what they can pay.
    #[must_use]
    pub fn of(document: &Value, now: Timestamp) -> Self {
        let text = |path: &str| document.pointer(path).and_then(Value::as_str).unwrap_or_default();
        let number = |path: &str| document.pointer(path).and_then(Value::as_f64);
        let yes_or_no = |path: &str| {
            let is_so = document.pointer(path).and_then(Value::as_bool)?;
            Some(if is_so { "yes" } else { "no" })
        };
        let mut features = Features::new();
        for (name, path) in [
            ("stage", "/profile/lifecycle_stage"),
            ("category", "/profile/category"),
            ("intent", "/intent_label"),
            ("locale", "/locale"),
        ] {
            let value = text(path);
            if !value.is_empty() {
                features = features.word(name, value);
            }
        }
        for (name, path) in [("cart_abandoned", "/cart_abandoned"), ("identified", "/identified")] {
            if let Some(word) = yes_or_no(path) {
                features = features.word(name, word);
            }
        }
        for (name, path) in [
            ("visits", "/visits"),
            ("orders", "/orders"),
            ("compared", "/compared"),
            ("last_active_days", "/last_active_days"),
        ] {
            if let Some(value) = number(path) {
                features = features.number(name, libm::log1p(value.max(0.0)) / 2.0);
            }
        }
        if let Some(hesitation) = number("/hesitation") {
            features = features.number("hesitation", hesitation / 50.0);
        }
        Self {
            context: text("/profile/lifecycle_stage").into(),
            features,
            propensity_ppm: None,
            due_at: now.saturating_add(ATTRIBUTION_WINDOW),
            brought_minor: None,
        }
    }

    /// The lesson that it comes to when its time is over.
    #[must_use]
    pub fn lesson(self, of: Subject) -> Lesson {
        let Self { context, features, propensity_ppm, brought_minor, .. } = self;
        Lesson { of, context, features, propensity_ppm, brought_minor, is_early: false }
    }

    /// Notes the first order; says what a draw learns from it at once.
    pub fn brings(&mut self, brought: Minor, of: Subject) -> Option<Lesson> {
        if self.brought_minor.is_some() {
            return None;
        }
        self.brought_minor = Some(brought);
        self.propensity_ppm?;
        Some(Lesson { is_early: true, ..self.clone().lesson(of) })
    }

    /// What is said of it with the delivery; none where nothing was drawn.
    #[must_use]
    pub fn drawn(&self) -> Option<Drawn> {
        let propensity_ppm = self.propensity_ppm?;
        Some(Drawn { context: self.context.clone(), propensity_ppm })
    }
}

impl Lesson {
    /// The share of `most_minor` that it brought, 0 to 1: the reward of a bandit.
    #[must_use]
    pub fn reward(&self, most_minor: i64) -> f64 {
        let brought = self.brought_minor.map_or(0, Minor::get).max(0);
        let most = most_minor.max(1);
        (real(brought.unsigned_abs()) / real(most.unsigned_abs())).min(1.0)
    }
}
