use std::collections::BTreeSet;

use super::{Refused, Status, Step, Why};
use crate::time::Timestamp;

/// The longest story that is told to its end.
const DEPTH: i64 = 12;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_millis(seconds * 1_000)
}

/// Everything that may happen at one moment, a nap among it that is over before the next one and one that is not.
fn steps(now: i64) -> [Step; 9] {
    [
        Step::Said,
        Step::Promised { why: Why::Asked },
        Step::Answered,
        Step::HandedBack,
        Step::Snoozed { until: at(now) },
        Step::Snoozed { until: at(now + 1) },
        Step::Snoozed { until: at(now + 3) },
        Step::Resolved,
        Step::Waited,
    ]
}

/// A state as the law sees it: what it is, and whether a human has spoken since the assistant last had it.
type Seen = (Status, bool);

/// Every state that a step leads to from these, each once: two ways to one state go on alike, so that this is every order of
/// as many steps.
fn onwards(before: &[Seen], now: i64, states: &mut BTreeSet<&'static str>) -> Vec<Seen> {
    let mut next: Vec<Seen> = Vec::new();
    let pairs = before.iter().flat_map(|seen| steps(now).map(|step| (*seen, step)));
    for ((status, human_spoke), step) in pairs {
        let after = status.after(step, at(now)).unwrap_or(status);
        let ended = matches!(step, Step::HandedBack | Step::Resolved) && after != status;
        let spoke = step == Step::Answered || (human_spoke && !ended);
        assert!(!spoke || after.is_with_human(), "{status:?} {step:?} -> {after:?}");
        states.insert(after.name());
        if !next.contains(&(after, spoke)) {
            next.push((after, spoke));
        }
    }
    next
}

#[test]
fn after_a_humans_word_the_assistant_is_silent_until_it_is_handed_back_or_ended() {
    let mut states = BTreeSet::new();
    let mut seen: Vec<Seen> = vec![(Status::Open, false)];
    let mut followed = 0;
    for now in 0..DEPTH {
        followed += seen.len();
        seen = onwards(&seen, now, &mut states);
    }
    assert_eq!(states.len(), 5, "every state is reached: {states:?}");
    assert!(followed > 100, "{followed} states were gone on from");
}

#[test]
fn a_human_who_asks_for_nonsense_is_told_so() {
    let refused = |status: Status, step| status.after(step, at(9)).expect_err("refused");
    let resolved = Status::Resolved { at: at(1) };
    let nap = Step::Snoozed { until: at(20) };
    assert_eq!(
        refused(Status::Open, Step::HandedBack),
        Refused::NothingToHandBack { status: "open" }
    );
    assert_eq!(
        refused(resolved, Step::HandedBack),
        Refused::NothingToHandBack { status: "resolved" }
    );
    assert_eq!(refused(Status::Open, nap), Refused::NothingToSnooze { status: "open" });
    assert_eq!(refused(resolved, nap), Refused::NothingToSnooze { status: "resolved" });
    assert_eq!(refused(resolved, Step::Resolved), Refused::ResolvedAlready);
    let with_human = Status::Human { since: at(1) };
    let late = refused(with_human, Step::Snoozed { until: at(9) });
    assert_eq!(late, Refused::NotAhead { until: at(9), now: at(9) });
    assert_eq!(late.to_string(), "until is 1970-01-01T00:00:09Z, not after 1970-01-01T00:00:09Z");
}

#[test]
fn who_writes_to_a_sleeping_conversation_wakes_the_human_and_not_the_assistant() {
    let asleep = Status::Snoozed { until: at(100) };
    assert_eq!(asleep.after(Step::Said, at(5)), Ok(Status::Human { since: at(5) }));
    assert_eq!(asleep.after(Step::Waited, at(99)), Ok(asleep));
    assert_eq!(asleep.after(Step::Waited, at(100)), Ok(Status::Human { since: at(100) }));
    assert_eq!(asleep.wakes_at(), Some(at(100)));
}

#[test]
fn what_is_written_after_the_end_begins_anew() {
    let ended = Status::Resolved { at: at(3) };
    assert_eq!(ended.after(Step::Said, at(5)), Ok(Status::Open));
    assert_eq!(
        ended.after(Step::Promised { why: Why::Asked }, at(5)),
        Ok(Status::Pending { since: at(5), why: Why::Asked })
    );
}

#[test]
fn who_waits_waits_since_the_first_promise() {
    let waits = Status::Pending { since: at(3), why: Why::Asked };
    assert_eq!(waits.after(Step::Promised { why: Why::Asked }, at(8)), Ok(waits));
    assert_eq!(waits.after(Step::Said, at(8)), Ok(waits));
}

#[test]
fn two_conversations_of_one_person_are_joined_the_same_way_round_and_lose_no_promise() {
    let all = [
        Status::Open,
        Status::Pending { since: at(2), why: Why::Asked },
        Status::Pending { since: at(4), why: Why::Complaint },
        Status::Human { since: at(1) },
        Status::Human { since: at(6) },
        Status::Snoozed { until: at(9) },
        Status::Resolved { at: at(3) },
        Status::Resolved { at: at(7) },
    ];
    for one in all {
        for other in all {
            let joined = one.joined(other);
            for third in all {
                assert_eq!(joined.joined(third), one.joined(other.joined(third)));
            }
            assert_eq!(joined, other.joined(one));
            assert!(!one.is_with_human() || joined.is_with_human());
            assert!(!one.is_pending() || joined.is_pending() || joined.is_with_human());
        }
        assert_eq!(one.joined(one), one);
        assert_eq!(
            one.joined(Status::Open).name(),
            if one.name() == "resolved" { "open" } else { one.name() }
        );
    }
}
