//! Windows against an oracle that looks at every event anew, and time alone against it too.

#![expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    clippy::float_cmp,
    reason = "an oracle counts in plain numbers"
)]

use alloc::{format, string::ToString, vec};

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{
    event::{Arrival, Event},
    limits::{OCCURRENCES_KEPT_MAX, SERIES_LEN_BYTES_MAX, SERIES_MAX, WINDOW_PARTS},
    text::Locale,
    time::Timestamp,
};

const START: i64 = 1_767_225_600_000;

fn at(secs: i64) -> Timestamp {
    Timestamp::from_unix_millis(START + secs * 1_000)
}

fn event(secs: i64, name: &str, properties: Value) -> Event {
    let event = json!({
        "type": "track", "event": name, "properties": properties, "anonymousId": "a",
        "timestamp": at(secs).to_rfc3339()
    });
    let arrival = Arrival { received_at: at(1_000_000_000), sent_at: None, context: None };
    Event::parse(event, arrival).unwrap()
}

fn tracks(text: &str) -> (Condition, Tracks) {
    let condition = Condition::from_text(text).unwrap();
    let tracks = Tracks::compile([&condition]).unwrap();
    (condition, tracks)
}

/// What the person remembers, and whether the condition holds at `secs`.
fn holds(windows: &Windows, (condition, tracks): &(Condition, Tracks), secs: i64) -> bool {
    let mut document = json!({ "now": at(secs).unix_millis() });
    windows.write(&mut document, tracks, at(secs));
    condition.eval(&document)
}

#[derive(Debug, Clone)]
struct Did {
    secs: i64,
    kind: u8,
    value: Option<i64>,
}

fn events_of(did: &[Did]) -> Vec<Event> {
    did.iter()
        .map(|did| {
            let mut properties = json!({ "kind": format!("k{}", did.kind) });
            if let Some(value) = did.value {
                properties["value"] = json!(value as f64 / 100.0);
            }
            event(did.secs, "did", properties)
        })
        .collect()
}

#[derive(Debug, Clone, Copy)]
enum Asked {
    Count,
    Sum,
    Min,
    Max,
    Avg,
    Distinct,
    Last,
    First,
}

/// Which events a question looks at.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Of {
    All,
    KindZero,
}

/// The answer by looking at every event.
fn oracle(did: &[Did], asked: Asked, window: Option<i64>, of: Of, now: i64) -> Option<f64> {
    let inside: Vec<&Did> = did
        .iter()
        .filter(|did| did.secs <= now && window.is_none_or(|window| now - window < did.secs))
        .filter(|did| of == Of::All || did.kind == 0)
        .collect();
    let values: Vec<i64> = inside.iter().filter_map(|did| did.value).collect();
    let sum = values.iter().sum::<i64>() as f64 / 100.0;
    match asked {
        Asked::Count => Some(inside.len() as f64),
        Asked::Sum => Some(sum),
        Asked::Min => values.iter().min().map(|value| *value as f64 / 100.0),
        Asked::Max => values.iter().max().map(|value| *value as f64 / 100.0),
        Asked::Avg => (!values.is_empty()).then(|| sum / values.len() as f64),
        Asked::Distinct => {
            Some(inside.iter().map(|did| did.kind).collect::<std::collections::BTreeSet<_>>().len()
                as f64)
        }
        Asked::Last => inside.iter().map(|did| did.secs).max().map(|at| (now - at) as f64),
        Asked::First => inside.iter().map(|did| did.secs).min().map(|at| (now - at) as f64),
    }
}

