//! What a merchant is willing to give, and the coupon a person redeems it with.
//!
//! An [`Offer`] is in the merchant's list; being there is not permission to show it: the
//! decision asks for consent first. A [`Coupon`] is one person's own copy, with a code that
//! nobody can guess and an end.

use core::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    id::{CouponCode, DeliveryId, OfferId, OrderId},
    money::{Currency, Minor},
    stock::{Bounds, BoundsError},
    text::LocalText,
    time::Timestamp,
};

/// An offer as the marketer wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// Its name in rules and reports.
    pub id: OfferId,
    /// The headline people see.
    pub title: LocalText,
    /// The sentence under it.
    pub body: LocalText,
    /// What the customer gets.
    pub benefit: Benefit,
    /// The smallest order it applies to, in minor units.
    #[serde(default)]
    pub min_spend_minor: Minor,
    /// How long a person's coupon can be redeemed, in seconds.
    pub valid_secs: u32,
    /// How much of it there is.
    #[serde(default, skip_serializing_if = "is_unbounded")]
    pub stock: Bounds,
}

/// What the customer gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Benefit {
    /// So many percent off the price.
    PercentOff {
        /// 1 to 100.
        percent: Percent,
    },
    /// An amount off the price.
    AmountOff {
        /// More than zero, in minor units of the workspace's currency.
        amount_minor: Minor,
    },
    /// Free delivery on the order.
    FreeDelivery,
}

/// A whole percentage from 1 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Percent(u8);

/// Why an offer makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum OfferError {
    /// The percentage is not between 1 and 100.
    #[error("discount is {percent}%, not between 1% and 100%")]
    Percent {
        /// The rejected number.
        percent: u8,
    },
    /// The amount off is not more than zero.
    #[error("amount_minor is {amount}, not more than 0")]
    Amount {
        /// The rejected amount in minor units.
        amount: i64,
    },
    /// How much of it there is makes no sense.
    #[error(transparent)]
    Stock(#[from] BoundsError),
    /// The coupon would end at once.
    #[error("valid_secs is {valid_secs}, less than 60")]
    TooShort {
        /// The rejected time in seconds.
        valid_secs: u32,
    },
}

/// One person's copy of an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coupon {
    /// What they type at the checkout.
    pub code: CouponCode,
    /// Which offer it came from.
    pub offer: OfferId,
    /// The delivery that brought it, so that the order is credited to the right one.
    pub delivery: DeliveryId,
    /// What it is worth.
    pub benefit: Benefit,
    /// The smallest order it applies to.
    pub min_spend_minor: Minor,
    /// When it ends; at this moment it is no longer valid.
    pub expires_at: Timestamp,
    /// The order that used it, if any. A coupon is used once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redeemed_by: Option<OrderId>,
}

impl Offer {
    /// Checks what serde cannot.
    ///
    /// # Errors
    ///
    /// [`OfferError::Amount`] and [`OfferError::TooShort`].
    pub fn check(&self) -> Result<(), OfferError> {
        if let Benefit::AmountOff { amount_minor } = self.benefit
            && amount_minor <= Minor::ZERO
        {
            return Err(OfferError::Amount { amount: amount_minor.get() });
        }
        if self.valid_secs < 60 {
            return Err(OfferError::TooShort { valid_secs: self.valid_secs });
        }
        self.stock.check(self.benefit.amount())?;
        Ok(())
    }

    /// What a coupon that is out counts in the offer's budget, in minor units.
    #[must_use]
    pub fn coupon_worth(&self) -> Minor {
        self.benefit.amount().or(self.stock.coupon_worth_minor).unwrap_or_default()
    }

    /// Issues one person's coupon at `now`.
    #[must_use]
    pub fn issue(&self, code: CouponCode, delivery: DeliveryId, now: Timestamp) -> Coupon {
        Coupon {
            code,
            offer: self.id.clone(),
            delivery,
            benefit: self.benefit,
            min_spend_minor: self.min_spend_minor,
            expires_at: now.saturating_add(Duration::from_secs(self.valid_secs.into())),
            redeemed_by: None,
        }
    }
}

impl Coupon {
    /// Says whether the coupon can still be used at `now`.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.redeemed_by.is_none() && now < self.expires_at
    }
}

impl Benefit {
    /// What it takes off, where that does not depend on the order.
    #[must_use]
    pub const fn amount(self) -> Option<Minor> {
        match self {
            Self::AmountOff { amount_minor } => Some(amount_minor),
            Self::PercentOff { .. } | Self::FreeDelivery => None,
        }
    }

    /// What it saves on an order of `subtotal`, never more than the order costs.
    #[must_use]
    pub fn saving(self, subtotal: Minor) -> Minor {
        let saving = match self {
            Self::PercentOff { percent } => {
                Minor::new(subtotal.get().saturating_mul(i64::from(percent.0)) / 100)
            }
            Self::AmountOff { amount_minor } => amount_minor,
            Self::FreeDelivery => Minor::ZERO,
        };
        saving.clamp(Minor::ZERO, subtotal.max(Minor::ZERO))
    }

    /// The benefit in a few words, such as "9 折" or "¥100 off".
    #[must_use]
    pub fn headline(self, currency: Currency) -> LocalText {
        match self {
            Self::PercentOff { percent } => LocalText::both(
                &alloc::format!("立减 {}%", percent.0),
                &alloc::format!("{}% off", percent.0),
            ),
            Self::AmountOff { amount_minor } => {
                let amount = amount_minor.to_major(currency);
                LocalText::both(
                    &alloc::format!("立减 {amount} {}", currency.as_str()),
                    &alloc::format!("{} {amount} off", currency.as_str()),
                )
            }
            Self::FreeDelivery => LocalText::both("免运费", "Free delivery"),
        }
    }
}

impl TryFrom<u8> for Percent {
    type Error = OfferError;

    fn try_from(percent: u8) -> Result<Self, OfferError> {
        if (1..=100).contains(&percent) {
            Ok(Self(percent))
        } else {
            Err(OfferError::Percent { percent })
        }
    }
}

impl From<Percent> for u8 {
    fn from(percent: Percent) -> Self {
        percent.0
    }
}

fn is_unbounded(bounds: &Bounds) -> bool {
    *bounds == Bounds::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saving_is_never_more_than_the_order() {
        let ten_off = Benefit::AmountOff { amount_minor: Minor::new(1_000) };
        assert_eq!(ten_off.saving(Minor::new(300)), Minor::new(300));
        let tenth = Benefit::PercentOff { percent: Percent(10) };
        assert_eq!(tenth.saving(Minor::new(249_900)), Minor::new(24_990));
    }

    #[test]
    fn a_percentage_of_zero_is_refused_with_the_number() {
        let error = serde_json::from_str::<Percent>("0").unwrap_err();
        assert!(error.to_string().contains("0%"), "{error}");
    }
}
