//! Which of several things to give, learned from what came of them: Thompson sampling with logged propensities.
//!
//! Where several rules of one priority could reach a person, or an experiment learns, each is an arm. [`Arms`] counts how
//! often an arm was shown and what it brought; [`Contexts`] does so for each kind of people apart. A [`Policy`] made
//! of them gives each arm the probability that it is the best one, so that what is probably good is shown often and
//! what is not known yet is still tried. With no data all arms are equally probable.
//!
//! What a newcomer would get wrong: the usual way draws a number for each arm and shows the largest, and nobody can say
//! afterwards how probable that was. Here the probabilities are worked out first, by a fixed quadrature, and then one draw
//! is made from them. What is logged is therefore exactly the probability of the draw, however exact the
//! quadrature, and never below [`BANDIT_EXPLORATION`] shared among the arms; so the log can answer what another policy would
//! have brought ([`crate::off_policy`]).
//!
//! Nothing here is random. The draw is a hash of person and decision: asked again, the answer is the same.
//!
//! Source: Thompson (1933), Biometrika 25; Chapelle and Li, "An empirical evaluation of Thompson sampling" (NIPS 2011);
//! Russo et al., "A tutorial on Thompson sampling" (2018).

mod policy;

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
};

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::policy::{Choice, Policy};
use crate::{
    limits::{ARMS_MAX, BANDIT_CONTEXTS_MAX, ID_LEN_BYTES_MAX},
    special::real,
};

/// Steps of a reward: ten thousandths, so that sums are whole numbers and merge exactly.
const REWARD_STEPS: f64 = 10_000.0;

/// People that an arm's record over all contexts counts for in one context.
///
/// A context of which little is known starts from what is known of everybody, and leaves it after so many people.
const POOLED_PEOPLE: f64 = 10.0;

/// What came of one arm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// How often it was shown.
    pub shown: u64,
    /// What it brought, in ten thousandths.
    rewards: u64,
}

/// What came of several arms.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Arms(
    // Invariant: at most ARMS_MAX, with names that fit. Stored by one writer.
    BTreeMap<String, Record>,
);

/// What came of several arms, for each kind of people apart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Contexts(BTreeMap<String, Arms>);

/// What is believed of an arm's reward: a beta distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Belief {
    /// Successes that speak for it, one more than there were.
    pub successes: f64,
    /// Failures that speak against it, one more than there were.
    pub failures: f64,
}

/// Why something cannot be learned.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum BanditError {
    /// There are more arms than [`ARMS_MAX`].
    #[error("arm `{arm}` would be one more than {ARMS_MAX}")]
    TooManyArms {
        /// The arm too many.
        arm: String,
    },
    /// There are more contexts than [`BANDIT_CONTEXTS_MAX`].
    #[error("context `{context}` would be one more than {BANDIT_CONTEXTS_MAX}")]
    TooManyContexts {
        /// The context too many.
        context: String,
    },
    /// A name is empty or longer than [`ID_LEN_BYTES_MAX`].
    #[error("name `{name}` is empty or longer than {ID_LEN_BYTES_MAX} bytes")]
    Name {
        /// The rejected name.
        name: String,
    },
    /// A reward is not between 0 and 1.
    #[error("reward is {reward}, not 0 to 1")]
    Reward {
        /// The rejected reward.
        reward: f64,
    },
    /// The share kept for exploration is not between 0 and 1.
    #[error("exploration is {exploration}, not 0 to 1")]
    Exploration {
        /// The rejected share.
        exploration: f64,
    },
}

impl Record {
    /// What is believed of the arm, starting from knowing nothing: every rate is as likely as any other.
    #[must_use]
    pub fn belief(self) -> Belief {
        self.belief_from(Belief { successes: 1.0, failures: 1.0 })
    }

    fn belief_from(self, prior: Belief) -> Belief {
        let shown = real(self.shown);
        let rewards = (real(self.rewards) / REWARD_STEPS).min(shown);
        Belief { successes: prior.successes + rewards, failures: prior.failures + shown - rewards }
    }

    const fn plus(self, other: Self) -> Self {
        Self {
            shown: self.shown.saturating_add(other.shown),
            rewards: self.rewards.saturating_add(other.rewards),
        }
    }
}

impl Arms {
    /// Counts that an arm was shown. Until its reward is known it counts as having brought nothing.
    ///
    /// # Errors
    ///
    /// [`BanditError::TooManyArms`] or [`BanditError::Name`] for an arm that cannot be added.
    pub fn shown(&mut self, arm: &str) -> Result<(), BanditError> {
        let record = self.record(arm)?;
        record.shown = record.shown.saturating_add(1);
        Ok(())
    }