fn text(asked: Asked, window: Option<i64>, of: Of, sign: &str, bound: f64) -> String {
    let window = window.map(|secs| format!(", {secs}s")).unwrap_or_default();
    let filter = if of == Of::All { "" } else { ", WHERE kind = 'k0'" };
    match asked {
        Asked::Count => format!("performed('did'{window}{filter}) {sign} {bound}"),
        Asked::Sum => format!("sum('did', value{window}{filter}) {sign} {bound}"),
        Asked::Min => format!("min('did', value{window}{filter}) {sign} {bound}"),
        Asked::Max => format!("max('did', value{window}{filter}) {sign} {bound}"),
        Asked::Avg => format!("avg('did', value{window}{filter}) {sign} {bound}"),
        Asked::Distinct => format!("distinct('did', kind{window}{filter}) {sign} {bound}"),
        Asked::Last => format!("last('did'{filter}) {sign} {bound}s"),
        Asked::First => format!("first('did'{filter}) {sign} {bound}s"),
    }
}

fn passes(sign: &str, value: Option<f64>, bound: f64) -> bool {
    value.is_some_and(|value| match sign {
        "=" => value == bound,
        "!=" => value != bound,
        "<" => value < bound,
        "<=" => value <= bound,
        ">" => value > bound,
        _ => value >= bound,
    })
}

fn did() -> impl Strategy<Value = Vec<Did>> {
    let one = (0_i64..800, 0_u8..5, prop::option::of(-50_i64..5_000))
        .prop_map(|(secs, kind, value)| Did { secs, kind, value });
    prop::collection::vec(one, 0..50)
}

