//! The one question the product answers: what, if anything, does this person get now?
//!
//! [`decide`] never fails and never stays silent without a reason. Rules that match are
//! tried by priority; each gate that says no leaves a [`Suppression`], and the first rule
//! that passes every gate is chosen. Marketing passes more gates than answers do: consent,
//! caps and holdout bind it, and nothing can be chosen as marketing without the permit that
//! only consent makes.
//!
//! Source: product brief, section 二.3; "Decision" in the product design.

use alloc::{string::ToString, vec::Vec};
use core::time::Duration;

use serde_json::Value;

use crate::{
    catalog::Recommendation,
    compiled::Compiled,
    consent::{Consents, MarketingPermit},
    decision::{Clause, Considered, Decision, Outcome, Suppression, Verdict},
    delivery::{Delivery, DeliveryState},
    experiment::Person,
    frequency::{self, TouchLog},
    id::{DecisionId, ExperimentKey, ProductId, RuleId},
    intent::Reader,
    offer::{Coupon, Offer},
    rule::{Action, Class, Rule},
    text::LocalText,
    time::Timestamp,
};

/// Everything about the person that a gate asks for.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// What they allowed.
    pub consents: &'a Consents,
    /// When they were contacted.
    pub touches: &'a TouchLog,
    /// What they were given, and what became of it.
    pub deliveries: &'a [Delivery],
    /// Coupons they hold.
    pub coupons: &'a [Coupon],
    /// Products they look at, the most recent first.
    pub viewing: &'a [ProductId],
    /// Whether they are held out of marketing.
    pub held_out: bool,
}

/// What started the decision.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    /// The number of the decision.
    pub id: &'a DecisionId,
    /// An event name, `message`, `page` or `cart_lingered`.
    pub trigger: &'a str,
    /// The document that conditions see.
    pub document: &'a Value,
    /// Who read the intent in the document.
    pub read_by: Option<&'a Reader>,
    /// When.
    pub now: Timestamp,
}

/// What was decided, with the explanation.
#[derive(Debug)]
pub struct Ruling<'a> {
    /// What the person gets.
    pub chosen: Option<Chosen<'a>>,
    /// The first rule that matched but was held back, when nothing was chosen.
    pub held: Option<(RuleId, Suppression)>,
    // What became of each rule that matched, by place in the config.
    matched: Vec<(usize, Outcome)>,
}

/// The rule that won, and what it gives.
#[derive(Debug)]
pub struct Chosen<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// What it gives.
    pub gift: Gift<'a>,
    /// The experiment and the variation, if one is running on the rule.
    pub treatment: Option<(ExperimentKey, u32)>,
    /// Why it may be given.
    pub permit: Permit,
}

/// Why something may be given.
#[derive(Debug)]
pub enum Permit {
    /// The person agreed to marketing.
    Marketing(MarketingPermit),
    /// The person asked.
    Service,
}

/// What is given.
#[derive(Debug)]
pub enum Gift<'a> {
    /// An offer with a coupon.
    Offer(&'a Offer),
    /// Products, with the sentence above them.
    Products(&'a LocalText, Vec<Recommendation<'a>>),
    /// A sentence.
    Text(&'a LocalText),
}

/// Decides what one person gets at one moment.
#[must_use]
pub fn decide<'a>(
    config: &'a Compiled,
    standing: Standing<'_>,
    occasion: Occasion<'_>,
) -> Ruling<'a> {
    let mut ruling = Ruling { chosen: None, held: None, matched: Vec::new() };
    for place in config.index.matches(occasion.trigger, occasion.document) {
        let Some(rule) = config.config.rules.get(place) else { continue };
        if let Some(chosen) = &ruling.chosen {
            let by = chosen.rule.id.clone();
            ruling.matched.push((place, Outcome::Outranked { by }));
            continue;
        }
        match gates(config, rule, standing, occasion) {
            Ok(chosen) => {
                ruling.chosen = Some(chosen);
                ruling.matched.push((place, Outcome::Chosen));
            }
            Err(reason) => {
                if ruling.held.is_none() {
                    ruling.held = Some((rule.id.clone(), reason.clone()));
                }
                ruling.matched.push((place, Outcome::Suppressed { reason }));
            }
        }
    }
    ruling
}

