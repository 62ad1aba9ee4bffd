//! Who gets no marketing at all, and who gets none of one scenario.
//!
//! The global holdout says what the whole engine is worth; the holdout of a scenario, such as `cart-recovery`, says what
//! that scenario is worth beside all the others. Each has a seed of its own, so that being in one says nothing
//! about being in another. Scenarios are named by the rules and journeys that belong to them.

use alloc::{collections::BTreeMap, string::String};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    bucket::Holdout,
    limits::{HOLDOUTS_MAX, ID_LEN_BYTES_MAX},
};

/// All holdouts of a workspace.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holdouts {
    /// Who gets no marketing at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub global: Option<Holdout>,
    /// Who gets nothing of one scenario, by its name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scenarios: BTreeMap<String, Holdout>,
}

/// What a person is held out of. A new kind must break every `match`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldOut<'a> {
    /// All marketing.
    Everything,
    /// One scenario.
    Scenario(&'a str),
}

/// Why holdouts cannot be published.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum HoldoutError {
    /// A share is not between 0 and 1.
    #[error("holdout `{name}`: share is {share}, not 0 to 1")]
    Share {
        /// The scenario, or `global`.
        name: String,
        /// The rejected share.
        share: f64,
    },
    /// A seed is empty or longer than [`ID_LEN_BYTES_MAX`].
    #[error("holdout `{name}`: seed `{seed}` is empty or longer than {ID_LEN_BYTES_MAX} bytes")]
    Seed {
        /// The scenario, or `global`.
        name: String,
        /// The rejected seed.
        seed: String,
    },
    /// Two holdouts would hold out the same people.
    #[error(
        "holdouts `{one}` and `{other}` have the same seed `{seed}`, so they are the same people"
    )]
    SameSeed {
        /// One of them.
        one: String,
        /// The other.
        other: String,
        /// Their seed.
        seed: String,
    },
    /// There are more scenarios than [`HOLDOUTS_MAX`].
    #[error("there are {scenarios} holdouts, more than {HOLDOUTS_MAX}")]
    TooMany {
        /// The rejected number.
        scenarios: usize,
    },
}

impl Holdouts {
    /// What the person is held out of: everything first, then the scenario they would get something from.
    #[must_use]
    pub fn of<'a>(&self, hash_value: &str, scenario: Option<&'a str>) -> Option<HeldOut<'a>> {
        if self.global.as_ref().is_some_and(|holdout| holdout.contains(hash_value)) {
            return Some(HeldOut::Everything);
        }
        let scenario = scenario?;
        let holdout = self.scenarios.get(scenario)?;
        holdout.contains(hash_value).then_some(HeldOut::Scenario(scenario))
    }

    /// Says whether the holdouts may be published.
    ///
    /// # Errors
    ///
    /// [`HoldoutError`] with the first thing that is wrong.
    pub fn check(&self) -> Result<(), HoldoutError> {
        if HOLDOUTS_MAX < self.scenarios.len() {
            return Err(HoldoutError::TooMany { scenarios: self.scenarios.len() });
        }
        let mut seeds: BTreeMap<&str, &str> = BTreeMap::new();
        let global = self.global.iter().map(|holdout| ("global", holdout));
        let scenarios = self.scenarios.iter().map(|(name, holdout)| (name.as_str(), holdout));
        for (name, Holdout { seed, share }) in global.chain(scenarios) {
            if !(0.0..=1.0).contains(share) {
                return Err(HoldoutError::Share { name: name.into(), share: *share });
            }
            if seed.is_empty() || ID_LEN_BYTES_MAX < seed.len() {
                return Err(HoldoutError::Seed { name: name.into(), seed: seed.clone() });
            }
            if let Some(one) = seeds.insert(seed, name) {
                let (one, other) = (one.into(), name.into());
                return Err(HoldoutError::SameSeed { one, other, seed: seed.clone() });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    fn holdout(seed: &str, share: f64) -> Holdout {
        Holdout { seed: seed.into(), share }
    }

    fn holdouts() -> Holdouts {
        Holdouts {
            global: Some(holdout("all", 0.1)),
            scenarios: [("cart-recovery".into(), holdout("cart", 0.3))].into(),
        }
    }

    #[test]
    fn who_is_held_out_of_everything_is_held_out_of_each_scenario() {
        let holdouts = holdouts();
        let (mut everything, mut scenario) = (0, 0);
        for id in (0..10_000).map(|id| format!("p{id}")) {
            match holdouts.of(&id, Some("cart-recovery")) {
                Some(HeldOut::Everything) => everything += 1,
                Some(HeldOut::Scenario(name)) => {
                    assert_eq!(name, "cart-recovery");
                    scenario += 1;
                }
                None => {}
            }
            let without = holdouts.of(&id, None);
            assert!(without.is_none_or(|held| held == HeldOut::Everything));
            assert_eq!(holdouts.of(&id, Some("another")), without);
        }
        // A tenth, and three tenths of the others: being in one says nothing about the other.
        assert!((900..1_100).contains(&everything), "{everything}");
        assert!((2_550..2_850).contains(&scenario), "{scenario}");
    }

    #[test]
    fn holdouts_that_would_be_the_same_people_are_refused() {
        let said = |holdouts: &Holdouts| holdouts.check().unwrap_err().to_string();
        assert_eq!(holdouts().check(), Ok(()));
        let same = Holdouts { global: Some(holdout("cart", 0.1)), ..holdouts() };
        assert_eq!(
            said(&same),
            "holdouts `global` and `cart-recovery` have the same seed `cart`, so they are the same people"
        );
        let wrong = Holdouts { global: Some(holdout("all", 1.5)), ..holdouts() };
        assert_eq!(said(&wrong), "holdout `global`: share is 1.5, not 0 to 1");
        let empty = Holdouts { global: Some(holdout("", 0.5)), ..holdouts() };
        assert!(said(&empty).contains("seed `` is empty"));
        let many =
            (0..65).map(|number| (format!("s{number}"), holdout(&format!("x{number}"), 0.1)));
        let many = Holdouts { global: None, scenarios: many.collect() };
        assert_eq!(said(&many), "there are 65 holdouts, more than 64");
    }
}
