//! Who would have got what: the days that were, under rules that are not in force yet.
//!
//! What people did and said is replayed through the very state machine that decides for real,
//! from an empty person on, with the alarms that would have rung. Nothing is stored or sent.
//! Two replays of the same days, under the config in force and under the draft, show what
//! the draft changes.
//!
//! What a replay cannot know: what people would have done with an offer that they did not
//! get. Stocks and budgets are taken as full. A person's profile is folded from the events
//! that are kept, so what is older than those is not in it.
//!
//! Source: product brief, section 二.3 (上线前预演).

use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use crate::{
    compiled::Compiled,
    conversation::Message,
    decision::{Decision, Outcome, Verdict},
    event::Event,
    id::{ProfileId, RuleId},
    stock::Grant,
    time::Timestamp,
    visitor::{Command, Context, Effect, Saying, Visitor},
    zone::Zones,
};

/// Most occasions told one by one.
pub const SAMPLE_MAX: usize = 20;

/// Alarms that ring between two things a person does; a broken clock must not ring for ever.
const ALARMS_MAX: usize = 16;

/// Something a person did or said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recorded {
    /// An event.
    Event {
        /// The event.
        event: Event,
    },
    /// A message of theirs, masked.
    Message {
        /// The message.
        message: Message,
    },
}

/// What a config would have decided about some people.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// By rule, in the order of their ids.
    pub rules: Vec<RuleTally>,
}

/// What would have become of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleTally {
    /// The rule.
    pub rule: RuleId,
    /// Times it would have been given.
    pub chosen: u32,
    /// To so many people.
    pub people: u32,
    /// Times that another rule would have gone first.
    pub outranked: u32,
    /// Times it would have been held back, by reason.
    pub suppressed: BTreeMap<String, u32>,
}

/// What one person would have got on one occasion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Who.
    pub profile: ProfileId,
    /// When.
    pub at: Timestamp,
    /// What started it.
    pub trigger: String,
    /// By which rule.
    pub rule: RuleId,
}

/// What the replay of one person's days led to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replay {
    /// Decisions in which a rule matched.
    pub occasions: u32,
    /// What the person would have got, in order.
    pub given: Vec<Given>,
    // What became of each rule each time.
    outcomes: Vec<(RuleId, Outcome)>,
}

/// Who would have got what, now and under the draft.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DryRun {
    /// Days looked back.
    pub days: u16,
    /// People who did something in these days.
    pub people: u32,
    /// Of these, replayed; the rest is beyond the bound of one request.
    pub looked_at: u32,
    /// Decisions under the draft in which a rule matched.
    pub occasions: u32,
    /// Under the config in force.
    pub before: Tally,
    /// Under the draft.
    pub after: Tally,
    /// Occasions on which the draft gives something else, at most [`SAMPLE_MAX`].
    pub sample: Vec<Changed>,
}

/// An occasion on which two configs differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Who.
    pub profile: ProfileId,
    /// When.
    pub at: Timestamp,
    /// What started it.
    pub trigger: String,
    /// The rule under the draft; none if it gives nothing.
    pub rule: Option<RuleId>,
    /// The rule now; none if nothing is given now.
    pub before: Option<RuleId>,
}

/// Replays what one person did, in the order of time, under a config; tells what happened
/// from `since` on.
#[must_use]
pub fn replay(
    profile: &ProfileId,
    recorded: &[Recorded],
    (config, zones): (&Compiled, &dyn Zones),
    since: Timestamp,
) -> Replay {
    let mut person = Visitor::default();
    let mut replay = Replay::default();
    let mut rings_at = None;
    for item in recorded {
        let now = item.at();
        for _ in 0..ALARMS_MAX {
            let Some(at) = rings_at.filter(|at| *at <= now) else { break };
            let context = context(profile, (config, zones), at);
            rings_at = take(&mut person, Command::Wake, context, (&mut replay, since));
        }
        let Some(command) = item.command() else { continue };
        let context = context(profile, (config, zones), now);
        rings_at = take(&mut person, command, context, (&mut replay, since));
    }
    replay
}

fn context<'a>(
    id: &'a ProfileId,
    (config, zones): (&'a Compiled, &'a dyn Zones),
    now: Timestamp,
) -> Context<'a> {
    Context { id, config, now, zones, secret: b"dry run", explain: false }
}

