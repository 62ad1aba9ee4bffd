use alloc::{collections::BTreeSet, format, string::String, vec, vec::Vec};

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{
    catalog::Catalog, compiled::Compiled, config::Config, event::Arrival, id::ProfileId,
    ledger::Entry, profile::lifecycle::Stage, segment::ready_made, text::Locale, visitor::Command,
};

const START: i64 = 1_767_225_600_000;
const DAY: i64 = 86_400;

fn at(secs: i64) -> Timestamp {
    Timestamp::from_unix_millis(START + secs * 1_000)
}

/// A workspace with these segments, as text, and rules that greet everybody who crosses.
fn workspace(segments: &[(&str, &str)]) -> Compiled {
    let segments: Vec<Value> = segments
        .iter()
        .map(|(id, text)| {
            let condition = crate::condition::Condition::from_text(text).unwrap().to_value();
            json!({ "id": id, "name": format!("the {id}"), "condition": condition })
        })
        .collect();
    let say = |id: &str, trigger: &str, condition: Value| {
        json!({
            "id": id, "name": id, "priority": 1, "triggers": [trigger], "class": "service",
            "condition": condition, "action": {"kind": "say", "text": {"zh-CN": id, "en": id}}
        })
    };
    let config: Config = serde_json::from_value(json!({
        "settings": {
            "id": "demo", "name": "Demo", "write_keys": ["pk"], "currency": "CNY",
            "cart_abandoned_secs": 600
        },
        "segments": segments,
        "rules": [
            say("care", STAGE_CHANGED, json!({ "event.properties.to": "at_risk" })),
            say("hello", "Segment Entered", json!({ "event.properties.segment": "greeted" })),
            say("compared", "Product Compared", json!({}))
        ]
    }))
    .unwrap();
    Compiled::new(config, "hash".into(), Catalog::default()).unwrap()
}

struct Person {
    visitor: Visitor,
    id: ProfileId,
    sent: u32,
    alarm: Option<Timestamp>,
}

/// What was told, with when.
type Told = Vec<(Timestamp, String)>;

impl Person {
    fn new() -> Self {
        Self { visitor: Visitor::default(), id: "anon-1".parse().unwrap(), sent: 0, alarm: None }
    }

    fn apply(&mut self, config: &Compiled, command: Command, now: Timestamp) -> Vec<Effect> {
        let effects = self.visitor.apply(
            command,
            Context {
                id: &self.id,
                config,
                now,
                zones: &crate::zone::NoZones,
                secret: b"secret",
                explain: false,
            },
        );
        self.alarm = effects.iter().find_map(|effect| match effect {
            Effect::WakeAt(at) => Some(*at),
            _ => None,
        });
        effects
    }

    fn does(&mut self, config: &Compiled, secs: i64, name: &str, properties: Value) -> Vec<Effect> {
        self.sent += 1;
        let event = json!({
            "type": "track", "event": name, "properties": properties, "anonymousId": "anon-1",
            "messageId": format!("m-{}", self.sent), "timestamp": at(secs).to_rfc3339()
        });
        let arrival = Arrival { received_at: at(secs), sent_at: None, context: None };
        let events = vec![Event::parse(event, arrival).unwrap()];
        self.apply(config, Command::TakeIn { events }, at(secs))
    }

    /// Lets time pass until `secs`, waking whenever it is due; collects what was done.
    fn sleep_until(&mut self, config: &Compiled, secs: i64) -> Vec<Effect> {
        let mut all = Vec::new();
        while let Some(due) = self.alarm.filter(|due| *due <= at(secs)) {
            all.extend(self.apply(config, Command::Wake, due));
            assert!(self.alarm.is_none_or(|next| due < next), "woken again for the same moment");
        }
        all
    }

    fn inside(&self, config: &Compiled, now: Timestamp) -> BTreeSet<String> {
        let context = Context {
            id: &self.id,
            config,
            now,
            zones: &crate::zone::NoZones,
            secret: b"",
            explain: false,
        };
        let (_, segments) = self.visitor.read(&Occasion::default(), context);
        segments.into_iter().map(|segment| segment.id.as_str().into()).collect()
    }

    fn told_inside(&self) -> BTreeSet<String> {
        self.visitor.membership.iter().map(|(segment, _)| segment.as_str().into()).collect()
    }
}

fn crossings(effects: &[Effect]) -> Told {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Enter(Entry { at, fact: Fact::SegmentEntered { segment }, .. }) => {
                Some((*at, format!("+{segment}")))
            }
            Effect::Enter(Entry { at, fact: Fact::SegmentExited { segment }, .. }) => {
                Some((*at, format!("-{segment}")))
            }
            _ => None,
        })
        .collect()
}

fn stages(effects: &[Effect]) -> Vec<(Timestamp, Stage)> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Enter(Entry { at, fact: Fact::StageChanged { to, .. }, .. }) => {
                Some((*at, *to))
            }
            _ => None,
        })
        .collect()
}

fn recorded(effects: &[Effect]) -> Vec<&str> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Record(event) => Some(event.trigger()),
            _ => None,
        })
        .collect()
}

