//! What a visitor wants, read from what they wrote.
//!
//! An [`IntentReading`] is all that leaves the visitor's device about a message: a label, how sure the reader is, the
//! runners-up, a few flags and the masked entities. The words stay where they were typed. The crate `intent` makes
//! readings; everything else (rules, profile, dashboard) only uses them.
//!
//! A reading comes from a browser, so it is checked like any other input: its lists are bounded and its scores are
//! probabilities, or it is refused.

pub mod cue;
pub mod entity;
pub mod label;
pub mod language;
pub mod mask;
pub mod scan;
pub mod score;
pub mod sentiment;

use alloc::{collections::BTreeSet, string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::{
    entity::{Entity, EntityType},
    label::Label,
    language::Language,
    score::Score,
    sentiment::Sentiment,
};

/// Runners-up that a reading carries at most; an explanation needs no more.
pub const ALTERNATIVES_MAX: usize = 3;

/// Entities that a reading carries at most; a longer message is a document, not a question.
pub const ENTITIES_MAX: usize = 32;

/// Characters in one entity's text, or in a model's name, at most: the longest e-mail address is 254.
pub const ENTITY_CHARS_MAX: usize = 256;

/// Below this confidence of a speech or picture recogniser a text is more likely wrong than right.
pub const HEARD_MIN: Score = Score::HALF;

/// What was understood from one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawReading")]
pub struct IntentReading {
    /// The best guess, also when the reading is rejected.
    pub label: Label,
    /// How sure the reader is of it, calibrated.
    pub score: Score,
    /// The next best guesses, best first.
    // Checked at the door: at most ALTERNATIVES_MAX.
    pub alternatives: Vec<Candidate>,
    /// What else was noticed.
    pub flags: BTreeSet<Flag>,
    /// Things that were named, in order of appearance.
    // Checked at the door: at most ENTITIES_MAX, each of at most ENTITY_CHARS_MAX characters.
    pub entities: Vec<Entity>,
    /// How it sounds.
    pub sentiment: Sentiment,
    /// The language it was written in.
    pub lang: Language,
    /// Who read it.
    pub source: Source,
    /// The model's release, or the keyword list's version: which reader to blame.
    pub model: String,
}

/// A label with its score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// What it might be about.
    pub label: Label,
    /// How likely.
    pub score: Score,
}

/// What was noticed beside the topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// The price stands between the visitor and the purchase.
    PriceSensitive,
    /// It must be quick.
    Urgency,
    /// Threatens to leave, to complain in public or to the authorities.
    ChurnThreat,
    /// Nobody should act on the label: ask back, or fetch a human.
    Rejected,
}

impl Flag {
    /// The flag as conditions name it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PriceSensitive => "price_sensitive",
            Self::Urgency => "urgency",
            Self::ChurnThreat => "churn_threat",
            Self::Rejected => "rejected",
        }
    }
}

/// Who read the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The neural model.
    Model,
    /// The keyword list, because the model could not run.
    Keywords,
}

/// Who read a message: which kind of reader, and its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reader {
    /// Which kind.
    pub source: Source,
    /// The release of the model, or the keyword list's version.
    pub model: String,
}

/// A reading that breaks its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadingError {
    /// Too many runners-up.
    #[error("reading has {0} alternatives, at most {ALTERNATIVES_MAX} are taken")]
    Alternatives(usize),
    /// Too many entities.
    #[error("reading has {0} entities, at most {ENTITIES_MAX} are taken")]
    Entities(usize),
    /// A text that is too long.
    #[error("reading has a text of {0} bytes, at most {ENTITY_CHARS_MAX} characters are taken")]
    Text(usize),
}

