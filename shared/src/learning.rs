//! What the shop's own messages say about the intent model, and what people say to it.
//!
//! Each message of a visitor leaves an [`Utterance`]: what the reader made of it. An operator may correct the label;
//! corrected words become rows of the next training run. Words are kept only of people who agreed to analytics, and
//! masked; of everybody else there is a count and nothing that leads back to them.
//!
//! An utterance has a key, worked out from person and message: reported twice it counts once.

mod fold;

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

pub use self::fold::{Cell, queue};
use crate::{
    consent::{Consents, NoticeVersion, Purpose},
    conversation::{Message, Speaker},
    digest,
    id::{MessageId, ProfileId},
    intent::{Label, Language, Score, Source, mask::mask},
    limits::CONFIDENCE_BINS,
    time::Timestamp,
};

/// One message of a visitor, as it is kept for learning.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each counted by itself")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utterance {
    /// Its name, the same for every report of it: a hash of person and message.
    pub key: String,
    /// When it was said.
    pub at: Timestamp,
    /// What the reader made of it.
    pub label: Label,
    /// How sure the reader was.
    pub score: Score,
    /// How far the second best was behind.
    pub margin: Score,
    /// Whether the reader was too unsure for anybody to act on it.
    pub rejected: bool,
    /// Which kind of reader it was.
    pub source: Source,
    /// The release of the model, or the keyword list's version.
    pub model: String,
    /// The language it is in.
    pub lang: Language,
    /// Whether it was a question that neither a rule nor an article answered.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unanswered: bool,
    /// The words; none of a person who did not agree to analytics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// What was said and by whom, of a person who agreed to analytics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Who said it.
    pub profile: ProfileId,
    /// Which message it is.
    pub message: MessageId,
    /// The words, masked.
    pub text: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// The name of an utterance: nobody can tell person or message from it, nor guess it without both.
#[must_use]
pub fn key(profile: &ProfileId, message: &MessageId) -> String {
    digest::sha256_hex(format!("utterance\n{profile}\n{message}").as_bytes())
}

/// The week of a moment, counted from the one of 1969-12-29. Weeks begin on Monday (ISO 8601), in UTC.
#[must_use]
pub const fn week(at: Timestamp) -> i64 {
    at.day().saturating_add(3).div_euclid(7)
}

/// The Monday of a week, `2026-01-05`.
#[must_use]
pub fn monday(week: i64) -> String {
    let day = week.saturating_mul(7).saturating_sub(3);
    let midnight = Timestamp::from_unix_millis(day.saturating_mul(86_400_000));
    midnight.to_rfc3339().get(..10).unwrap_or_default().to_string()
}

impl Utterance {
    /// What is kept of a message; `None` if a visitor did not say it or nobody read it.
    ///
    /// Whether the words are kept is asked of the answers that the person gave so far, under the notice in force.
    #[must_use]
    pub fn heard(
        profile: &ProfileId,
        message: &Message,
        consents: &Consents,
        in_force: NoticeVersion,
    ) -> Option<Self> {
        let reading = message.intent.as_ref().filter(|_| message.from == Speaker::Visitor)?;
        let second = reading.alternatives.first().map_or(Score::ZERO, |second| second.score);
        let words = consents.allows(Purpose::Analytics, in_force).then(|| Words {
            profile: profile.clone(),
            message: message.id.clone(),
            text: mask(&message.text).into_owned(),
        });
        Some(Self {
            key: key(profile, &message.id),
            at: message.at,
            label: reading.label,
            score: reading.score,
            margin: Score::saturating(reading.score.as_f64() - second.as_f64()),
            rejected: reading.is_rejected(),
            source: reading.source,
            model: reading.model.clone(),
            lang: reading.lang,
            unanswered: false,
            words,
        })
    }

    /// The same, knowing what was replied in the same turn.
    ///
    /// A question is unanswered where the assistant had nothing for it: no card, no article, not even some to choose from.
    #[must_use]
    pub fn replied(self, reply: Option<&Message>) -> Self {
        let is_empty = |reply: &Message| {
            reply.from == Speaker::Assistant
                && reply.card.is_none()
                && reply.source.is_none()
                && reply.choices.is_empty()
        };
        Self { unanswered: self.label.asks() && reply.is_some_and(is_empty), ..self }
    }

