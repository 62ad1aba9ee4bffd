//! What the customers of a workspace show about orders to come: all models, fitted to the same people.
//!
//! It is made once a day from a sample and published beside the config, the same for everybody until the next one. A model that
//! cannot be fitted has its reason in its place, so that a screen can say it.

use serde::{Deserialize, Serialize};

use super::{
    bg_nbd::BgNbd,
    gamma_gamma::{GammaGamma, Spenders},
    history::Cohort,
    no_forecast::NoForecast,
    replenishment::Rhythm,
};
use crate::time::Timestamp;

/// What the customers of a workspace show about orders to come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PurchaseModel {
    /// How often people order, and whether they still do.
    pub frequency: Fit<BgNbd>,
    /// What an order is worth.
    pub value: Fit<GammaGamma>,
    /// How far apart the orders of a person are.
    #[serde(default)]
    pub orders: Rhythm,
    /// How far apart a person buys a product that they buy again.
    #[serde(default)]
    pub products: Rhythm,
    /// People it was fitted to.
    pub people: u64,
    /// When it was made.
    pub as_of: Timestamp,
}

/// A model, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Fit<M> {
    /// The model.
    Found(M),
    /// Why there is none.
    Missing(NoForecast),
}

impl PurchaseModel {
    /// Fits all models: some tenths of a second for 2,000 people, so once a day and not on the path of a request.
    #[must_use]
    pub fn fit(
        (cohort, spenders): (&Cohort, &Spenders),
        (orders, products): (Rhythm, Rhythm),
        as_of: Timestamp,
    ) -> Self {
        Self {
            frequency: BgNbd::fit(cohort).into(),
            value: GammaGamma::fit(spenders).into(),
            orders,
            products,
            people: cohort.people(),
            as_of,
        }
    }
}

impl<M> Fit<M> {
    /// The model.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub fn found(&self) -> Result<&M, NoForecast> {
        match self {
            Self::Found(model) => Ok(model),
            Self::Missing(reason) => Err(reason.clone()),
        }
    }
}

impl<M> From<Result<M, NoForecast>> for Fit<M> {
    fn from(fitted: Result<M, NoForecast>) -> Self {
        match fitted {
            Ok(model) => Self::Found(model),
            Err(reason) => Self::Missing(reason),
        }
    }
}
