//! Many simulated shoppers against the demo shop's own rules: no promise is ever broken.
//!
//! Each shopper does what shoppers do, in an order that a seed draws, over some weeks. After
//! every command the promises are checked on what the core said has to be done.

#![cfg(test)]

mod shop;
mod shopper;

use std::collections::BTreeSet;

use shared::ledger::Fact;
use shopper::Shopper;

/// Enough for every promise to have been put to the test many times.
const SHOPPERS: u32 = 300;
const STEPS: u32 = 60;

/// Lets everybody shop; each step checks the promises made to one person.
fn everybody(shop: &shop::Shop) -> Vec<Shopper<'_>> {
    (0..SHOPPERS)
        .map(|number| {
            let mut shopper = Shopper::enter(shop, number);
            for _ in 0..STEPS {
                shopper.step();
            }
            shopper
        })
        .collect()
}

#[test]
fn no_promise_to_any_shopper_is_ever_broken() {
    let shop = shop::demo();
    let people = everybody(&shop);

    // The promises are checked at each step; here, that the story was worth checking.
    let count = |matches: &dyn Fn(&Fact) -> bool| {
        people.iter().flat_map(|shopper| &shopper.facts).filter(|fact| matches(fact)).count()
    };
    let held = |wanted: &str| {
        count(&|fact| matches!(fact, Fact::Suppressed { reason, .. } if reason == wanted))
    };
    let given = count(&|fact| matches!(fact, Fact::Delivered { .. }));
    let credited = count(&|fact| matches!(fact, Fact::Ordered { credited: Some(_), .. }));
    println!(
        "{SHOPPERS} shoppers: {given} given, {credited} orders credited; held back: {} in the \
         holdout, {} without consent, {} often enough",
        held("holdout"),
        held("no_consent"),
        held("frequency_cap"),
    );
    assert!(given > 200, "hardly anything was given");
    assert!(credited > 20, "hardly any order was credited");
    assert!(held("holdout") > 10, "hardly anybody was held out");
    assert!(held("no_consent") > 10, "hardly anybody refused");
    assert!(held("frequency_cap") > 10, "hardly anybody was contacted often enough");

    let codes: Vec<&String> = people.iter().flat_map(|shopper| &shopper.codes).collect();
    let distinct: BTreeSet<&String> = codes.iter().copied().collect();
    assert_eq!(distinct.len(), codes.len(), "two coupons have one code");
}

#[test]
fn the_same_story_told_twice_ends_the_same() {
    let shop = shop::demo();
    let tell = |number| {
        let mut shopper = Shopper::enter(&shop, number);
        for _ in 0..STEPS {
            shopper.step();
        }
        (shopper.visitor, shopper.facts)
    };
    for number in 0..20 {
        assert_eq!(tell(number), tell(number), "shopper {number}");
    }
}
