//! Which rules a moment can set off, without trying them all.
//!
//! A shop has hundreds of rules, and nearly all of them are not for this person at this
//! moment. So the rules are compiled once per published config. Each rule is filed under its
//! triggers and, inside a trigger, under the equality or list of its condition that fewest
//! rules share: `segment = 'vip'` under "vip". A decision then looks up what the person *has*
//! and tries only the rules filed there, plus those that ask for no equality at all.
//!
//! The answer is the one that trying every rule in order would give; a property test holds
//! the index to that. An [`Explanation`] tells for every rule of the trigger whether it
//! matched or which clause decided against it. For a rule that was never tried that is the
//! clause under which it is filed, not necessarily the first in the order written.
//!
//! Rules are numbered in the order given, which is the order of priority; so are the answers.

mod compile;
mod explanation;
mod guard;
mod key;
mod paths;
mod query;
mod table;

use alloc::{string::String, vec, vec::Vec};

use serde_json::Value;

use crate::condition::{Condition, SavedGroups};

pub use explanation::{Explanation, RuleOutcome};

use compile::TriggerBuilder;
use guard::{GUARDS_PER_RULE, Guard};
use key::{Coercions, Key};
use paths::Paths;
use query::{Query, Tried};
use table::Table;

/// Rules, compiled for looking up. Immutable: publish again to change it.
#[derive(Debug, Clone, Default)]
pub struct RuleIndex {
    conditions: Vec<Condition>,
    triggers: Table<TriggerIndex>,
}

/// The rules of one trigger.
#[derive(Debug, Clone, Default)]
struct TriggerIndex {
    rules: Vec<FiledRule>,
    /// Places in `rules` of those that are filed under nothing and always tried.
    unfiled: Vec<u32>,
    drawers: Vec<Drawer>,
    /// The paths that are looked at, by slot.
    paths: Paths,
    /// For each rule the thresholds that are looked at first.
    guards: Vec<[Option<Guard>; GUARDS_PER_RULE]>,
    /// For each rule the clause that fails if the rule is not found in its drawer.
    presumed: Vec<u16>,
}

/// A rule as filed under one trigger.
#[derive(Debug, Clone)]
struct FiledRule {
    /// Its number in the order given.
    number: u32,
    /// For each clause of its condition the slot of its path, or [`NO_SLOT`].
    slots: Vec<u16>,
}

/// All rules that are filed by one path.
#[derive(Debug, Clone)]
struct Drawer {
    slot: u16,
    by_key: Table<Vec<u32>>,
    coercions: Coercions,
}

/// Stands for a clause that looks at no single path, such as `$or`, and for one path too many.
const NO_SLOT: u16 = u16::MAX;

/// The rules that match, in order. Each is tried when asked for.
pub struct Matches<'a> {
    query: Option<Query<'a>>,
    candidates: vec::IntoIter<u32>,
}

/// No lists to refer to.
static NO_GROUPS: SavedGroups = SavedGroups::none();

impl RuleIndex {
    /// Compiles rules, given in order of priority, each with its triggers and its condition.
    ///
    /// # Examples
    ///
    /// ```
    /// use serde_json::json;
    /// use shared::{condition::Condition, rule_index::RuleIndex};
    ///
    /// let triggers = ["cart_lingered".to_string()];
    /// let vip = Condition::from_text("segment = 'vip' AND cart_value >= 2000")?;
    /// let anyone = Condition::from_text("cart_value >= 500")?;
    /// let index = RuleIndex::compile([(&triggers[..], &vip), (&triggers[..], &anyone)]);
    ///
    /// let visitor = json!({ "segment": ["new"], "cart_value": 2599 });
    /// let matching: Vec<usize> = index.matches("cart_lingered", &visitor).collect();
    /// assert_eq!(matching, [1]);
    ///
    /// let explanation = index.explain("cart_lingered", &visitor);
    /// let clause = explanation.failed_clause(0).unwrap();
    /// assert_eq!(clause.to_string(), r#"segment $in ["vip"], found ["new"]"#);
    /// # Ok::<(), shared::condition::TextError>(())
    /// ```
    #[must_use]
    pub fn compile<'a>(rules: impl IntoIterator<Item = (&'a [String], &'a Condition)>) -> Self {
        let mut conditions = Vec::new();
        let mut builders: Table<TriggerBuilder> = Table::default();
        for (number, (names, condition)) in (0_u32..).zip(rules) {
            conditions.push(condition.clone());
            for name in names {
                builders
                    .get_or_insert_with(Key::Text(name), TriggerBuilder::default)
                    .into_iter()
                    .for_each(|builder| builder.add(number));
            }
        }
        let triggers = builders.map(|builder| builder.build(&conditions));
        Self { conditions, triggers }
    }

    /// Whether `trigger` sets off any rule at all; most events set off none.
    #[must_use]
    pub fn has_rules(&self, trigger: &str) -> bool {
        self.triggers.get(Key::Text(trigger)).is_some()
    }

    /// Number of rules.
    #[must_use]
    pub fn len(&self) -> usize {
        self.conditions.len()
    }

    /// Whether there is no rule.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// The numbers of the rules that `trigger` sets off for `document`, in order.
    #[must_use]
    pub fn matches<'a>(&'a self, trigger: &str, document: &'a Value) -> Matches<'a> {
        self.matches_with(trigger, document, &NO_GROUPS)
    }

    /// As [`RuleIndex::matches`], with lists that conditions refer to.
    #[must_use]
    pub fn matches_with<'a>(
        &'a self,
        trigger: &str,
        document: &'a Value,
        groups: &'a SavedGroups,
    ) -> Matches<'a> {
        let Some(mut query) = self.query(trigger, document, groups) else {
            return Matches { query: None, candidates: Vec::new().into_iter() };
        };
        let candidates = query.candidates();
        Matches { query: Some(query), candidates: candidates.into_iter() }
    }

    /// What became of every rule of `trigger`.
    #[must_use]
    pub fn explain<'a>(&'a self, trigger: &str, document: &'a Value) -> Explanation<'a> {
        self.explain_with(trigger, document, &NO_GROUPS)
    }

    /// As [`RuleIndex::explain`], with lists that conditions refer to.
    #[must_use]
    pub fn explain_with<'a>(
        &'a self,
        trigger: &str,
        document: &'a Value,
        groups: &'a SavedGroups,
    ) -> Explanation<'a> {
        match self.query(trigger, document, groups) {
            None => Explanation::of_nothing(document, groups),
            Some(query) => query.explain(),
        }
    }

    fn query<'a>(
        &'a self,
        trigger: &str,
        document: &'a Value,
        groups: &'a SavedGroups,
    ) -> Option<Query<'a>> {
        let trigger = self.triggers.get(Key::Text(trigger))?;
        Some(Query::new(self, trigger, document, groups))
    }
}

impl RuleIndex {
    fn condition(&self, number: u32) -> Option<&Condition> {
        usize::try_from(number).ok().and_then(|number| self.conditions.get(number))
    }
}

impl Iterator for Matches<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let query = self.query.as_mut()?;
        self.candidates.find_map(|place| match query.try_rule(place) {
            Tried::Matched { number } => usize::try_from(number).ok(),
            Tried::Failed { .. } | Tried::Nothing => None,
        })
    }
}

impl core::fmt::Debug for Matches<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_struct("Matches").field("candidates", &self.candidates).finish()
    }
}

#[cfg(test)]
mod tests;