/// Applies a command and notes what was decided; says when the alarm rings.
fn take(
    person: &mut Visitor,
    command: Command,
    context: Context<'_>,
    (replay, since): (&mut Replay, Timestamp),
) -> Option<Timestamp> {
    let mut effects = person.apply(command, context);
    // A stock that is full answers at once.
    let reserved: Vec<_> = effects.iter().filter_map(Effect::reserved).cloned().collect();
    for reservation in reserved {
        let settle = Command::Settle { delivery: reservation.delivery, grant: Grant::Granted };
        effects.extend(person.apply(settle, context));
    }
    for decision in effects.iter().filter_map(Effect::explained) {
        if since <= decision.at {
            replay.note(context.id, decision);
        }
    }
    effects.iter().filter_map(Effect::wakes_at).next_back().filter(|at| context.now < *at)
}

impl Recorded {
    /// When it happened.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Event { event } => event.at,
            Self::Message { message } => message.at,
        }
    }

    /// What it was to the person's object; none for a message that nobody read.
    fn command(&self) -> Option<Command> {
        Some(match self {
            Self::Event { event } => Command::TakeIn { events: alloc::vec![event.clone()] },
            Self::Message { message } => Command::Hear {
                saying: Saying {
                    id: message.id.clone(),
                    text: message.text.clone(),
                    modality: message.modality,
                    heard: message.confidence,
                    intent: message.intent.clone()?,
                    locale: None,
                    articles: Vec::new(),
                },
            },
        })
    }
}

impl Replay {
    fn note(&mut self, profile: &ProfileId, decision: &Decision) {
        self.occasions = self.occasions.saturating_add(1);
        for considered in &decision.considered {
            self.outcomes.push((considered.rule.clone(), considered.outcome.clone()));
        }
        if let Verdict::Delivered { rule, .. } = &decision.verdict {
            self.given.push(Given {
                profile: profile.clone(),
                at: decision.at,
                trigger: decision.trigger.clone(),
                rule: rule.clone(),
            });
        }
    }
}

impl Tally {
    /// Counts one more person in.
    pub fn add(&mut self, replay: &Replay) {
        let mut got: BTreeSet<&RuleId> = BTreeSet::new();
        for (rule, outcome) in &replay.outcomes {
            let is_first = *outcome == Outcome::Chosen && got.insert(rule);
            let Some(tally) = self.of(rule) else { continue };
            match outcome {
                Outcome::Chosen => {
                    tally.chosen = tally.chosen.saturating_add(1);
                    tally.people = tally.people.saturating_add(u32::from(is_first));
                }
                Outcome::Outranked { .. } => tally.outranked = tally.outranked.saturating_add(1),
                Outcome::Suppressed { reason } => {
                    let count = tally.suppressed.entry(reason.name().to_string()).or_default();
                    *count = count.saturating_add(1);
                }
                Outcome::NotMatched { .. } => {}
            }
        }
        self.rules.retain(|tally| {
            0 < tally.chosen || 0 < tally.outranked || !tally.suppressed.is_empty()
        });
    }

    fn of(&mut self, rule: &RuleId) -> Option<&mut RuleTally> {
        let place = match self.rules.binary_search_by(|known| known.rule.cmp(rule)) {
            Ok(place) => place,
            Err(place) => {
                self.rules.insert(
                    place,
                    RuleTally {
                        rule: rule.clone(),
                        chosen: 0,
                        people: 0,
                        outranked: 0,
                        suppressed: BTreeMap::new(),
                    },
                );
                place
            }
        };
        self.rules.get_mut(place)
    }
}

impl DryRun {
    /// Counts one more person in, replayed under both configs.
    pub fn add(&mut self, before: &Replay, after: &Replay) {
        self.looked_at = self.looked_at.saturating_add(1);
        self.occasions = self.occasions.saturating_add(after.occasions);
        self.before.add(before);
        self.after.add(after);
        let when = |given: &Given| (given.at, given.trigger.clone());
        let find = |given: &[Given], wanted: &Given| {
            given.iter().find(|known| when(known) == when(wanted)).map(|known| known.rule.clone())
        };
        let mut changed: Vec<Changed> = Vec::new();
        for given in &after.given {
            let now = find(&before.given, given);
            if now.as_ref() != Some(&given.rule) {
                changed.push(difference(given, Some(given.rule.clone()), now));
            }
        }
        for given in &before.given {
            if find(&after.given, given).is_none() {
                changed.push(difference(given, None, Some(given.rule.clone())));
            }
        }
        changed.sort_by_key(|changed| changed.at);
        let room = SAMPLE_MAX.saturating_sub(self.sample.len());
        self.sample.extend(changed.into_iter().take(room));
    }
}

