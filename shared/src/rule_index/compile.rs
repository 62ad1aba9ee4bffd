//! Deciding under what each rule is filed.

use alloc::{collections::BTreeMap, vec, vec::Vec};
use core::cmp::Reverse;

use super::{
    Drawer, FiledRule, NO_SLOT, TriggerIndex,
    guard::guards,
    key::{Coercions, Key},
    paths::Paths,
    table::Table,
};
use crate::condition::{
    Condition, Path,
    coerce::number_value,
    tree::{Check, Clause, Clauses, Listed, Test},
};

/// The rules of one trigger while they are being collected.
#[derive(Debug, Default)]
pub(super) struct TriggerBuilder {
    numbers: Vec<u32>,
}

/// A clause under which a rule could be filed.
#[derive(Debug)]
struct Filing<'a> {
    /// The top-level clause that fails if the value has none of the keys.
    clause: u16,
    path: &'a Path,
    /// The rule cannot match unless the value has one of these.
    keys: Vec<Key<'a>>,
    coercions: Coercions,
}

/// How many rules ask for a value, and for any value of a path.
#[derive(Debug, Default)]
struct Demand<'a> {
    of_key: BTreeMap<(&'a Path, Key<'a>), u32>,
    of_path: BTreeMap<&'a Path, u32>,
}

/// A trigger's rules while they are being filed.
#[derive(Debug, Default)]
struct Cabinet<'a> {
    trigger: TriggerIndex,
    paths: Vec<&'a Path>,
    slots: BTreeMap<&'a Path, u16>,
    drawers: BTreeMap<&'a Path, usize>,
}

impl TriggerBuilder {
    /// Adds the rule with this number. Numbers come in order; a repeated one counts once.
    pub(super) fn add(&mut self, number: u32) {
        if self.numbers.last() != Some(&number) {
            self.numbers.push(number);
        }
    }

    /// Files every rule.
    pub(super) fn build(&self, conditions: &[Condition]) -> TriggerIndex {
        let of_number =
            |number: &u32| usize::try_from(*number).ok().and_then(|place| conditions.get(place));
        let rules: Vec<(u32, &Clauses)> = self
            .numbers
            .iter()
            .filter_map(|number| Some((*number, of_number(number)?.clauses())))
            .collect();
        let filings: Vec<Vec<Filing<'_>>> =
            rules.iter().map(|(_, clauses)| possible_filings(clauses)).collect();

        let demand = Demand::of(filings.iter().flatten());
        let mut cabinet = Cabinet::default();
        for ((number, clauses), filings) in rules.iter().zip(&filings) {
            cabinet.add(*number, clauses, demand.best(filings));
        }
        cabinet.trigger.paths = Paths::arrange(&cabinet.paths);
        cabinet.trigger
    }
}

impl<'a> Demand<'a> {
    fn of<'b>(filings: impl Iterator<Item = &'b Filing<'a>>) -> Self
    where
        'a: 'b,
    {
        let mut demand = Self::default();
        for filing in filings {
            for key in &filing.keys {
                let of_key = demand.of_key.entry((filing.path, *key)).or_default();
                *of_key = of_key.saturating_add(1);
                let of_path = demand.of_path.entry(filing.path).or_default();
                *of_path = of_path.saturating_add(1);
            }
        }
        demand
    }

    /// The filing that makes for the fewest rules to try.
    fn best<'b>(&self, filings: &'b [Filing<'a>]) -> Option<&'b Filing<'a>> {
        filings.iter().min_by_key(|filing| {
            let sharing = filing.keys.iter().map(|key| {
                let count = self.of_key.get(&(filing.path, *key)).copied().unwrap_or(0);
                count.saturating_mul(key_weight(*key))
            });
            // Of two that are as good, the path that other rules use too: one look-up less.
            let popularity = self.of_path.get(filing.path).copied().unwrap_or(0);
            (sharing.fold(0, u32::saturating_add), Reverse(popularity))
        })
    }
}

