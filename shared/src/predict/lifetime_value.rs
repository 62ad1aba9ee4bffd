//! What a person will still bring, in today's money.
//!
//! Orders to expect, month by month, times what an order of theirs is worth, less what a later month is worth less
//! than an earlier one. It is of the future only: what they have paid is paid. Revenue, not profit: the margin is for
//! the merchant to know.
//!
//! Source: Fader, Hardie and Lee, "RFM and CLV" (JMR 2005); Gupta and Lehmann, "Customers as assets" (2003).

use serde::{Deserialize, Serialize};

use super::{
    bg_nbd::BgNbd,
    gamma_gamma::{GammaGamma, Spending},
    history::History,
    no_forecast::{NoForecast, within},
};
use crate::limits::FORECAST_MONTHS_MAX;

/// What a person will still bring.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LifetimeValue {
    /// Months looked ahead.
    pub months: u32,
    /// Orders to expect in them.
    pub orders: f64,
    /// What an order of theirs is worth on average, in minor units.
    pub order_value_minor: f64,
    /// All of it in today's money, in minor units.
    pub value_minor: f64,
}

impl LifetimeValue {
    /// Works it out for `months` of 30 days, with a yearly discount such as 0.1; each month's orders are paid at its end.
    ///
    /// # Errors
    ///
    /// [`NoForecast::OutOfBounds`] for more months than [`FORECAST_MONTHS_MAX`] or a discount below 0 or above 10, and as
    /// [`BgNbd::expected_orders`].
    pub fn of(
        (frequency, value): (&BgNbd, &GammaGamma),
        (history, spending): (History, Spending),
        months: u32,
        yearly_discount: f64,
    ) -> Result<Self, NoForecast> {
        within("months ahead", months.into(), 0.0, FORECAST_MONTHS_MAX.into())?;
        within("yearly discount", yearly_discount, 0.0, 10.0)?;
        let order_value_minor = value.expected_value_minor(spending);
        let monthly = libm::exp(-libm::log1p(yearly_discount) / 12.0);
        let (mut orders, mut discounted, mut worth) = (0.0, 0.0, 1.0);
        for month in 1..=months {
            let upto = frequency.expected_orders(history, month.saturating_mul(30))?;
            worth *= monthly;
            discounted += (upto - orders).max(0.0) * worth;
            orders = upto;
        }
        let value_minor = discounted * order_value_minor;
        Ok(Self { months, orders, order_value_minor, value_minor })
    }
}
