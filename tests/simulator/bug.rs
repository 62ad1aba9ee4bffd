//! Bugs that can be planted, one a law, to see whether the simulator finds them.
//!
//! All of them are in the simulator's own shell: mistakes that a shell around the core can
//! make. So the core needs no hook for them, and no shipped build can have one.

use crate::law::Law;

/// A mistake that is made on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// I1: browsers are told before the claim is on disk.
    TellsBeforeTheClaimIsKept,
    /// I2: a turn saves a state that it loaded before another turn did.
    SavesOverAnotherTurn,
    /// I3: consent is read from a copy that is a minute old.
    ReadsConsentFromACopy,
    /// I4: quiet hours go by the clock of the data centre.
    SleepsByTheServersClock,
    /// I5: the ids of events are remembered in memory alone.
    RemembersEventsInMemory,
    /// I6: a ledger is named without its tenant.
    SharesALedger,
    /// I7: a receiver takes what arrives late of somebody it has forgotten.
    TakesWhatComesAfterErasure,
    /// I8: the stock counts a claim again that asks again.
    CountsAClaimAgain,
    /// I9: an alarm that failed too often is not set again.
    LosesItsAlarm,
    /// I10: an older version drops the list of orders that were counted.
    ForgetsCountedOrders,
    /// I11: an entry goes to the ledger of the month in which it is sent.
    FilesByTheDayOfSending,
    /// I12: a decision names the newest config, not the one that decided.
    NamesAnotherConfig,
}

/// Every bug.
pub const ALL: [Bug; 12] = [
    Bug::TellsBeforeTheClaimIsKept,
    Bug::SavesOverAnotherTurn,
    Bug::ReadsConsentFromACopy,
    Bug::SleepsByTheServersClock,
    Bug::RemembersEventsInMemory,
    Bug::SharesALedger,
    Bug::TakesWhatComesAfterErasure,
    Bug::CountsAClaimAgain,
    Bug::LosesItsAlarm,
    Bug::ForgetsCountedOrders,
    Bug::FilesByTheDayOfSending,
    Bug::NamesAnotherConfig,
];

impl Bug {
    /// The law that it breaks.
    pub const fn breaks(self) -> Law {
        match self {
            Self::TellsBeforeTheClaimIsKept => Law::I1,
            Self::SavesOverAnotherTurn => Law::I2,
            Self::ReadsConsentFromACopy => Law::I3,
            Self::SleepsByTheServersClock => Law::I4,
            Self::RemembersEventsInMemory => Law::I5,
            Self::SharesALedger => Law::I6,
            Self::TakesWhatComesAfterErasure => Law::I7,
            Self::CountsAClaimAgain => Law::I8,
            Self::LosesItsAlarm => Law::I9,
            Self::ForgetsCountedOrders => Law::I10,
            Self::FilesByTheDayOfSending => Law::I11,
            Self::NamesAnotherConfig => Law::I12,
        }
    }
}
