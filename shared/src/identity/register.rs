//! The register of a workspace: whose an id is, and who turned out to be whom.
//!
//! An id belongs to the person who proved it first, for good. When somebody else proves it, they are that person: one of the two
//! joins the other. People who are one are a *circle*: a tree whose root is the survivor. The module's parent says
//! which ids go first and what is never merged.
//!
//! A register is a value: the edge loads the part of it that a request is about, asks, and stores what changed. Whoever asks
//! twice hears the same and changes nothing.

mod decide;

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use super::{
    external::ExternalId,
    held::HeldId,
    merge::{Merge, MergeId},
};
use crate::{id::ProfileId, time::Timestamp};

/// Some people with their ids, and the merges among them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Register {
    people: BTreeMap<ProfileId, Entry>,
    merges: BTreeMap<MergeId, Merge>,
    /// The number of the last merge of the whole workspace.
    last: MergeId,
}

/// One person by themselves, without those who joined them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Entry {
    /// When they were seen first.
    pub born: Timestamp,
    /// The ids that are theirs.
    pub ids: Vec<HeldId>,
    /// Ids that they proved and that stayed with somebody else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Refused>,
}

/// Somebody proved ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Who.
    pub person: ProfileId,
    /// When they were seen first.
    pub born: Timestamp,
    /// Which ids.
    pub ids: Vec<HeldId>,
    /// When it is decided.
    pub at: Timestamp,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// Who the person is now.
    pub root: ProfileId,
    /// The merges that it led to, in order.
    pub merges: Vec<Merge>,
    /// The ids that stayed with somebody else.
    pub refused: Vec<Refused>,
}

/// An id that stayed with somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Which.
    pub id: ExternalId,
    /// With whom; nobody where it is left to another person of the same browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<ProfileId>,
    /// Why.
    pub why: Why,
    /// When.
    pub at: Timestamp,
}

/// Why two people stay two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Each has a proven id of one kind, and they differ.
    RivalIds,
    /// An operator took them apart.
    TakenApart,
    /// One person would be more than [`crate::limits::CIRCLE_PEOPLE_MAX`].
    TooMany,
}

/// A merge that was undone, and what follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parting {
    /// The merge.
    pub merge: Merge,
    /// Where the one who joined is now: the person whom those who leave must be given back by.
    pub root: ProfileId,
    /// Everybody who leaves with the one who joined, themselves among them.
    pub leaving: BTreeSet<ProfileId>,
    /// The ids that are theirs.
    pub ids: Vec<ExternalId>,
}

impl Register {
    /// A part of a workspace's register, whose last merge has this number.
    #[must_use]
    pub fn part(last: MergeId) -> Self {
        Self { last, ..Self::default() }
    }

    /// Puts a stored person in.
    pub fn put_person(&mut self, person: ProfileId, entry: Entry) {
        self.people.insert(person, entry);
    }

    /// Puts a stored merge in.
    pub fn put_merge(&mut self, merge: Merge) {
        self.last = self.last.max(merge.id);
        self.merges.insert(merge.id, merge);
    }

    /// Everybody in it, by themselves.
    #[must_use]
    pub const fn people(&self) -> &BTreeMap<ProfileId, Entry> {
        &self.people
    }

    /// All merges in it, also those that were undone, in order.
    pub fn merges(&self) -> impl Iterator<Item = &Merge> {
        self.merges.values()
    }

    /// Who a person is now: themselves, or the one whom they joined.
    #[must_use]
    pub fn root(&self, person: &ProfileId) -> ProfileId {
        let mut root = person;
        // Nobody joins somebody who joined them, so this ends; the bound holds also for a broken store.
        for _ in 0..=self.merges.len() {
            match self.joined(root) {
                Some(merge) => root = &merge.survivor,
                None => break,
            }
        }
        root.clone()
    }

    /// Everybody who is this person, themselves and all who joined them.
    #[must_use]
    pub fn circle(&self, person: &ProfileId) -> BTreeSet<ProfileId> {
        let mut circle = BTreeSet::from([person.clone()]);
        loop {
            let before = circle.len();
            let held = self.merges.values().filter(|merge| merge.holds());
            let joined: Vec<&Merge> =
                held.filter(|merge| circle.contains(&merge.survivor)).collect();
            circle.extend(joined.into_iter().map(|merge| merge.loser.clone()));
            if circle.len() == before {
                return circle;
            }
        }
    }

    /// The part of the register that a link is about: whoever asks, whoever owns an id, and everybody who is one with them
    /// or once was. It decides as the whole does.
    #[must_use]
    pub fn around(&self, person: &ProfileId, ids: &[HeldId]) -> Self {
        let mut around: BTreeSet<ProfileId> = BTreeSet::from([person.clone()]);
        around.extend(ids.iter().filter_map(|held| self.owner(&held.id)).cloned());
        loop {
            let before = around.len();
            let near =
                |merge: &&Merge| around.contains(&merge.loser) || around.contains(&merge.survivor);
            let near: Vec<&Merge> = self.merges.values().filter(near).collect();
            around.extend(near.iter().flat_map(|m| [m.loser.clone(), m.survivor.clone()]));
            if around.len() == before {
                break;
            }
        }
        let people = self.people.iter().filter(|(name, _)| around.contains(*name));
        let merges = self.merges.iter().filter(|(_, merge)| around.contains(&merge.loser));
        Self {
            people: people.map(|(name, entry)| (name.clone(), entry.clone())).collect(),
            merges: merges.map(|(number, merge)| (*number, merge.clone())).collect(),
            last: self.last,
        }
    }

    /// Whose an id is: the person who proved it first, whoever they are by now.
    #[must_use]
    pub fn owner(&self, id: &ExternalId) -> Option<&ProfileId> {
        self.people.iter().find_map(|(person, entry)| {
            entry.ids.iter().any(|held| held.id == *id).then_some(person)
        })
    }

    /// The ids of a circle, the strongest first.
    #[must_use]
    pub fn ids(&self, circle: &BTreeSet<ProfileId>) -> Vec<&HeldId> {
        let mut ids: Vec<&HeldId> = circle
            .iter()
            .filter_map(|person| self.people.get(person))
            .flat_map(|e| &e.ids)
            .collect();
        ids.sort_by(|a, b| a.id.cmp(&b.id));
        ids
    }

    /// The merges that a person had part in, as they are now, in order.
    #[must_use]
    pub fn history(&self, person: &ProfileId) -> Vec<&Merge> {
        let circle = self.circle(&self.root(person));
        self.merges
            .values()
            .filter(|merge| circle.contains(&merge.loser) || circle.contains(&merge.survivor))
            .collect()
    }

    fn joined(&self, person: &ProfileId) -> Option<&Merge> {
        self.merges.values().find(|merge| merge.holds() && merge.loser == *person)
    }
}

#[cfg(test)]
mod tests;
