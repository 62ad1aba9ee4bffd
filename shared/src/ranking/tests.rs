//! Which rule goes first, and what that is learned from.

use alloc::{collections::BTreeMap, format, vec};

use serde_json::{Value, json};

use super::*;
use crate::{
    propensity::{Evidence, tests::chance},
    time::Timestamp,
};

const NOW: Timestamp = Timestamp::from_unix_millis(1_767_574_800_000);

fn rule(id: &str) -> Rule {
    serde_json::from_value(json!({
        "id": id, "name": id, "priority": 5, "triggers": ["page"], "class": "marketing",
        "action": {"kind": "say", "text": {"zh-CN": id, "en": id}}
    }))
    .unwrap()
}

/// A rule in an experiment whose control is given nothing.
fn treated(id: &str) -> Rule {
    let say = json!({"kind": "say", "text": {"zh-CN": id, "en": id}});
    let mut rule = serde_json::to_value(rule(id)).unwrap();
    rule["experiment"] = json!({"key": "e", "actions": [{"kind": "nothing"}, say]});
    serde_json::from_value(rule).unwrap()
}

fn document(stage: &str) -> Value {
    json!({"profile": {"lifecycle_stage": stage}, "visits": 3, "locale": "zh-CN"})
}

fn study(stage: &str) -> Study {
    Study::of(&document(stage), NOW)
}

fn lesson(of: Subject, stage: &str, brought: Option<i64>) -> Lesson {
    Study { brought_minor: brought.map(Minor::new), ..study(stage) }.lesson(of)
}

fn of_rule(id: &str) -> Subject {
    Subject::Rule { rule: id.parse().unwrap() }
}

/// Lessons of a rule: of so many people every so manieth orders for so much.
fn teach(learned: &mut Learned, id: &str, (people, every, minor): (u32, u32, i64)) {
    for person in 0..people {
        let brought = (person % every == 0).then_some(minor);
        learned.learn(&lesson(of_rule(id), "active", brought), 100_000, NOW).unwrap();
    }
}

fn ranking(
    method: Method,
    rules: &[Rule],
    learned: &Learned,
    (who, stage): (u32, &str),
) -> Ranking {
    let band = Band { priority: 5, method };
    let rules: Vec<&Rule> = rules.iter().collect();
    let policies = Policies::ready(&[band], &rules, learned).unwrap();
    let (person, decision) = (format!("p-{who}").parse().unwrap(), "dec-1".parse().unwrap());
    let study = study(stage);
    let asked = Asked { person: &person, decision: &decision, study: &study };
    Ranking::of(band, &rules, (learned, &policies), asked)
}

fn order(ranking: &Ranking) -> Vec<&str> {
    ranking.ranked.iter().map(|ranked| ranked.rule.as_str()).collect()
}

#[test]
fn with_no_data_rules_of_one_priority_keep_their_order_and_nothing_is_claimed() {
    let rules = [rule("a"), rule("b"), rule("c")];
    let found = ranking(Method::ExpectedValue, &rules, &Learned::default(), (1, "new"));
    assert_eq!(order(&found), ["a", "b", "c"]);
    assert!(found.ranked.iter().all(|ranked| ranked.evidence == Evidence::None));
}

#[test]
fn the_rule_goes_first_whose_orders_bring_more_together() {
    let rules = [rule("a"), rule("b")];
    let mut learned = Learned::default();
    // Every tenth orders for 100, every twentieth for 500.
    teach(&mut learned, "a", (2_000, 10, 10_000));
    teach(&mut learned, "b", (2_000, 20, 50_000));
    let found = ranking(Method::ExpectedValue, &rules, &learned, (1, "active"));
    assert_eq!(order(&found), ["b", "a"]);
    assert!(found.ranked.iter().all(|ranked| ranked.evidence == Evidence::Enough));
    assert!(found.ranked[1].probability > found.ranked[0].probability);
    // By id it stays as it was.
    assert_eq!(order(&ranking(Method::Order, &rules, &learned, (1, "active"))), ["a", "b"]);
}

#[test]
fn one_lucky_order_moves_nobody_far() {
    let rules = [rule("a"), rule("b")];
    let mut learned = Learned::default();
    teach(&mut learned, "a", (1_000, 10, 10_000));
    teach(&mut learned, "b", (1, 1, 10_000));
    let found = ranking(Method::ExpectedValue, &rules, &learned, (1, "active"));
    let b = found.ranked.iter().find(|ranked| ranked.rule.as_str() == "b").unwrap();
    assert!(b.probability < 0.2, "{b:?}");
}