    /// Adds what showing an arm brought, once: 1 for an order, or the part of the most that an order may bring.
    ///
    /// # Errors
    ///
    /// [`BanditError::Reward`], and as [`Arms::shown`].
    #[expect(clippy::as_conversions, reason = "no other conversion from float exists")]
    #[expect(clippy::cast_possible_truncation, reason = "at most ten thousand")]
    #[expect(clippy::cast_sign_loss, reason = "not below 0")]
    pub fn rewarded(&mut self, arm: &str, reward: f64) -> Result<(), BanditError> {
        if !(0.0..=1.0).contains(&reward) {
            return Err(BanditError::Reward { reward });
        }
        let steps = libm::rint(reward * REWARD_STEPS) as u64;
        let record = self.record(arm)?;
        record.rewards = record.rewards.saturating_add(steps);
        Ok(())
    }

    /// Adds what another ledger counted. The order of merging changes nothing.
    ///
    /// # Errors
    ///
    /// As [`Arms::shown`]; then nothing was added of the arms that follow by name.
    pub fn merge(&mut self, other: &Self) -> Result<(), BanditError> {
        for (arm, record) in &other.0 {
            let mine = self.record(arm)?;
            *mine = mine.plus(*record);
        }
        Ok(())
    }

    /// Forgets arms that are no longer there.
    pub fn retain(&mut self, is_there: impl Fn(&str) -> bool) {
        self.0.retain(|arm, _| is_there(arm));
    }

    /// What came of an arm; nothing of one that was never shown.
    #[must_use]
    pub fn of(&self, arm: &str) -> Record {
        self.0.get(arm).copied().unwrap_or_default()
    }

    fn record(&mut self, arm: &str) -> Result<&mut Record, BanditError> {
        check_name(arm)?;
        if ARMS_MAX <= self.0.len() && !self.0.contains_key(arm) {
            return Err(BanditError::TooManyArms { arm: arm.to_string() });
        }
        Ok(self.0.entry(arm.to_string()).or_default())
    }
}

impl Contexts {
    /// The arms of one kind of people, to count in.
    ///
    /// # Errors
    ///
    /// [`BanditError::TooManyContexts`] or [`BanditError::Name`] for a context that cannot be added.
    pub fn arms(&mut self, context: &str) -> Result<&mut Arms, BanditError> {
        check_name(context)?;
        if BANDIT_CONTEXTS_MAX <= self.0.len() && !self.0.contains_key(context) {
            return Err(BanditError::TooManyContexts { context: context.to_string() });
        }
        Ok(self.0.entry(context.to_string()).or_default())
    }

    /// Adds what another ledger counted. The order of merging changes nothing.
    ///
    /// # Errors
    ///
    /// As [`Contexts::arms`] and [`Arms::merge`].
    pub fn merge(&mut self, other: &Self) -> Result<(), BanditError> {
        for (context, arms) in &other.0 {
            self.arms(context)?.merge(arms)?;
        }
        Ok(())
    }

    /// What came of an arm in one context; nothing of one that was never shown there.
    #[must_use]
    pub fn of(&self, context: &str, arm: &str) -> Record {
        self.0.get(context).map(|arms| arms.of(arm)).unwrap_or_default()
    }

    /// Forgets arms that are no longer there.
    pub fn retain(&mut self, is_there: impl Fn(&str) -> bool) {
        self.0.values_mut().for_each(|arms| arms.retain(&is_there));
    }

    /// What is believed of an arm in one context.
    ///
    /// It starts from the arm's record over all contexts, which counts for at most ten people, so that a
    /// context that was never seen gets what is best for everybody.
    #[must_use]
    pub fn belief(&self, context: &str, arm: &str) -> Belief {
        let all = self.0.values().fold(Record::default(), |sum, arms| sum.plus(arms.of(arm)));
        let (pooled, people) = (all.belief(), real(all.shown).min(POOLED_PEOPLE));
        let rate = pooled.successes / (pooled.successes + pooled.failures);
        let prior =
            Belief { successes: 1.0 + people * rate, failures: 1.0 + people * (1.0 - rate) };
        self.0.get(context).map(|arms| arms.of(arm)).unwrap_or_default().belief_from(prior)
    }
}

fn check_name(name: &str) -> Result<(), BanditError> {
    if name.is_empty() || ID_LEN_BYTES_MAX < name.len() {
        return Err(BanditError::Name { name: name.to_string() });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
