//! The stories that must be told without a broken law, and the bugs that must be found.

use std::time::Instant;

use crate::{
    bug,
    shops::Shops,
    story::{self, explain, plan, tell, tell_all, with},
    world::Plan,
};

/// Seeds within which a planted bug must be found.
const FOUND_WITHIN: u64 = 2_000;

#[test]
#[expect(clippy::disallowed_methods, reason = "says how long it took")]
fn no_law_is_broken_whatever_goes_wrong() {
    let shops = Shops::open();
    if let Some(seed) = story::seed() {
        match tell(&shops, plan(seed)) {
            Ok(seen) => println!("seed {seed}: no law is broken; {seen:?}"),
            Err((broken, seen)) => panic!("{}", explain(&shops, plan(seed), &broken, seen)),
        }
        return;
    }
    let (seeds, began) = (story::seeds(), Instant::now());
    let seen = match tell_all(&shops, seeds, plan) {
        Ok(seen) => seen,
        Err((plan, broken, seen)) => panic!("{}", explain(&shops, plan, &broken, seen)),
    };
    println!("{seeds} seeds in {:.1?}: {seen:?}", began.elapsed());
    // The laws were checked at every step; here, that the stories were worth telling.
    assert!(seeds < 10 || seeds < seen.marketing, "hardly any marketing");
    assert!(seeds < 10 || seeds / 4 < seen.credited, "hardly an order was credited");
    assert!(seeds < 10 || seeds < seen.held, "hardly anything was held back");
    assert!(seeds < 10 || seeds / 10 < seen.erased, "hardly anybody was erased");
    assert!(seeds < 10 || seeds / 2 < seen.withdrawn, "hardly anybody changed their mind");
    assert!(seeds < 10 || seeds / 4 < seen.human, "hardly a human answered");
    assert!(seeds < 10 || seeds / 10 < seen.birthdays, "hardly anybody had their birthday");
    assert!(seeds < 10 || seeds < seen.crashes, "hardly a machine died");
}

#[test]
fn every_planted_bug_is_found() {
    let shops = Shops::open();
    for bug in bug::ALL {
        let Err((plan, broken, _)) = tell_all(&shops, FOUND_WITHIN, |seed| with(bug, seed)) else {
            panic!("{bug:?} is not found within {FOUND_WITHIN} seeds")
        };
        let seen: String = broken.to_string().chars().take(160).collect();
        println!("{bug:?} is found at seed {}: {seen}", plan.seed);
        assert_eq!(broken.law, bug.breaks());
    }
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let shops = Shops::open();
    for seed in 0..20 {
        assert_eq!(tell(&shops, plan(seed)).ok(), tell(&shops, plan(seed)).ok(), "seed {seed}");
    }
}

#[test]
fn a_town_of_two_thousand_people_is_as_lawful_as_a_village() {
    let shops = Shops::open();
    let town = Plan { people_each: 1_000, acts_each: 12, ..plan(1) };
    match tell(&shops, town) {
        Ok(seen) => println!("2,000 people: {seen:?}"),
        Err((broken, seen)) => panic!("{broken} after {seen:?}"),
    }
}
