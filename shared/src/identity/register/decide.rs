//! Deciding who somebody is: the rules of the register.

use alloc::{collections::BTreeSet, string::String, vec::Vec};

use super::{Entry, Link, Linked, Parting, Refused, Register, Why};
use crate::{
    id::ProfileId,
    identity::{
        external::{ExternalId, IdKind},
        held::{HeldId, Learned},
        merge::{Candidate, Merge, MergeId, Undone, survivor},
    },
    limits::{CIRCLE_PEOPLE_MAX, IDS_KEPT_MAX},
    time::Timestamp,
};

/// Refusals remembered of one person, the newest last.
const REFUSALS_KEPT_MAX: usize = 16;

impl Register {
    /// Takes in that somebody proved ids, and decides who they are.
    pub fn link(&mut self, link: &Link) -> Linked {
        let entry = self
            .people
            .entry(link.person.clone())
            .or_insert_with(|| Entry { born: link.born, ..Entry::default() });
        entry.born = entry.born.min(link.born);
        let mut ids: Vec<&HeldId> = link.ids.iter().collect();
        ids.sort_by(|a, b| a.id.cmp(&b.id));
        let (mut merges, mut refused) = (Vec::new(), Vec::new());
        for held in ids {
            match self.link_one(held, link) {
                Ok(merge) => merges.extend(merge),
                Err(refusal) => {
                    self.note_refusal(&link.person, &refusal);
                    refused.push(refusal);
                }
            }
        }
        Linked { root: self.root(&link.person), merges, refused }
    }

    /// The person that events belong to which name nothing but this id; `name` is theirs where there is nobody yet.
    pub fn found(&mut self, id: &ExternalId, name: &ProfileId, at: Timestamp) -> ProfileId {
        if let Some(owner) = self.owner(id) {
            return owner.clone();
        }
        let entry = self
            .people
            .entry(name.clone())
            .or_insert_with(|| Entry { born: at, ..Entry::default() });
        entry.ids.push(HeldId { id: id.clone(), learned: Learned::Named, since: at });
        name.clone()
    }

    /// Undoes a merge; `None` if there is none of this number, or it was undone before.
    pub fn undo(&mut self, merge: MergeId, by: &str, at: Timestamp) -> Option<Parting> {
        let known = self.merges.get(&merge).filter(|known| known.holds())?;
        let root = self.root(&known.loser);
        let undone = self.merges.get_mut(&merge)?;
        undone.undone = Some(Undone { at, by: String::from(by) });
        let merge = undone.clone();
        let leaving = self.circle(&merge.loser);
        let ids = self.ids(&leaving).into_iter().map(|held| held.id.clone()).collect();
        Some(Parting { merge, root, leaving, ids })
    }

    fn link_one(&mut self, held: &HeldId, link: &Link) -> Result<Option<Merge>, Refused> {
        let root = self.root(&link.person);
        let refuse = |owner: Option<&ProfileId>, why| Refused {
            id: held.id.clone(),
            owner: owner.cloned(),
            why,
            at: link.at,
        };
        let Some(owner) = self.owner(&held.id).cloned() else {
            let circle = self.circle(&root);
            let ids = self.ids(&circle);
            if held.id.kind() == IdKind::UserId
                && ids.iter().any(|own| own.id.is_rival_of(&held.id))
            {
                return Err(refuse(None, Why::RivalIds));
            }
            if IDS_KEPT_MAX <= ids.len() {
                return Err(refuse(None, Why::TooMany));
            }
            self.give(&root, held);
            return Ok(None);
        };
        let other = self.root(&owner);
        let merge = if other == root {
            None
        } else {
            self.may_merge(&root, &other).map_err(|why| refuse(Some(&other), why))?;
            Some(self.merge(&root, &other, (held, link)))
        };
        self.learn(&owner, held);
        Ok(merge)
    }

    /// Gives a free id to a person.
    fn give(&mut self, person: &ProfileId, held: &HeldId) {
        self.people.entry(person.clone()).or_default().ids.push(held.clone());
    }

    /// Notes that an id was proven once more.
    fn learn(&mut self, owner: &ProfileId, held: &HeldId) {
        let known = self
            .people
            .get_mut(owner)
            .and_then(|entry| entry.ids.iter_mut().find(|known| known.id == held.id));
        if let Some(known) = known {
            known.learn(&held.learned, held.since);
        }
    }

    fn may_merge(&self, one: &ProfileId, other: &ProfileId) -> Result<(), Why> {
        let (one, other) = (self.circle(one), self.circle(other));
        let parts = |merge: &Merge, a: &BTreeSet<ProfileId>, b: &BTreeSet<ProfileId>| {
            a.contains(&merge.loser) && b.contains(&merge.survivor)
        };
        let were_parted = self
            .merges
            .values()
            .filter(|merge| !merge.holds())
            .any(|merge| parts(merge, &one, &other) || parts(merge, &other, &one));
        if were_parted {
            return Err(Why::TakenApart);
        }
        if CIRCLE_PEOPLE_MAX < one.len().saturating_add(other.len()) {
            return Err(Why::TooMany);
        }
        let theirs: Vec<&HeldId> =
            self.ids(&other).into_iter().filter(|held| counts(held)).collect();
        let are_rivals = self
            .ids(&one)
            .into_iter()
            .filter(|held| counts(held))
            .any(|own| theirs.iter().any(|their| their.id.is_rival_of(&own.id)));
        if are_rivals { Err(Why::RivalIds) } else { Ok(()) }
    }

    fn merge(
        &mut self,
        one: &ProfileId,
        other: &ProfileId,
        (held, link): (&HeldId, &Link),
    ) -> Merge {
        let stays = survivor(self.candidate(one), self.candidate(other)).clone();
        let loser = if stays == *one { other.clone() } else { one.clone() };
        let moved =
            self.ids(&self.circle(&loser)).into_iter().map(|held| held.id.clone()).collect();
        self.last = MergeId::new(self.last.get().saturating_add(1));
        let merge = Merge {
            id: self.last,
            loser,
            survivor: stays,
            at: link.at,
            evidence: held.clone(),
            by: link.person.clone(),
            moved,
            undone: None,
        };
        self.merges.insert(merge.id, merge.clone());
        merge
    }

    fn candidate<'a>(&'a self, root: &'a ProfileId) -> Candidate<'a> {
        let circle = self.circle(root);
        Candidate {
            person: root,
            strongest: self.ids(&circle).first().map(|held| held.id.kind()),
            born: self.people.get(root).map(|entry| entry.born).unwrap_or_default(),
        }
    }

    fn note_refusal(&mut self, person: &ProfileId, refusal: &Refused) {
        let Some(entry) = self.people.get_mut(person) else { return };
        let is_known = |known: &Refused| known.id == refusal.id && known.owner == refusal.owner;
        if !entry.refused.iter().any(is_known) {
            if REFUSALS_KEPT_MAX <= entry.refused.len() {
                entry.refused.remove(0);
            }
            entry.refused.push(refusal.clone());
        }
    }
}

/// Whether an id tells its owner from everybody else: it is proven, or it is the shop's own number.
const fn counts(held: &HeldId) -> bool {
    held.learned.is_proven() || matches!(held.id.kind(), IdKind::UserId)
}