fn difference(given: &Given, rule: Option<RuleId>, before: Option<RuleId>) -> Changed {
    Changed {
        profile: given.profile.clone(),
        at: given.at,
        trigger: given.trigger.clone(),
        rule,
        before,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{catalog::Catalog, config::Config, event::Arrival, zone::NoZones};

    const MINUTE: i64 = 60_000;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_unix_millis(1_767_574_800_000 + minutes * MINUTE)
    }

    fn config(rules: &Value) -> Compiled {
        let config: Config = serde_json::from_value(json!({
            "settings": {"id": "w", "name": "W", "write_keys": ["pk_w_1"], "currency": "CNY",
                         "notice": 1, "cart_abandoned_secs": 600},
            "offers": [{"id": "o", "title": {"en": "o"}, "body": {"en": "o"}, "valid_secs": 600,
                        "benefit": {"kind": "free_delivery"}, "stock": {"coupons_max": 1}}],
            "holdout": {"seed": "s", "share": 0.0},
            "rules": rules,
        }))
        .unwrap();
        Compiled::new(config, "h".into(), Catalog::default()).unwrap()
    }

    fn rule(id: &str, priority: i32, trigger: &str) -> Value {
        json!({"id": id, "name": id, "priority": priority, "triggers": [trigger],
               "class": "marketing", "action": {"kind": "offer", "offer": "o"}, "times_max": 1})
    }

    fn track(minutes: i64, name: &str) -> Recorded {
        let event = json!({
            "type": "track", "event": name, "anonymousId": "a", "messageId": format!("{minutes}"),
            "properties": {"product_id": "p", "price": 10}, "timestamp": at(minutes).to_rfc3339(),
            "context": {"consent": {"categoryPreferences": {"marketing": true}}}
        });
        let arrival = Arrival { received_at: at(minutes), sent_at: None, context: None };
        Recorded::Event { event: Event::parse(event, arrival).unwrap() }
    }

    fn run(config: &Compiled, recorded: &[Recorded], since: Timestamp) -> Replay {
        replay(&"a".parse().unwrap(), recorded, (config, &NoZones), since)
    }

    #[test]
    fn an_alarm_that_would_have_rung_rings() {
        let config = config(&json!([rule("lingers", 1, "cart_lingered")]));
        let days = [track(0, "Product Added"), track(30, "Product Viewed")];
        let given = run(&config, &days, at(0)).given;
        assert_eq!(given.len(), 1);
        assert_eq!((given[0].at, given[0].trigger.as_str()), (at(10), "cart_lingered"));
    }

    #[test]
    fn what_was_before_the_days_asked_for_makes_the_person_and_is_not_told() {
        let config = config(&json!([rule("once", 1, "Product Viewed")]));
        let days = [track(0, "Product Viewed"), track(60, "Product Viewed")];
        let replay = run(&config, &days, at(30));
        assert!(replay.given.is_empty());
        let mut tally = Tally::default();
        tally.add(&replay);
        assert_eq!(tally.rules[0].suppressed, BTreeMap::from([("times_used_up".to_string(), 1)]));
    }

    #[test]
    fn a_draft_that_goes_first_shows_whom_it_takes_from_the_rule_in_force() {
        let now = config(&json!([rule("now", 1, "Product Viewed")]));
        let draft =
            config(&json!([rule("now", 1, "Product Viewed"), rule("draft", 2, "Product Viewed")]));
        let days = [track(0, "Product Viewed")];
        let mut dry_run = DryRun::default();
        dry_run.add(&run(&now, &days, at(0)), &run(&draft, &days, at(0)));
        assert_eq!(dry_run.sample.len(), 1);
        let changed = &dry_run.sample[0];
        assert_eq!(changed.rule.as_ref().map(RuleId::as_str), Some("draft"));
        assert_eq!(changed.before.as_ref().map(RuleId::as_str), Some("now"));
        assert_eq!((dry_run.before.rules[0].chosen, dry_run.after.rules[1].outranked), (1, 1));
    }

    #[test]
    fn a_replay_under_the_same_config_changes_nothing() {
        let same = config(&json!([rule("r", 1, "Product Viewed")]));
        let days =
            [track(0, "Product Viewed"), track(5, "Product Added"), track(90, "Product Viewed")];
        let mut dry_run = DryRun::default();
        dry_run.add(&run(&same, &days, at(0)), &run(&same, &days, at(0)));
        assert_eq!(dry_run.sample, []);
        assert_eq!(dry_run.before, dry_run.after);
    }
}
