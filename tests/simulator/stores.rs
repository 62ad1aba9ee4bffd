//! The stores that people's objects tell their news to: each applies a call once, however
//! often it comes, and forgets whom it was told to forget for good.

pub mod directory;
pub mod learning;
pub mod ledger;
pub mod stock;

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    digest,
    learning::Utterance,
    ledger::{Entry, Fact},
    money::Minor,
    stock::{Bounds, Claim, Grant},
};

use self::{directory::Directory, learning::Learning, ledger::Ledger, stock::Shelf};
use crate::{
    bug::Bug,
    shops::{self, TENANTS},
};

/// The key under which those who were erased are remembered: nobody without it can tell whom.
const PEPPER: &[u8] = b"a pepper of the simulator";

/// A call of one object to another, or to KV.
#[derive(Debug)]
pub struct Call {
    /// Which store: `ledger`, `directory`, `learning` or `kv` with a name of the store's own.
    pub address: String,
    /// Whom it is about.
    pub profile: String,
    /// What is asked.
    pub asked: Asked,
}

/// What is asked of a store.
#[derive(Debug)]
pub enum Asked {
    /// Keep what a person reports: how a list shows them, and what happened.
    Report { is_held_out: bool, shown: String, entries: Vec<Entry> },
    /// Make the person findable by this.
    Link { external: String },
    /// Keep what was said.
    Teach { said: Vec<Utterance> },
    /// Drop the words of somebody who took their consent back.
    ForgetWords,
    /// Write the person's projection.
    Project { text: String },
    /// Forget the person for good.
    Forget,
    /// Give a coupon to a claim.
    Take { claim: Claim, bounds: Bounds },
    /// A claim's coupon was used.
    Redeem { claim: String, saved_minor: Minor },
}

/// Every store of every tenant, by address.
#[derive(Debug, Default)]
pub struct Stores {
    pub ledgers: BTreeMap<String, Ledger>,
    pub directories: BTreeMap<String, Directory>,
    pub learnings: BTreeMap<String, Learning>,
    pub projections: BTreeMap<String, String>,
    pub stocks: BTreeMap<String, Shelf>,
    /// Whose marks each store has seen.
    seen: BTreeMap<String, BTreeSet<usize>>,
    /// Whom each store was told to forget, as a witness knows.
    forgot: BTreeSet<(String, String)>,
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Something of it is in the store now.
    Kept,
    /// The store holds nothing of it.
    Dropped,
}

impl Stores {
    /// Does what a call asks, once for all its repeats.
    pub fn receive(&mut self, call: &Call, bug: Option<Bug>) -> Kept {
        if matches!(call.asked, Asked::Forget) {
            self.forgot.insert((call.address.clone(), call.profile.clone()));
        }
        let mark = digest::hmac_hex(PEPPER, call.profile.as_bytes());
        let takes_all = bug == Some(Bug::TakesWhatComesAfterErasure);
        let mark = if takes_all { String::new() } else { mark };
        let (address, profile) = (call.address.clone(), call.profile.clone());
        match (address.split('\n').next().unwrap_or_default(), &call.asked) {
            ("ledger", asked) => {
                self.ledgers.entry(address).or_default().take(mark, profile, asked)
            }
            ("directory", asked) => {
                self.directories.entry(address).or_default().take(mark, profile, asked)
            }
            ("learning", asked) => {
                self.learnings.entry(address).or_default().take(mark, &profile, asked)
            }
            ("kv", Asked::Project { text }) => {
                self.projections.insert(address, text.clone());
                Kept::Kept
            }
            ("kv", _) => {
                self.projections.remove(&address);
                Kept::Dropped
            }
            _ => panic!("nobody lives at {address:?}"),
        }
    }

    /// Asks a stock; says what it answers, and what does not add up in it.
    pub fn ask_stock(
        &mut self,
        call: &Call,
        now: i64,
        bug: Option<Bug>,
    ) -> (Option<Grant>, String) {
        let shelf = self.stocks.entry(call.address.clone()).or_default();
        shelf.ask(&call.asked, now, bug == Some(Bug::CountsAClaimAgain))
    }

    /// Whether a store was told to forget the person before. KV has no memory of that: what is
    /// under way to it may still come, and is deleted once more.
    pub fn had_forgotten(&self, call: &Call) -> bool {
        let place = (call.address.clone(), call.profile.clone());
        !call.address.starts_with("kv") && self.forgot.contains(&place)
    }

    /// Notes whose marks are in what a store was given; says whether it now has two tenants'.
    pub fn has_two_tenants(&mut self, call: &Call) -> bool {
        let seen = self.seen.entry(call.address.clone()).or_default();
        let is_named =
            |tenant: &usize| call.names().any(|text| text.contains(shops::mark(*tenant)));
        seen.extend((0..TENANTS).filter(is_named));
        1 < seen.len()
    }

    /// The first store that holds a word, with what of it.
    pub fn holds(&self, word: &str) -> Option<String> {
        let ledgers = self.ledgers.iter().map(|(address, store)| (address, store.text()));
        let directories = self.directories.iter().map(|(address, store)| (address, store.text()));
        let learnings = self.learnings.iter().map(|(address, store)| (address, store.text()));
        let kv =
            self.projections.iter().map(|(address, text)| (address, format!("{address}{text}")));
        let stocks = self.stocks.iter().map(|(address, store)| (address, format!("{store:?}")));
        let mut all = ledgers.chain(directories).chain(learnings).chain(kv).chain(stocks);
        let (address, _) = all.find(|(_, text)| text.contains(word))?;
        Some(address.replace('\n', "/"))
    }
}

impl Call {
    /// Whether a stock is asked.
    pub fn is_for_a_stock(&self) -> bool {
        matches!(self.asked, Asked::Take { .. } | Asked::Redeem { .. })
    }

    /// Everything in it that has a name of somebody's in it.
    fn names(&self) -> impl Iterator<Item = &str> {
        let texts: Vec<&str> = match &self.asked {
            Asked::Report { shown, entries, .. } => {
                let orders = entries.iter().filter_map(|entry| match &entry.fact {
                    Fact::Ordered { order, .. } | Fact::Refunded { order, .. } => {
                        Some(order.as_str())
                    }
                    _ => None,
                });
                orders.chain([shown.as_str()]).collect()
            }
            Asked::Link { external } => vec![external],
            Asked::Teach { said } => {
                let words = said.iter().filter_map(|utterance| utterance.words.as_ref());
                words.flat_map(|words| [words.profile.as_str(), words.text.as_str()]).collect()
            }
            Asked::Project { text } => vec![text],
            Asked::ForgetWords | Asked::Forget | Asked::Take { .. } | Asked::Redeem { .. } => {
                vec![]
            }
        };
        texts.into_iter().chain([self.profile.as_str(), self.address.as_str()])
    }
}
