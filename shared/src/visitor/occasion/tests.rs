use alloc::{format, string::String, vec, vec::Vec};

use serde_json::{Value, json};

use super::*;
use crate::{
    catalog::Catalog,
    compiled::Compiled,
    config::Config,
    event::Arrival,
    id::ProfileId,
    visitor::Command,
    zone::{Zone, Zones},
};

/// New York, with its clocks an hour ahead in summer; and Shanghai, where the shop is.
struct Atlas;

impl Zones for Atlas {
    fn offset_secs(&self, zone: &Zone, at: Timestamp) -> Option<i32> {
        match zone.as_str() {
            "Asia/Shanghai" => Some(8 * 3_600),
            "America/New_York" => {
                let summer = moment("2026-03-08T07:00:00Z")..moment("2026-11-01T06:00:00Z");
                Some((-5 + i32::from(summer.contains(&at))) * 3_600)
            }
            _ => None,
        }
    }
}

const NOTHING: [&str; 0] = [];

fn date(at: &str) -> &str {
    at.get(..10).unwrap()
}

fn moment(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

fn shop() -> Compiled {
    let say = |id: &str, trigger: &str| {
        json!({
            "id": id, "name": id, "priority": 1, "triggers": [trigger], "class": "service",
            "condition": {}, "action": {"kind": "say", "text": {"zh-CN": id, "en": id}}
        })
    };
    let config: Config = serde_json::from_value(json!({
        "settings": {"id": "demo", "name": "Demo", "write_keys": ["pk"], "currency": "CNY"},
        "segments": [
            {"id": "soon", "name": "Soon", "condition": {"profile.birthday_days": {"$exists": true, "$lte": 7}}},
            {"id": "leaving", "name": "Leaving", "condition": {"profile.churn_risk": {"$gt": 0.6}}},
            {"id": "out", "name": "Out", "condition": {"profile.replenishment_days": {"$exists": true, "$lt": 2}}}
        ],
        "rules": [say("greet", BIRTHDAY), say("refill", REPLENISHMENT_DUE)]
    }))
    .unwrap();
    let mut compiled = Compiled::new(config, "hash".into(), Catalog::default()).unwrap();
    compiled.purchases = Some(crate::profile::outlook::tests::cdnow());
    compiled
}

struct Person {
    visitor: Visitor,
    id: ProfileId,
    sent: u32,
    alarm: Option<Timestamp>,
    told: Vec<(String, &'static str)>,
}

impl Person {
    fn new() -> Self {
        Self {
            visitor: Visitor::default(),
            id: "anon-1".parse().unwrap(),
            sent: 0,
            alarm: None,
            told: vec![],
        }
    }

    fn apply(&mut self, shop: &Compiled, command: Command, now: Timestamp) {
        let (id, zones) = (&self.id, &Atlas);
        let context = Context { id, config: shop, now, zones, secret: b"secret", explain: false };
        let effects = self.visitor.apply(command, context);
        self.alarm = effects.iter().find_map(|effect| match effect {
            Effect::WakeAt(at) => Some(*at),
            _ => None,
        });
        for effect in &effects {
            let what = match effect {
                Effect::Record(event) => match event.trigger() {
                    "Birthday Reached" => "birthday",
                    "Replenishment Due" => "runs out",
                    "Segment Entered" => "enters",
                    "Segment Exited" => "leaves",
                    _ => continue,
                },
                Effect::Show(_) => "shown",
                _ => continue,
            };
            self.told.push((now.to_rfc3339(), what));
        }
    }

    fn sends(&mut self, shop: &Compiled, at: &str, event: Value) {
        self.sent += 1;
        let mut event = event;
        event["anonymousId"] = json!("anon-1");
        event["messageId"] = json!(format!("m-{}", self.sent));
        event["timestamp"] = json!(at);
        let arrival = Arrival { received_at: moment(at), sent_at: None, context: None };
        let events = vec![Event::parse(event, arrival).unwrap()];
        self.apply(shop, Command::TakeIn { events }, moment(at));
    }

    fn tells(&mut self, shop: &Compiled, at: &str, birthday: &str, zone: &str) {
        let traits = json!({ "birthday": birthday });
        self.sends(
            shop,
            at,
            json!({"type": "identify", "traits": traits, "context": {"timezone": zone}}),
        );
    }

    fn buys(&mut self, shop: &Compiled, at: &str) {
        let products = json!([{"product_id": "coffee", "name": "Coffee", "price": 50.0}]);
        let properties = json!({
            "order_id": format!("o-{at}"), "revenue": 50.0, "products": products
        });
        self.sends(
            shop,
            at,
            json!({"type": "track", "event": "Order Completed", "properties": properties}),
        );
    }

    /// Lets time pass, waking whenever it is due.
    fn sleeps_until(&mut self, shop: &Compiled, end: &str) {
        while let Some(due) = self.alarm.filter(|due| *due <= moment(end)) {
            self.apply(shop, Command::Wake, due);
            assert!(self.alarm.is_none_or(|next| due < next), "woken again for the same moment");
        }
    }

    fn when(&self, what: &str) -> Vec<&str> {
        let told = self.told.iter().filter(|(_, known)| *known == what);
        told.map(|(at, _)| at.as_str()).collect()
    }
}

#[test]
fn a_birthday_comes_once_a_year_at_nine_where_the_person_is() {
    let shop = shop();
    let mut person = Person::new();
    person.tells(&shop, "2026-01-10T12:00:00Z", "1990-05-17", "America/New_York");
    person.sleeps_until(&shop, "2028-06-01T00:00:00Z");
    // In May clocks are an hour ahead; the atlas knows of 2026 only.
    assert_eq!(
        person.when("birthday"),
        ["2026-05-17T13:00:00Z", "2027-05-17T14:00:00Z", "2028-05-17T14:00:00Z"]
    );
    assert_eq!(person.when("shown"), person.when("birthday"));
}

#[test]
fn who_flies_west_on_their_birthday_is_greeted_once() {
    let (shop, mut person) = (shop(), Person::new());
    person.tells(&shop, "2026-05-10T00:00:00Z", "1990-05-17", "Asia/Shanghai");
    person.sleeps_until(&shop, "2026-05-17T02:00:00Z");
    // It is the 16th in New York still.
    person.tells(&shop, "2026-05-17T03:00:00Z", "1990-05-17", "America/New_York");
    person.sleeps_until(&shop, "2026-06-01T00:00:00Z");
    assert_eq!(person.when("birthday"), ["2026-05-17T01:00:00Z"]);
    person.sleeps_until(&shop, "2027-06-01T00:00:00Z");
    assert_eq!(person.when("birthday").len(), 2);
}

#[test]
fn where_the_persons_clock_is_not_known_a_birthday_goes_by_the_shops() {
    let shop = shop();
    let mut person = Person::new();
    person.tells(&shop, "2026-01-10T12:00:00Z", "05-17", "Mars/Olympus");
    person.sleeps_until(&shop, "2026-12-01T00:00:00Z");
    assert_eq!(person.when("birthday"), ["2026-05-17T01:00:00Z"]);
}

#[test]
fn a_birthday_that_is_told_on_the_day_is_still_one_and_the_day_after_it_is_not() {
    let shop = shop();
    let mut person = Person::new();
    person.tells(&shop, "2026-05-17T20:00:00+08:00", "1990-05-17", "Asia/Shanghai");
    person.tells(&shop, "2026-05-17T21:00:00+08:00", "1991-05-17", "Asia/Shanghai");
    assert_eq!(person.when("birthday"), ["2026-05-17T12:00:00Z"]);
    let mut late = Person::new();
    late.tells(&shop, "2026-05-16T20:00:00+08:00", "1990-05-17", "Asia/Shanghai");
    late.apply(&shop, Command::Wake, moment("2026-05-18T00:30:00+08:00"));
    assert_eq!(late.when("birthday"), NOTHING);
}

#[test]
fn whoever_is_decided_on_by_nothing_of_their_own_is_not_greeted() {
    let shop = shop();
    let mut person = Person::new();
    person.tells(&shop, "2026-01-10T12:00:00Z", "1990-05-17", "Asia/Shanghai");
    let mut preferences = person.visitor.preferences.clone();
    preferences.personalisation = false;
    person.apply(&shop, Command::Prefer { preferences }, moment("2026-01-11T12:00:00Z"));
    person.sleeps_until(&shop, "2026-12-01T00:00:00Z");
    assert_eq!((person.when("birthday"), person.when("shown")), (vec![], vec![]));
}

#[test]
fn what_runs_out_is_told_once_after_each_purchase_and_a_few_days_before() {
    let shop = shop();
    let mut person = Person::new();
    for day in ["2026-01-01", "2026-01-31", "2026-03-03"] {
        person.buys(&shop, &format!("{day}T10:00:00+08:00"));
    }
    person.sleeps_until(&shop, "2026-03-31T10:00:00+08:00");
    assert_eq!(person.when("runs out"), NOTHING, "two times say too little");
    person.buys(&shop, "2026-04-01T10:00:00+08:00");
    person.sleeps_until(&shop, "2026-12-01T10:00:00+08:00");
    // 30, 31 and 29 days: again on 1 May, three days before that at nine.
    assert_eq!(person.when("runs out"), ["2026-04-28T01:00:00Z"]);
    assert_eq!(person.when("shown"), person.when("runs out"));
    // They came back long after: what is usual is looked at anew, and told anew.
    person.buys(&shop, "2026-12-05T10:00:00+08:00");
    person.sleeps_until(&shop, "2027-06-01T10:00:00+08:00");
    assert_eq!(person.when("runs out").len(), 2, "{:?}", person.told);
}

#[test]
fn what_is_expected_moves_people_in_and_out_of_segments_by_time_alone() {
    let shop = shop();
    let mut person = Person::new();
    person.tells(&shop, "2025-12-30T09:00:00Z", "06-01", "Asia/Shanghai");
    for day in ["2026-01-01", "2026-01-31", "2026-03-03", "2026-04-01"] {
        person.buys(&shop, &format!("{day}T02:00:00Z"));
    }
    let before = person.told.len();
    person.sleeps_until(&shop, "2026-12-01T00:00:00Z");
    let crossings: Vec<&(String, &str)> = person
        .told
        .iter()
        .skip(before)
        .filter(|(_, what)| matches!(*what, "enters" | "leaves"))
        .collect();
    let days: Vec<(&str, &str)> = crossings.iter().map(|(at, what)| (date(at), *what)).collect();
    // Out of coffee from the day before 1 May until it is too late; the birthday from 25 May (by Shanghai's midnight) until it is over.
    assert!(days.contains(&("2026-04-30", "enters")), "{days:?}");
    assert!(days.contains(&("2026-05-24", "enters")), "{days:?}");
    assert!(days.contains(&("2026-06-01", "leaves")), "{days:?}");
    // And each crossing is where a fresh reading on the day before and the day itself differ.
    assert!(person.visitor.membership.iter().any(|(segment, _)| segment.as_str() == "leaving"));
    let model = shop.purchases.as_ref();
    let risk = |day: &str| {
        let today = moment(&format!("{day}T00:00:00Z")).day();
        Outlook { profile: &person.visitor.profile, purchases: model, today }.churn_risk().unwrap()
    };
    let passed = days.iter().find(|(day, what)| *what == "enters" && 0.6 < risk(day));
    let day = passed.map(|(day, _)| *day).unwrap();
    let today = moment(&format!("{day}T00:00:00Z"));
    let before = Timestamp::from_unix_millis(today.unix_millis() - DAY_MILLIS).to_rfc3339();
    assert!(risk(date(&before)) <= 0.6, "{day} {days:?}");
}
