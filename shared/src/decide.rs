//! The one question the product answers: what, if anything, does this person get now?
//!
//! [`decide`] never fails and never stays silent without a reason. Rules that match are
//! tried by priority; each [gate](gates) that says no leaves a [`Suppression`], and the first
//! rule that passes every gate is chosen. Marketing passes more gates than answers do:
//! consent, caps and holdout bind it, and nothing can be chosen as marketing without the
//! permit that only consent makes. Among rules of one priority [`crate::ranking`] says which is
//! tried first.
//!
//! Source: product brief, section 二.3; "Decision" in the product design.

mod band;
mod gates;

pub(crate) use self::gates::{may_be_handed_over, sold_out};

use alloc::{collections::VecDeque, string::ToString, vec::Vec};

use serde_json::Value;

use crate::{
    catalog::Recommendation,
    compiled::Compiled,
    consent::{Consents, MarketingPermit},
    decision::{Clause, Considered, Decision, Outcome, Suppression, Verdict},
    delivery::Delivery,
    frequency::TouchLog,
    id::{DecisionId, ExperimentKey, ProductId, ProfileId, RuleId},
    intent::Reader,
    offer::{Coupon, Offer},
    preference::Preferences,
    ranking::{Ranking, Study},
    rule::Rule,
    stock::SoldOut,
    text::LocalText,
    time::Timestamp,
    zone::{Zone, Zones},
};

/// Everything about the person that a gate asks for.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "the platform's zones cannot be printed")]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each asked by one gate")]
pub struct Standing<'a> {
    /// Who they are: a draw hangs on it.
    pub id: &'a ProfileId,
    /// What they allowed.
    pub consents: &'a Consents,
    /// When they were contacted.
    pub touches: &'a TouchLog,
    /// What they asked of us.
    pub preferences: &'a Preferences,
    /// Where their clock hangs, as far as we know.
    pub zone: Option<&'a Zone>,
    /// The platform's knowledge of zones.
    pub zones: &'a dyn Zones,
    /// Offers of which they were refused a coupon a short while ago.
    pub sold_out: &'a [SoldOut],
    /// What they were given, and what became of it.
    pub deliveries: &'a VecDeque<Delivery>,
    /// Coupons they hold.
    pub coupons: &'a VecDeque<Coupon>,
    /// Products they look at, the most recent first.
    pub viewing: &'a [ProductId],
    /// Whether they are held out of marketing.
    pub held_out: bool,
    /// Whether a human has their conversation.
    pub with_human: bool,
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
    /// The experiments that assigned the person a variation on the way, whatever came of it:
    /// who is assigned counts in the experiment.
    pub exposures: Vec<(ExperimentKey, u32)>,
    /// What is known of the person, where there is something to learn from what is chosen.
    pub study: Option<Study>,
    // How the band was ranked from which something could go first.
    ranking: Option<Ranking>,
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
    let mut ruling = Ruling {
        chosen: None,
        held: None,
        exposures: Vec::new(),
        study: None,
        ranking: None,
        matched: Vec::new(),
    };
    let asked = Asked { config, standing, occasion };
    let mut places = config.index.matches(occasion.trigger, occasion.document).peekable();
    while let Some(place) = places.next() {
        let Some(rule) = config.config.rules.get(place) else { continue };
        if let Some(chosen) = &ruling.chosen {
            let by = chosen.rule.id.clone();
            ruling.matched.push((place, Outcome::Outranked { by }));
            continue;
        }
        if !config.shares_its_priority(place) {
            ruling.take(Candidate::of(asked, place, rule));
            continue;
        }
        let mut band = Vec::from([Candidate::of(asked, place, rule)]);
        while let Some(next) = places.next_if(|next| config.priority(*next) == rule.priority) {
            let rule = config.config.rules.get(next);
            band.extend(rule.map(|rule| Candidate::of(asked, next, rule)));
        }
        band::rank(&mut band, asked, &mut ruling);
    }
    // Explained in the order of the config, whichever was tried first.
    ruling.matched.sort_by_key(|(place, _)| *place);
    ruling
}

/// What a decision is made of.
#[derive(Clone, Copy)]
struct Asked<'a, 's> {
    config: &'a Compiled,
    standing: Standing<'s>,
    occasion: Occasion<'s>,
}

/// A rule that the person matches, and what the gates say.
struct Candidate<'a> {
    place: usize,
    rule: &'a Rule,
    passed: Result<Chosen<'a>, Suppression>,
    exposures: Vec<(ExperimentKey, u32)>,
}

impl<'a> Candidate<'a> {
    fn of(asked: Asked<'a, '_>, place: usize, rule: &'a Rule) -> Self {
        let mut exposures = Vec::new();
        let Asked { config, standing, occasion } = asked;
        let passed = gates::pass(config, (place, rule), standing, occasion, &mut exposures);
        Self { place, rule, passed, exposures }
    }
}

impl<'a> Ruling<'a> {
    /// Takes the next candidate: the first that passes is chosen.
    fn take(&mut self, candidate: Candidate<'a>) {
        let Candidate { place, rule, passed, exposures } = candidate;
        if let Some(chosen) = &self.chosen {
            let by = chosen.rule.id.clone();
            self.matched.push((place, Outcome::Outranked { by }));
            return;
        }
        // Who is assigned counts, whatever comes of it.
        self.exposures.extend(exposures);
        match passed {
            Ok(chosen) => {
                self.chosen = Some(chosen);
                self.matched.push((place, Outcome::Chosen));
            }
            Err(reason) => {
                if self.held.is_none() {
                    self.held = Some((rule.id.clone(), reason.clone()));
                }
                self.matched.push((place, Outcome::Suppressed { reason }));
            }
        }
    }
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
            ranking: self.ranking,
            considered,
            verdict,
        }
    }
}
