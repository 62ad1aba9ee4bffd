//! Everything a merchant sets, as one published, immutable snapshot.
//!
//! The `Workspace` object owns the draft; publishing writes the snapshot under its content
//! hash, so that every decision can name exactly what decided it.

pub mod diff;

use alloc::{boxed::Box, string::String, vec::Vec};

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;

use crate::{
    conversation::Playbook, experiment::Holdouts, frequency::FrequencyRule, json, offer::Offer,
    quiet_hours::QuietHours, ranking::Band, rule::Rule, segment::Segment, settings::Settings,
};

/// One workspace's settings, segments, rules, offers and experiments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// What holds for the whole workspace.
    pub settings: Settings,
    /// Groups of people that rules can name.
    #[serde(default)]
    pub segments: Vec<Segment>,
    /// What is done, when, for whom.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// How rules of one priority are ranked, where not by what they are expected to bring.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<Band>,
    /// What may be given.
    #[serde(default)]
    pub offers: Vec<Offer>,
    /// Experiments in GrowthBook's field names; `key`, `variations`, `weights`, `coverage`, …
    #[serde(default)]
    pub experiments: Vec<Value>,
    /// The people who get no marketing, or none of one scenario, so that its worth can be measured.
    #[serde(default)]
    pub holdout: Holdouts,
    /// How often a person may be contacted.
    #[serde(default)]
    pub frequency_rules: Vec<FrequencyRule>,
    /// When people are left in peace; none means never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<QuietHours>,
    /// What the assistant tries for a kind of wish, where not what is usual.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub playbooks: Vec<Playbook>,
}

/// One change to a config, as an operator or a script asks for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Replaces everything.
    Config {
        /// The new config.
        config: Box<Config>,
    },
    /// Adds a rule, or replaces the one with its id.
    PutRule {
        /// The rule.
        rule: Box<Rule>,
    },
    /// Takes a rule out.
    DeleteRule {
        /// Its id.
        id: String,
    },
    /// Adds an offer, or replaces the one with its id.
    PutOffer {
        /// The offer.
        offer: Offer,
    },
    /// Takes an offer out.
    DeleteOffer {
        /// Its id.
        id: String,
    },
    /// Adds a segment, or replaces the one with its id.
    PutSegment {
        /// The segment.
        segment: Segment,
    },
    /// Takes a segment out.
    DeleteSegment {
        /// Its id.
        id: String,
    },
    /// Adds an experiment, or replaces the one with its key.
    PutExperiment {
        /// The experiment, in GrowthBook's field names.
        experiment: Value,
    },
    /// Takes an experiment out.
    DeleteExperiment {
        /// Its key.
        id: String,
    },
    /// Sets how the rules of one priority are ranked.
    PutBand {
        /// The band.
        band: Band,
    },
    /// Sets what the assistant tries; a wish without a playbook gets what is usual.
    PutPlaybooks {
        /// All of them.
        playbooks: Vec<Playbook>,
    },
    /// Changes who is held out.
    PutHoldout {
        /// The new holdout.
        holdout: Holdouts,
    },
}

/// By hand, from a value: derived, every type of a config would be built a second time, for what a derived reader of tags
/// reads from.
impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let said = Value::deserialize(deserializer)?;
        Self::read(said).map_err(de::Error::custom)
    }
}

/// Takes one field out of what was said.
fn part<T: de::DeserializeOwned>(said: &mut Value, name: &str) -> serde_json::Result<T> {
    let missing = || de::Error::custom(alloc::format!("missing field `{name}`"));
    let found = said.get_mut(name).map(Value::take).ok_or_else(missing)?;
    json::read(&found).map_err(|error| de::Error::custom(alloc::format!("{name}: {error}")))
}

