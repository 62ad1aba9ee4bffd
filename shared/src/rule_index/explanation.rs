//! What became of every rule that a moment could have set off.
//!
//! Two bytes a rule: the number of the clause that decided. The words are made when somebody
//! looks, from the same document.

use alloc::vec::Vec;

use serde_json::Value;

use super::{RuleIndex, TriggerIndex};
use crate::condition::{FailedClause, SavedGroups, explain_clause};

/// The outcome of every rule of one trigger, in order.
#[derive(Debug, Clone)]
pub struct Explanation<'a> {
    index: Option<(&'a RuleIndex, &'a TriggerIndex)>,
    document: &'a Value,
    groups: &'a SavedGroups,
    /// For each rule of the trigger the clause that failed, or [`MATCHED`].
    outcomes: Vec<u16>,
}

/// What became of one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleOutcome {
    /// Its number in the order given.
    pub rule: usize,
    /// Whether it matched.
    pub is_match: bool,
}

/// In place of a clause: none failed. No condition has so many clauses.
pub(super) const MATCHED: u16 = u16::MAX;

impl<'a> Explanation<'a> {
    /// The explanation of a trigger that no rule has.
    pub(super) const fn of_nothing(document: &'a Value, groups: &'a SavedGroups) -> Self {
        Self { index: None, document, groups, outcomes: Vec::new() }
    }

    /// The explanation of a trigger, with one outcome for each of its rules.
    pub(super) const fn new(
        index: &'a RuleIndex,
        trigger: &'a TriggerIndex,
        document: &'a Value,
        groups: &'a SavedGroups,
        outcomes: Vec<u16>,
    ) -> Self {
        Self { index: Some((index, trigger)), document, groups, outcomes }
    }

    /// Every rule of the trigger, in order.
    pub fn outcomes(&self) -> impl Iterator<Item = RuleOutcome> + '_ {
        let rules = self.index.map_or(&[][..], |(_, trigger)| &trigger.rules);
        rules.iter().zip(&self.outcomes).map(|(filed, outcome)| RuleOutcome {
            rule: usize::try_from(filed.number).unwrap_or(usize::MAX),
            is_match: *outcome == MATCHED,
        })
    }

    /// The clause that decided against a rule, given by its number; none if it matched, or is
    /// not a rule of this trigger.
    #[must_use]
    pub fn failed_clause(&self, rule: usize) -> Option<FailedClause> {
        let (index, trigger) = self.index?;
        let number = u32::try_from(rule).ok()?;
        let place = trigger.rules.binary_search_by_key(&number, |filed| filed.number).ok()?;
        let clause = self.outcomes.get(place).filter(|outcome| **outcome != MATCHED)?;
        let condition = index.condition(number)?;
        explain_clause(condition, usize::from(*clause), self.document, self.groups)
    }
}
