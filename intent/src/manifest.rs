//! What the training run says about its model: labels, calibration, which file it belongs to.

use serde::Deserialize;
use shared::{
    digest,
    intent::{Label, Score},
    release::RELEASE_DIGITS,
};
use thiserror::Error;

/// The version of the manifest that this code reads.
const FORMAT: u32 = 1;

/// What the training run says about its model.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    // Invariant: each label at most once.
    labels: Vec<Label>,
    // Invariant: finite, from 0.05 to 20.
    temperature: f64,
    rejection_threshold: Score,
    model: FileFact,
    vocabulary: FileFact,
    name: String,
}

/// What is known about one file of the release.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FileFact {
    /// Its size.
    pub bytes: usize,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// A manifest that cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ManifestError {
    /// Not the JSON that is expected.
    #[error("manifest is not readable: {0}")]
    Json(#[from] serde_json::Error),
    /// Written by another version.
    #[error("manifest format is {0}, not {FORMAT}")]
    Format(u32),
    /// A label appears twice, or none at all.
    #[error("manifest labels are empty or not distinct")]
    Labels,
    /// A temperature that would turn every answer into noise or certainty.
    #[error("temperature is {0}, not from 0.05 to 20")]
    Temperature(f64),
    /// A file of another release.
    #[error("{file} has {found} bytes, the manifest says {said}")]
    Bytes {
        /// Which file.
        file: &'static str,
        /// Its size.
        found: usize,
        /// The size that the manifest knows.
        said: usize,
    },
    /// A file of the right size with another content.
    #[error("{file} has SHA-256 {found}, the manifest says {said}")]
    Digest {
        /// Which file.
        file: &'static str,
        /// Its hash.
        found: String,
        /// The hash that the manifest knows.
        said: String,
    },
}

/// The JSON, before it is checked.
#[derive(Deserialize)]
struct RawManifest {
    format: u32,
    labels: Vec<Label>,
    temperature: f64,
    rejection_threshold: Score,
    model: FileFact,
    vocabulary: FileFact,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    ///
    /// [`ManifestError`] says what is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, ManifestError> {
        let raw: RawManifest = shared::json::parse(&String::from_utf8_lossy(bytes))?;
        if raw.format != FORMAT {
            return Err(ManifestError::Format(raw.format));
        }
        let mut distinct = raw.labels.clone();
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.is_empty() || distinct.len() != raw.labels.len() {
            return Err(ManifestError::Labels);
        }
        if !(0.05..=20.0).contains(&raw.temperature) {
            return Err(ManifestError::Temperature(raw.temperature));
        }
        Ok(Self {
            labels: raw.labels,
            temperature: raw.temperature,
            rejection_threshold: raw.rejection_threshold,
            model: raw.model,
            vocabulary: raw.vocabulary,
            name: digest::sha256_hex(bytes).chars().take(RELEASE_DIGITS).collect(),
        })
    }

    /// Refuses a model or a vocabulary whose content is not what the training run wrote.
    ///
    /// Loading checks sizes only, which a mix-up of releases does not pass; publishing checks this as well.
    ///
    /// # Errors
    ///
    /// [`ManifestError::Digest`] names the file.
    pub fn check_digests(&self, model: &[u8], vocabulary: &[u8]) -> Result<(), ManifestError> {
        for (file, bytes, fact) in
            [("model", model, &self.model), ("vocabulary", vocabulary, &self.vocabulary)]
        {
            let found = digest::sha256_hex(bytes);
            if !found.eq_ignore_ascii_case(&fact.sha256) {
                return Err(ManifestError::Digest { file, found, said: fact.sha256.clone() });
            }
        }
        Ok(())
    }

    /// Refuses a model or a vocabulary of another release, by size.
    ///
    /// # Errors
    ///
    /// [`ManifestError::Bytes`] names the file that does not belong.
    pub const fn check_files(&self, model: &[u8], vocabulary: &[u8]) -> Result<(), ManifestError> {
        if model.len() != self.model.bytes {
            return Err(ManifestError::Bytes {
                file: "model",
                found: model.len(),
                said: self.model.bytes,
            });
        }
        if vocabulary.len() != self.vocabulary.bytes {
            let (found, said) = (vocabulary.len(), self.vocabulary.bytes);
            return Err(ManifestError::Bytes { file: "vocabulary", found, said });
        }
        Ok(())
    }

    /// The labels, in the order of the model's scores.
    #[must_use]
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// What the scores are divided by before they become probabilities.
    #[must_use]
    pub const fn temperature(&self) -> f64 {
        self.temperature
    }

    /// Below this confidence nobody should act on a label.
    #[must_use]
    pub const fn rejection_threshold(&self) -> Score {
        self.rejection_threshold
    }

    /// The release's name: the first digits of the manifest's own SHA-256, so that another temperature is another
    /// release.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}