impl Change {
    fn read(mut said: Value) -> serde_json::Result<Self> {
        let said = &mut said;
        let change: String = part(said, "change")?;
        Ok(match change.as_str() {
            "config" => Self::Config { config: part(said, "config")? },
            "put_rule" => Self::PutRule { rule: part(said, "rule")? },
            "delete_rule" => Self::DeleteRule { id: part(said, "id")? },
            "put_offer" => Self::PutOffer { offer: part(said, "offer")? },
            "delete_offer" => Self::DeleteOffer { id: part(said, "id")? },
            "put_segment" => Self::PutSegment { segment: part(said, "segment")? },
            "delete_segment" => Self::DeleteSegment { id: part(said, "id")? },
            "put_experiment" => Self::PutExperiment { experiment: part(said, "experiment")? },
            "delete_experiment" => Self::DeleteExperiment { id: part(said, "id")? },
            "put_band" => Self::PutBand { band: part(said, "band")? },
            "put_playbooks" => Self::PutPlaybooks { playbooks: part(said, "playbooks")? },
            "put_holdout" => Self::PutHoldout { holdout: part(said, "holdout")? },
            unknown => {
                return Err(de::Error::custom(alloc::format!("change is {unknown:?}, no change")));
            }
        })
    }

    /// What it does and to what, in a few words of the API: `put_rule r-1`.
    #[must_use]
    pub fn summary(&self) -> String {
        match self {
            Self::Config { .. } => "config".into(),
            Self::PutRule { rule } => alloc::format!("put_rule {}", rule.id),
            Self::DeleteRule { id } => alloc::format!("delete_rule {id}"),
            Self::PutOffer { offer } => alloc::format!("put_offer {}", offer.id),
            Self::DeleteOffer { id } => alloc::format!("delete_offer {id}"),
            Self::PutSegment { segment } => alloc::format!("put_segment {}", segment.id),
            Self::DeleteSegment { id } => alloc::format!("delete_segment {id}"),
            Self::PutExperiment { experiment } => {
                alloc::format!("put_experiment {}", key_of(experiment))
            }
            Self::DeleteExperiment { id } => alloc::format!("delete_experiment {id}"),
            Self::PutBand { band } => alloc::format!("put_band {}", band.priority),
            Self::PutPlaybooks { .. } => "put_playbooks".into(),
            Self::PutHoldout { .. } => "put_holdout".into(),
        }
    }
}

impl Config {
    /// Makes the change; says whether there was anything to change. Whether the result makes
    /// sense is for [`crate::compiled::Compiled::new`] to say.
    pub fn change(&mut self, change: Change) -> bool {
        match change {
            Change::Config { config } => *self = *config,
            Change::PutRule { rule } => put(&mut self.rules, *rule, |known| known.id.as_str()),
            Change::PutOffer { offer } => put(&mut self.offers, offer, |known| known.id.as_str()),
            Change::PutSegment { segment } => {
                put(&mut self.segments, segment, |known| known.id.as_str());
            }
            Change::PutExperiment { experiment } => put(&mut self.experiments, experiment, key_of),
            Change::PutHoldout { holdout } => self.holdout = holdout,
            Change::PutPlaybooks { playbooks } => self.playbooks = playbooks,
            Change::PutBand { band } => {
                self.bands.retain(|known| known.priority != band.priority);
                self.bands.push(band);
            }
            Change::DeleteRule { id } => {
                return delete(&mut self.rules, &id, |known| known.id.as_str());
            }
            Change::DeleteOffer { id } => {
                return delete(&mut self.offers, &id, |known| known.id.as_str());
            }
            Change::DeleteSegment { id } => {
                return delete(&mut self.segments, &id, |known| known.id.as_str());
            }
            Change::DeleteExperiment { id } => return delete(&mut self.experiments, &id, key_of),
        }
        true
    }
}

fn key_of(experiment: &Value) -> &str {
    experiment.get("key").and_then(Value::as_str).unwrap_or_default()
}

fn put<T>(list: &mut Vec<T>, item: T, id: fn(&T) -> &str) {
    match list.iter().position(|known| id(known) == id(&item)) {
        Some(place) => {
            if let Some(known) = list.get_mut(place) {
                *known = item;
            }
        }
        None => list.push(item),
    }
}

fn delete<T>(list: &mut Vec<T>, gone: &str, id: fn(&T) -> &str) -> bool {
    let before = list.len();
    list.retain(|known| id(known) != gone);
    list.len() < before
}
