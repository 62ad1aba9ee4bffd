//! Waking people for a config that asks something new of them.
//!
//! A person who does nothing has no turn in which to notice that a segment was published, and
//! may have no alarm for it. So when what is asked of people changes, each ledger wakes the
//! people it has, page by page, by its alarm: they recall what is asked, enter and leave, and
//! report. A person's isolate may still believe in the config before; then the page waits.

use core::time::Duration;

use shared::id::{ProfileId, WorkspaceId};
use worker::{Env, SqlStorageValue as Value};

use crate::{
    durable::{
        sql::{self, Sql},
        visitor::{self, Call},
    },
    error::Answer,
};

/// People woken at a time.
const PAGE: i64 = 25;

/// Before a page is tried again whose people have not heard of the config yet.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// Tries of one page. A config is everywhere within a minute; one that is not was replaced.
const TRIES_MAX: i64 = 24;

/// Begins to wake everybody.
pub(super) fn begin(sql: &Sql, workspace: &WorkspaceId, hash: &str) -> Answer<()> {
    sql.run(
        "INSERT INTO nudge (id, workspace, hash, after, tries) VALUES (1, ?, ?, '', 0)
         ON CONFLICT (id) DO UPDATE SET workspace = excluded.workspace, hash = excluded.hash,
            after = '', tries = 0",
        vec![Value::String(workspace.to_string()), Value::String(hash.into())],
    )?;
    Ok(())
}

/// Wakes the next page; says when to go on, if there is more.
pub(super) async fn go_on(sql: &Sql, env: &Env) -> Answer<Option<Duration>> {
    let rows = sql.rows("SELECT workspace, hash, after, tries FROM nudge", vec![])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let column = |place: usize| row.get(place).and_then(sql::text).unwrap_or_default();
    let (hash, after) = (column(1), column(2));
    let tries = row.get(3).and_then(sql::integer).unwrap_or_default();
    let profiles = sql.texts(
        "SELECT profile FROM people WHERE moved = 0 AND profile > ? ORDER BY profile LIMIT ?",
        vec![Value::String(after), Value::Integer(PAGE)],
    )?;
    let (Ok(workspace), Some(last)) = (column(0).parse::<WorkspaceId>(), profiles.last().cloned())
    else {
        sql.run("DELETE FROM nudge", vec![])?;
        return Ok(None);
    };
    let people = profiles.iter().filter_map(|profile| profile.parse::<ProfileId>().ok());
    let asked = people.map(|profile| wake(env, &workspace, profile, &hash));
    let is_news = futures_util::future::join_all(asked).await.into_iter().all(|knows| knows);
    // Meanwhile another config may have been published, and everything begins anew.
    let is_mine = vec![Value::String(hash)];
    if !is_news && tries < TRIES_MAX {
        sql.run("UPDATE nudge SET tries = tries + 1 WHERE hash = ?", is_mine)?;
        return Ok(Some(RETRY_AFTER));
    }
    let next = [vec![Value::String(last)], is_mine].concat();
    sql.run("UPDATE nudge SET after = ?, tries = 0 WHERE hash = ?", next)?;
    Ok(Some(Duration::ZERO))
}

/// Wakes one person; says whether they knew the config. One who cannot be asked is passed over:
/// whatever they do next tells them.
async fn wake(env: &Env, workspace: &WorkspaceId, profile: ProfileId, hash: &str) -> bool {
    let call = Call::Nudge { hash: hash.to_owned() };
    match visitor::ask(env, workspace, &profile, call).await {
        Ok(knows) => knows,
        Err(error) => {
            worker::console_warn!("a person was not woken: {error}");
            true
        }
    }
}