fn is_greeted(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Show(_)))
}

#[test]
fn time_alone_leads_through_every_stage_at_its_moment_and_is_an_occasion() {
    let config = workspace(&[]);
    let mut person = Person::new();
    assert_eq!(stages(&person.does(&config, 0, "Product Viewed", json!({}))), []);
    let effects = person.sleep_until(&config, 400 * DAY);
    assert_eq!(
        stages(&effects),
        [
            (at(14 * DAY), Stage::Active),
            (at(30 * DAY), Stage::AtRisk),
            (at(60 * DAY), Stage::Lapsed),
            (at(180 * DAY), Stage::Churned),
        ]
    );
    assert_eq!(recorded(&effects), [STAGE_CHANGED; 4]);
    // One rule is for at_risk, and only then.
    let shown: Vec<_> = effects.iter().filter(|effect| matches!(effect, Effect::Show(_))).collect();
    assert_eq!(shown.len(), 1);
    let back = person.does(&config, 400 * DAY, "Product Viewed", json!({}));
    assert_eq!(stages(&back), [(at(400 * DAY), Stage::Active)]);
}

#[test]
fn an_alarm_that_comes_months_late_tells_every_stage_but_starts_nothing_for_what_is_over() {
    let config = workspace(&[]);
    let mut person = Person::new();
    person.does(&config, 0, "Product Viewed", json!({}));
    let effects = person.apply(&config, Command::Wake, at(45 * DAY));
    assert_eq!(stages(&effects), [(at(14 * DAY), Stage::Active), (at(30 * DAY), Stage::AtRisk)]);
    assert!(!is_greeted(&effects), "at risk for a fortnight already");
    assert_eq!(person.alarm, Some(at(60 * DAY)));
}

#[test]
fn a_window_that_slides_lets_people_in_and_out_once_each() {
    let config = workspace(&[
        ("buyers", "performed('Order Completed', 30d) >= 2"),
        (
            "greeted",
            "performed('Product Viewed', 7d) >= 1 AND performed('Order Completed', 7d) = 0",
        ),
    ]);
    let mut person = Person::new();
    let order = |number: u32| json!({ "order_id": format!("o-{number}"), "revenue": 10.0 });
    let effects = person.does(&config, 0, "Product Viewed", json!({}));
    assert_eq!(crossings(&effects), [(at(0), "+greeted".into())]);
    assert!(is_greeted(&effects));
    assert!(crossings(&person.does(&config, 60, "Product Viewed", json!({}))).is_empty());
    let effects = person.does(&config, DAY, "Order Completed", order(1));
    assert_eq!(crossings(&effects), [(at(DAY), "-greeted".into())]);
    let effects = person.does(&config, 3 * DAY, "Order Completed", order(2));
    assert_eq!(crossings(&effects), [(at(3 * DAY), "+buyers".into())]);
    // The first order is 30 days old; the look is as old as the order before it, so nothing else.
    let effects = person.sleep_until(&config, 100 * DAY);
    assert_eq!(crossings(&effects), [(at(31 * DAY), "-buyers".into())]);
    assert_eq!(recorded(&effects).iter().filter(|name| **name == "Segment Exited").count(), 1);
}

#[test]
fn who_was_not_here_for_sixty_days_is_called_silent_on_the_day() {
    let config =
        workspace(&[("silent", "last_active_days >= 60"), ("greeted", "segment = 'silent'")]);
    let mut person = Person::new();
    person.does(&config, 0, "Product Viewed", json!({}));
    let effects = person.sleep_until(&config, 61 * DAY);
    let expected = [(at(60 * DAY), "+silent".into()), (at(60 * DAY), "+greeted".into())];
    assert_eq!(crossings(&effects), expected);
    assert!(is_greeted(&effects));
}

#[test]
fn what_was_due_before_a_command_is_told_before_it() {
    let config = workspace(&[("silent", "last_active_days >= 60")]);
    let mut person = Person::new();
    person.does(&config, 0, "Product Viewed", json!({}));
    // The alarm did not come; the person did.
    let effects = person.does(&config, 70 * DAY, "Product Viewed", json!({}));
    let told: Vec<String> = crossings(&effects).into_iter().map(|(_, told)| told).collect();
    // In the visit that begins, days still count from the visit before.
    assert_eq!(told, ["+silent"]);
    let told: Vec<String> = crossings(&person.sleep_until(&config, 71 * DAY))
        .into_iter()
        .map(|(_, told)| told)
        .collect();
    assert_eq!(told, ["-silent"]);
}