impl<'a> Cabinet<'a> {
    /// Adds the next rule, filed where it was decided, or nowhere.
    fn add(&mut self, number: u32, clauses: &'a Clauses, filing: Option<&Filing<'a>>) {
        let slots = clauses.0.iter().map(|clause| match clause {
            Clause::Field(path, _) => self.slot(path),
            Clause::Any(_)
            | Clause::Neither(_)
            | Clause::All(_)
            | Clause::Not(_)
            | Clause::Question(_)
            | Clause::Never(..) => NO_SLOT,
        });
        let slots = slots.collect();
        let guards = guards(clauses, |path| Some(self.slot(path)).filter(|slot| *slot != NO_SLOT));
        self.trigger.guards.push(guards);
        let place = u32::try_from(self.trigger.rules.len()).unwrap_or(u32::MAX);
        self.trigger.rules.push(FiledRule { number, slots });
        self.trigger.presumed.push(filing.map_or(0, |filing| filing.clause));
        let slot = filing.map_or(NO_SLOT, |filing| self.slot(filing.path));
        match filing {
            Some(filing) if slot != NO_SLOT => self.file(place, slot, filing),
            _ => self.trigger.unfiled.push(place),
        }
    }

    /// The slot of a path among those that are looked up.
    fn slot(&mut self, path: &'a Path) -> u16 {
        let next = u16::try_from(self.paths.len()).unwrap_or(NO_SLOT);
        let slot = *self.slots.entry(path).or_insert(next);
        if slot == next && next != NO_SLOT {
            self.paths.push(path);
        }
        slot
    }

    fn file(&mut self, place: u32, slot: u16, filing: &Filing<'a>) {
        let next = self.trigger.drawers.len();
        let drawer = *self.drawers.entry(filing.path).or_insert(next);
        if drawer == next {
            self.trigger.drawers.push(Drawer {
                slot,
                by_key: Table::default(),
                coercions: Coercions::default(),
            });
        }
        let Some(drawer) = self.trigger.drawers.get_mut(drawer) else { return };
        drawer.coercions.add(filing.coercions);
        for key in &filing.keys {
            let filed = drawer.by_key.get_or_insert_with(*key, Vec::new);
            // A list may name a value twice.
            if let Some(filed) = filed.filter(|filed| filed.last() != Some(&place)) {
                filed.push(place);
            }
        }
    }
}

/// How likely it is that a person has this value, roughly: half of them have a given truth
/// value, and nearly all have nothing at a path that they were never seen with.
const fn key_weight(key: Key<'_>) -> u32 {
    match key {
        Key::Text(_) | Key::Number(_) => 1,
        Key::Flag(_) | Key::Null => 16,
    }
}

/// Every clause of the condition that asks for one of some known values.
fn possible_filings(clauses: &Clauses) -> Vec<Filing<'_>> {
    let mut filings = Vec::new();
    for (clause, place) in clauses.0.iter().zip(0_u16..) {
        add_filings(clause, place, &mut filings);
    }
    filings
}

fn add_filings<'a>(clause: &'a Clause, place: u16, filings: &mut Vec<Filing<'a>>) {
    match clause {
        Clause::Field(path, test) => {
            filings.extend(keys(test).into_iter().map(|(keys, coercions)| Filing {
                clause: place,
                path,
                keys,
                coercions,
            }));
        }
        Clause::All(branches) => {
            for inner in branches.iter().flat_map(|branch| &branch.0) {
                add_filings(inner, place, filings);
            }
        }
        Clause::Any(_)
        | Clause::Neither(_)
        | Clause::Not(_)
        | Clause::Question(_)
        | Clause::Never(..) => {}
    }
}

/// The values that a test takes, for each part of it that takes only known ones.
fn keys(test: &Test) -> Vec<(Vec<Key<'_>>, Coercions)> {
    match test {
        Test::Text(words) => vec![(vec![Key::Text(words)], Coercions::TO_TEXT)],
        Test::Number(number) => {
            let key = Key::of_number(number_value(number));
            vec![(key.into_iter().collect(), Coercions::TO_NUMBER)]
        }
        Test::Flag(flag) => vec![(vec![Key::Flag(*flag)], Coercions::TO_FLAG)],
        Test::Null => vec![(vec![Key::Null], Coercions::default())],
        Test::Json(_) => Vec::new(),
        Test::Checks(checks) => {
            checks.iter().filter_map(check_keys).map(|keys| (keys, Coercions::default())).collect()
        }
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "no other operator takes known values only")]
fn check_keys(check: &Check) -> Option<Vec<Key<'_>>> {
    match check {
        Check::Same(value) => Key::of(value).map(|key| vec![key]),
        // An array or object in a list is never equal to anything, so it needs no key.
        Check::Listed(Listed::IN, values) => Some(values.iter().filter_map(Key::of).collect()),
        _ => None,
    }
}
