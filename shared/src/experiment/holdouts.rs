//! Who gets no marketing at all, and who gets none of one scenario.
//!
//! The global holdout says what the whole engine is worth; the holdout of a scenario, such as `cart-recovery`, says what
//! that scenario is worth beside all the others. Each has a seed of its own, so that being in one says nothing
//! about being in another. Rules say which scenario they belong to.
//!
//! Who is ready to get something of a scenario is counted in it then, whether they are held out or not: the two are compared as
//! the variations of an experiment are ([`Holdouts::comparisons`]).

use alloc::{collections::BTreeMap, format, string::String, vec};

use serde::{Deserialize, Serialize};
use serde_json::json;
use thiserror::Error;

use super::Experiment;
use crate::{
    bucket::Holdout,
    id::{ExperimentKey, ScenarioId},
    limits::{HOLDOUTS_MAX, ID_LEN_BYTES_MAX},
};

/// What the key of a scenario's comparison begins with; no experiment of a workspace's own may.
pub const KEY_PREFIX: &str = "holdout:";

/// The variation of the comparison that is held out; the other is 1.
pub const HELD_OUT: u32 = 0;

/// What errors call the holdout of everything.
const GLOBAL: &str = "global";

/// All holdouts of a workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holdouts {
    /// Who gets no marketing at all. Changing it draws the people anew.
    pub seed: String,
    /// Share of people who get none, 0 to 1.
    pub share: f64,
    /// Who gets nothing of one scenario.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scenarios: BTreeMap<ScenarioId, Holdout>,
}

impl Default for Holdouts {
    fn default() -> Self {
        Self { seed: "holdout-1".into(), share: 0.1, scenarios: BTreeMap::new() }
    }
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
    /// The name of a scenario is too long for its comparison to have a key.
    #[error("scenario `{name}` has more than {} bytes", ID_LEN_BYTES_MAX.saturating_sub(KEY_PREFIX.len()))]
    Name {
        /// The rejected name.
        name: String,
    },
    /// There are more scenarios than [`HOLDOUTS_MAX`].
    #[error("there are {scenarios} holdouts, more than {HOLDOUTS_MAX}")]
    TooMany {
        /// The rejected number.
        scenarios: usize,
    },
}

impl HoldoutError {
    /// Which field is wrong, below the holdouts: `.share`, `.scenarios.cart-recovery.seed`.
    #[must_use]
    pub fn path(&self) -> String {
        let (name, field) = match self {
            Self::Share { name, .. } => (name, "share"),
            Self::Seed { name, .. } | Self::SameSeed { other: name, .. } => (name, "seed"),
            Self::Name { name } => return format!(".scenarios.{name}"),
            Self::TooMany { .. } => return ".scenarios".into(),
        };
        if name == GLOBAL { format!(".{field}") } else { format!(".scenarios.{name}.{field}") }
    }
}

impl Holdouts {
    /// Whether the person gets no marketing at all.
    #[must_use]
    pub fn holds_out_of_everything(&self, hash_value: &str) -> bool {
        self.global().contains(hash_value)
    }

    /// Whether the person gets nothing of one scenario; none where the scenario holds nobody out.
    #[must_use]
    pub fn holds_out_of(&self, scenario: &ScenarioId, hash_value: &str) -> Option<bool> {
        let holdout = self.scenarios.get(scenario)?;
        Some(holdout.contains(hash_value))
    }

    fn global(&self) -> Holdout {
        Holdout { seed: self.seed.clone(), share: self.share }
    }