fn asked() -> impl Strategy<Value = (Asked, Option<i64>, Of, &'static str, f64)> {
    let what = prop::sample::select(vec![
        Asked::Count,
        Asked::Sum,
        Asked::Min,
        Asked::Max,
        Asked::Avg,
        Asked::Distinct,
        Asked::Last,
        Asked::First,
    ]);
    let sign = prop::sample::select(vec!["=", "!=", "<", "<=", ">", ">="]);
    (
        what,
        prop::option::of(1_i64..300),
        prop::sample::select(vec![Of::All, Of::KindZero]),
        sign,
        0_i64..60,
    )
        .prop_map(|(what, window, of, sign, bound)| {
            let (window, bound) = match what {
                // Ages have no window.
                Asked::Last | Asked::First => (None, bound * 15),
                Asked::Count | Asked::Distinct => (window, bound / 8),
                Asked::Sum | Asked::Min | Asked::Max | Asked::Avg => (window, bound),
            };
            (what, window, of, sign, bound as f64)
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// In whatever order the events come, and whenever one asks: the answer of the oracle.
    #[test]
    fn every_question_is_answered_as_if_every_event_were_looked_at(
        did in did(), asked in asked(), shuffled in any::<prop::sample::Index>(), asked_at in prop::collection::vec(0_i64..1_300, 1..6),
    ) {
        let (what, window, of, sign, bound) = asked;
        let question = tracks(&text(what, window, of, sign, bound));
        let mut late = events_of(&did);
        if !late.is_empty() {
            let place = shuffled.index(late.len());
            late.rotate_left(place);
        }
        let mut windows = Windows::default();
        windows.settle(&question.1);
        // All of it arrived by the first moment at which one asks.
        let mut moments = asked_at;
        moments.sort_unstable();
        let first = moments[0];
        for event in late.iter().filter(|event| event.at <= at(first)) {
            windows.observe(event, &question.1, at(first));
        }
        let known: Vec<Did> = did.iter().filter(|did| did.secs <= first).cloned().collect();
        for now in moments {
            let truth = passes(sign, oracle(&known, what, window, of, now), bound);
            prop_assert_eq!(holds(&windows, &question, now), truth, "at {}", now);
        }
    }

    /// Between two moments that are told as due the answer does not change, and no change is missed.
    #[test]
    fn by_time_alone_the_answer_changes_exactly_when_it_is_due(did in did(), asked in asked()) {
        let (what, window, of, sign, bound) = asked;
        let question = tracks(&text(what, window, of, sign, bound));
        let mut windows = Windows::default();
        windows.settle(&question.1);
        let now = did.iter().map(|did| did.secs).max().unwrap_or(0);
        for event in events_of(&did) {
            windows.observe(&event, &question.1, at(now));
        }
        let series: Vec<_> = question.1.questions().collect();
        let (asked, track) = series[0];
        let clause = Condition::parse(&question.0.to_value()).unwrap();
        let mut comparison = None;
        each_comparison(&clause, &mut comparison);
        let comparison = comparison.unwrap();
        let mut expected = holds(&windows, &question, now);
        let mut due = windows.series(track).unwrap().next_flip(&asked.measure, &comparison, at(now));
        for secs in now..now + 1_250 {
            if due.is_some_and(|due| due <= at(secs)) {
                expected = !expected;
                due = windows.series(track).unwrap().next_flip(&asked.measure, &comparison, at(secs));
            }
            let truth = passes(sign, oracle(&did, what, window, of, secs), bound);
            prop_assert_eq!(truth, expected, "at {}", secs - now);
        }
    }
}

fn each_comparison(condition: &Condition, found: &mut Option<crate::condition::Comparison>) {
    crate::condition::each_clause(condition.clauses(), &mut |clause| {
        if let crate::condition::Clause::Question(question) = clause
            && let crate::condition::Question::Events { asked, .. } = &**question
        {
            found.clone_from(asked);
        }
    });
}

#[test]
fn a_series_is_the_same_in_whatever_order_many_events_come() {
    let question = tracks("sum('did', value, 3600s) > 5");
    let events: Vec<Event> =
        (0..400).map(|number| event(number * 7, "did", json!({ "value": number % 13 }))).collect();
    let fed = |order: &mut dyn Iterator<Item = &Event>| {
        let mut windows = Windows::default();
        windows.settle(&question.1);
        order.for_each(|event| windows.observe(event, &question.1, at(2_800)));
        windows
    };
    let in_time = fed(&mut events.iter());
    assert_eq!(in_time, fed(&mut events.iter().rev()));
    let (odd, even): (Vec<&Event>, Vec<&Event>) =
        events.iter().partition(|event| event.at.unix_millis() % 2_000 == 0);
    assert_eq!(in_time, fed(&mut even.into_iter().chain(odd)));
}

#[test]
fn beyond_sixty_four_events_the_oldest_leave_late_by_at_most_a_part_of_the_window() {
    const WINDOW: i64 = 3_200;
    let part = WINDOW / i64::from(WINDOW_PARTS);
    let question = tracks(&format!("performed('did', {WINDOW}s) >= 1"));
    let mut windows = Windows::default();
    windows.settle(&question.1);
    for number in 0..1_000 {
        windows.observe(&event(number * 3, "did", json!({})), &question.1, at(number * 3));
    }
    let (asked, track) = question.1.questions().next().unwrap();
    let series = windows.series(track).unwrap();
    for now in 2_997..6_300 {
        let counted = series.answer(&asked.measure, at(now)).as_i64().unwrap();
        let truth =
            |window: i64| (0..1_000).filter(|number| now - window < number * 3).count() as i64;
        assert!(truth(WINDOW) <= counted && counted <= truth(WINDOW + part), "{counted} at {now}");
        if truth(WINDOW) <= OCCURRENCES_KEPT_MAX as i64 {
            assert_eq!(counted, truth(WINDOW), "at {now}");
        }
    }
}

#[test]
fn a_series_takes_up_no_more_than_is_promised() {
    for text in [
        "performed('did', 30d) > 1",
        "sum('did', value, 30d) > 1",
        "distinct('did', value, 30d) > 1",
        "sum('did', value) > 1",
        "last('did') HAS (value > 3)",
    ] {
        let question = tracks(text);
        let mut windows = Windows::default();
        windows.settle(&question.1);
        for number in 0..10_000_i64 {
            let value = json!({ "value": 987_654_321.123_4 - number as f64 });
            windows.observe(&event(number * 259, "did", value), &question.1, at(number * 259));
        }
        let len = serde_json::to_string(&windows).unwrap().len();
        assert!(len < SERIES_LEN_BYTES_MAX, "{text}: {len} bytes");
        let stored: Windows =
            serde_json::from_str(&serde_json::to_string(&windows).unwrap()).unwrap();
        assert_eq!(stored, windows, "{text}");
    }
}

#[test]
fn a_new_question_is_answered_from_what_is_stored_and_an_old_one_is_not_counted_twice() {
    let (orders, old) = tracks("performed('did', 30d) >= 2");
    let events: Vec<Event> = (0..3).map(|number| event(number * 60, "did", json!({}))).collect();
    let mut windows = Windows::default();
    windows.settle(&old);
    for event in &events {
        windows.observe(event, &old, at(200));
    }
    let sums = Condition::from_text("performed('did') = 3 AND performed('did', 30d) = 3").unwrap();
    let new = Tracks::compile([&orders, &sums]).unwrap();
    assert!(windows.lacks(&new) && !windows.lacks(&old));
    windows.recall(&events, &new, at(200));
    assert!(!windows.lacks(&new));
    assert!(holds(&windows, &(sums, new), 200));
    // What nobody asks about any more is dropped.
    windows.settle(&Tracks::default());
    assert!(windows.is_empty());
}

#[test]
fn questions_about_the_same_events_share_a_series_and_too_many_are_refused() {
    let texts = [
        "performed('did', 30d) >= 2",
        "performed('did', 30d) = 0",
        "performed('did') AND last('did') < 3d AND first('did') > 9d",
        "sum('did', value, 7d) > 1 AND avg('did', value, 7d) > 1 AND max('did', value, 7d) > 1",
    ];
    let conditions = texts.map(|text| Condition::from_text(text).unwrap());
    assert_eq!(Tracks::compile(&conditions).unwrap().all().len(), 3);
    let many: Vec<Condition> = (0..=SERIES_MAX)
        .map(|number| Condition::from_text(&format!("performed('e{number}')")).unwrap())
        .collect();
    assert!(Tracks::compile(&many[..SERIES_MAX]).is_ok());
    let error = Tracks::compile(&many).unwrap_err();
    assert_eq!(error.to_string(), "asks about 33 different series of events, more than 32");
}

#[test]
fn any_event_is_one_that_somebody_sent() {
    let question = tracks("performed('*', 1h) = 1");
    let mut windows = Windows::default();
    windows.settle(&question.1);
    windows.observe(&event(1, "did", json!({})), &question.1, at(2));
    let derived = Event::derived(
        "derived-1".parse().unwrap(),
        ("Segment Entered", serde_json::Map::new()),
        at(1),
    );
    windows.observe(&derived, &question.1, at(2));
    assert!(holds(&windows, &question, 2));
}

#[test]
fn every_ready_made_segment_can_be_published_in_both_languages() {
    let mut ids = Vec::new();
    for made in ready_made() {
        for locale in [Locale::ZhCn, Locale::En] {
            let segment = made.segment(locale).expect(&made.id);
            assert!(!segment.name.is_empty() && !made.about.get(locale).is_empty());
            let condition = Condition::parse(&segment.condition).unwrap();
            assert_eq!(
                Condition::from_text(&made.condition).unwrap().to_value(),
                condition.to_value()
            );
        }
        ids.push(made.id);
    }
    let segments: Vec<Segment> =
        ready_made().iter().map(|made| made.segment(Locale::ZhCn).unwrap()).collect();
    assert!(Segments::compile(&segments).is_ok());
    for named in [
        "high_value_hesitant",
        "high_value_leaving",
        "silent_60",
        "price_sensitive",
        "new",
        "loyal",
        "at_risk",
    ] {
        assert!(ids.contains(&named.to_string()), "{named}");
    }
}
