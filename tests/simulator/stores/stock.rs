//! How much of one limited offer is left. The counting is the core's; what it says is held
//! against a count of its own.

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    stock::{Bounds, Claim, Grant, Live, Stock, Totals},
    time::Timestamp,
};

use super::Asked;

/// The stock of one offer: its tables, and what a witness knows of it.
#[derive(Debug, Default)]
pub struct Shelf {
    totals: Totals,
    live: BTreeMap<String, Live>,
    /// Claims that were ever granted, with their end.
    granted: BTreeMap<String, i64>,
    /// Claims whose coupon was used while it was live.
    redeemed: BTreeSet<String>,
    /// Calls that were answered so far; where a bug counts repeats, they get names of their own.
    repeats: u64,
}

impl Shelf {
    /// Does what is asked, as the object does it: from its tables and back into them.
    pub fn ask(
        &mut self,
        asked: &Asked,
        now: i64,
        counts_repeats: bool,
    ) -> (Option<Grant>, String) {
        let at = Timestamp::from_unix_millis(now);
        let mut stock = Stock::restore(self.totals, self.live.clone());
        let (grant, wrong) = match asked {
            Asked::Take { claim, bounds } => {
                let claim = if counts_repeats { self.renamed(claim) } else { claim.clone() };
                let was_live = self.live.contains_key(&claim.name);
                let grant = stock.take(&claim, *bounds, at);
                let wrong = if grant == Grant::Granted && !was_live {
                    self.note(&claim, *bounds, now)
                } else {
                    String::new()
                };
                (Some(grant), wrong)
            }
            Asked::Redeem { claim, saved_minor } => {
                if stock.redeem(claim, *saved_minor) {
                    self.redeemed.insert(claim.clone());
                }
                (None, String::new())
            }
            _ => panic!("a stock cannot do {asked:?}"),
        };
        for (name, live) in stock.take_changes() {
            match live {
                Some(live) => drop(self.live.insert(name, live)),
                None => drop(self.live.remove(&name)),
            }
        }
        self.totals = stock.totals;
        (grant, if wrong.is_empty() { self.miscount() } else { wrong })
    }

    fn renamed(&mut self, claim: &Claim) -> Claim {
        self.repeats += 1;
        Claim { name: format!("{} {}", claim.name, self.repeats), ..claim.clone() }
    }

    /// Notes a grant; says what is wrong with it.
    fn note(&mut self, claim: &Claim, bounds: Bounds, now: i64) -> String {
        let name = claim.name.split(' ').next().unwrap_or_default().to_owned();
        let again = self.granted.insert(name.clone(), claim.ends_at.unix_millis());
        if again.is_some() {
            return format!("the claim {name} was given a coupon twice");
        }
        let holds = |(name, ends): &(&String, &i64)| !self.redeemed.contains(*name) && now < **ends;
        let out = self.redeemed.len() + self.granted.iter().filter(holds).count();
        let most = bounds.coupons_max.map_or(usize::MAX, |most| most as usize);
        if most < out {
            return format!("{out} coupons are out of {most}");
        }
        String::new()
    }

    /// What does not add up.
    fn miscount(&self) -> String {
        let Totals { issued, redeemed, lapsed, .. } = self.totals;
        let live = self.live.values().filter(|live| !live.is_used).count() as u32;
        if issued != redeemed + live + lapsed {
            return format!(
                "{issued} issued are {redeemed} redeemed, {live} live, {lapsed} lapsed"
            );
        }
        let holding = self.live.values().filter(|live| !live.is_used);
        let worth: i64 = holding.map(|live| live.worth_minor.get()).sum();
        if worth != self.totals.reserved_minor.get() {
            return format!("{worth} are live and {:?} reserved", self.totals.reserved_minor);
        }
        String::new()
    }

    /// Whether a claim was ever granted.
    pub fn has_granted(&self, name: &str) -> bool {
        self.granted.contains_key(name)
    }
}