impl Ruling<'_> {
    /// Whether any rule matched, so that there is something to tell.
    #[must_use]
    pub const fn has_matches(&self) -> bool {
        !self.matched.is_empty()
    }

    /// Writes the explanation: every rule with this trigger and what became of it.
    ///
    /// `verdict` is what came of it all, which the caller knows once it has numbered the
    /// delivery.
    #[must_use]
    pub fn explain(self, config: &Compiled, occasion: Occasion<'_>, verdict: Verdict) -> Decision {
        let mut matched = self.matched.into_iter().peekable();
        let explanation = config.index.explain(occasion.trigger, occasion.document);
        let considered = explanation
            .outcomes()
            .filter_map(|tried| {
                let rule = config.config.rules.get(tried.rule)?;
                let outcome = if tried.is_match {
                    matched.next_if(|(place, _)| *place == tried.rule)?.1
                } else {
                    let clause = explanation.failed_clause(tried.rule)?;
                    Outcome::NotMatched {
                        clause: Clause {
                            path: clause.path,
                            operator: clause.operator,
                            expected: clause.expected,
                            actual: clause.actual,
                        },
                    }
                };
                Some(Considered {
                    rule: rule.id.clone(),
                    name: rule.name.clone(),
                    priority: rule.priority,
                    outcome,
                })
            })
            .collect();
        Decision {
            id: occasion.id.clone(),
            at: occasion.now,
            trigger: occasion.trigger.to_string(),
            config: config.hash.clone(),
            inputs: occasion.document.clone(),
            read_by: occasion.read_by.cloned(),
            considered,
            verdict,
        }
    }
}

impl Suppression {
    /// The name under which it is counted.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NoConsent => "no_consent",
            Self::FrequencyCap { .. } => "frequency_cap",
            Self::Cooldown { .. } => "cooldown",
            Self::TimesUsedUp { .. } => "times_used_up",
            Self::OutsideSchedule => "outside_schedule",
            Self::Holdout => "holdout",
            Self::Control { .. } => "control",
            Self::NotLive => "not_live",
            Self::NothingToRecommend => "nothing_to_recommend",
            Self::OfferMissing => "offer_missing",
            Self::OfferOpen { .. } => "offer_open",
        }
    }
}

/// The gates, from the strictest to the mildest: the law, the promise, the proof, the shelf.
fn gates<'a>(
    config: &'a Compiled,
    rule: &'a Rule,
    standing: Standing<'_>,
    occasion: Occasion<'_>,
) -> Result<Chosen<'a>, Suppression> {
    schedule(rule, occasion.now)?;
    let permit = permit(config, rule, standing)?;
    promises(config, rule, standing, occasion.now)?;
    if rule.class == Class::Marketing && standing.held_out {
        return Err(Suppression::Holdout);
    }
    let (action, treatment) = treatment(config, rule, occasion.document);
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

fn schedule(rule: &Rule, now: Timestamp) -> Result<(), Suppression> {
    let started = rule.starts_at.is_none_or(|start| start <= now);
    let over = rule.ends_at.is_some_and(|end| end <= now);
    if started && !over { Ok(()) } else { Err(Suppression::OutsideSchedule) }
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

fn promises(
    config: &Compiled,
    rule: &Rule,
    standing: Standing<'_>,
    now: Timestamp,
) -> Result<(), Suppression> {
    for promise in &config.config.frequency_rules {
        match promise.check(rule.class, standing.touches, now) {
            frequency::Verdict::Allowed => {}
            frequency::Verdict::Blocked { until } => {
                return Err(Suppression::FrequencyCap { until });
            }
        }
    }
    let mine = || standing.deliveries.iter().filter(|delivery| delivery.rule == rule.id);
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
        .experiment(treatment.key.as_str())
        .map(|experiment| experiment.run(&person))
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

/// The same offer with a coupon that can still be used: a second one would be noise.
fn open_offer<'s>(offer: &Offer, standing: Standing<'s>, now: Timestamp) -> Option<&'s Delivery> {
    let coupon =
        standing.coupons.iter().find(|held| held.offer == offer.id && held.is_live(now))?;
    standing.deliveries.iter().find(|delivery| {
        delivery.id == coupon.delivery && !matches!(delivery.state, DeliveryState::Dismissed { .. })
    })
}
