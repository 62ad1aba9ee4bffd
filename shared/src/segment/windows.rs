//! What one person remembers of their events, for the questions that are published.
//!
//! The state is brought in line with the config before it is used: a series that nobody asks
//! about any more is dropped, a new one is filled from the events that are stored
//! ([`Windows::recall`], which the caller owes: [`Windows::lacks`] says when). Stored events
//! reach back [`crate::limits::EVENTS_KEPT`]; what was before is not known to a question that
//! is new.

use alloc::{collections::BTreeMap, string::String};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    series::{Has, Occurrence, Series},
    tracks::{Track, Tracks},
};
use crate::{
    condition::{EVENTS, What},
    event::Event,
    time::Timestamp,
};

/// What one person remembers of their events.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Windows(BTreeMap<String, Series>);

impl Windows {
    /// Whether a series is missing, so that stored events must be recalled.
    #[must_use]
    pub fn lacks(&self, tracks: &Tracks) -> bool {
        tracks.all().iter().any(|track| !self.0.contains_key(&track.id))
    }

    /// Whether nothing is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Fills the series that are missing from the events that are stored: all of them, in any
    /// order. Those that are there already are not touched.
    pub fn recall<'a>(
        &mut self,
        events: impl IntoIterator<Item = &'a Event>,
        tracks: &Tracks,
        now: Timestamp,
    ) {
        let mut missing = Self::default();
        for track in tracks.all().iter().filter(|track| !self.0.contains_key(&track.id)) {
            missing.0.insert(track.id.clone(), Series::for_measure(&track.measure));
        }
        for event in events {
            missing.observe_known(event, tracks, now);
        }
        self.0.extend(missing.0);
        self.settle(tracks);
    }

    /// Brings the series in line with what is asked: new ones begin empty.
    pub fn settle(&mut self, tracks: &Tracks) {
        self.0.retain(|id, _| tracks.all().iter().any(|track| track.id == *id));
        for track in tracks.all() {
            if !self.0.contains_key(&track.id) {
                self.0.insert(track.id.clone(), Series::for_measure(&track.measure));
            }
        }
    }

    /// Takes one event in.
    pub fn observe(&mut self, event: &Event, tracks: &Tracks, now: Timestamp) {
        if !tracks.is_empty() {
            self.observe_known(event, tracks, now);
        }
    }

    /// Writes the answer to every question into the document.
    pub fn write(&self, document: &mut Value, tracks: &Tracks, now: Timestamp) {
        if tracks.is_empty() {
            return;
        }
        let answers: Map<String, Value> = tracks
            .questions()
            .filter_map(|(asked, track)| {
                let series = self.0.get(&track.id)?;
                Some((asked.key.clone(), series.answer(&asked.measure, now)))
            })
            .collect();
        if let Some(fields) = document.as_object_mut() {
            fields.insert(EVENTS.into(), Value::Object(answers));
        }
    }

    /// The series of a question.
    pub(super) fn series(&self, track: &Track) -> Option<&Series> {
        self.0.get(&track.id)
    }

    fn observe_known(&mut self, event: &Event, tracks: &Tracks, now: Timestamp) {
        for track in tracks.of_event(event.trigger(), event.context.origin) {
            let Some(series) = self.0.get_mut(&track.id) else { continue };
            let properties = event.properties();
            if !track.measure.filter.accepts(properties) {
                continue;
            }
            let value = match (&track.measure.what, properties) {
                (What::Of(_, of), Some(properties)) => of.find(properties),
                _ => &Value::Null,
            };
            let has = match &track.measure.what {
                What::LastHas(has) if has.accepts(properties) => Has::Yes,
                What::LastHas(_) | What::Count | What::Of(..) | What::FirstAge | What::LastAge => {
                    Has::No
                }
            };
            series.observe(Occurrence { at: event.at, value, has }, &track.measure, now);
        }
    }
}
