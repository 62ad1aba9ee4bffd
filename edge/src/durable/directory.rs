//! Which person an external id belongs to: the merchant's user id, a coupon code.
//!
//! Sharded by a hash of the id, so that no object sees every look-up. The first person that
//! an id is linked to keeps it; linking two people is identity's business, not this one's.

use serde::{Deserialize, Serialize};
use shared::{
    digest,
    id::{CouponCode, ProfileId, UserId, WorkspaceId},
};
use worker::{
    DurableObject, Env, Request, Response, SqlStorageValue as Value, State, durable_object,
};

use super::{Kind, sql::Sql};
use crate::{
    durable,
    error::{Answer, ApiError},
};

/// The id under which a coupon is found.
pub(crate) fn coupon_key(code: &CouponCode) -> String {
    format!("coupon\n{}", code.as_str().to_ascii_uppercase())
}

/// The id under which a customer of the merchant's is found.
pub(crate) fn user_key(user: &UserId) -> String {
    format!("user\n{user}")
}

/// Links an external id to a person, and says to whom it belongs now.
pub(crate) async fn link(
    env: &Env,
    workspace: &WorkspaceId,
    external: &str,
    profile: &ProfileId,
) -> Answer<ProfileId> {
    let call = Call::Link { external: external.into(), profile: profile.clone() };
    let found: Option<ProfileId> = send(env, workspace, external, &call).await?;
    found.ok_or(ApiError::NotFound)
}

/// Finds the person an external id belongs to.
pub(crate) async fn find(
    env: &Env,
    workspace: &WorkspaceId,
    external: &str,
) -> Answer<Option<ProfileId>> {
    send(env, workspace, external, &Call::Find { external: external.into() }).await
}

async fn send(
    env: &Env,
    workspace: &WorkspaceId,
    external: &str,
    call: &Call,
) -> Answer<Option<ProfileId>> {
    // The first digit of the hash: sixteen shards.
    let digest = digest::sha256_hex(external.as_bytes());
    let shard = digest.get(..1).unwrap_or("0");
    durable::call(env, Kind::Directory, &format!("{workspace}\n{shard}"), ("", call)).await
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Call {
    Link { external: String, profile: ProfileId },
    Find { external: String },
}

const MIGRATIONS: &[&str] =
    &["CREATE TABLE ids (external TEXT PRIMARY KEY, profile TEXT NOT NULL) WITHOUT ROWID;"];

/// One shard of a tenant's external ids.
#[durable_object(fetch)]
#[expect(unnameable_types, reason = "only the runtime names it")]
#[derive(Debug)]
pub struct Directory {
    sql: Option<Sql>,
}

impl Directory {
    async fn take(&self, req: Request) -> Answer<Option<ProfileId>> {
        let call: Call = durable::received(req).await?;
        let sql = self.sql.as_ref().ok_or(ApiError::NotFound)?;
        let external = match call {
            Call::Find { external } => external,
            Call::Link { external, profile } => {
                sql.run(
                    "INSERT INTO ids (external, profile) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    vec![Value::String(external.clone()), Value::String(profile.to_string())],
                )?;
                external
            }
        };
        let found =
            sql.text("SELECT profile FROM ids WHERE external = ?", vec![Value::String(external)])?;
        Ok(found.and_then(|profile| profile.parse().ok()))
    }
}

impl DurableObject for Directory {
    fn new(state: State, _env: Env) -> Self {
        let sql = Sql::open(&state, MIGRATIONS)
            .inspect_err(|error| worker::console_error!("a directory cannot be opened: {error}"))
            .ok();
        Self { sql }
    }

    async fn fetch(&self, req: Request) -> worker::Result<Response> {
        durable::answer(self.take(req).await)
    }
}
