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
    clock, config,
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
        self.point_to(workspace, &yardstick).await?;
        let Yardstick { cuts, purchases, as_of } = yardstick;
        Ok(PopulationAnswer { people, cuts, purchases, as_of })
    }

    /// Rolls up where the last time is a day ago; says how long until the next.
    pub(super) async fn roll_up_if_due(&self) -> Answer<Option<Duration>> {
        let rows = self.sql()?.rows(
            "SELECT workspace, COALESCE((SELECT made_at FROM cuts), 0) FROM configs
             ORDER BY version DESC LIMIT 1",
            vec![],
        )?;
        let Some(row) = rows.first() else { return Ok(None) };
        let workspace = row.first().and_then(sql::text).unwrap_or_default();
        let made_at = row.get(1).and_then(sql::integer).unwrap_or_default();
        let due_at = Timestamp::from_unix_millis(made_at).saturating_add(EVERY);
        let now = clock::now();
        if now < due_at {
            return Ok(Some(due_at.since(now)));
        }
        if let Ok(workspace) = workspace.parse() {
            self.roll_up(&workspace).await?;
        }
        Ok(Some(EVERY))
    }

    /// What is in force.
    pub(super) fn yardstick(&self) -> Answer<Option<Yardstick>> {
        let json = self.sql()?.text("SELECT json FROM cuts", vec![])?;
        Ok(json.map(|json| sql::from_json(&json)).transpose()?.flatten())
    }

    /// When the workspace's first config was published: there are no customers from before.
    fn began_at(&self) -> Answer<Timestamp> {
        let rows = self.sql()?.rows("SELECT MIN(published_at) FROM configs", vec![])?;
        let began_at = rows.first().and_then(|row| row.first().and_then(sql::integer));
        Ok(Timestamp::from_unix_millis(began_at.unwrap_or_default()))
    }

    async fn point_to(&self, workspace: &WorkspaceId, yardstick: &Yardstick) -> Answer<()> {
        let hash =
            self.sql()?.text("SELECT hash FROM configs ORDER BY version DESC LIMIT 1", vec![])?;
        if let Some(hash) = hash {
            config::point(&self.env, workspace.as_str(), &hash, Some(yardstick)).await?;
        }
        Ok(())
    }
}
