//! Learning what works: the lessons of all ledgers, one after the other, published beside the config.
//!
//! Each ledger numbers its lessons; the workspace notes up to which it has learned, in the turn in which it keeps what it
//! learned, so that no lesson counts twice whatever dies between.

use core::time::Duration;

use shared::{
    id::WorkspaceId, ledger::Fact, ranking::Learned, time::Timestamp, wire::admin::LearningAnswer,
};
use worker::SqlStorageValue as Value;

use super::Workspace;
use crate::{
    clock,
    durable::{
        ledger::{self, Lesson},
        sql,
    },
    error::Answer,
};

/// Between two looks for lessons.
pub(super) const EVERY: Duration = Duration::from_hours(1);

/// Pages of lessons taken from one ledger at a time; the rest waits for the next look.
const PAGES_MAX: u32 = 20;

impl Workspace {
    /// Learns what there is to learn, and publishes it.
    pub(super) async fn learn(&self, workspace: &WorkspaceId) -> Answer<LearningAnswer> {
        let now = clock::now();
        let before = self.learned()?.lessons;
        for name in ledger::learned_from(workspace, now) {
            self.learn_from(&name, now).await?;
        }
        self.sql()?.run(
            "INSERT INTO learned (id, looked_at, json) VALUES (1, ?, '{}')
             ON CONFLICT (id) DO UPDATE SET looked_at = excluded.looked_at",
            vec![Value::Integer(now.unix_millis())],
        )?;
        let learned = self.learned()?;
        if learned.lessons != before {
            self.point(workspace).await?;
        }
        Ok(LearningAnswer { learned, as_of: now })
    }

    async fn learn_from(&self, name: &str, now: Timestamp) -> Answer<()> {
        for _ in 0..PAGES_MAX {
            let after = self.learned_up_to(name)?;
            let lessons = ledger::lessons(&self.env, name, after).await?;
            // Meanwhile another look may have taken them in.
            if lessons.is_empty() || self.learned_up_to(name)? != after {
                break;
            }
            self.take_lessons(name, &lessons, now)?;
        }
        Ok(())
    }

    /// Learns where the last look was long enough ago; says how long until the next.
    pub(super) async fn learn_if_due(&self, workspace: &WorkspaceId) -> Answer<Duration> {
        let rows = self.sql()?.rows("SELECT looked_at FROM learned", vec![])?;
        let looked_at = rows.first().and_then(|row| row.first()).and_then(sql::integer);
        let due_at =
            Timestamp::from_unix_millis(looked_at.unwrap_or_default()).saturating_add(EVERY);
        let now = clock::now();
        if now < due_at {
            return Ok(due_at.since(now));
        }
        self.learn(workspace).await?;
        Ok(EVERY)
    }

    /// What was learned so far.
    pub(super) fn learned(&self) -> Answer<Learned> {
        let json = self.sql()?.text("SELECT json FROM learned", vec![])?;
        Ok(json.map(|json| sql::from_json(&json)).transpose()?.unwrap_or_default())
    }

    /// Takes lessons of one ledger in. Nothing is awaited between reading and writing.
    fn take_lessons(&self, name: &str, lessons: &[Lesson], now: Timestamp) -> Answer<()> {
        let mut learned = self.learned()?;
        let most_minor = self.published()?.config.settings.high_value_minor;
        for Lesson { entry, .. } in lessons {
            // A ledger tells of nothing else.
            let taken = if let Fact::Learned { lesson } = &entry.fact {
                learned.learn(lesson, most_minor, now)
            } else if let Fact::Delivered { rule, drawn: Some(drawn), .. } = &entry.fact {
                learned.drawn(rule, drawn)
            } else {
                Ok(())
            };
            if let Err(error) = taken {
                worker::console_warn!("a lesson found no room: {error}");
            }
        }
        let upto = lessons.last().map(|lesson| lesson.number).unwrap_or_default();
        self.sql()?.run(
            "INSERT INTO learned (id, looked_at, json) VALUES (1, ?, ?)
             ON CONFLICT (id) DO UPDATE SET looked_at = excluded.looked_at, json = excluded.json",
            vec![Value::Integer(now.unix_millis()), sql::to_json(&learned)?],
        )?;
        self.sql()?.run(
            "INSERT INTO learned_up_to (ledger, n) VALUES (?, ?)
             ON CONFLICT (ledger) DO UPDATE SET n = excluded.n",
            vec![Value::String(name.into()), Value::Integer(upto)],
        )?;
        Ok(())
    }

    fn learned_up_to(&self, name: &str) -> Answer<i64> {
        let rows = self.sql()?.rows(
            "SELECT n FROM learned_up_to WHERE ledger = ?",
            vec![Value::String(name.into())],
        )?;
        Ok(rows.first().and_then(|row| row.first()).and_then(sql::integer).unwrap_or_default())
    }
}
