//! Where the fifths of the tenant's customers lie, made anew once a day.
//!
//! The ledgers each give a sample of their customers; the cuts of all of them together are
//! published beside the config, immutable under the moment at which they were made. With too
//! few customers there are none, and nobody is compared with anybody.

use core::time::Duration;

use shared::{
    id::WorkspaceId, settings::rfm::RfmCuts, time::Timestamp, wire::admin::PopulationAnswer,
};
use worker::SqlStorageValue as Value;

use super::Workspace;
use crate::{
    clock,
    config::{self, Beside},
    durable::{ledger, sql},
    error::Answer,
};

/// Between two looks at all customers.
pub(super) const EVERY: Duration = Duration::from_hours(24);

impl Workspace {
    /// Makes the cuts anew and publishes them.
    pub(super) async fn roll_up(&self, workspace: &WorkspaceId) -> Answer<PopulationAnswer> {
        let now = clock::now();
        let population = ledger::population(&self.env, workspace, now).await?;
        let cuts = population.cuts(now).ok();
        self.sql()?.run(
            "INSERT INTO cuts (id, made_at, json) VALUES (1, ?, ?)
             ON CONFLICT (id) DO UPDATE SET made_at = excluded.made_at, json = excluded.json",
            vec![Value::Integer(now.unix_millis()), sql::to_json(&cuts)?],
        )?;
        let people = u32::try_from(population.people()).unwrap_or(u32::MAX);
        self.point(workspace).await?;
        Ok(PopulationAnswer { people, cuts, as_of: now })
    }

    /// Rolls up where the last time is a day ago; says how long until the next.
    pub(super) async fn roll_up_if_due(&self, workspace: &WorkspaceId) -> Answer<Duration> {
        let rows = self.sql()?.rows("SELECT made_at FROM cuts", vec![])?;
        let made_at = rows.first().and_then(|row| row.first()).and_then(sql::integer);
        let due_at = Timestamp::from_unix_millis(made_at.unwrap_or_default()).saturating_add(EVERY);
        let now = clock::now();
        if now < due_at {
            return Ok(due_at.since(now));
        }
        self.roll_up(workspace).await?;
        Ok(EVERY)
    }

    /// The cuts in force.
    pub(super) fn cuts(&self) -> Answer<Option<RfmCuts>> {
        let json = self.sql()?.text("SELECT json FROM cuts", vec![])?;
        Ok(json.map(|json| sql::from_json(&json)).transpose()?.flatten())
    }

    /// Whose object this is, once something was published.
    pub(super) fn name(&self) -> Answer<Option<WorkspaceId>> {
        let sql = "SELECT workspace FROM configs ORDER BY version DESC LIMIT 1";
        Ok(self.sql()?.text(sql, vec![])?.and_then(|name| name.parse().ok()))
    }

    /// Publishes what goes beside the config that is in force.
    pub(super) async fn point(&self, workspace: &WorkspaceId) -> Answer<()> {
        let hash =
            self.sql()?.text("SELECT hash FROM configs ORDER BY version DESC LIMIT 1", vec![])?;
        if let Some(hash) = hash {
            let (cuts, learned) = (self.cuts()?, self.learned()?);
            let beside = Beside { cuts: cuts.as_ref(), learned: &learned };
            config::point(&self.env, workspace.as_str(), &hash, beside).await?;
        }
        Ok(())
    }
}
