//! What one person is expected to do: whether they are still a customer, how often and for how much they will order, when they order
//! next, what they run out of, and when their birthday is.
//!
//! The models are those of the workspace ([`PurchaseModel`]), the orders the person's own. Where one or the other says too little there is
//! [`NoOutlook`], which an operator reads in place of the number. Probabilities and numbers of orders have four decimals: no forecast
//! is more exact, and a condition compares what the page shows.
//!
//! What is expected of a person's spending may rank what is shown to them, but never what it costs
//! (PIPL art. 24; [`crate::rule::fairness`]).

use alloc::vec::Vec;

use serde_json::Value;

use super::{Profile, staples::Staple};
use crate::{
    limits::{FORECAST_DAYS, LIFETIME_MONTHS, LIFETIME_YEARLY_DISCOUNT},
    predict::{
        BgNbd, Birthday, History, LifetimeValue, NoForecast, PurchaseModel, Replenishment, Rhythm,
    },
    profile::course::Course,
    text::LocalText,
};

/// The person's trait that holds their birthday.
pub const BIRTHDAY_TRAIT: &str = "birthday";

/// What one person is expected to do, seen from one day.
#[derive(Debug, Clone, Copy)]
pub struct Outlook<'a> {
    /// What we know.
    pub profile: &'a Profile,
    /// What the workspace's customers show, where they were looked at.
    pub purchases: Option<&'a PurchaseModel>,
    /// The day, as [`crate::time::Timestamp::day`] counts.
    pub today: i64,
}

/// Something that a person will run out of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunningOut<'a> {
    /// What.
    pub staple: &'a Staple,
    /// When they are expected to buy it again.
    pub expected: Replenishment,
}

/// Why nothing is said of a person.
#[derive(Debug, Clone, PartialEq)]
pub enum NoOutlook {
    /// They have no order.
    NoOrder,
    /// Some of their orders were taken in by a version that did not keep when.
    NoDates,
    /// The workspace's customers were not looked at yet; that happens once a day.
    NotLookedAt,
    /// They bought nothing on two different days.
    NothingTwice,
    /// For everything they buy again the time in which they would have is over.
    Over,
    /// A model says why.
    NoForecast(NoForecast),
}

impl<'a> Outlook<'a> {
    /// The course of the person's orders.
    ///
    /// # Errors
    ///
    /// [`NoOutlook::NoOrder`], [`NoOutlook::NoDates`].
    pub fn course(&self) -> Result<Course, NoOutlook> {
        let orders = &self.profile.orders;
        orders.course().ok_or(match orders.count {
            0 => NoOutlook::NoOrder,
            _ => NoOutlook::NoDates,
        })
    }

    /// Probability that they will order again at all, 0 to 1.
    ///
    /// # Errors
    ///
    /// [`NoOutlook`]; of somebody with one order [`NoForecast::OneOrder`], since the model takes everybody to come back once.
    pub fn alive(&self) -> Result<f64, NoOutlook> {
        Ok(decimals(1.0 - self.churn()?))
    }

    /// Probability that they will not order again, 0 to 1.
    ///
    /// # Errors
    ///
    /// As [`Outlook::alive`].
    pub fn churn_risk(&self) -> Result<f64, NoOutlook> {
        Ok(decimals(self.churn()?))
    }

    /// Orders to expect in the next [`FORECAST_DAYS`].
    ///
    /// # Errors
    ///
    /// [`NoOutlook`].
    pub fn expected_orders(&self) -> Result<f64, NoOutlook> {
        let (model, history) = self.frequency()?;
        Ok(decimals(model.expected_orders(history, FORECAST_DAYS)?))
    }

    /// What they will bring within [`LIFETIME_MONTHS`], in today's money.
    ///
    /// # Errors
    ///
    /// [`NoOutlook`].
    pub fn lifetime_value(&self) -> Result<LifetimeValue, NoOutlook> {
        let (model, history) = self.frequency()?;
        let value = self.purchases.ok_or(NoOutlook::NotLookedAt)?.value.found()?;
        let person = (history, self.course()?.spending());
        let lifetime =
            LifetimeValue::of((model, value), person, LIFETIME_MONTHS, LIFETIME_YEARLY_DISCOUNT)?;
        Ok(LifetimeValue { value_minor: libm::round(lifetime.value_minor), ..lifetime })
    }

