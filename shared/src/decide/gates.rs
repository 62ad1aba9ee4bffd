//! The gates that a rule passes, from the strictest to the mildest: the law, the promise,
//! the night, the proof, the shelf.

use alloc::vec::Vec;
use core::time::Duration;

use serde_json::Value;

use super::{Chosen, Gift, Occasion, Permit, Standing};
use crate::{
    compiled::Compiled,
    decision::Suppression,
    delivery::{Delivery, DeliveryState},
    experiment::{HELD_OUT, Person, comparison_key},
    frequency,
    id::ExperimentKey,
    offer::Offer,
    preference::Wish,
    quiet_hours,
    rule::{Action, Class, Rule},
    stock::{Grant, SoldOut},
    time::Timestamp,
};

/// Asks every gate; what passes is ready to be given.
pub(super) fn pass<'a>(
    config: &'a Compiled,
    (place, rule): (usize, &'a Rule),
    standing: Standing<'_>,
    occasion: Occasion<'_>,
    exposures: &mut Vec<(ExperimentKey, u32)>,
) -> Result<Chosen<'a>, Suppression> {
    schedule(config, rule, standing, occasion.now)?;
    human(standing)?;
    if !standing.preferences.personalisation && config.reads_the_person(place) {
        return Err(Suppression::PersonalisationOff);
    }
    let permit = permit(config, rule, standing)?;
    wishes(rule, standing, occasion.now)?;
    promises(config, rule, standing, occasion.now)?;
    night(config, rule, standing, occasion.now)?;
    let (compared, held_out) = holdouts(config, rule, standing);
    exposures.extend(compared);
    held_out?;
    let (action, treatment) = treatment(config, rule, occasion.document);
    exposures.extend(treatment.clone());
    let gift = gift(config, action, standing, occasion.now).map_err(|reason| {
        match (reason, &treatment) {
            // The control of an experiment gets nothing on purpose: say so.
            (Suppression::NothingToRecommend, Some((experiment, _)))
                if *action == Action::Nothing =>
            {
                Suppression::Control { experiment: experiment.clone() }
            }
            (reason, _) => reason,
        }
    })?;
    Ok(Chosen { rule, gift, treatment, permit })
}

/// Asks again what may change between a claim and the moment at which the person is told.
///
/// Caps are not asked: the claim counts in them already.
pub(crate) fn may_be_handed_over(
    config: &Compiled,
    rule: &Rule,
    standing: Standing<'_>,
    now: Timestamp,
) -> Result<(), Suppression> {
    human(standing)?;
    permit(config, rule, standing)?;
    wishes(rule, standing, now)?;
    night(config, rule, standing, now)?;
    holdouts(config, rule, standing).1
}

/// Whether the person is held out of everything, or of the rule's scenario. Who is ready to get something of the scenario is
/// in its comparison from then on; who gets nothing at all is in none.
fn holdouts(
    config: &Compiled,
    rule: &Rule,
    standing: Standing<'_>,
) -> (Option<(ExperimentKey, u32)>, Result<(), Suppression>) {
    if rule.class != Class::Marketing {
        return (None, Ok(()));
    }
    if standing.held_out {
        return (None, Err(Suppression::Holdout));
    }
    let Some(scenario) = &rule.scenario else { return (None, Ok(())) };
    let Some(held_out) = config.config.holdout.holds_out_of(scenario, standing.id.as_str()) else {
        return (None, Ok(()));
    };
    let variation = if held_out { HELD_OUT } else { HELD_OUT.saturating_add(1) };
    let compared = comparison_key(scenario).map(|key| (key, variation));
    let reason = Suppression::ScenarioHoldout { scenario: scenario.clone() };
    (compared, if held_out { Err(reason) } else { Ok(()) })
}

/// Between the rule's first and last moment, and in its hours of the week. Where the platform does not know the
/// shop's zone the hours cannot be kept, so the rule waits.
fn schedule(
    config: &Compiled,
    rule: &Rule,
    standing: Standing<'_>,
    now: Timestamp,
) -> Result<(), Suppression> {
    let started = rule.starts_at.is_none_or(|start| start <= now);
    let over = rule.ends_at.is_some_and(|end| end <= now);
    let zone = &config.config.settings.zone;
    let in_hours = rule.hours.as_ref().is_none_or(|hours| {
        zone.wall_clock(standing.zones, now).is_some_and(|clock| hours.contains(clock))
    });
    if started && !over && in_hours { Ok(()) } else { Err(Suppression::OutsideSchedule) }
}

/// Nothing automatic speaks where a human does, be it marketing or an answer.
const fn human(standing: Standing<'_>) -> Result<(), Suppression> {
    if standing.with_human { Err(Suppression::WithHuman) } else { Ok(()) }
}

fn permit(config: &Compiled, rule: &Rule, standing: Standing<'_>) -> Result<Permit, Suppression> {
    match rule.class {
        Class::Service => Ok(Permit::Service),
        Class::Marketing => standing
            .consents
            .marketing_permit(config.config.settings.notice)
            .map(Permit::Marketing)
            .ok_or(Suppression::NoConsent),
    }
}

