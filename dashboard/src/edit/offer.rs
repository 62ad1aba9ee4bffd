//! An offer while it is edited.

use shared::{
    id::OfferId,
    money::{Currency, Minor},
    offer::{Benefit, Offer, Percent},
    stock::Bounds,
};

use super::{
    draft::{Fault, optional, or_fault},
    unit::Unit,
    words::{both, words},
};
use crate::i18n::offers;

/// What the customer gets, as the form offers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gift {
    /// So many percent off.
    Percent,
    /// An amount off.
    Amount,
    /// Free delivery.
    Delivery,
}

/// What the fields of the form say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OfferDraft {
    /// The offer's id; fixed once it exists.
    pub(crate) id: String,
    /// The headline in Chinese.
    pub(crate) title_zh: String,
    /// The headline in English.
    pub(crate) title_en: String,
    /// The sentence under it, in Chinese.
    pub(crate) body_zh: String,
    /// The sentence under it, in English.
    pub(crate) body_en: String,
    /// What the customer gets.
    pub(crate) gift: Gift,
    /// How much of it: percent, or major units.
    pub(crate) amount: String,
    /// The smallest order, in major units.
    pub(crate) min_spend: String,
    /// How long a coupon is valid.
    pub(crate) valid: String,
    /// The unit of `valid`.
    pub(crate) valid_unit: Unit,
    /// Most coupons, in all; empty for no bound.
    pub(crate) coupons_max: String,
    /// Most money given away, in major units; empty for no bound.
    pub(crate) budget: String,
    /// What a coupon counts in the budget where its benefit does not say, in major units.
    pub(crate) worth: String,
}

impl OfferDraft {
    /// An offer that does not exist yet.
    pub(crate) fn fresh(id: String) -> Self {
        Self {
            id,
            title_zh: String::new(),
            title_en: String::new(),
            body_zh: String::new(),
            body_en: String::new(),
            gift: Gift::Percent,
            amount: "10".to_owned(),
            min_spend: String::new(),
            valid: "24".to_owned(),
            valid_unit: Unit::Hours,
            coupons_max: String::new(),
            budget: String::new(),
            worth: String::new(),
        }
    }

    /// The form of an offer that exists.
    pub(crate) fn of(offer: &Offer, currency: Currency) -> Self {
        let (title_zh, title_en) = both(&offer.title);
        let (body_zh, body_en) = both(&offer.body);
        let (gift, amount) = match offer.benefit {
            Benefit::PercentOff { percent } => (Gift::Percent, u8::from(percent).to_string()),
            Benefit::AmountOff { amount_minor } => {
                (Gift::Amount, amount_minor.to_major(currency).to_string())
            }
            Benefit::FreeDelivery => (Gift::Delivery, String::new()),
        };
        let (valid, valid_unit) = Unit::fit(offer.valid_secs);
        let min_spend = match offer.min_spend_minor {
            Minor::ZERO => String::new(),
            amount => amount.to_major(currency).to_string(),
        };
        Self {
            id: offer.id.to_string(),
            title_zh,
            title_en,
            body_zh,
            body_en,
            gift,
            amount,
            min_spend,
            valid: valid.to_string(),
            valid_unit,
            coupons_max: offer.stock.coupons_max.map(|most| most.to_string()).unwrap_or_default(),
            budget: major(offer.stock.budget_minor, currency),
            worth: major(offer.stock.coupon_worth_minor, currency),
        }
    }

    /// The offer that the form means.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its field; at least one fault.
    pub(crate) fn offer(&self, currency: Currency) -> Result<Offer, Vec<Fault>> {
        let mut faults = Vec::new();
        let offer = self.read(currency, &mut faults);
        offer.filter(|_| faults.is_empty()).ok_or(faults)
    }

    fn read(&self, currency: Currency, faults: &mut Vec<Fault>) -> Option<Offer> {
        let id = or_fault(OfferId::try_from(self.id.clone()), "id", offers::FAULT_ID, faults);
        let title = words(&self.title_zh, &self.title_en, "title", faults);
        let body = words(&self.body_zh, &self.body_en, "body", faults);
        let benefit = or_fault(self.benefit(currency), "benefit", self.benefit_fault(), faults);
        let min_spend = match money(&self.min_spend, currency) {
            Ok(Some(amount)) if amount < Minor::ZERO => Err(()),
            other => other,
        };
        let min_spend = or_fault(min_spend, "min_spend_minor", offers::FAULT_AMOUNT, faults);
        let valid_secs = or_fault(self.valid_secs(), "valid_secs", offers::FAULT_VALID, faults);
        let stock = self.stock(currency, faults);
        Some(Offer {
            id: id?,
            title: title?,
            body: body?,
            benefit: benefit?,
            min_spend_minor: min_spend?.unwrap_or_default(),
            valid_secs: valid_secs?,
            stock: stock?,
        })
    }