    /// When they order next, whatever it is, if they do.
    ///
    /// # Errors
    ///
    /// [`NoOutlook`].
    pub fn next_order(&self) -> Result<Replenishment, NoOutlook> {
        let days = self.profile.orders.days();
        if days.is_empty() {
            self.course()?;
        }
        let others = self.purchases.map_or_else(Rhythm::default, |model| model.orders);
        Ok(Replenishment::expect(&days, &others)?)
    }

    /// What they run out of first, of what they are expected to buy again.
    ///
    /// # Errors
    ///
    /// [`NoOutlook`].
    pub fn running_out(&self) -> Result<RunningOut<'a>, NoOutlook> {
        if self.profile.orders.count == 0 {
            return Err(NoOutlook::NoOrder);
        }
        let found: Vec<Result<RunningOut<'a>, NoForecast>> =
            self.everything_running_out().collect();
        let in_time = |next: &&RunningOut<'a>| self.today <= next.expected.latest_day();
        let known = || found.iter().flatten();
        if let Some(first) = known().filter(in_time).min_by_key(|next| next.expected.expected_day())
        {
            return Ok(*first);
        }
        if known().next().is_some() {
            return Err(NoOutlook::Over);
        }
        let reason = found.into_iter().find_map(Result::err);
        Err(reason.map_or(NoOutlook::NothingTwice, NoOutlook::NoForecast))
    }

    /// Everything they bought on two days or more, with when they are expected to buy it again, however long ago.
    pub fn everything_running_out(
        &self,
    ) -> impl Iterator<Item = Result<RunningOut<'a>, NoForecast>> + use<'a> {
        let others = self.purchases.map_or_else(Rhythm::default, |model| model.products);
        self.profile.staples.repeated().map(move |staple| {
            let expected = Replenishment::expect(&staple.days, &others)?;
            Ok(RunningOut { staple, expected })
        })
    }

    fn churn(&self) -> Result<f64, NoOutlook> {
        let (model, history) = self.frequency()?;
        Ok(model.churn_risk(history)?)
    }

    fn frequency(&self) -> Result<(&'a BgNbd, History), NoOutlook> {
        let history = self.course()?.history(self.today)?;
        let model = self.purchases.ok_or(NoOutlook::NotLookedAt)?;
        Ok((model.frequency.found()?, history))
    }
}

impl Profile {
    /// Their birthday, where the shop told us and it is a day.
    #[must_use]
    pub fn birthday(&self) -> Option<Birthday> {
        let told = self.traits.get(BIRTHDAY_TRAIT).and_then(Value::as_str)?;
        Birthday::parse(told).ok()
    }
}

impl From<NoForecast> for NoOutlook {
    fn from(reason: NoForecast) -> Self {
        Self::NoForecast(reason)
    }
}

impl NoOutlook {
    /// The reason, as operators read it.
    #[must_use]
    pub fn reason(&self) -> LocalText {
        match self {
            Self::NoOrder => LocalText::both("还没有订单", "no order yet"),
            Self::NoDates => LocalText::both(
                "部分订单由旧版本记录，没有下单日期",
                "some orders were recorded by an earlier version, without a date",
            ),
            Self::NotLookedAt => LocalText::both(
                "还没有统计过全部客户（每天一次）",
                "the customers were not counted yet (once a day)",
            ),
            Self::NothingTwice => LocalText::both(
                "没有在不同日子买过两次的商品",
                "no product was bought on two different days",
            ),
            Self::Over => LocalText::both(
                "按以往间隔，应当再买的时间已经过去",
                "the time in which they would have bought again is over",
            ),
            Self::NoForecast(reason) => reason.reason(),
        }
    }
}

fn decimals(number: f64) -> f64 {
    libm::round(number * 10_000.0) / 10_000.0
}

#[cfg(test)]
pub(crate) mod tests;
