//! What the register has decided and people's objects must hear: kept until they have done it.
//!
//! An errand is written in the turn that decides it. The one who asked does their part at once, as a rule; the alarm
//! sees to it that it is done also where they died meanwhile, or where it is somebody else who must move.

use core::time::Duration;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use shared::{
    id::{ProfileId, WorkspaceId},
    identity::{
        merge::{Merge, MergeId},
        register::Parting,
    },
};
use worker::SqlStorageValue as Value;

use super::{Directory, row};
use crate::{
    durable::{
        sql::{self, integer, text},
        visitor::{self, Call},
    },
    error::Answer,
};

/// Before the alarm looks after what was just decided.
const SOON: Duration = Duration::from_secs(1);

/// Before it looks again after what could not be done.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// Errands looked at in one go.
const ERRANDS_MAX: i64 = 200;

/// Something that somebody's object must do.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Errand {
    /// One person joins another.
    Join { workspace: WorkspaceId, merge: Merge },
    /// One person gives another back.
    Part { workspace: WorkspaceId, parting: Parting },
}

impl Directory {
    pub(super) fn put_errand(&self, merge: MergeId, errand: &Errand) -> Answer<()> {
        self.sql()?.run(
            "INSERT INTO errands (merge, json) VALUES (?, ?)",
            vec![
                Value::Integer(i64::try_from(merge.get()).unwrap_or(i64::MAX)),
                sql::to_json(errand)?,
            ],
        )?;
        Ok(())
    }

    pub(super) async fn come_back_soon(&self) -> Answer<()> {
        self.state.storage().set_alarm(SOON).await?;
        Ok(())
    }

    /// The merges that are not carried out in full yet.
    pub(super) fn under_way(&self) -> Answer<Vec<MergeId>> {
        let rows = self.sql()?.rows("SELECT merge FROM errands", vec![])?;
        let number = |row: &Vec<Value>| row.first().and_then(integer);
        Ok(rows
            .iter()
            .filter_map(|row| u64::try_from(number(row)?).ok().map(MergeId::new))
            .collect())
    }

    /// Runs what waits, in order. What fails waits on, and with it whatever is about the same people.
    pub(super) async fn run_errands(&self) -> Answer<()> {
        let rows = self.sql()?.rows(
            "SELECT id, json FROM errands ORDER BY id LIMIT ?",
            vec![Value::Integer(ERRANDS_MAX)],
        )?;
        let mut stuck: BTreeSet<ProfileId> = BTreeSet::new();
        for stored in &rows {
            let errand: Errand = row(&stored.get(1).and_then(text).unwrap_or_default())?;
            let merge = errand.merge();
            let people = [merge.loser.clone(), merge.survivor.clone()];
            if people.iter().any(|person| stuck.contains(person)) {
                stuck.extend(people);
                continue;
            }
            if let Err(error) = self.run(&errand).await {
                worker::console_warn!("merge {} waits: {error}", merge.id.get());
                stuck.extend(people);
                continue;
            }
            let id = stored.first().cloned().unwrap_or(Value::Null);
            self.sql()?.run("DELETE FROM errands WHERE id = ?", vec![id])?;
        }
        let left = self.sql()?.rows("SELECT 1 FROM errands LIMIT 1", vec![])?;
        if !left.is_empty() {
            self.state.storage().set_alarm(RETRY_AFTER).await?;
        }
        Ok(())
    }

    async fn run(&self, errand: &Errand) -> Answer<()> {
        match errand {
            Errand::Join { workspace, merge } => {
                let call = Call::Join { merge: merge.id, survivor: merge.survivor.clone() };
                visitor::ask(&self.env, workspace, &merge.loser, call).await
            }
            Errand::Part { workspace, parting } => {
                // Whoever they joined may have joined somebody else since, and sends us on.
                let call = Call::Part { parting: Box::new(parting.clone()) };
                visitor::ask(&self.env, workspace, &parting.merge.survivor, call).await
            }
        }
    }
}

impl Errand {
    const fn merge(&self) -> &Merge {
        match self {
            Self::Join { merge, .. } => merge,
            Self::Part { parting, .. } => &parting.merge,
        }
    }
}