    fn stock(&self, currency: Currency, faults: &mut Vec<Fault>) -> Option<Bounds> {
        let coupons = optional::<u32>(&self.coupons_max)
            .and_then(|most| if most == Some(0) { Err(()) } else { Ok(most) });
        let coupons = or_fault(coupons, "stock.coupons_max", offers::FAULT_COUPONS, faults);
        let mut amount = |text: &str, field: &str| {
            let is_some = |amount: &Option<Minor>| amount.is_none_or(|amount| Minor::ZERO < amount);
            let amount = money(text, currency);
            let amount = amount.and_then(|amount| Some(amount).filter(is_some).ok_or(()));
            or_fault(amount, field, offers::FAULT_AMOUNT_OFF, faults)
        };
        let budget = amount(&self.budget, "stock.budget_minor");
        let worth = amount(&self.worth, "stock.coupon_worth_minor");
        if budget == Some(None) || worth != Some(None) || self.gift == Gift::Amount {
            return Some(Bounds {
                coupons_max: coupons?,
                budget_minor: budget?,
                coupon_worth_minor: worth?,
            });
        }
        faults.push(Fault::here("stock.coupon_worth_minor", offers::FAULT_WORTH));
        None
    }

    fn benefit(&self, currency: Currency) -> Result<Benefit, ()> {
        match self.gift {
            Gift::Percent => {
                let percent: u8 = optional(&self.amount)?.ok_or(())?;
                let percent = Percent::try_from(percent).map_err(|_out_of_range| ())?;
                Ok(Benefit::PercentOff { percent })
            }
            Gift::Amount => {
                let amount_minor = money(&self.amount, currency)?.ok_or(())?;
                if Minor::ZERO < amount_minor {
                    Ok(Benefit::AmountOff { amount_minor })
                } else {
                    Err(())
                }
            }
            Gift::Delivery => Ok(Benefit::FreeDelivery),
        }
    }

    const fn benefit_fault(&self) -> crate::i18n::Text {
        match self.gift {
            Gift::Percent => offers::FAULT_PERCENT,
            Gift::Amount | Gift::Delivery => offers::FAULT_AMOUNT_OFF,
        }
    }

    fn valid_secs(&self) -> Result<u32, ()> {
        let count = optional::<u32>(&self.valid)?.filter(|count| 0 < *count).ok_or(())?;
        count.checked_mul(self.valid_unit.secs()).ok_or(())
    }
}

/// An amount as a field shows it; empty where there is none.
fn major(amount: Option<Minor>, currency: Currency) -> String {
    amount.map(|amount| amount.to_major(currency).to_string()).unwrap_or_default()
}

fn money(text: &str, currency: Currency) -> Result<Option<Minor>, ()> {
    match optional::<f64>(text)? {
        None => Ok(None),
        Some(major) => Minor::from_major(major, currency).map(Some).ok_or(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn opening_and_saving_an_offer_changes_nothing() {
        for benefit in [
            json!({"kind": "percent_off", "percent": 12}),
            json!({"kind": "amount_off", "amount_minor": 1999}),
            json!({"kind": "free_delivery"}),
        ] {
            let offer: Offer = serde_json::from_value(json!({
                "id": "o1", "title": {"zh-CN": "惊喜", "en": "Surprise"}, "body": {"en": "Today"},
                "benefit": benefit, "min_spend_minor": 29990, "valid_secs": 86400,
                "stock": {"coupons_max": 500, "budget_minor": 1_000_000, "coupon_worth_minor": 1_950}
            }))
            .unwrap();
            assert_eq!(OfferDraft::of(&offer, Currency::CNY).offer(Currency::CNY), Ok(offer));
        }
    }

    #[test]
    fn a_discount_beyond_the_price_is_refused_at_its_field() {
        let draft = OfferDraft {
            amount: "101".into(),
            title_en: "T".into(),
            body_en: "B".into(),
            ..OfferDraft::fresh("o".into())
        };
        let faults = draft.offer(Currency::CNY).unwrap_err();
        assert_eq!(faults, [Fault::here("benefit", offers::FAULT_PERCENT)]);
    }

    #[test]
    fn a_budget_needs_to_know_what_a_coupon_takes_from_it() {
        let words = |gift| OfferDraft {
            title_en: "T".into(),
            body_en: "B".into(),
            gift,
            budget: "1000".into(),
            ..OfferDraft::fresh("o".into())
        };
        let faults = words(Gift::Percent).offer(Currency::CNY).unwrap_err();
        assert_eq!(faults, [Fault::here("stock.coupon_worth_minor", offers::FAULT_WORTH)]);
        let offer = words(Gift::Amount).offer(Currency::CNY).unwrap();
        assert_eq!(offer.stock.budget_minor, Some(Minor::new(100_000)));
        let worth = OfferDraft { worth: "20".into(), ..words(Gift::Percent) };
        assert!(worth.offer(Currency::CNY).is_ok());
    }

    #[test]
    fn a_stock_of_nothing_is_refused() {
        for (coupons, budget, field) in
            [("0", "", "stock.coupons_max"), ("", "-1", "stock.budget_minor")]
        {
            let draft = OfferDraft {
                title_en: "T".into(),
                body_en: "B".into(),
                coupons_max: coupons.into(),
                budget: budget.into(),
                worth: "1".into(),
                ..OfferDraft::fresh("o".into())
            };
            let faults = draft.offer(Currency::CNY).unwrap_err();
            assert_eq!(
                faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(),
                [field]
            );
        }
    }

    #[test]
    fn both_ends_of_a_percentage_are_taken() {
        for (amount, taken) in [("0", false), ("1", true), ("100", true)] {
            let draft = OfferDraft { amount: amount.into(), ..OfferDraft::fresh("o".into()) };
            assert_eq!(draft.benefit(Currency::CNY).is_ok(), taken, "{amount}");
        }
    }
}
