//! Somebody who sees everything about one person and forgets nothing, against whom the stores
//! are held: what was chosen, kept, given, followed and paid, by the true time.

use std::collections::{BTreeMap, BTreeSet};

use shared::{ledger::Entry, preference::Preferences, rule::Class};

/// What is truly so about one person.
#[derive(Debug, Default)]
pub struct Witness {
    /// What they chose about consent, in the order in which they did.
    pub deeds: Vec<Deed>,
    /// The deed that an event carries, by the event's id.
    pub deed_of: BTreeMap<String, usize>,
    /// How often each event was applied and kept.
    pub applied: BTreeMap<String, u32>,
    /// Events that a browser was told are kept.
    pub acknowledged: BTreeSet<String>,
    /// What was claimed and kept.
    pub given: Vec<Given>,
    /// In how many turns each delivery was handed over.
    pub handed: BTreeMap<String, u32>,
    /// Every ledger entry that was kept.
    pub entries: Vec<Entry>,
    /// Entries of the time before the story.
    pub entries_before: u64,
    /// When each delivery was followed, by the server's clock.
    pub followed: BTreeMap<String, Vec<i64>>,
    /// The delivery of each coupon.
    pub codes: BTreeMap<String, String>,
    /// The delivery that each order is credited to.
    pub credited: BTreeMap<String, Option<String>>,
    /// How often each product was looked at.
    pub looks: BTreeMap<String, u32>,
    /// What the person asked for last, as it was kept.
    pub preferences: Preferences,
    /// When their birthday was told, by the server's clock.
    pub birthdays: Vec<i64>,
    /// Whether a human has their conversation.
    pub with_human: bool,
    /// The stock and the claim's name of each delivery that waited for a coupon.
    pub claims: BTreeMap<String, (String, String)>,
    /// Claims whose coupon a stock was to be told was used.
    pub redeemed: BTreeSet<String>,
    /// Ids of the person in the merchant's system, as they were linked.
    pub users: BTreeSet<String>,
    /// Messages that were heard.
    pub said: BTreeSet<String>,
    /// When the person's erasure was kept.
    pub erased_at: Option<i64>,
    /// Whether everybody has been told to forget them.
    pub is_forgotten: bool,
}

/// One choice about consent.
#[derive(Debug, Clone, Copy)]
pub struct Deed {
    /// Whether marketing was agreed to.
    pub marketing: bool,
    /// Whether analytics was.
    pub analytics: bool,
    /// The notice they saw.
    pub notice: u16,
    /// When an event that carries it was first kept.
    pub taken_at: Option<i64>,
}

/// Something that was given.
#[derive(Debug, Clone)]
pub struct Given {
    pub delivery: String,
    pub rule: String,
    pub class: Class,
    /// When it was claimed, by the server's clock.
    pub at: i64,
    /// What is shown, to see that it stays the same.
    pub shown: String,
    /// Whether it waits for a coupon of a limited offer.
    pub is_waiting: bool,
}

impl Witness {
    /// Whether marketing is allowed under a notice, by what the edge was told and kept: the
    /// last no counts until a yes that was said after it was kept as well.
    pub fn allows_marketing(&self, notice: u16) -> bool {
        let taken = |deed: &&Deed| deed.taken_at.is_some();
        let after_last_no = self
            .deeds
            .iter()
            .rposition(|deed| !deed.marketing && deed.taken_at.is_some())
            .map_or(0, |place| place + 1);
        self.deeds[after_last_no..].iter().filter(taken).any(|deed| notice <= deed.notice)
    }

    /// Whether the person took analytics back, and the edge knows.
    pub fn refuses_analytics(&self) -> bool {
        let taken = self.deeds.iter().rfind(|deed| deed.taken_at.is_some());
        taken.is_some_and(|deed| !deed.analytics)
    }

    /// What was given under this id.
    pub fn given(&self, delivery: &str) -> Option<&Given> {
        self.given.iter().find(|given| given.delivery == delivery)
    }
}
