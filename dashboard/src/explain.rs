//! What the engine knows and did, in words. No DOM, so that it is tested natively.

pub(crate) mod attribute;
pub(crate) mod benefit;
pub(crate) mod change;
pub(crate) mod channel;
pub(crate) mod clause;
pub(crate) mod concept;
pub(crate) mod condition;
pub(crate) mod event;
pub(crate) mod identity;
pub(crate) mod intent;
pub(crate) mod outcome;
pub(crate) mod period;
pub(crate) mod product;
pub(crate) mod segment;
pub(crate) mod trigger;
pub(crate) mod value;
pub(crate) mod variation;
pub(crate) mod verdict;

use shared::{
    money::{Currency, Minor},
    text::Locale,
    time::Timestamp,
};

/// Writes figures in a language. The browser's `Intl` does it for the page; tests have their own.
pub(crate) trait Figures {
    /// The language.
    fn locale(&self) -> Locale;
    /// A number, at most two decimals.
    fn number(&self, number: f64) -> String;
    /// A share of 1 as a percentage.
    fn percent(&self, share: f64) -> String;
    /// An amount of money.
    fn money(&self, amount: Minor, currency: Currency) -> String;
    /// A day and a time.
    fn moment(&self, at: Timestamp) -> String;
    /// A segment by the name that operators know it by.
    fn segment(&self, word: &str) -> String;
}

/// Figures for tests: no grouping, UTC.
#[cfg(test)]
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlainFigures(pub(crate) Locale);

#[cfg(test)]
impl Figures for PlainFigures {
    fn locale(&self) -> Locale {
        self.0
    }

    fn number(&self, number: f64) -> String {
        number.to_string()
    }

    fn percent(&self, share: f64) -> String {
        format!("{}%", share * 100.0)
    }

    fn money(&self, amount: Minor, currency: Currency) -> String {
        format!("¥{}", amount.to_major(currency))
    }

    fn moment(&self, at: Timestamp) -> String {
        at.to_rfc3339()
    }

    fn segment(&self, word: &str) -> String {
        segment::name(word, &[], self.0)
    }
}
