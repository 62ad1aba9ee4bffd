//! Which of several rules of one priority goes first: what is learned inside a band.
//!
//! Rules win over the model. Priority decides first, and only rules of one priority that the person matches and that
//! every gate lets through are ranked here. A band goes by one [`Method`]:
//!
//! | method | first goes | and so |
//! |---|---|---|
//! | `order` | the first by id | nothing is learned from it |
//! | `expected_value` | the highest chance of an order times what it brings; where an experiment has a control, what the rule adds to what would have come anyway | what is not known is not tried |
//! | `bandit` | whichever is drawn, each as often as it is probably the best for people of this stage of life | all are tried, and the log knows how probable each draw was |
//!
//! What an order brings is what was paid, so a discount is taken off already; a contact over the widget costs nothing.
//!
//! Everything is read from the document that the conditions saw, which the explanation keeps: asked again with the same
//! records, the answer is the same. Of somebody who wants nothing personal the document holds nothing, so for them a
//! band goes by what is best for everybody. Nothing that says how much somebody can pay is among the features
//! (PIPL art. 24): no spend, no order value, no price band, no purchasing power.
//!
//! With no data every method falls back to the order of ids (a bandit draws evenly), and [`Ranked::evidence`] says so.
//!
//! Source: product brief, section 二.3 (混合决策); "Decision" in the product design.

mod learned;
mod lesson;

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    id::{DecisionId, ProfileId, RuleId},
    money::Minor,
    propensity::Evidence,
    rule::Rule,
};

pub use self::{
    learned::{Learned, OfExperiment, OfRule, Policies, Sum},
    lesson::{Drawn, Lesson, Study, Subject},
};

/// How the rules of one priority are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// By id.
    Order,
    /// By what each is expected to bring.
    #[default]
    ExpectedValue,
    /// By a draw that tries what is not known yet.
    Bandit,
}

/// The rules of one priority, and how they are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The priority of its rules.
    pub priority: i32,
    /// How they are ranked.
    pub method: Method,
}

/// How the rules of one band were ranked for one person, for the explanation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
    /// The priority of the band.
    pub priority: i32,
    /// How it was ranked.
    pub method: Method,
    /// The kind of people that was looked at: a stage of life; empty for everybody.
    pub context: String,
    /// The rules that could have gone first, the first one first.
    pub ranked: Vec<Ranked>,
}

/// One rule of a ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// Which.
    pub rule: RuleId,
    /// How probable it was that the draw put it first; none where nothing was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub propensity: Option<f64>,
    /// How probable an order is, 0 to 1; with `is_uplift`, an order that would not have come anyway, −1 to 1.
    pub probability: f64,
    /// What it is expected to bring, in minor units.
    pub expected_minor: Minor,
    /// Whether an experiment's control says what would have come anyway.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub is_uplift: bool,
    /// What that rests on.
    pub evidence: Evidence,
}

/// What a ranking is made for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Who.
    pub person: &'a ProfileId,
    /// The decision, which the draw hangs on.
    pub decision: &'a DecisionId,
    /// What is known of the person.
    pub study: &'a Study,
}

impl Ranking {
    /// Ranks rules of one priority. `rules` are those that may go first, in the order of their ids.
    #[must_use]
    pub fn of(
        band: Band,
        rules: &[&Rule],
        (learned, policies): (&Learned, &Policies),
        asked: Asked<'_>,
    ) -> Self {
        let mut ranked: Vec<Ranked> =
            rules.iter().map(|rule| learned.expect(rule, rules, asked.study)).collect();
        match band.method {
            Method::Order => {}
            // A stable sort: where nothing is known, the order of ids stays.
            Method::ExpectedValue => {
                ranked.sort_by_key(|one| core::cmp::Reverse(one.expected_minor));
            }
            Method::Bandit => {
                for one in &mut ranked {
                    one.evidence = learned.draws_of(&one.rule, asked.study);
                }
                draw(&mut ranked, policies.of(band.priority, asked.study), asked);
            }
        }
        let context = asked.study.context.clone();
        Self { priority: band.priority, method: band.method, context, ranked }
    }

    /// How probable the draw of this rule was, in millionths; none where nothing was drawn.
    #[must_use]
    pub fn propensity_ppm(&self, rule: &RuleId) -> Option<u32> {
        let propensity = self.ranked.iter().find(|ranked| ranked.rule == *rule)?.propensity?;
        Some(millionths(propensity))
    }
}

/// Puts the rule that is drawn first, and the others after it by how probable their draw was.
fn draw(ranked: &mut [Ranked], policy: Option<&crate::bandit::Policy>, asked: Asked<'_>) {
    let Some(policy) = policy else { return };
    let may_be_drawn = |arm: &str| ranked.iter().any(|ranked| ranked.rule.as_str() == arm);
    let Some(choice) = policy.choose(asked.person, asked.decision, may_be_drawn) else { return };
    for ranked in ranked.iter_mut() {
        let of = choice.propensities.iter().find(|(arm, _)| *arm == ranked.rule.as_str());
        ranked.propensity = of.map(|(_, propensity)| *propensity);
    }
    ranked.sort_by(|a, b| {
        let is_drawn = |ranked: &Ranked| ranked.rule.as_str() == choice.arm;
        let likelier = b.propensity.unwrap_or(0.0).total_cmp(&a.propensity.unwrap_or(0.0));
        is_drawn(b).cmp(&is_drawn(a)).then(likelier)
    });
}

#[expect(clippy::as_conversions, reason = "no other conversion from float exists")]
#[expect(clippy::cast_possible_truncation, reason = "at most a million")]
#[expect(clippy::cast_sign_loss, reason = "a probability")]
fn millionths(share: f64) -> u32 {
    libm::rint(share.clamp(0.0, 1.0) * 1e6) as u32
}

#[cfg(test)]
mod tests;
