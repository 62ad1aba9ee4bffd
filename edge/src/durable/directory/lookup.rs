//! A shard: whose is an id?

use shared::id::ProfileId;
use worker::SqlStorageValue as Value;

use super::Directory;
use crate::error::Answer;

impl Directory {
    pub(super) fn look_up(&self, external: String) -> Answer<Option<ProfileId>> {
        let found = self
            .sql()?
            .text("SELECT profile FROM ids WHERE external = ?", vec![Value::String(external)])?;
        Ok(found.and_then(|profile| profile.parse().ok()))
    }

    /// Links an id that belongs to nobody; says whose it is now.
    pub(super) fn keep_link(
        &self,
        external: String,
        profile: &ProfileId,
    ) -> Answer<Option<ProfileId>> {
        self.sql()?.run(
            "INSERT INTO ids (external, profile) VALUES (?, ?) ON CONFLICT DO NOTHING",
            vec![Value::String(external.clone()), Value::String(profile.to_string())],
        )?;
        self.look_up(external)
    }

    /// Notes whose an id is for good: what was only said of it before gives way.
    pub(super) fn keep_settled(
        &self,
        external: String,
        profile: &ProfileId,
    ) -> Answer<Option<ProfileId>> {
        self.sql()?.run(
            "INSERT INTO ids (external, profile, settled) VALUES (?, ?, 1)
             ON CONFLICT (external) DO UPDATE SET profile = excluded.profile, settled = 1
             WHERE settled = 0",
            vec![Value::String(external.clone()), Value::String(profile.to_string())],
        )?;
        self.look_up(external)
    }
}