    /// Its bar of the histogram of confidence, from 0; certainty belongs to the last.
    #[must_use]
    pub fn bin(&self) -> u8 {
        let bins = f64::from(CONFIDENCE_BINS);
        (0..CONFIDENCE_BINS.saturating_sub(1))
            .find(|bin| self.score.as_f64() * bins < f64::from(bin.saturating_add(1)))
            .unwrap_or(CONFIDENCE_BINS.saturating_sub(1))
    }
}

/// What an operator says a message is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What it is about.
    pub label: Label,
    /// Who says so: an operator's id, or `automation`.
    pub by: String,
    /// When they said so first.
    pub at: Timestamp,
}

/// One row of the training file: masked words of somebody who agreed, with the label that a person gave them.
///
/// `model/train.py --data FILE` reads `text`, `label` and `lang`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingRow {
    /// The words, masked.
    pub text: String,
    /// What a person says they are about.
    pub label: Label,
    /// The language they are in.
    pub lang: Language,
    /// When they were said, RFC 3339.
    pub at: String,
    /// What the reader had made of them.
    pub was: Label,
    /// Which release that was.
    pub model: String,
}

/// What the messages of the last [`crate::limits::MODEL_WEEKS`] weeks say about the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelReport {
    /// Messages that were read.
    pub messages: u64,
    /// Of them, those whose label a person confirmed or corrected.
    pub corrected: u64,
    /// Of those, the ones that the reader had right.
    pub right: u64,
    /// Messages that the reader was too unsure about.
    pub unknown: u64,
    /// Messages that the keyword list read, because no model could.
    pub keywords: u64,
    /// What the reader said and what a person said, where both spoke; the empty pairs are left out.
    pub confusion: Vec<Confusion>,
    /// Messages by confidence, in [`CONFIDENCE_BINS`] equal steps from 0 to 1.
    pub histogram: Vec<Bin>,
    /// By week, oldest first; a week without messages is there as well.
    pub weeks: Vec<Week>,
    /// By reader, the one that read most first.
    pub readers: Vec<ReaderReport>,
}

/// How often the reader said one label where a person says another, or the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confusion {
    /// What the reader said.
    pub said: Label,
    /// What a person says.
    pub corrected: Label,
    /// How often.
    pub count: u64,
}

/// One step of confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bin {
    /// Messages read with this confidence.
    pub all: u64,
    /// Of them, those that a person looked at.
    pub corrected: u64,
    /// Of those, the ones that were right.
    pub right: u64,
}

/// One week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Week {
    /// Its Monday in UTC, `2026-01-05`.
    pub monday: String,
    /// Messages that were read.
    pub messages: u64,
    /// Of them, those that the reader was too unsure about.
    pub unknown: u64,
    /// Of them, those that the keyword list read.
    pub keywords: u64,
    /// How many had each label; labels that nobody used are left out.
    pub mix: Vec<(Label, u64)>,
    /// How far the mix is from that of the weeks before it.
    pub drift: Drift,
}

/// How far a week's mix of labels is from that of the weeks before it, as the population stability index says.
///
/// The bounds are the usual ones of credit scoring (Siddiqi, "Credit Risk Scorecards", 2006): below 0.1 nothing
/// happened, from 0.25 the people who write are not those the model was made for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "drift", rename_all = "snake_case")]
pub enum Drift {
    /// Fewer messages than say anything, in this week or in all before it.
    TooFew {
        /// Fewest messages on each side.
        messages_min: u64,
    },
    /// Below 0.1.
    Steady {
        /// The index.
        index: f64,
    },
    /// From 0.1.
    Shifting {
        /// The index.
        index: f64,
    },
    /// From 0.25.
    Shifted {
        /// The index.
        index: f64,
    },
}

/// What one reader did: the release in use beside the one on trial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderReport {
    /// Which kind.
    pub source: Source,
    /// The release of the model, or the keyword list's version.
    pub model: String,
    /// Messages that it read.
    pub messages: u64,
    /// Of them, those that it was too unsure about.
    pub unknown: u64,
    /// Of them, those that a person looked at.
    pub corrected: u64,
    /// Of those, the ones that it had right.
    pub right: u64,
}

#[cfg(test)]
mod tests;