#[test]
fn where_a_control_says_that_orders_come_anyway_the_rule_goes_behind() {
    let rules = [treated("a"), rule("b")];
    let mut learned = Learned::default();
    teach(&mut learned, "b", (2_000, 20, 10_000));
    // Every fifth orders, with and without.
    for person in 0..4_000_u32 {
        let of = Subject::Experiment { experiment: "e".parse().unwrap(), variation: person % 2 };
        let brought = ((person / 2) % 5 == 0).then_some(10_000);
        learned.learn(&lesson(of, "active", brought), 100_000, NOW).unwrap();
    }
    let found = ranking(Method::ExpectedValue, &rules, &learned, (1, "active"));
    assert_eq!(order(&found), ["b", "a"]);
    let a = &found.ranked[1];
    assert!(a.is_uplift && a.probability.abs() < 0.02, "{a:?}");
}

#[test]
fn a_bandit_draws_evenly_where_nothing_is_known() {
    let rules = [rule("a"), rule("b")];
    let mut first: BTreeMap<String, u32> = BTreeMap::new();
    for who in 0..1_000 {
        let found = ranking(Method::Bandit, &rules, &Learned::default(), (who, "new"));
        let sum: f64 = found.ranked.iter().filter_map(|ranked| ranked.propensity).sum();
        assert!((sum - 1.0).abs() < 1e-12);
        let first = first.entry(order(&found)[0].into()).or_default();
        *first += 1;
    }
    assert!((430..570).contains(&first["a"]), "{first:?}");
}

#[test]
fn a_bandit_learns_what_each_stage_of_life_likes_and_never_stops_trying() {
    let rules = [rule("a"), rule("b")];
    let mut learned = Learned::default();
    for person in 0..400_u64 {
        for (id, stage, rate) in
            [("a", "new", 0.4), ("b", "new", 0.1), ("a", "loyal", 0.1), ("b", "loyal", 0.4)]
        {
            let drawn = Drawn { context: stage.into(), propensity_ppm: 500_000 };
            learned.drawn(&id.parse().unwrap(), &drawn).unwrap();
            let brought = (chance(person * 4 + u64::from(id == "a")) < rate).then_some(100_000);
            if let Some(brought) = brought {
                let mut study = Study { propensity_ppm: Some(500_000), ..study(stage) };
                let early = study.brings(Minor::new(brought), of_rule(id)).unwrap();
                learned.learn(&early, 100_000, NOW).unwrap();
            }
        }
    }
    let share = |stage: &str, rule: &str| {
        let found = ranking(Method::Bandit, &rules, &learned, (1, stage));
        found.ranked.iter().find(|ranked| ranked.rule.as_str() == rule).unwrap().propensity.unwrap()
    };
    assert!(0.9 < share("new", "a") && 0.9 < share("loyal", "b"));
    assert!(0.02 < share("new", "b") && 0.02 < share("loyal", "a"));
}

#[test]
fn what_somebody_can_pay_is_not_looked_at() {
    let mut rich = document("active");
    for (field, value) in [
        ("spend", json!(99_999)),
        ("average_order", json!(9_999)),
        ("price_band", json!("6000-")),
        ("high_value", json!(true)),
        ("cart_value", json!(88_888)),
    ] {
        rich[field] = value;
    }
    rich["profile"]["purchasing_power"] = json!("high");
    rich["profile"]["order_value"] = json!(9_999);
    rich["profile"]["monetary"] = json!(5);
    assert_eq!(Study::of(&rich, NOW), study("active"));
}

#[test]
fn lessons_and_records_are_read_back_as_they_were_written() {
    let mut learned = Learned::default();
    teach(&mut learned, "a", (50, 5, 10_000));
    learned
        .drawn(&"a".parse().unwrap(), &Drawn { context: String::new(), propensity_ppm: 1 })
        .unwrap();
    let stored = serde_json::to_string(&learned).unwrap();
    let read: Learned = serde_json::from_str(&stored).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), stored);
    let lesson = lesson(of_rule("a"), "new", Some(5));
    let stored = serde_json::to_string(&lesson).unwrap();
    assert_eq!(serde_json::from_str::<Lesson>(&stored).unwrap(), lesson);
}

#[test]
fn what_is_gone_is_forgotten() {
    let mut learned = Learned::default();
    teach(&mut learned, "a", (5, 5, 10_000));
    teach(&mut learned, "b", (5, 5, 10_000));
    learned.retain(|rule| rule == "b", |_| false);
    assert_eq!(learned.rules.keys().collect::<Vec<_>>(), vec!["b"]);
}
