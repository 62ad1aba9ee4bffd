//! Following the person through the stages of their life and in and out of segments.
//!
//! After every command, and whenever the alarm says that something is due, the person is read
//! anew: the stage of their life, then the segments. What changed is told once: a fact for the
//! ledger, an event in their timeline, and an occasion for rules (`lifecycle_stage_changed`,
//! `Segment Entered`, `Segment Exited`). So are the occasions that come by time alone
//! ([`super::occasion`]). Of all that changed at once at most one leads to
//! something for the person.

use alloc::{string::String, vec::Vec};

use serde_json::{Map, Value, json};

use super::{Context, Effect, Visitor, numbered};
use crate::{
    attributes::{self, Occasion},
    event::Event,
    ledger::Fact,
    limits::TRIGGER_AGE_MAX,
    profile::{derived::Derived, lifecycle},
    segment::{Direction, Membership, Segment, Standing},
    time::Timestamp,
};

/// The trigger of a change of stage.
pub(super) const STAGE_CHANGED: &str = "lifecycle_stage_changed";

impl Visitor {
    /// The document that conditions see, and the segments the person is in.
    pub(super) fn read<'a>(
        &self,
        occasion: &Occasion<'_>,
        context: Context<'a>,
    ) -> (Value, Vec<&'a Segment>) {
        let config = context.config;
        let settings = &config.config.settings;
        let mut document =
            attributes::document(self.person(context), settings, occasion, context.now);
        self.windows.write(&mut document, &config.tracks, context.now);
        let segments = config.segments.enter(&mut document);
        (document, segments)
    }

    /// Tells what changed in the person's stage and segments.
    pub(super) fn settle(&mut self, context: Context<'_>, effects: &mut Vec<Effect>) {
        self.end_studies(context, effects);
        if !self.may_be_followed() {
            return;
        }
        let mut news = self.advance_stage(context, effects);
        news.extend(self.cross_segments(context, effects));
        news.retain(|event| is_fresh(event.at, context.now));
        let occasions = self.reach_occasions(context, effects);
        // At most one of them leads to something.
        let _given = news.iter().any(|event| self.offer_on_event(event, context, effects))
            || occasions.iter().any(|told| self.offer_on_occasion(told, context, effects));
    }

    /// When something changes next by time alone.
    pub(super) fn next_due(&self, context: Context<'_>) -> Option<Timestamp> {
        let study = self.next_study_ends();
        if !self.may_be_followed() {
            return study;
        }
        let config = context.config;
        let settings = &config.config.settings;
        let stage = lifecycle::next_transition_at(&self.profile, &settings.lifecycle, context.now);
        let clockwork = config.segments.clockwork();
        let document = if clockwork.reads_dates() {
            self.read(&Occasion::default(), context).0
        } else {
            Value::Null
        };
        let standing = Standing {
            profile: &self.profile,
            windows: &self.windows,
            document: &document,
            settings,
            cuts: config.cuts.as_ref(),
            purchases: config.purchases.as_ref(),
            calendar: self.calendar(context),
        };
        let segment = clockwork.next(standing, &config.tracks, context.now);
        let occasion = self.next_occasion_at(context);
        stage.into_iter().chain(segment).chain(occasion).chain(study).min()
    }

    /// Records an event that nobody sent.
    pub(super) fn derive(
        &mut self,
        derived: &Derived,
        at: Timestamp,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) -> Option<Event> {
        self.record((derived.name(), derived.properties()), at, context, effects)
    }

    pub(super) fn record(
        &mut self,
        what: (&str, Map<String, Value>),
        at: Timestamp,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) -> Option<Event> {
        let number = self.derived.saturating_add(1);
        let id = numbered("derived", context.id, number).parse().ok()?;
        self.derived = number;
        let event = Event::derived(id, what, at);
        self.windows.observe(&event, &context.config.tracks, context.now);
        effects.push(Effect::Record(event.clone().into()));
        Some(event)
    }

    fn advance_stage(&mut self, context: Context<'_>, effects: &mut Vec<Effect>) -> Vec<Event> {
        let settings = &context.config.config.settings.lifecycle;
        let mut lifecycle = self.profile.lifecycle;
        let passed = lifecycle.advance(&self.profile, settings, context.now);
        self.profile.lifecycle = lifecycle;
        let mut news = Vec::new();
        for transition in passed {
            let lifecycle::Transition { from, to, at } = transition;
            self.enter(Fact::StageChanged { from, to }, at, effects);
            let properties = fields(json!({ "from": from, "to": to }));
            news.extend(self.record((STAGE_CHANGED, properties), at, context, effects));
        }
        // Only where they are now is an occasion, not what they passed through while asleep.
        news.drain(..news.len().saturating_sub(1));
        news
    }

    fn cross_segments(&mut self, context: Context<'_>, effects: &mut Vec<Effect>) -> Vec<Event> {
        let all: Vec<&Segment> = context.config.segments.all().collect();
        if all.is_empty() {
            self.membership = Membership::default();
            return Vec::new();
        }
        let (_, inside) = self.read(&Occasion::default(), context);
        let crossings = self.membership.settle(&all, &inside, context.now);
        let mut news = Vec::new();
        for crossing in crossings {
            let segment = crossing.segment.clone();
            let fact = match crossing.direction {
                Direction::Entered => Fact::SegmentEntered { segment },
                Direction::Exited => Fact::SegmentExited { segment },
            };
            self.enter(fact, context.now, effects);
            let properties = fields(json!({ "segment": crossing.segment, "name": crossing.name }));
            let what = (crossing.direction.event_name(), properties);
            news.extend(self.record(what, context.now, context, effects));
        }
        news
    }

    /// Whether anything ever happened, and the person lets us follow them: of nobody there is
    /// nothing to tell, and who switched personalisation off is put into no segment.
    fn may_be_followed(&self) -> bool {
        self.preferences.personalisation && self.profile.active_at() != Timestamp::default()
    }
}

/// What lies further back is counted, but is no occasion any more.
fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    now.since(at) <= TRIGGER_AGE_MAX
}

fn fields(value: Value) -> Map<String, Value> {
    if let Value::Object(fields) = value { fields } else { Map::new() }
}

#[cfg(test)]
#[expect(clippy::wildcard_enum_match_arm, reason = "tests look for one effect among many")]
mod tests;