fn wishes(rule: &Rule, standing: Standing<'_>, now: Timestamp) -> Result<(), Suppression> {
    match standing.preferences.wish(rule.contact(), standing.touches, now) {
        Wish::Granted => Ok(()),
        Wish::Muted => Err(Suppression::Muted { channel: rule.channel() }),
        Wish::Paused { until } => Err(Suppression::Paused { until }),
        Wish::Enough { until } => Err(Suppression::PersonalLimit { until }),
    }
}

fn promises(
    config: &Compiled,
    rule: &Rule,
    standing: Standing<'_>,
    now: Timestamp,
) -> Result<(), Suppression> {
    for promise in &config.config.frequency_rules {
        match promise.check(rule.contact(), standing.touches, now) {
            frequency::Verdict::Allowed => {}
            frequency::Verdict::Blocked { until } => {
                return Err(Suppression::FrequencyCap { until });
            }
        }
    }
    let mine = || {
        standing.deliveries.iter().filter(|delivery| delivery.rule == rule.id && delivery.counts())
    };
    if let Some(last) = mine().map(|delivery| delivery.claimed_at).max() {
        let until = last.saturating_add(Duration::from_secs(rule.cooldown_secs.into()));
        if now < until {
            return Err(Suppression::Cooldown { until });
        }
    }
    match rule.times_max {
        Some(times_max) if usize::from(times_max) <= mine().count() => {
            Err(Suppression::TimesUsedUp { times_max })
        }
        Some(_) | None => Ok(()),
    }
}

fn night(
    config: &Compiled,
    rule: &Rule,
    standing: Standing<'_>,
    now: Timestamp,
) -> Result<(), Suppression> {
    let Some(hours) = &config.config.quiet_hours else { return Ok(()) };
    if rule.class == Class::Service || !hours.bind(rule.channel()) {
        return Ok(());
    }
    match hours.verdict(standing.zone, standing.zones, now) {
        quiet_hours::Verdict::Awake => Ok(()),
        quiet_hours::Verdict::Quiet { until } => Err(Suppression::QuietHours { until }),
    }
}

fn treatment<'a>(
    config: &Compiled,
    rule: &'a Rule,
    document: &Value,
) -> (&'a Action, Option<(ExperimentKey, u32)>) {
    let Some(treatment) = &rule.experiment else {
        return (&rule.action, None);
    };
    let person = Person::with_attributes(document);
    let assigned = config
        .experiments
        .run(treatment.key.as_str(), &person)
        .filter(|assignment| assignment.in_experiment);
    // Outside the experiment's coverage or targeting the rule's own action stands.
    let Some(variation) = assigned.map(|assignment| assignment.variation_id) else {
        return (&rule.action, None);
    };
    match treatment.actions.get(usize::try_from(variation).unwrap_or(usize::MAX)) {
        Some(action) => (action, Some((treatment.key.clone(), variation))),
        None => (&rule.action, None),
    }
}

fn gift<'a>(
    config: &'a Compiled,
    action: &'a Action,
    standing: Standing<'_>,
    now: Timestamp,
) -> Result<Gift<'a>, Suppression> {
    match action {
        Action::Offer { offer } => {
            let offer = config.offer(offer).ok_or(Suppression::OfferMissing)?;
            let gone = |gone: &&SoldOut| gone.offer == offer.id && now < gone.until;
            if let Some(gone) = standing.sold_out.iter().find(gone) {
                return Err(sold_out(gone));
            }
            match open_offer(offer, standing, now) {
                Some(delivery) => Err(Suppression::OfferOpen { delivery: delivery.id.clone() }),
                None => Ok(Gift::Offer(offer)),
            }
        }
        Action::Recommend { intro, strategy } => {
            let found = config.catalog.recommend(strategy, standing.viewing);
            if found.is_empty() {
                return Err(Suppression::NothingToRecommend);
            }
            Ok(Gift::Products(intro, found))
        }
        Action::Say { text } => Ok(Gift::Text(text)),
        Action::Nothing => Err(Suppression::NothingToRecommend),
    }
}

/// What a stock that has none left is called in the explanation.
#[must_use]
pub(crate) fn sold_out(gone: &SoldOut) -> Suppression {
    let offer = gone.offer.clone();
    match gone.grant {
        Grant::BudgetSpent => Suppression::BudgetSpent { offer },
        Grant::SoldOut | Grant::Granted => Suppression::SoldOut { offer },
    }
}

/// The same offer with a coupon that can still be used: a second one would be noise.
fn open_offer<'s>(offer: &Offer, standing: Standing<'s>, now: Timestamp) -> Option<&'s Delivery> {
    let coupon =
        standing.coupons.iter().find(|held| held.offer == offer.id && held.is_live(now))?;
    standing.deliveries.iter().find(|delivery| {
        delivery.id == coupon.delivery && !matches!(delivery.state, DeliveryState::Dismissed { .. })
    })
}
