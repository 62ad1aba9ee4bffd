//! What one tenant's messages teach: each message once, words only while the person allows it.

use std::collections::{BTreeMap, BTreeSet};

use shared::learning::Utterance;

use super::{Asked, Kept};

/// One tenant's utterances, by key.
#[derive(Debug, Default)]
pub struct Learning {
    pub utterances: BTreeMap<String, Utterance>,
    forgotten: BTreeSet<String>,
}

impl Learning {
    pub(super) fn take(&mut self, mark: String, profile: &str, asked: &Asked) -> Kept {
        match asked {
            Asked::Teach { said } if !self.forgotten.contains(&mark) => {
                for utterance in said {
                    let kept = self.utterances.entry(utterance.key.clone());
                    kept.or_insert_with(|| utterance.clone());
                }
                Kept::Kept
            }
            Asked::ForgetWords => {
                self.drop_words(profile);
                Kept::Dropped
            }
            Asked::Forget => {
                self.drop_words(profile);
                if !mark.is_empty() {
                    self.forgotten.insert(mark);
                }
                Kept::Dropped
            }
            _ => Kept::Dropped,
        }
    }

    fn drop_words(&mut self, profile: &str) {
        for utterance in self.utterances.values_mut() {
            if utterance.words.as_ref().is_some_and(|words| words.profile.as_str() == profile) {
                utterance.words = None;
            }
        }
    }

    pub(super) fn text(&self) -> String {
        format!("{:?}", self.utterances)
    }
}