#[test]
fn a_new_question_is_answered_from_stored_events() {
    let before = workspace(&[]);
    let after = workspace(&[("buyers", "performed('Product Viewed', 30d) >= 2")]);
    let mut person = Person::new();
    let mut stored = Vec::new();
    for (number, secs) in [(1, 0), (2, 60)] {
        let event = json!({
            "type": "track", "event": "Product Viewed", "anonymousId": "anon-1",
            "messageId": format!("s-{number}"), "timestamp": at(secs).to_rfc3339()
        });
        let arrival = Arrival { received_at: at(secs), sent_at: None, context: None };
        stored.push(Event::parse(event, arrival).unwrap());
        let events = vec![stored[stored.len() - 1].clone()];
        person.apply(&before, Command::TakeIn { events }, at(secs));
    }
    assert!(person.visitor.lacks_history(&after) && !person.visitor.lacks_history(&before));
    let id = person.id.clone();
    let context = Context {
        id: &id,
        config: &after,
        now: at(100),
        zones: &crate::zone::NoZones,
        secret: b"",
        explain: false,
    };
    person.visitor.recall(&stored, context);
    let effects = person.apply(&after, Command::Wake, at(100));
    assert_eq!(crossings(&effects), [(at(100), "+buyers".into())]);
    let told = crossings(&person.sleep_until(&after, 40 * DAY));
    assert_eq!(told, [(at(30 * DAY), "-buyers".into())]);
}

#[test]
fn what_events_say_together_is_recorded_and_is_an_occasion() {
    let config = workspace(&[("lookers", "performed('Product Compared', 1h) >= 1")]);
    let mut person = Person::new();
    let view = |id: &str| json!({ "product_id": id });
    person.does(&config, 0, "Product Viewed", view("a"));
    person.does(&config, 1, "Product Viewed", view("b"));
    let effects = person.does(&config, 2, "Product Viewed", view("a"));
    assert_eq!(recorded(&effects), ["Product Compared", "Segment Entered"]);
    assert!(is_greeted(&effects));
}

#[test]
fn a_person_stored_by_an_earlier_version_is_read_and_begins_somewhere() {
    let stored = json!({
        "profile": {
            "first_seen": START, "last_seen": START + DAY * 1_000,
            "visits": {"count": 2, "pages": 1, "began_at": START, "previous_ended_at": START}
        },
        "messages": 0, "decisions": 0, "entries": 4
    });
    let mut person = Person::new();
    person.visitor = serde_json::from_value(stored).unwrap();
    let config = workspace(&[]);
    let effects = person.apply(&config, Command::Wake, at(20 * DAY));
    assert_eq!(stages(&effects), []);
    assert_eq!(person.visitor.profile.lifecycle.stage, Some(Stage::Active));
    assert_eq!(person.alarm, Some(at(31 * DAY)));
}

fn action() -> impl Strategy<Value = (i64, &'static str, Value)> {
    let pause = prop_oneof![60_i64..7_200, DAY..40 * DAY];
    let what = prop::sample::select(vec![
        ("Product Viewed", json!({"product_id": "a", "price": 4000.0})),
        ("Product Viewed", json!({"product_id": "b", "price": 10.0})),
        ("Product Added", json!({"product_id": "a", "price": 4000.0})),
        ("Order Completed", json!({"revenue": 900.0, "products": [{"product_id": "a"}]})),
        ("Coupon Entered", json!({})),
        ("Product Reviewed", json!({"rating": 1})),
        ("Email Delivered", json!({})),
    ]);
    (pause, what).prop_map(|(pause, (name, properties))| (pause, name, properties))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// With nobody but the alarm to wake them, people are at every moment in the segments in
    /// which a look at them would find them.
    #[test]
    fn nobody_is_ever_in_a_segment_that_they_are_not_in(
        actions in prop::collection::vec(action(), 1..14), samples in prop::collection::vec(0.0_f64..1.0, 4..5),
    ) {
        let made: Vec<(String, String)> =
            ready_made().into_iter().map(|made| (made.id, made.condition)).collect();
        let mut segments: Vec<(&str, &str)> =
            made.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
        segments.extend([
            ("spender", "sum('Order Completed', revenue, 20d) > 1000"),
            ("not_lately", "last('Product Viewed') > 3.5d AND last_order_days > 2.5"),
            ("odd", "last_active_days IN (3, 5) OR profile.first_seen_days = 9"),
        ]);
        let config = workspace(&segments);
        let mut person = Person::new();
        let mut now = 0;
        for (number, (pause, name, properties)) in actions.into_iter().enumerate() {
            let mut moments: Vec<i64> =
                samples.iter().map(|sample| now + part(*sample, pause)).collect();
            moments.sort_unstable();
            for moment in moments.into_iter().filter(|_| number != 0) {
                person.sleep_until(&config, moment);
                prop_assert_eq!(person.told_inside(), person.inside(&config, at(moment)), "at {}", moment);
            }
            now += pause;
            person.sleep_until(&config, now);
            let mut properties = properties;
            if name == "Order Completed" {
                properties["order_id"] = json!(format!("o-{number}"));
            }
            person.does(&config, now, name, properties);
            prop_assert_eq!(person.told_inside(), person.inside(&config, at(now)));
        }
        prop_assert!(ready_made().iter().all(|made| made.segment(Locale::En).is_some()));
    }
}

/// A part of a pause, in milliseconds.
#[expect(clippy::as_conversions, reason = "no other conversion from float exists")]
#[expect(clippy::cast_possible_truncation, reason = "some months at most")]
#[expect(clippy::cast_precision_loss, reason = "some months at most")]
fn part(share: f64, pause: i64) -> i64 {
    (share * pause as f64) as i64
}
