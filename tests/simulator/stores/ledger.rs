//! What reports count: entries by person and number, and how a list shows the person.
//!
//! The counting is what the ledger's database does, written out in words of its own.

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    ledger::{Entry, Fact},
    money::Minor,
    report::{DaySlice, Funnel, PersonSlice, RuleSlice, Slice},
};

use super::{Asked, Kept};

/// One shard of one tenant's month.
#[derive(Debug, Default)]
pub struct Ledger {
    pub entries: BTreeMap<(String, u64), Entry>,
    /// Whether each person is held out, and how a list shows them.
    people: BTreeMap<String, (bool, String)>,
    forgotten: BTreeSet<String>,
}

impl Ledger {
    pub(super) fn take(&mut self, mark: String, profile: String, asked: &Asked) -> Kept {
        match asked {
            Asked::Report { is_held_out, shown, entries } if !self.forgotten.contains(&mark) => {
                for entry in entries {
                    let place = (profile.clone(), entry.seq);
                    self.entries.entry(place).or_insert_with(|| entry.clone());
                }
                self.people.insert(profile, (*is_held_out, shown.clone()));
                Kept::Kept
            }
            Asked::Forget => {
                self.entries.retain(|(whose, _), _| *whose != profile);
                self.people.remove(&profile);
                if !mark.is_empty() {
                    self.forgotten.insert(mark);
                }
                Kept::Dropped
            }
            _ => Kept::Dropped,
        }
    }

    pub(super) fn text(&self) -> String {
        format!("{:?}{:?}", self.entries, self.people)
    }

    /// The figures of a period of days.
    pub fn slice(&self, from_day: i64, to_day: i64) -> Slice {
        let mut by_day: BTreeMap<i64, Vec<(&str, &Fact)>> = BTreeMap::new();
        let mut by_person: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
        let mut suppressions: BTreeMap<String, u64> = BTreeMap::new();
        let mut rules: BTreeMap<String, RuleSlice> = BTreeMap::new();
        for ((profile, _), entry) in &self.entries {
            let day = entry.at.day();
            if day < from_day || to_day < day {
                continue;
            }
            by_day.entry(day).or_default().push((profile, &entry.fact));
            by_person.entry(profile).or_default().push(&entry.fact);
            if let Fact::Suppressed { reason, .. } = &entry.fact {
                *suppressions.entry(reason.clone()).or_default() += 1;
            }
            count_rule(&mut rules, &entry.fact);
        }
        Slice {
            days: by_day.into_iter().map(|(day, facts)| day_slice(day, &facts)).collect(),
            people: by_person.into_iter().map(|(name, facts)| self.person(name, &facts)).collect(),
            rules: rules.into_values().collect(),
            suppressions: suppressions.into_iter().collect(),
            circles: vec![],
        }
    }

    fn person(&self, profile: &str, facts: &[&Fact]) -> PersonSlice {
        let reached = |kind: &str| u64::from(facts.iter().any(|fact| step(fact) == Some(kind)));
        let net: i64 = facts.iter().map(|fact| amount(fact)).sum();
        PersonSlice {
            profile: profile.parse().expect("a profile id"),
            funnel: funnel(&reached),
            orders: facts.iter().filter(|fact| matches!(fact, Fact::Ordered { .. })).count() as u64,
            net_minor: Minor::new(net),
            held_out: self.people.get(profile).is_some_and(|(is_held_out, _)| *is_held_out),
        }
    }
}

fn funnel(count: &dyn Fn(&str) -> u64) -> Funnel {
    Funnel {
        visits: count("visited"),
        intents: count("intent"),
        offers: count("delivered"),
        clicks: count("clicked"),
        orders: count("credited"),
    }
}

/// The step of the funnel that a fact is.
fn step(fact: &Fact) -> Option<&'static str> {
    match fact {
        Fact::Visited => Some("visited"),
        Fact::Intent { .. } => Some("intent"),
        Fact::Delivered { .. } => Some("delivered"),
        Fact::Clicked { .. } => Some("clicked"),
        Fact::Ordered { credited: Some(_), .. } => Some("credited"),
        _ => None,
    }
}

fn amount(fact: &Fact) -> i64 {
    match fact {
        Fact::Ordered { revenue_minor, .. } => revenue_minor.get(),
        Fact::Refunded { amount_minor, .. } => -amount_minor.get(),
        _ => 0,
    }
}

fn day_slice(day: i64, facts: &[(&str, &Fact)]) -> DaySlice {
    let people = |kind: &str| {
        let at_step = facts.iter().filter(|(_, fact)| step(fact) == Some(kind));
        at_step.map(|(profile, _)| *profile).collect::<BTreeSet<_>>().len() as u64
    };
    let ordered = |is_credited_only: bool| -> i64 {
        let orders = facts.iter().filter(|(_, fact)| match fact {
            Fact::Ordered { credited, .. } => !is_credited_only || credited.is_some(),
            _ => false,
        });
        orders.map(|(_, fact)| amount(fact)).sum()
    };
    DaySlice {
        day,
        funnel: funnel(&people),
        revenue_minor: Minor::new(ordered(false)),
        attributed_minor: Minor::new(ordered(true)),
    }
}

fn count_rule(rules: &mut BTreeMap<String, RuleSlice>, fact: &Fact) {
    let (rule, offer) = match fact {
        Fact::Delivered { rule, offer, .. } => (rule, offer.clone()),
        Fact::Clicked { rule, .. } | Fact::Ordered { credited: Some((_, rule)), .. } => {
            (rule, None)
        }
        _ => return,
    };
    let known = rules.entry(rule.to_string()).or_insert_with(|| RuleSlice {
        rule: rule.clone(),
        offer: None,
        delivered: 0,
        clicked: 0,
        orders: 0,
        revenue_minor: Minor::ZERO,
    });
    known.offer = known.offer.take().or(offer);
    match fact {
        Fact::Delivered { .. } => known.delivered += 1,
        Fact::Clicked { .. } => known.clicked += 1,
        _ => {
            known.orders += 1;
            known.revenue_minor = Minor::new(known.revenue_minor.get() + amount(fact));
        }
    }
}
