//! The laws that hold after every step, and what is said when one does not.

use std::fmt;

use crate::schedule::Who;

/// The invariants, by their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// One occasion leads to one delivery, handed over once, and only after its claim was kept.
    I1,
    /// No window of a promise ever holds more contacts than promised, whatever became of them.
    I2,
    /// Marketing has the person's yes when it is claimed and when it is handed over.
    I3,
    /// Nobody is disturbed in their quiet hours.
    I4,
    /// An event is applied once; one that was acknowledged is there.
    I5,
    /// Nothing of one tenant is ever with another.
    I6,
    /// Of who was erased nothing is left anywhere, and nothing comes back.
    I7,
    /// No stock goes below nothing; issued is redeemed, live or lapsed.
    I8,
    /// When nothing goes wrong any more, everything comes to its end.
    I9,
    /// Each order is credited at most once, to something the person followed or redeemed.
    I10,
    /// A report says what a recount of the entries says.
    I11,
    /// What is written down about a decision leads to that decision again.
    I12,
}

/// A law that was broken, by whom and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The law.
    pub law: Law,
    /// The person, where one is concerned: their place in the world, and their name, which says the tenant.
    pub who: Option<Who>,
    pub whose: String,
    /// What was seen.
    pub seen: String,
}

/// What a step returns.
pub type Lawful<T = ()> = Result<T, Broken>;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} broken for {}: {}", self.law, self.whose, self.seen)
    }
}
