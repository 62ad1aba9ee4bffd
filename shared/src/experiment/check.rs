//! What must be right before an experiment may be published.
//!
//! GrowthBook's libraries repair a bad experiment in silence: weights that do not add up
//! become equal ones, coverage of 5 becomes 1. A merchant who typed them meant something
//! else, so they are refused.

use alloc::string::String;

use thiserror::Error;

use super::Experiment;
use crate::{
    bucket::BucketRange,
    limits::{BANDIT_CONTEXTS_MAX, ID_LEN_BYTES_MAX, VARIATIONS_MAX},
};

/// Why an experiment cannot be published.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum ExperimentError {
    /// The key is empty or longer than [`ID_LEN_BYTES_MAX`].
    #[error("key `{key}` is empty or longer than {ID_LEN_BYTES_MAX} bytes")]
    Key {
        /// The rejected key.
        key: String,
    },
    /// There are not 2 to [`VARIATIONS_MAX`] variations.
    #[error("there are {variations} variations, not 2 to {VARIATIONS_MAX}")]
    Variations {
        /// The rejected number.
        variations: usize,
    },
    /// There is not one weight for each variation.
    #[error("there are {weights} weights for {variations} variations")]
    WeightCount {
        /// Number of weights.
        weights: usize,
        /// Number of variations.
        variations: usize,
    },
    /// Weights are negative or do not add up to 1.
    #[error("weights add up to {total}, not to 1")]
    Weights {
        /// Their sum.
        total: f64,
    },
    /// A share is not between 0 and 1.
    #[error("{field} is {share}, not 0 to 1")]
    Share {
        /// The field.
        field: &'static str,
        /// The rejected share.
        share: f64,
    },
    /// Ranges are more than the variations, or overlap.
    #[error("ranges overlap, or are more than the variations")]
    Ranges,
    /// There is no such version of the hashing.
    #[error("hashVersion is {version}, not 1 or 2")]
    HashVersion {
        /// The rejected version.
        version: u32,
    },
    /// A bandit has more leaves than [`BANDIT_CONTEXTS_MAX`].
    #[error("there are {contexts} contexts, more than {BANDIT_CONTEXTS_MAX}")]
    Contexts {
        /// The rejected number.
        contexts: usize,
    },
    /// The key of a variation is longer than [`ID_LEN_BYTES_MAX`], so that it could not be kept with a person.
    #[error("a variation's key has {len_bytes} bytes, more than {ID_LEN_BYTES_MAX}")]
    VariationKey {
        /// Length of the rejected key.
        len_bytes: usize,
    },
    /// The forced variation does not exist.
    #[error("force is {force}, but there are {variations} variations")]
    Force {
        /// The rejected number.
        force: i64,
        /// Number of variations.
        variations: usize,
    },
}

impl Experiment {
    /// Says whether the experiment may be published.
    ///
    /// # Errors
    ///
    /// [`ExperimentError`] with the first thing that is wrong.
    pub fn check(&self) -> Result<(), ExperimentError> {
        let variations = self.variations.len();
        if self.key.is_empty() || ID_LEN_BYTES_MAX < self.key.len() {
            return Err(ExperimentError::Key { key: self.key.clone() });
        }
        if !(2..=VARIATIONS_MAX).contains(&variations) {
            return Err(ExperimentError::Variations { variations });
        }
        self.check_shares(variations)?;
        self.check_ranges(variations)?;
        let mut keys = self.meta.iter().filter_map(|meta| meta.key.as_ref()).map(String::len);
        if let Some(len_bytes) = keys.find(|len_bytes| ID_LEN_BYTES_MAX < *len_bytes) {
            return Err(ExperimentError::VariationKey { len_bytes });
        }
        let versions = self.filters.iter().flatten().filter_map(|filter| filter.hash_version);
        for version in self.hash_version.into_iter().chain(versions) {
            if !(1..=2).contains(&version) {
                return Err(ExperimentError::HashVersion { version });
            }
        }
        match self.force {
            Some(force) if usize::try_from(force).map_or(true, |force| variations <= force) => {
                Err(ExperimentError::Force { force, variations })
            }
            _ => Ok(()),
        }
    }

    fn check_shares(&self, variations: usize) -> Result<(), ExperimentError> {
        if let Some(given) = &self.weights {
            weights(given, variations)?;
        }
        match self.coverage {
            Some(share) if !(0.0..=1.0).contains(&share) => {
                Err(ExperimentError::Share { field: "coverage", share })
            }
            _ => Ok(()),
        }
    }

    fn check_ranges(&self, variations: usize) -> Result<(), ExperimentError> {
        let filters = self.filters.iter().flatten().flat_map(|filter| &filter.ranges);
        let named = (self.ranges.iter().flatten().map(|range| ("ranges", range)))
            .chain(filters.map(|range| ("filters", range)))
            .chain(self.namespace.iter().map(|namespace| ("namespace", &namespace.range)));
        let mut ends = named.flat_map(|(field, range)| [(field, range.start), (field, range.end)]);
        if let Some((field, share)) = ends.find(|(_, share)| !(0.0..=1.0).contains(share)) {
            return Err(ExperimentError::Share { field, share });
        }
        let ranges = self.ranges.as_deref().unwrap_or_default();
        if variations < ranges.len() || do_overlap(ranges) {
            return Err(ExperimentError::Ranges);
        }
        Ok(())
    }
}

/// Refuses weights of the wrong number, and those that are negative or do not add up to 1.
pub(super) fn weights(weights: &[f64], variations: usize) -> Result<(), ExperimentError> {
    if weights.len() != variations {
        return Err(ExperimentError::WeightCount { weights: weights.len(), variations });
    }
    let total: f64 = weights.iter().sum();
    if weights.iter().any(|weight| *weight < 0.0) || !(0.99..=1.01).contains(&total) {
        return Err(ExperimentError::Weights { total });
    }
    Ok(())
}

fn do_overlap(ranges: &[BucketRange]) -> bool {
    ranges.iter().enumerate().any(|(place, range)| {
        ranges
            .iter()
            .skip(place.saturating_add(1))
            .any(|other| range.start < other.end && other.start < range.end)
    })
}
