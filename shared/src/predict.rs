//! What a person will do next: whether they are still a customer, how often they will order, for how much, and when.
//!
//! [`BgNbd`] is fitted to the order histories of all people (a [`Cohort`]) and then says of one person how probable it is
//! that they are still a customer and how many orders to expect; [`GammaGamma`] says what an order of theirs will be
//! worth; [`LifetimeValue`] puts both together. [`Replenishment`] says when somebody runs out of what they buy again and again, and
//! [`Birthday`] when theirs is.
//!
//! [`PurchaseModel`] is all of them fitted to the customers of one workspace.
//!
//! A number is shown only where it means something: otherwise there is [`NoForecast`], which says why. And what is predicted of a
//! person's spending may rank what is shown to them, but never what it costs (PIPL art. 24).
//!
//! The judge: fitted to the public CDNOW sample the parameters are those of Fader, Hardie and Lee
//! (`tests/conformance/predict.rs`).
//!
//! Source: Fader, Hardie and Lee, "Counting your customers the easy way: an alternative to the Pareto/NBD model",
//! Marketing Science 24 (2005); the same, "RFM and CLV: using iso-value curves for customer base analysis", JMR 42 (2005).

mod bg_nbd;
mod birthday;
mod gamma_gamma;
mod history;
mod lifetime_value;
mod nelder_mead;
mod no_forecast;
mod purchases;
mod replenishment;

pub use self::{
    bg_nbd::BgNbd,
    birthday::{Birthday, BirthdayError},
    gamma_gamma::{GammaGamma, Spenders, Spending},
    history::{Cohort, History},
    lifetime_value::LifetimeValue,
    no_forecast::NoForecast,
    purchases::{Fit, PurchaseModel},
    replenishment::{Basis, Replenishment, Rhythm},
};

#[cfg(test)]
mod tests;
