//! Which series a published config needs, and which events go into which.
//!
//! Every question about events in a segment, a rule or an experiment is found when the config
//! is compiled; questions about the same events in the same way share a series. More than
//! [`SERIES_MAX`] are refused: each person keeps each of them.

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use thiserror::Error;

use crate::{
    condition::{ANY_EVENT, Condition, Measure},
    digest,
    event::Origin,
    limits::SERIES_MAX,
};

/// The series that a config needs, and the questions that they answer.
#[derive(Debug, Clone, Default)]
pub struct Tracks {
    all: Vec<Track>,
    by_event: BTreeMap<String, Vec<usize>>,
    questions: Vec<AskedOf>,
}

/// One series.
#[derive(Debug, Clone)]
pub struct Track {
    /// Its name in a person's state: a hash of what it remembers.
    pub id: String,
    /// A measure that it answers; all that share it look at the same events.
    pub measure: Measure,
}

/// One question, and the series that answers it.
#[derive(Debug, Clone)]
pub(super) struct AskedOf {
    pub(super) key: String,
    pub(super) measure: Measure,
    pub(super) track: usize,
}

/// A config asks more than a person can remember.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("asks about {found} different series of events, more than {SERIES_MAX}")]
pub struct TooManySeries {
    /// How many.
    pub found: usize,
}

impl Tracks {
    /// Finds every question about events in these conditions.
    ///
    /// # Errors
    ///
    /// [`TooManySeries`] above [`SERIES_MAX`].
    pub fn compile<'a>(
        conditions: impl IntoIterator<Item = &'a Condition>,
    ) -> Result<Self, TooManySeries> {
        let mut tracks = Self::default();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for (measure, key) in conditions.into_iter().flat_map(Condition::measures) {
            if tracks.questions.iter().any(|known| known.key == key) {
                continue;
            }
            let series = measure.series_key();
            let next = places.len();
            let place = *places.entry(series.clone()).or_insert(next);
            if place == next {
                tracks.add(&series, measure);
            }
            let question = AskedOf { key: key.to_string(), measure: measure.clone(), track: place };
            tracks.questions.push(question);
        }
        let found = tracks.all.len();
        if SERIES_MAX < found { Err(TooManySeries { found }) } else { Ok(tracks) }
    }

    fn add(&mut self, series: &str, measure: &Measure) {
        let place = self.all.len();
        self.by_event.entry(measure.name.clone()).or_default().push(place);
        self.all.push(Track { id: id_of(series), measure: measure.clone() });
    }

    /// Whether nobody asks about events.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Every series.
    #[must_use]
    pub fn all(&self) -> &[Track] {
        &self.all
    }

    /// The series that events of this name go into. What is derived is no event of anybody's
    /// own, so it is not among "any".
    pub(super) fn of_event(&self, name: &str, origin: Origin) -> impl Iterator<Item = &Track> {
        let is_sent = origin == Origin::Sent && name != ANY_EVENT;
        let own = self.by_event.get(name);
        let any = self.by_event.get(ANY_EVENT).filter(|_| is_sent);
        let places = own.into_iter().chain(any).flatten();
        places.filter_map(|place| self.all.get(*place))
    }

    /// Every question.
    pub(super) fn questions(&self) -> impl Iterator<Item = (&AskedOf, &Track)> {
        self.questions.iter().filter_map(|asked| Some((asked, self.all.get(asked.track)?)))
    }
}

/// 64 bits of a hash: far more than a config has series.
fn id_of(series: &str) -> String {
    let digest = digest::sha256_hex(series.as_bytes());
    digest.get(..16).unwrap_or(&digest).to_string()
}
