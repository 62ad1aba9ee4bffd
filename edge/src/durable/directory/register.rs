//! The tenant's register of people, as rows: loads what a request is about, asks [`shared::identity::register`], stores what
//! changed.

use std::collections::BTreeSet;

use shared::{
    id::{ProfileId, WorkspaceId},
    identity::{
        external::ExternalId,
        held::HeldId,
        merge::{Merge, MergeId},
        register::{Entry, Link, Register},
    },
    time::Timestamp,
};
use worker::SqlStorageValue as Value;

use super::{Directory, Proved, Standing, Undo, errands::Errand, id_key, now, row};
use crate::{
    durable::sql::{self, BOUND_MAX, Sql, integer, text},
    error::{Answer, ApiError},
};

impl Directory {
    pub(super) fn found(&self, id: &ExternalId, name: &ProfileId) -> Answer<ProfileId> {
        let sql = self.sql()?;
        let mut register = load(sql, name, &[id])?;
        let before = register.clone();
        let owner = register.found(id, name, now());
        store(sql, &before, &register)?;
        Ok(owner)
    }

    pub(super) async fn prove(&self, workspace: &WorkspaceId, link: &Link) -> Answer<Proved> {
        let sql = self.sql()?;
        let ids: Vec<&ExternalId> = link.ids.iter().map(|held| &held.id).collect();
        let mut register = load(sql, &link.person, &ids)?;
        let before = register.clone();
        let linked = register.link(&Link { at: now(), ..link.clone() });
        let owners = ids
            .into_iter()
            .filter_map(|id| Some((id.clone(), register.owner(id)?.clone())))
            .collect();
        store(sql, &before, &register)?;
        for merge in &linked.merges {
            let errand = Errand::Join { workspace: workspace.clone(), merge: merge.clone() };
            self.put_errand(merge.id, &errand)?;
        }
        if !linked.merges.is_empty() {
            self.come_back_soon().await?;
        }
        Ok(Proved { linked, owners })
    }

    pub(super) fn who(&self, person: &ProfileId) -> Answer<Standing> {
        let register = load(self.sql()?, person, &[])?;
        let root = register.root(person);
        let circle = register.circle(&root);
        let people = register.people();
        let of = |who: &ProfileId| {
            let ids = people.get(who).map(|entry| entry.ids.clone()).unwrap_or_default();
            ids.into_iter().map(|held| (who.clone(), held)).collect::<Vec<_>>()
        };
        let mut ids: Vec<(ProfileId, HeldId)> = circle.iter().flat_map(of).collect();
        ids.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        let entries = circle.iter().filter_map(|who| people.get(who));
        Ok(Standing {
            refused: entries.flat_map(|entry| entry.refused.clone()).collect(),
            merges: register.history(&root).into_iter().cloned().collect(),
            under_way: self.under_way()?,
            people: circle.into_iter().collect(),
            root,
            ids,
        })
    }

    /// Undoes a merge. What is undone already is left as it is.
    pub(super) async fn undo(&self, workspace: &WorkspaceId, undo: &Undo) -> Answer<Standing> {
        let sql = self.sql()?;
        let mut register = load(sql, &undo.person, &[])?;
        let wanted = named(&register, undo)?;
        if self.under_way()?.contains(&wanted) {
            let detail = "the merge is still under way; try again in some seconds";
            return Err(ApiError::Conflict(detail.into()));
        }
        let before = register.clone();
        if let Some(parting) = register.undo(wanted, &undo.by, now()) {
            store(sql, &before, &register)?;
            let errand = Errand::Part { workspace: workspace.clone(), parting };
            self.put_errand(wanted, &errand)?;
            self.come_back_soon().await?;
            self.run_errands().await?;
        }
        self.who(&undo.person)
    }
}

/// The merge that is to be undone.
fn named(register: &Register, undo: &Undo) -> Answer<MergeId> {
    let history = register.history(&undo.person);
    match undo.merge {
        Some(wanted) if history.iter().any(|merge| merge.id == wanted) => Ok(wanted),
        Some(_) => Err(ApiError::NotFound),
        None => {
            let newest = history.iter().rev().find(|merge| merge.holds());
            let none = || ApiError::Conflict("no merge of this person holds".into());
            newest.map(|merge| merge.id).ok_or_else(none)
        }
    }
}

