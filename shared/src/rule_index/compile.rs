//! Deciding under what each rule is filed.

use alloc::{collections::BTreeMap, vec, vec::Vec};
use core::cmp::Reverse;

use super::{
    Drawer, FiledRule, NO_SLOT, TriggerIndex,
    key::{Coercions, Key},
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

/// How many rules ask for a value.
type Demand<'a> = BTreeMap<(&'a Path, Key<'a>), u32>;

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

        let mut demand = Demand::new();
        for filing in filings.iter().flatten() {
            for key in &filing.keys {
                let count = demand.entry((filing.path, *key)).or_default();
                *count = count.saturating_add(1);
            }
        }
        let mut index = TriggerIndex::default();
        for (place, ((number, clauses), filings)) in (0_u32..).zip(rules.iter().zip(&filings)) {
            index.add(*number, clauses);
            index.file(place, best(filings, &demand));
        }
        index
    }
}

impl TriggerIndex {
    fn add(&mut self, number: u32, clauses: &Clauses) {
        let slots = clauses.0.iter().map(|clause| match clause {
            Clause::Field(path, _) => self.slot(path),
            Clause::Any(_)
            | Clause::Neither(_)
            | Clause::All(_)
            | Clause::Not(_)
            | Clause::Never(..) => NO_SLOT,
        });
        let slots = slots.collect();
        self.rules.push(FiledRule { number, slots });
    }

    /// The place of a path among those that are looked up.
    fn slot(&mut self, path: &Path) -> u16 {
        let place = self.paths.iter().position(|known| known == path).unwrap_or_else(|| {
            self.paths.push(path.clone());
            self.paths.len().saturating_sub(1)
        });
        u16::try_from(place).unwrap_or(NO_SLOT)
    }

    fn file(&mut self, place: u32, filing: Option<&Filing<'_>>) {
        let slot = filing.map_or(NO_SLOT, |filing| self.slot(filing.path));
        let Some(filing) = filing.filter(|_| slot != NO_SLOT) else {
            self.presumed.push(0);
            self.unfiled.push(place);
            return;
        };
        self.presumed.push(filing.clause);
        let drawer = self.drawers.iter().position(|drawer| drawer.slot == slot);
        let drawer = drawer.unwrap_or_else(|| {
            self.drawers.push(Drawer {
                slot,
                by_key: Table::default(),
                coercions: Coercions::default(),
            });
            self.drawers.len().saturating_sub(1)
        });
        let Some(drawer) = self.drawers.get_mut(drawer) else { return };
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

/// The filing that makes for the fewest rules to try.
fn best<'a, 'b>(filings: &'b [Filing<'a>], demand: &Demand<'a>) -> Option<&'b Filing<'a>> {
    let popularity = |path: &Path| {
        let of_path = demand.iter().filter(|((known, _), _)| *known == path);
        of_path.map(|(_, count)| *count).fold(0, u32::saturating_add)
    };
    match filings {
        [] => None,
        [only] => Some(only),
        several => several.iter().min_by_key(|filing| {
            let sharing = filing.keys.iter().map(|key| {
                let count = demand.get(&(filing.path, *key)).copied().unwrap_or(0);
                count.saturating_mul(key_weight(*key))
            });
            // Of two that are as good, the path that other rules use too: one look-up less.
            (sharing.fold(0, u32::saturating_add), Reverse(popularity(filing.path)))
        }),
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
        Clause::Any(_) | Clause::Neither(_) | Clause::Not(_) | Clause::Never(..) => {}
    }
}

/// The values that a test takes, for each part of it that takes only known ones.
fn keys(test: &Test) -> Vec<(Vec<Key<'_>>, Coercions)> {
    match test {
        Test::Text(text) => vec![(vec![Key::Text(text)], Coercions::TO_TEXT)],
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

fn check_keys(check: &Check) -> Option<Vec<Key<'_>>> {
    match check {
        Check::Same(value) => Key::of(value).map(|key| vec![key]),
        // An array or object in a list is never equal to anything, so it needs no key.
        Check::Listed(Listed::IN, values) => Some(values.iter().filter_map(Key::of).collect()),
        _ => None,
    }
}
