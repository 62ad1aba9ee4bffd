//! Identity: the keys that the merchant's server signs with, who somebody is, and taking people apart again.

use shared::{
    id::{KeyId, ProfileId},
    identity::known::Known,
    wire::identity::{PersonIdentity, PutIdentity, PutIdentityKey, ShownId, ShownMerge, Unmerge},
};
use worker::{Env, Method, Request};

use super::{Caller, people::named};
use crate::{
    durable::{
        directory::{self, Standing, Undo},
        visitor,
        workspace::{self, Call},
    },
    error::{self, Answer, ApiError},
    http::body,
    identity,
};

/// Answers one of these routes.
pub(super) async fn route(req: &mut Request, env: &Env, caller: &Caller, parts: &[&str]) -> Answer {
    match (req.method(), parts) {
        (Method::Get, ["people", profile, "identity"]) => person(env, caller, profile).await,
        (Method::Post, ["people", profile, "unmerge"]) => unmerge(req, env, caller, profile).await,
        (Method::Get, ["identity"]) => show(env, caller).await,
        (Method::Put, ["identity"]) => put(req, env, caller).await,
        (Method::Post, ["identity", "rotate"]) => rotate(env, caller).await,
        (Method::Put | Method::Delete, ["identity", "keys", kid]) => {
            key(req, env, caller, kid).await
        }
        _ => Err(ApiError::NotFound),
    }
}

/// The keys, and what a user id without a proof does.
async fn show(env: &Env, caller: &Caller) -> Answer {
    settings(env, caller, Call::Identity).await
}

/// Says what a user id without a proof does.
async fn put(req: &mut Request, env: &Env, caller: &Caller) -> Answer {
    let PutIdentity { unsigned } = body::json(req).await?;
    settings(env, caller, Call::PutUnsigned { unsigned }).await
}

/// Makes a new secret; the former goes on holding.
async fn rotate(env: &Env, caller: &Caller) -> Answer {
    settings(env, caller, Call::RotateIdentity { by: caller.by.clone() }).await
}

/// Takes a public key in, or ends a key.
async fn key(req: &mut Request, env: &Env, caller: &Caller, kid: &str) -> Answer {
    let kid: KeyId = kid.parse().map_err(|error: shared::id::IdError| ApiError::Invalid {
        code: "invalid_key",
        path: "kid".into(),
        detail: format!("kid: {error}"),
    })?;
    let call = if req.method() == Method::Delete {
        Call::DeleteIdentityKey { kid }
    } else {
        let PutIdentityKey { public_key } = body::json(req).await?;
        Call::PutIdentityKey { kid, public_key, by: caller.by.clone() }
    };
    settings(env, caller, call).await
}

async fn settings(env: &Env, caller: &Caller, call: Call) -> Answer {
    let response = workspace::relay(env, &caller.workspace, call).await?;
    // This isolate need not wait for its own news.
    identity::changed(&caller.workspace);
    response.headers().set("cache-control", "no-store")?;
    Ok(response)
}

/// Who somebody is, by which ids, and which merges made them so.
async fn person(env: &Env, caller: &Caller, profile: &str) -> Answer {
    let profile = named(profile)?;
    let standing = directory::who(env, &caller.workspace, &profile).await?;
    Ok(error::json(&shown(env, caller, &profile, standing).await?)?)
}

/// Takes two people apart again who were merged.
async fn unmerge(req: &mut Request, env: &Env, caller: &Caller, profile: &str) -> Answer {
    let person = named(profile)?;
    let Unmerge { merge } = body::json(req).await?;
    let undo = Undo { person: person.clone(), merge, by: caller.by.clone() };
    let standing = directory::undo(env, &caller.workspace, undo).await?;
    Ok(error::json(&shown(env, caller, &person, standing).await?)?)
}

/// What the register knows, with what was only claimed.
async fn shown(
    env: &Env,
    caller: &Caller,
    profile: &ProfileId,
    standing: Standing,
) -> Answer<PersonIdentity> {
    let known: Known =
        visitor::ask(env, &caller.workspace, profile, visitor::Call::Identity).await?;
    let is_nobody = standing.ids.is_empty() && standing.merges.is_empty() && known.ids().is_empty();
    if is_nobody {
        // Somebody who only looked around has no ids, but exists.
        let _: visitor::Detailed =
            visitor::ask(env, &caller.workspace, profile, visitor::Call::Detail).await?;
    }
    let Standing { root, people, ids, merges, under_way, refused } = standing;
    let claimed = known.ids().iter().filter(|held| !ids.iter().any(|(_, own)| own.id == held.id));
    let claimed = claimed.map(|held| ShownId::of(held, None));
    let proven = ids.iter().map(|(of, held)| ShownId::of(held, Some(of.clone())));
    Ok(PersonIdentity {
        ids: proven.chain(claimed).collect(),
        merges: merges
            .iter()
            .rev()
            .map(|merge| ShownMerge {
                complete: !under_way.contains(&merge.id),
                ..ShownMerge::of(merge)
            })
            .collect(),
        refused,
        people,
        profile: root,
    })
}
