//! One message to one reading.
//!
//! The score is a probability: the network's scores, divided by the temperature that made them honest on validation
//! data. A score below the manifest's threshold, or an empty message, is [`Flag::Rejected`]: ask back, do not act.

use core::cmp::Reverse;

use shared::{
    intent::{
        ALTERNATIVES_MAX, Candidate, Flag, IntentReading, Label, Language, Score, Source, cue,
        scan, sentiment,
    },
    knowledge::Vector,
};
use thiserror::Error;

use crate::{
    manifest::{Manifest, ManifestError},
    runtime::{Runtime, RuntimeError},
    tokenizer,
    vocabulary::{Vocabulary, VocabularyError},
};

/// The intent model, loaded.
#[derive(Debug)]
pub struct Model {
    runtime: Box<dyn Runtime>,
    vocabulary: Vocabulary,
    manifest: Manifest,
    name: String,
}

/// A model that cannot be loaded.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The network itself.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
    /// The vocabulary.
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
    /// The manifest, or files that are not its own.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The network answers with another number of scores than there are labels.
    #[error("model gives {found} scores for {labels} labels")]
    Scores {
        /// How many scores came.
        found: usize,
        /// How many labels the manifest names.
        labels: usize,
    },
}

impl Model {
    /// Loads a release: the network, its vocabulary and its manifest. Runs the network once, so that a file that
    /// loads also answers.
    ///
    /// # Errors
    ///
    /// [`LoadError`] says which of the three is wrong.
    #[cfg(feature = "runtime-rten")]
    pub fn load(onnx: &[u8], vocabulary: &[u8], manifest: &[u8]) -> Result<Self, LoadError> {
        let parsed = Manifest::parse(manifest)?;
        parsed.check_files(onnx, vocabulary)?;
        Self::with_runtime(
            Box::new(crate::runtime::rten::RtenRuntime::load(onnx)?),
            vocabulary,
            manifest,
        )
    }

    /// Loads a release onto a runtime that already holds its network.
    ///
    /// # Errors
    ///
    /// [`LoadError`] says what does not fit.
    pub fn with_runtime(
        runtime: Box<dyn Runtime>,
        vocabulary: &[u8],
        manifest: &[u8],
    ) -> Result<Self, LoadError> {
        let manifest = Manifest::parse(manifest)?;
        let vocabulary = Vocabulary::parse(vocabulary)?;
        let name = manifest.name().to_owned();
        let model = Self { runtime, vocabulary, manifest, name };
        let found = model.logits("")?.len();
        let labels = model.manifest.labels().len();
        if found == labels { Ok(model) } else { Err(LoadError::Scores { found, labels }) }
    }

    /// Reads one message. Never fails: if the network refuses, the keyword list answers and says so.
    #[must_use]
    pub fn read(&self, text: &str) -> IntentReading {
        let tokens = self.tokens(text);
        let Ok(logits) = self.runtime.logits(&tokens) else {
            return crate::keywords::read(text);
        };
        let ranked = rank(&logits, &self.manifest);
        let best = ranked
            .first()
            .copied()
            .unwrap_or(Candidate { label: Label::OutOfScope, score: Score::ZERO });
        // The class token stands alone where there is nothing to read.
        let unsure = best.score < self.manifest.rejection_threshold() || tokens.len() <= 1;
        let mut flags = cue::flags(text, best.label);
        if unsure {
            flags.insert(Flag::Rejected);
        }
        IntentReading {
            label: best.label,
            score: best.score,
            alternatives: ranked.into_iter().skip(1).take(ALTERNATIVES_MAX).collect(),
            flags,
            entities: scan::entities(text),
            sentiment: sentiment::of(text, best.label),
            lang: Language::of(text),
            source: Source::Model,
            model: self.name.clone(),
        }
    }

    /// The network's scores for `text`, as the parity tests compare them.
    ///
    /// # Errors
    ///
    /// [`RuntimeError`] when the network refuses.
    pub fn logits(&self, text: &str) -> Result<Vec<f32>, RuntimeError> {
        self.runtime.logits(&self.tokens(text))
    }

    /// What `text` means, to be compared with other texts under the same model; none where this network cannot say.
    #[must_use]
    pub fn meaning(&self, text: &str) -> Option<Vector> {
        let pooled = self.runtime.pooled(&self.tokens(text)).ok()??;
        Vector::of(&pooled)
    }

    /// The token numbers of `text`.
    #[must_use]
    pub fn tokens(&self, text: &str) -> Vec<u32> {
        tokenizer::encode(&self.vocabulary, text)
    }

    /// What the training run says about this model.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }
}

/// The labels with their probabilities, likeliest first; the label order decides a tie.
fn rank(logits: &[f32], manifest: &Manifest) -> Vec<Candidate> {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let weights: Vec<f64> = logits
        .iter()
        .map(|logit| (f64::from(logit - largest) / manifest.temperature()).exp())
        .collect();
    let total: f64 = weights.iter().sum();
    let mut ranked: Vec<Candidate> = manifest
        .labels()
        .iter()
        .zip(weights)
        .map(|(&label, weight)| Candidate { label, score: Score::saturating(weight / total) })
        .collect();
    ranked.sort_by_key(|candidate| Reverse(candidate.score));
    ranked
}