    /// What each scenario is worth, as an experiment that is read like any other: [`HELD_OUT`] beside the people who may get
    /// something of the scenario. It gives nothing by itself.
    pub fn comparisons(&self) -> impl Iterator<Item = Experiment> {
        self.scenarios.iter().filter_map(|(scenario, holdout)| {
            let mut experiment: Experiment = crate::json::read(&json!({
                "key": comparison_key(scenario)?, "variations": [false, true],
            }))
            .ok()?;
            experiment.weights = Some(vec![holdout.share, 1.0 - holdout.share]);
            Some(experiment)
        })
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
        if let Some(name) = self.scenarios.keys().find(|name| comparison_key(name).is_none()) {
            return Err(HoldoutError::Name { name: name.as_str().into() });
        }
        let mut seeds: BTreeMap<&str, &str> = BTreeMap::new();
        let global = self.global();
        let scenarios = self.scenarios.iter().map(|(name, holdout)| (name.as_str(), holdout));
        for (name, Holdout { seed, share }) in core::iter::once((GLOBAL, &global)).chain(scenarios)
        {
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

/// The key under which a scenario is compared with its holdout.
#[must_use]
pub fn comparison_key(scenario: &ScenarioId) -> Option<ExperimentKey> {
    format!("{KEY_PREFIX}{scenario}").parse().ok()
}

#[cfg(test)]
mod tests {
    use alloc::{string::ToString as _, vec::Vec};

    use super::*;

    fn holdout(seed: &str, share: f64) -> Holdout {
        Holdout { seed: seed.into(), share }
    }

    fn scenario(name: &str) -> ScenarioId {
        name.parse().unwrap()
    }

    fn holdouts() -> Holdouts {
        Holdouts {
            seed: "all".into(),
            share: 0.1,
            scenarios: [(scenario("cart-recovery"), holdout("cart", 0.3))].into(),
        }
    }

    #[test]
    fn being_held_out_of_everything_says_nothing_about_a_scenario() {
        let holdouts = holdouts();
        let (mut everything, mut one, mut both) = (0, 0, 0);
        for id in (0..10_000).map(|id| format!("p{id}")) {
            let of_all = holdouts.holds_out_of_everything(&id);
            let of_one = holdouts.holds_out_of(&scenario("cart-recovery"), &id).unwrap();
            everything += i32::from(of_all);
            one += i32::from(of_one);
            both += i32::from(of_all && of_one);
            assert_eq!(holdouts.holds_out_of(&scenario("another"), &id), None);
        }
        assert!((900..1_100).contains(&everything), "{everything}");
        assert!((2_850..3_150).contains(&one), "{one}");
        assert!((240..360).contains(&both), "{both}");
    }

    #[test]
    fn a_scenario_is_compared_by_its_shares() {
        let compared: Vec<Experiment> = holdouts().comparisons().collect();
        let [experiment] = compared.as_slice() else { panic!("{compared:?}") };
        assert_eq!(experiment.key, "holdout:cart-recovery");
        assert_eq!(experiment.weights, Some(vec![0.3, 0.7]));
        assert_eq!(experiment.check(), Ok(()));
    }

    #[test]
    fn what_was_published_before_there_were_scenarios_is_still_read() {
        let known: Holdouts = serde_json::from_value(json!({"seed": "h", "share": 0.1})).unwrap();
        assert_eq!(known.scenarios, BTreeMap::new());
        assert_eq!(serde_json::to_value(&known).unwrap(), json!({"seed": "h", "share": 0.1}));
    }

    #[test]
    fn holdouts_that_would_be_the_same_people_are_refused() {
        let said = |holdouts: &Holdouts| holdouts.check().unwrap_err().to_string();
        assert_eq!(holdouts().check(), Ok(()));
        let same = Holdouts { seed: "cart".into(), ..holdouts() };
        assert_eq!(
            said(&same),
            "holdouts `global` and `cart-recovery` have the same seed `cart`, so they are the same people"
        );
        assert_eq!(same.check().unwrap_err().path(), ".scenarios.cart-recovery.seed");
        let wrong = Holdouts { share: 1.5, ..holdouts() };
        assert_eq!(wrong.check().unwrap_err().path(), ".share");
        assert_eq!(said(&wrong), "holdout `global`: share is 1.5, not 0 to 1");
        let empty = Holdouts { seed: String::new(), ..holdouts() };
        assert!(said(&empty).contains("seed `` is empty"));
        let many = (0..65)
            .map(|number| (scenario(&format!("s{number}")), holdout(&format!("x{number}"), 0.1)));
        let many = Holdouts { scenarios: many.collect(), ..Holdouts::default() };
        assert_eq!(said(&many), "there are 65 holdouts, more than 64");
        let long = scenario(&"s".repeat(ID_LEN_BYTES_MAX));
        let long =
            Holdouts { scenarios: [(long, holdout("x", 0.1))].into(), ..Holdouts::default() };
        assert!(said(&long).ends_with("has more than 120 bytes"), "{}", said(&long));
    }
}