impl IntentReading {
    /// Whether nobody should act on the label.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.flags.contains(&Flag::Rejected)
    }

    /// The reading of a text that a recogniser heard or saw with this confidence.
    ///
    /// What was read cannot be surer than what was heard: the scores are multiplied. Below
    /// [`HEARD_MIN`] nobody should act on the label. Without a confidence nothing changes.
    #[must_use]
    pub fn heard_with(mut self, confidence: Option<Score>) -> Self {
        if let Some(confidence) = confidence {
            self.score = self.score.times(confidence);
            for other in &mut self.alternatives {
                other.score = other.score.times(confidence);
            }
            if confidence < HEARD_MIN {
                self.flags.insert(Flag::Rejected);
            }
        }
        self
    }

    /// The words that conditions may test under `intent`.
    ///
    /// Flags by name, and `negative` or `positive`; then, unless the reading is rejected, the full label, its sub-topic
    /// and its topic: an uncertain label must not start a campaign.
    ///
    /// # Examples
    ///
    /// ```
    /// use shared::intent::{Flag, IntentReading};
    /// let reading: IntentReading = serde_json::from_str(
    ///     r#"{"label":"marketing.discount","score":0.93,"flags":["price_sensitive"],"lang":"zh","source":"model","model":"m1"}"#,
    /// )?;
    /// let words: Vec<&str> = reading.attributes().into_iter().collect();
    /// assert_eq!(words, ["discount", "marketing", "marketing.discount", "price_sensitive"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn attributes(&self) -> BTreeSet<&'static str> {
        let mut words: BTreeSet<&'static str> =
            self.flags.iter().map(|flag| flag.as_str()).collect();
        if self.sentiment != Sentiment::Neutral {
            words.insert(self.sentiment.as_str());
        }
        if !self.is_rejected() {
            words.extend([self.label.as_str(), self.label.top(), self.label.sub()]);
        }
        words
    }
}

/// A reading as it arrives, before its bounds are checked.
#[derive(Deserialize)]
struct RawReading {
    label: Label,
    score: Score,
    #[serde(default)]
    alternatives: Vec<Candidate>,
    #[serde(default)]
    flags: BTreeSet<Flag>,
    #[serde(default)]
    entities: Vec<Entity>,
    #[serde(default)]
    sentiment: Sentiment,
    #[serde(default)]
    lang: Language,
    source: Source,
    #[serde(default)]
    model: String,
}

impl TryFrom<RawReading> for IntentReading {
    type Error = ReadingError;

    fn try_from(raw: RawReading) -> Result<Self, ReadingError> {
        if raw.alternatives.len() > ALTERNATIVES_MAX {
            return Err(ReadingError::Alternatives(raw.alternatives.len()));
        }
        if raw.entities.len() > ENTITIES_MAX {
            return Err(ReadingError::Entities(raw.entities.len()));
        }
        let texts = raw.entities.iter().map(|entity| &entity.text).chain([&raw.model]);
        if let Some(text) = texts.into_iter().find(|text| text.chars().count() > ENTITY_CHARS_MAX) {
            return Err(ReadingError::Text(text.len()));
        }
        Ok(Self {
            label: raw.label,
            score: raw.score,
            alternatives: raw.alternatives,
            flags: raw.flags,
            entities: raw.entities,
            sentiment: raw.sentiment,
            lang: raw.lang,
            source: raw.source,
            model: raw.model,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRICE_OBJECTION: &str = r#"{"label":"marketing.discount","score":0.93,"alternatives":[{"label":"pre_sales.price","score":0.04}],"flags":["price_sensitive"],"entities":[{"type":"price","text":"500元","start":3,"end":7,"start_byte":9,"end_byte":15}],"sentiment":"neutral","lang":"zh","source":"model","model":"m1"}"#;

    #[test]
    fn a_reading_survives_the_wire() {
        let reading: IntentReading = serde_json::from_str(PRICE_OBJECTION).expect("a reading");
        assert_eq!(serde_json::to_string(&reading).expect("json"), PRICE_OBJECTION);
    }

    #[test]
    fn a_rejected_label_is_not_offered_to_conditions() {
        let mut reading: IntentReading = serde_json::from_str(PRICE_OBJECTION).expect("a reading");
        reading.flags = BTreeSet::from([Flag::Rejected]);
        assert_eq!(reading.attributes(), BTreeSet::from(["rejected"]));
    }

    #[test]
    fn a_reading_is_no_surer_than_what_was_heard() {
        let reading: IntentReading = serde_json::from_str(PRICE_OBJECTION).expect("a reading");
        let typed = reading.clone().heard_with(None);
        assert_eq!(typed, reading);
        let clear = reading.clone().heard_with(Some(Score::saturating(0.9)));
        assert_eq!((clear.score, clear.is_rejected()), (Score::saturating(0.837), false));
        assert!(reading.heard_with(Some(Score::saturating(0.49))).is_rejected());
    }

    #[test]
    fn a_fourth_runner_up_is_refused() {
        let four = alloc::vec![r#"{"label":"other.oos","score":0.1}"#; 4].join(",");
        let json = alloc::format!(
            r#"{{"label":"other.oos","score":1,"alternatives":[{four}],"source":"model"}}"#
        );
        let error = serde_json::from_str::<IntentReading>(&json).expect_err("too many");
        assert!(error.to_string().contains("4 alternatives"));
    }
}
