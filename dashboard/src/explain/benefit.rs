//! What an offer gives and what a rule does, in a few words.

use shared::{
    catalog::Strategy,
    money::Currency,
    offer::{Benefit, Offer},
    rule::Action,
};

use super::Figures;
use crate::i18n::facts;

/// What the customer gets.
pub(crate) fn benefit(benefit: Benefit, currency: Currency, figures: &dyn Figures) -> String {
    let locale = figures.locale();
    match benefit {
        Benefit::PercentOff { percent } => {
            facts::BENEFIT_PERCENT.fill(locale, &[("n", &u8::from(percent).to_string())])
        }
        Benefit::AmountOff { amount_minor } => facts::BENEFIT_AMOUNT
            .fill(locale, &[("amount", &figures.money(amount_minor, currency))]),
        Benefit::FreeDelivery => facts::BENEFIT_DELIVERY.say(locale).to_owned(),
    }
}

/// What a rule does. An offer is called by its headline; one that is gone, by its id.
pub(crate) fn action(action: &Action, offers: &[Offer], figures: &dyn Figures) -> String {
    let locale = figures.locale();
    match action {
        Action::Offer { offer } => {
            let known = offers.iter().find(|known| known.id == *offer);
            let name = known.map_or(offer.as_str(), |known| known.title.get(locale));
            facts::ACTION_OFFER.fill(locale, &[("name", name)])
        }
        Action::Recommend { strategy: Strategy::Attribute { label, .. }, .. } => {
            facts::ACTION_RECOMMEND.fill(locale, &[("name", label.get(locale))])
        }
        Action::Recommend { strategy: Strategy::Complements, .. } => {
            facts::ACTION_COMPLEMENTS.say(locale).to_owned()
        }
        Action::Say { text } => facts::ACTION_SAY.fill(locale, &[("name", text.get(locale))]),
        Action::Nothing => facts::ACTION_NOTHING.say(locale).to_owned(),
    }
}
