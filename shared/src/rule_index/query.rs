//! One question to the index.

use alloc::vec::Vec;

use serde_json::Value;

use super::{
    Explanation, NO_SLOT, RuleIndex, TriggerIndex, explanation::MATCHED, key::for_each_key,
    paths::Found,
};
use crate::condition::{
    Path, SavedGroups,
    eval::Evaluation,
    tree::{Case, Clause},
};

/// One question to the index: what the document has at a path is looked up once, when first
/// needed.
pub(super) struct Query<'a> {
    index: &'a RuleIndex,
    trigger: &'a TriggerIndex,
    document: &'a Value,
    groups: &'a SavedGroups,
    found: Found<'a>,
}

/// What came of trying a rule.
pub(super) enum Tried {
    /// There is no such rule.
    Nothing,
    Matched {
        number: u32,
    },
    Failed {
        clause: u16,
    },
}

/// Rules for which room is made in advance.
const CANDIDATES_EXPECTED: usize = 16;

impl<'a> Query<'a> {
    pub(super) fn new(
        index: &'a RuleIndex,
        trigger: &'a TriggerIndex,
        document: &'a Value,
        groups: &'a SavedGroups,
    ) -> Self {
        let found = Found::new(&trigger.paths, document);
        Self { index, trigger, document, groups, found }
    }

    /// Places of the rules that have to be tried, in order, each once.
    pub(super) fn candidates(&mut self) -> Vec<u32> {
        let mut candidates = Vec::with_capacity(CANDIDATES_EXPECTED);
        self.look_up(|place, refused_by| {
            if refused_by.is_none() {
                candidates.push(place);
            }
        });
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }

    /// Finds every rule that is filed under what the document has, and those filed nowhere.
    /// A rule may be found twice. `report` is told the clause that a guard says will fail.
    fn look_up(&mut self, mut report: impl FnMut(u32, Option<u16>)) {
        let trigger = self.trigger;
        for place in &trigger.unfiled {
            report(*place, self.refused_by(*place));
        }
        for drawer in &trigger.drawers {
            let value = self.found.value(drawer.slot);
            for_each_key(value, drawer.coercions, |key| {
                let filed = drawer.by_key.get(key).into_iter().flatten();
                filed.for_each(|place| report(*place, self.refused_by(*place)));
            });
        }
    }

    /// The clause of a rule that its guards say will fail.
    #[inline]
    fn refused_by(&mut self, place: u32) -> Option<u16> {
        let place = usize::try_from(place).ok()?;
        for guard in self.trigger.guards.get(place)?.iter().flatten() {
            if !guard.passes(self.found.value(guard.slot)) {
                return Some(guard.clause);
            }
        }
        None
    }

    /// The value of a clause's path, by its slot if it has one.
    fn value_of(&mut self, slot: u16, path: &Path) -> &'a Value {
        if slot == NO_SLOT { path.find(self.document) } else { self.found.value(slot) }
    }

    /// Tries the rule at `place` and says what came of it.
    pub(super) fn try_rule(&mut self, place: u32) -> Tried {
        let filed = usize::try_from(place).ok().and_then(|place| self.trigger.rules.get(place));
        let Some(filed) = filed else { return Tried::Nothing };
        let Some(condition) = self.index.condition(filed.number) else { return Tried::Nothing };
        let mut evaluation = Evaluation::new(self.groups);
        let clauses = condition.clauses().0.iter().zip(&filed.slots);
        for ((clause, slot), place) in clauses.zip(0_u16..) {
            let answer = match clause {
                Clause::Field(path, test) => {
                    let value = self.value_of(*slot, path);
                    evaluation.step().and_then(|()| evaluation.test(test, value, Case::Exact))
                }
                Clause::Any(_)
                | Clause::Neither(_)
                | Clause::All(_)
                | Clause::Not(_)
                | Clause::Question(_)
                | Clause::Never(..) => evaluation.clause(clause, self.document),
            };
            if answer != Ok(true) {
                return Tried::Failed { clause: place };
            }
        }
        Tried::Matched { number: filed.number }
    }

    /// Tries what has to be tried; the rest failed where it is filed, or at a guard.
    pub(super) fn explain(mut self) -> Explanation<'a> {
        let mut outcomes = self.trigger.presumed.clone();
        let mut set = |place: u32, outcome: u16| {
            if let Some(slot) = usize::try_from(place).ok().and_then(|at| outcomes.get_mut(at)) {
                *slot = outcome;
            }
        };
        let mut candidates = Vec::with_capacity(CANDIDATES_EXPECTED);
        self.look_up(|place, refused_by| match refused_by {
            Some(clause) => set(place, clause),
            None => candidates.push(place),
        });
        for place in candidates {
            match self.try_rule(place) {
                Tried::Matched { .. } => set(place, MATCHED),
                Tried::Failed { clause } => set(place, clause),
                Tried::Nothing => {}
            }
        }
        Explanation::new(self.index, self.trigger, self.document, self.groups, outcomes)
    }
}
