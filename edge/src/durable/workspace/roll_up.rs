//! What the tenant's customers are compared with, made anew once a day: where their fifths lie, and what they show about orders to come.
//!
//! The ledgers each give a sample of their customers; what all of them together show is one small document, published beside
//! the config and immutable under the moment at which it was made. With too few customers nobody is compared with
//! anybody, and the reason why nothing is forecast stands in place of the models.

use core::time::Duration;

use shared::{
    id::WorkspaceId, profile::yardstick::Yardstick, time::Timestamp, wire::admin::PopulationAnswer,
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
    /// Makes the yardstick anew and publishes it.
    pub(super) async fn roll_up(&self, workspace: &WorkspaceId) -> Answer<PopulationAnswer> {
        let now = clock::now();
        let since = self.began_at()?.min(now);
        let population = ledger::population(&self.env, workspace, (since, now)).await?;
        let yardstick = population.yardstick(now);
        self.sql()?.run(
            "INSERT INTO cuts (id, made_at, json) VALUES (1, ?, ?)
             ON CONFLICT (id) DO UPDATE SET made_at = excluded.made_at, json = excluded.json",
            vec![Value::Integer(now.unix_millis()), sql::to_json(&yardstick)?],
        )?;
        let people = u32::try_from(population.people()).unwrap_or(u32::MAX);
        self.point(workspace).await?;
        let Yardstick { cuts, purchases, as_of } = yardstick;
        Ok(PopulationAnswer { people, cuts, purchases, as_of })
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

    /// What is in force.
    pub(super) fn yardstick(&self) -> Answer<Option<Yardstick>> {
        let json = self.sql()?.text("SELECT json FROM cuts", vec![])?;
        Ok(json.map(|json| sql::from_json(&json)).transpose()?.flatten())
    }

    /// Whose object this is, once something was published.
    pub(super) fn name(&self) -> Answer<Option<WorkspaceId>> {
        let sql = "SELECT workspace FROM configs ORDER BY version DESC LIMIT 1";
        Ok(self.sql()?.text(sql, vec![])?.and_then(|name| name.parse().ok()))
    }

    /// When the workspace's first config was published: there are no customers from before.
    fn began_at(&self) -> Answer<Timestamp> {
        let rows = self.sql()?.rows("SELECT MIN(published_at) FROM configs", vec![])?;
        let began_at = rows.first().and_then(|row| row.first().and_then(sql::integer));
        Ok(Timestamp::from_unix_millis(began_at.unwrap_or_default()))
    }

    /// Publishes what goes beside the config that is in force.
    pub(super) async fn point(&self, workspace: &WorkspaceId) -> Answer<()> {
        let hash =
            self.sql()?.text("SELECT hash FROM configs ORDER BY version DESC LIMIT 1", vec![])?;
        if let Some(hash) = hash {
            let (yardstick, learned) = (self.yardstick()?, self.learned()?);
            let beside = Beside { yardstick: yardstick.as_ref(), learned: &learned };
            config::point(&self.env, workspace.as_str(), &hash, beside).await?;
        }
        Ok(())
    }
}
