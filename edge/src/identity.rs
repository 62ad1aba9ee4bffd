//! Proofs of identity at the door: checked with the workspace's keys, which an isolate remembers for a while.
//!
//! A key that was ended may hold for [`KEYS_FRESH`] longer here. A key that was just made holds at once: a proof that does not
//! hold is checked once more with fresh keys, at most once in [`ASK_AGAIN`].

use core::{cell::RefCell, time::Duration};
use std::{collections::BTreeMap, rc::Rc};

use serde_json::Value;
use shared::{
    id::{UserId, WorkspaceId},
    identity::proof::{Door, Presented, Proven, Refusal},
    time::Timestamp,
};
use worker::Env;

use crate::{
    clock,
    durable::workspace::{self, Call, IdentityKeys},
    error::Answer,
};

/// How long the keys are believed.
const KEYS_FRESH: Duration = Duration::from_secs(15);

/// How soon a proof that does not hold is reason to ask for the keys again.
const ASK_AGAIN: Duration = Duration::from_secs(1);

struct Kept {
    keys: Rc<IdentityKeys>,
    asked_at: Timestamp,
}

thread_local! {
    static KEPT: RefCell<BTreeMap<String, Kept>> = const { RefCell::new(BTreeMap::new()) };
}

/// The keys of a workspace, at most [`KEYS_FRESH`] old.
pub(crate) async fn keys(env: &Env, workspace: &WorkspaceId) -> Answer<Rc<IdentityKeys>> {
    no_older_than(env, workspace, KEYS_FRESH).await
}

/// Forgets the keys of a workspace: they were changed here.
pub(crate) fn changed(workspace: &WorkspaceId) {
    KEPT.with_borrow_mut(|kept| kept.remove(workspace.as_str()));
}

/// The proof in an event, checked; `None` where it has none.
pub(crate) async fn check(
    env: &Env,
    workspace: &WorkspaceId,
    event: &Value,
) -> Answer<Result<Option<Proven>, Refusal>> {
    let presented = match Presented::of_event(event) {
        Ok(Some(presented)) => presented,
        Ok(None) => return Ok(Ok(None)),
        Err(refusal) => return Ok(Err(refusal)),
    };
    let user = match event.get("userId") {
        Some(Value::String(text)) => text.parse::<UserId>().ok(),
        Some(Value::Number(number)) => number.to_string().parse().ok(),
        Some(_) | None => None,
    };
    let against = |keys: &IdentityKeys| {
        let audience = workspace.as_str();
        let door = Door { keys: &keys.keys, audience, now: clock::now() };
        presented.check(user.as_ref(), door)
    };
    let checked = against(&*keys(env, workspace).await?);
    let checked = match checked {
        Ok(proven) => Ok(proven),
        Err(_) => against(&*no_older_than(env, workspace, ASK_AGAIN).await?),
    };
    Ok(checked.map(Some))
}

async fn no_older_than(
    env: &Env,
    workspace: &WorkspaceId,
    age: Duration,
) -> Answer<Rc<IdentityKeys>> {
    let now = clock::now();
    let kept = KEPT.with_borrow(|kept| {
        let kept = kept.get(workspace.as_str())?;
        (now.since(kept.asked_at) < age).then(|| Rc::clone(&kept.keys))
    });
    if let Some(keys) = kept {
        return Ok(keys);
    }
    let keys: Rc<IdentityKeys> = Rc::new(workspace::ask(env, workspace, Call::IdentityKeys).await?);
    KEPT.with_borrow_mut(|kept| {
        kept.insert(workspace.to_string(), Kept { keys: Rc::clone(&keys), asked_at: now });
    });
    Ok(keys)
}
