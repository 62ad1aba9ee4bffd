//! The ids of one person as their own object knows them, and whether an event is theirs.
//!
//! The object asks nobody for most of what it needs: it remembers what was proven to it, so a customer who signs in on each
//! page costs the register nothing, and it sees by itself that somebody else has signed in.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    claim::{self, Claim, Through},
    external::{ExternalId, IdKind},
    held::{HeldId, Learned},
    merge::MergeId,
};
use crate::{
    event::{Body, Event},
    id::{ProfileId, UserId},
    limits::IDS_KEPT_MAX,
    time::Timestamp,
};

/// What a person's object knows about who they are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    /// Their ids, proven and claimed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ids: Vec<HeldId>,
    /// Ids that an operator took away from them: whoever proves one here is somebody else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_mine: Vec<ExternalId>,
    /// Everybody who turned out to be this person, themselves among them; empty where there is nobody else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub circle: Vec<ProfileId>,
    /// The merges that brought them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merges: Vec<MergeId>,
    /// Whom this person turned out to be: they live there now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined: Option<Joined>,
}

/// Whom a person joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// By which merge.
    pub merge: MergeId,
    /// Whom.
    pub survivor: ProfileId,
    /// Whether everything was handed over.
    pub handed_over: bool,
}

/// What others must hear about who a person is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// Somebody says that they are this customer. Events that name nobody else are shown to the first who says so, until the
    /// customer is proven.
    Claimed(UserId),
    /// These ids are proven.
    Proven(Vec<HeldId>),
}

impl Known {
    /// The ids, proven and claimed.
    #[must_use]
    pub fn ids(&self) -> &[HeldId] {
        &self.ids
    }

    /// The customer that this person is, if that is proven.
    #[must_use]
    pub fn user(&self) -> Option<&ExternalId> {
        let is_user = |held: &&HeldId| held.id.kind() == IdKind::UserId && held.learned.is_proven();
        self.ids.iter().find(is_user).map(|held| &held.id)
    }

    /// Whether an event of this person's browser is about somebody else: it names another customer than the one that this
    /// person is proven to be, or proves one that an operator took away from them.
    #[must_use]
    pub fn is_strange(&self, event: &Event) -> bool {
        let Some(named) = event.user_id.as_ref().map(ExternalId::user) else { return false };
        let is_other = self.user().is_some_and(|own| *own != named);
        is_other || (event.proven.is_some() && self.not_mine.contains(&named))
    }

    /// Takes in what an event says about who the person is; says what others must hear of it.
    pub fn note(&mut self, event: &Event) -> Option<Link> {
        let mut claims = event.context.ids.clone();
        if let Body::Identify { traits } = &event.body {
            claims.extend(claim::of_traits(traits, Through::Traits));
        }
        claims.extend(event.proven.iter().flat_map(|proven| proven.claims.clone()));
        for Claim { id, through } in claims {
            self.hold(id, &Learned::Claimed { through }, event.at);
        }
        if let Some(proven) = &event.proven {
            let not_mine = self.not_mine.clone();
            let news: Vec<HeldId> = proven
                .ids
                .iter()
                // What was left with somebody else is asked about once.
                .filter(|id| {
                    !not_mine.contains(id) && self.hold((*id).clone(), &proven.learned, event.at)
                })
                .map(|id| HeldId {
                    id: id.clone(),
                    learned: proven.learned.clone(),
                    since: event.at,
                })
                .collect();
            return (!news.is_empty()).then_some(Link::Proven(news));
        }
        let user = event.user_id.as_ref()?;
        let claimed = Learned::Claimed { through: Through::UserId };
        self.hold(ExternalId::user(user), &claimed, event.at).then(|| Link::Claimed(user.clone()))
    }

    /// Takes in the ids of somebody who turned out to be this person.
    pub fn absorb(&mut self, other: &Self) {
        for held in &other.ids {
            self.hold(held.id.clone(), &held.learned, held.since);
        }
        for id in &other.not_mine {
            if !self.not_mine.contains(id) && !self.ids.iter().any(|held| held.id == *id) {
                self.not_mine.push(id.clone());
            }
        }
    }

    /// What is left for the whole when its parts are counted anew: the merges, and what is proven but for those ids.
    #[must_use]
    pub fn without(&self, gone: &[ExternalId]) -> Self {
        let stays = |held: &&HeldId| held.learned.is_proven() && !gone.contains(&held.id);
        Self {
            ids: self.ids.iter().filter(stays).cloned().collect(),
            merges: self.merges.clone(),
            ..Self::default()
        }
    }

    /// Leaves a circle: keeps of the proven ids those in `kept`; the others that `whole` has proven are not theirs from now on.
    pub fn leave(&mut self, whole: &Self, kept: &[ExternalId]) {
        let is_lost = |held: &HeldId| held.learned.is_proven() && !kept.contains(&held.id);
        self.ids.retain(|held| !is_lost(held));
        for held in whole.ids.iter().filter(|held| is_lost(held)) {
            if !self.not_mine.contains(&held.id) {
                self.not_mine.push(held.id.clone());
            }
        }
        *self = Self {
            ids: core::mem::take(&mut self.ids),
            not_mine: core::mem::take(&mut self.not_mine),
            ..Self::default()
        };
    }

    /// Takes in that the register left an id with somebody else.
    pub fn lose(&mut self, id: &ExternalId) {
        self.ids.retain(|held| held.id != *id);
        if !self.not_mine.contains(id) {
            self.not_mine.push(id.clone());
        }
    }

    /// Takes an id in; says whether that is news.
    fn hold(&mut self, id: ExternalId, learned: &Learned, at: Timestamp) -> bool {
        if let Some(held) = self.ids.iter_mut().find(|held| held.id == id) {
            return held.learn(learned, at);
        }
        if IDS_KEPT_MAX <= self.ids.len() {
            let claimed = self.ids.iter().position(|held| !held.learned.is_proven());
            let Some(oldest) = claimed else { return false };
            self.ids.remove(oldest);
        }
        self.ids.push(HeldId { id, learned: learned.clone(), since: at });
        true
    }
}

#[cfg(test)]
mod tests;