/// The part of the register that is about a person and some ids, as [`Register::around`] describes it.
pub(super) fn load(sql: &Sql, person: &ProfileId, ids: &[&ExternalId]) -> Answer<Register> {
    let last = sql.rows("SELECT MAX(id) FROM merges", vec![])?;
    let last = last.first().and_then(|row| row.first().and_then(integer)).unwrap_or_default();
    let mut register = Register::part(MergeId::new(u64::try_from(last).unwrap_or_default()));
    let mut around: BTreeSet<String> = BTreeSet::from([person.to_string()]);
    let keys: Vec<String> = ids.iter().map(|id| id_key(id)).collect();
    around.extend(among(sql, "SELECT person FROM owned WHERE external IN", &keys)?);
    let mut fresh: Vec<String> = around.iter().cloned().collect();
    while !fresh.is_empty() {
        let mut near: Vec<String> = among(sql, "SELECT json FROM merges WHERE loser IN", &fresh)?;
        near.extend(among(sql, "SELECT json FROM merges WHERE survivor IN", &fresh)?);
        fresh.clear();
        for json in near {
            let merge: Merge = row(&json)?;
            let sides = [merge.loser.to_string(), merge.survivor.to_string()];
            fresh.extend(sides.into_iter().filter(|side| around.insert(side.clone())));
            register.put_merge(merge);
        }
    }
    let around: Vec<String> = around.into_iter().collect();
    for who in people(sql, &around)? {
        register.put_person(who.0, who.1);
    }
    Ok(register)
}

fn people(sql: &Sql, names: &[String]) -> Answer<Vec<(ProfileId, Entry)>> {
    let mut found = Vec::new();
    for name in names {
        let bound = || vec![Value::String(name.clone())];
        let rows = sql.rows("SELECT born, refused FROM people WHERE person = ?", bound())?;
        let Some(stored) = rows.first() else { continue };
        let owned = sql.texts("SELECT json FROM owned WHERE person = ?", bound())?;
        let ids: Answer<Vec<HeldId>> = owned.iter().map(|json| row(json)).collect();
        let born = stored.first().and_then(integer).unwrap_or_default();
        let entry = Entry {
            born: Timestamp::from_unix_millis(born),
            ids: ids?,
            refused: row(&stored.get(1).and_then(text).unwrap_or_default())?,
        };
        found.push((name.parse().ok().ok_or_else(broken)?, entry));
    }
    Ok(found)
}

/// The first column of the rows whose column is one of `values`.
fn among(sql: &Sql, head: &str, values: &[String]) -> Answer<Vec<String>> {
    let mut found = Vec::new();
    for some in values.chunks(BOUND_MAX) {
        let marks = vec!["?"; some.len()].join(",");
        let bound = some.iter().cloned().map(Value::String).collect();
        found.extend(sql.texts(&format!("{head} ({marks})"), bound)?);
    }
    Ok(found)
}

/// Writes what is in `after` and was not so in `before`. Nothing is ever taken out.
fn store(sql: &Sql, before: &Register, after: &Register) -> Answer<()> {
    for (person, entry) in after.people() {
        let known = before.people().get(person);
        if known == Some(entry) {
            continue;
        }
        sql.run(
            "INSERT INTO people (person, born, refused) VALUES (?, ?, ?)
             ON CONFLICT (person) DO UPDATE SET born = excluded.born, refused = excluded.refused",
            vec![
                Value::String(person.to_string()),
                Value::Integer(entry.born.unix_millis()),
                sql::to_json(&entry.refused)?,
            ],
        )?;
        let is_known = |held: &&HeldId| known.is_some_and(|known| known.ids.contains(held));
        for held in entry.ids.iter().filter(|held| !is_known(held)) {
            sql.run(
                "INSERT INTO owned (external, person, json) VALUES (?, ?, ?)
                 ON CONFLICT (external) DO UPDATE SET json = excluded.json",
                vec![
                    Value::String(id_key(&held.id)),
                    Value::String(person.to_string()),
                    sql::to_json(held)?,
                ],
            )?;
        }
    }
    for merge in after.merges().filter(|merge| !before.merges().any(|known| known == *merge)) {
        sql.run(
            "INSERT INTO merges (id, loser, survivor, json) VALUES (?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET json = excluded.json",
            vec![
                Value::Integer(i64::try_from(merge.id.get()).unwrap_or(i64::MAX)),
                Value::String(merge.loser.to_string()),
                Value::String(merge.survivor.to_string()),
                sql::to_json(merge)?,
            ],
        )?;
    }
    Ok(())
}

/// A register that cannot read what it stored is broken, not empty.
fn broken() -> ApiError {
    ApiError::Internal(worker::Error::RustError("the register has a bad row".into()))
}
