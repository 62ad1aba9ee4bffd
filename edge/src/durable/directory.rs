//! Which person an external id belongs to, and who turned out to be whom.
//!
//! One class, two offices. The *shards*, by a hash of the id, answer the question that is asked all the time: whose is this user id,
//! this coupon? What is proven there never changes, because an id belongs for good to the person who proved it first; that
//! person's object sends whoever asks on to the one they joined. The *register*, one for each tenant, decides who becomes
//! whom: it is asked once for each new pair of a browser and a customer, so that two people who are found to be
//! one from both sides at once end in one survivor.

mod errands;
mod lookup;
mod register;

use serde::{Deserialize, Serialize};
use shared::{
    digest,
    id::{CouponCode, ProfileId, UserId, WorkspaceId},
    identity::{
        external::{ExternalId, IdKind},
        held::HeldId,
        merge::{Merge, MergeId},
        register::{Link, Linked, Refused},
    },
    time::Timestamp,
};
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::{
    Kind,
    sql::{Sql, from_json},
};
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

/// The id under which somebody is found by any external id.
pub(crate) fn id_key(id: &ExternalId) -> String {
    match id.kind() {
        IdKind::UserId => format!("user\n{}", id.value()),
        IdKind::WecomUnionid
        | IdKind::App
        | IdKind::MiniprogramOpenid
        | IdKind::WecomOpenid
        | IdKind::WecomExternalUserid
        | IdKind::OrderSystem
        | IdKind::Phone
        | IdKind::Email => format!("{}\n{}", id.kind_text(), id.value()),
    }
}

/// Links an external id to a person, if it belongs to nobody yet.
pub(crate) async fn link(
    env: &Env,
    workspace: &WorkspaceId,
    external: &str,
    profile: &ProfileId,
) -> Answer<()> {
    let call = Call::Link { external: external.into(), profile: profile.clone() };
    let _: Option<ProfileId> = send(env, workspace, external, &call).await?;
    Ok(())
}

/// Finds the person an external id belongs to.
pub(crate) async fn find(
    env: &Env,
    workspace: &WorkspaceId,
    external: &str,
) -> Answer<Option<ProfileId>> {
    send(env, workspace, external, &Call::Find { external: external.into() }).await
}

/// The person that events belong to which name nothing but this id; `name` is theirs where there is nobody yet.
pub(crate) async fn found(
    env: &Env,
    workspace: &WorkspaceId,
    id: &ExternalId,
    name: &ProfileId,
) -> Answer<ProfileId> {
    let external = id_key(id);
    if let Some(known) = find(env, workspace, &external).await? {
        return Ok(known);
    }
    let call = Call::Found { id: id.clone(), name: name.clone() };
    let owner: ProfileId = ask_register(env, workspace, &call).await?;
    settle(env, workspace, &external, &owner).await?;
    Ok(owner)
}

/// Says that somebody proved ids, and hears who they are.
pub(crate) async fn prove(env: &Env, workspace: &WorkspaceId, link: Link) -> Answer<Proved> {
    let call = Call::Prove { workspace: workspace.clone(), link };
    let proved: Proved = ask_register(env, workspace, &call).await?;
    for (id, owner) in &proved.owners {
        settle(env, workspace, &id_key(id), owner).await?;
    }
    Ok(proved)
}

/// What the register knows of somebody.
pub(crate) async fn who(
    env: &Env,
    workspace: &WorkspaceId,
    person: &ProfileId,
) -> Answer<Standing> {
    ask_register(env, workspace, &Call::Who { person: person.clone() }).await
}

/// Undoes a merge, and hears when both people are two again.
pub(crate) async fn undo(env: &Env, workspace: &WorkspaceId, undo: Undo) -> Answer<Standing> {
    ask_register(env, workspace, &Call::Undo { workspace: workspace.clone(), undo }).await
}

/// Tells a shard whose an id is, for good.
pub(crate) async fn settle(
    env: &Env,
    workspace: &WorkspaceId,
    external: &str,
    owner: &ProfileId,
) -> Answer<()> {
    let call = Call::Settle { external: external.into(), profile: owner.clone() };
    let _: Option<ProfileId> = send(env, workspace, external, &call).await?;
    Ok(())
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

async fn ask_register<A: serde::de::DeserializeOwned>(
    env: &Env,
    workspace: &WorkspaceId,
    call: &Call,
) -> Answer<A> {
    durable::call(env, Kind::Directory, &format!("{workspace}\nregister"), ("", call)).await
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Call {
    /// Shard: link an id that belongs to nobody: `Option<ProfileId>`, as the next two.
    Link { external: String, profile: ProfileId },
    /// Shard: whose is it?
    Find { external: String },
    /// Shard: it is proven whose it is.
    Settle { external: String, profile: ProfileId },
    /// Register: whose are events that name only this id? `ProfileId`.
    Found { id: ExternalId, name: ProfileId },
    /// Register: somebody proved ids: [`Proved`].
    Prove { workspace: WorkspaceId, link: Link },
    /// Register: who is this? [`Standing`].
    Who { person: ProfileId },
    /// Register: undo a merge: [`Standing`].
    Undo { workspace: WorkspaceId, undo: Undo },
}

/// What came of a proof.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Proved {
    pub(crate) linked: Linked,
    /// Whose the ids are, where they are somebody's.
    pub(crate) owners: Vec<(ExternalId, ProfileId)>,
}

/// Which merge is undone, and by whom.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Undo {
    /// One who had part in it.
    pub(crate) person: ProfileId,
    /// Which; without it the newest of theirs that holds.
    pub(crate) merge: Option<MergeId>,
    pub(crate) by: String,
}

/// What the register knows of somebody.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Standing {
    /// Who they are now.
    pub(crate) root: ProfileId,
    /// Everybody who is this person.
    pub(crate) people: Vec<ProfileId>,
    /// The ids, with whoever brought them.
    pub(crate) ids: Vec<(ProfileId, HeldId)>,
    /// The merges they had part in.
    pub(crate) merges: Vec<Merge>,
    /// Of these, the ones that are still under way.
    pub(crate) under_way: Vec<MergeId>,
    /// Ids that stayed with somebody else.
    pub(crate) refused: Vec<Refused>,
}

const MIGRATIONS: &[&str] = &[
    "CREATE TABLE ids (external TEXT PRIMARY KEY, profile TEXT NOT NULL) WITHOUT ROWID;",
    "ALTER TABLE ids ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
     CREATE TABLE people (
        person TEXT PRIMARY KEY,
        born INTEGER NOT NULL,
        refused TEXT NOT NULL
     ) WITHOUT ROWID;
     CREATE TABLE owned (
        external TEXT PRIMARY KEY,
        person TEXT NOT NULL,
        json TEXT NOT NULL
     ) WITHOUT ROWID;
     CREATE INDEX owned_person ON owned (person);
     CREATE TABLE merges (
        id INTEGER PRIMARY KEY,
        loser TEXT NOT NULL,
        survivor TEXT NOT NULL,
        json TEXT NOT NULL
     );
     CREATE INDEX merges_loser ON merges (loser);
     CREATE INDEX merges_survivor ON merges (survivor);
     CREATE TABLE errands (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        merge INTEGER NOT NULL,
        json TEXT NOT NULL
     );",
];

/// One shard of a tenant's external ids, or the tenant's register of people.
#[durable_object(alarm)]
#[expect(unnameable_types, reason = "only the runtime names it")]
#[derive(Debug)]
pub struct Directory {
    state: State,
    env: Env,
    sql: Option<Sql>,
}

impl Directory {
    fn sql(&self) -> Answer<&Sql> {
        self.sql.as_ref().ok_or(ApiError::NotFound)
    }

    async fn dispatch(&self, call: Call) -> worker::Result<Response> {
        match call {
            Call::Find { external } => durable::answer(self.look_up(external)),
            Call::Link { external, profile } => durable::answer(self.keep_link(external, &profile)),
            Call::Settle { external, profile } => {
                durable::answer(self.keep_settled(external, &profile))
            }
            Call::Found { id, name } => durable::answer(self.found(&id, &name)),
            Call::Prove { workspace, link } => durable::answer(self.prove(&workspace, &link).await),
            Call::Who { person } => durable::answer(self.who(&person)),
            Call::Undo { workspace, undo } => durable::answer(self.undo(&workspace, &undo).await),
        }
    }
}

/// A moment of the register's own: merges are in the order of their numbers.
fn now() -> Timestamp {
    crate::clock::now()
}

/// A stored row of ours.
fn row<T: serde::de::DeserializeOwned>(json: &str) -> Answer<T> {
    Ok(from_json(json)?)
}

impl DurableObject for Directory {
    fn new(state: State, env: Env) -> Self {
        let sql = Sql::open(&state, MIGRATIONS)
            .inspect_err(|error| worker::console_error!("a directory cannot be opened: {error}"))
            .ok();
        Self { state, env, sql }
    }

    async fn fetch(&self, req: Request) -> worker::Result<Response> {
        match durable::received(req).await {
            Ok(call) => self.dispatch(call).await,
            Err(error) => error.into_response(),
        }
    }

    async fn alarm(&self) -> worker::Result<Response> {
        self.run_errands().await.map_err(|error| worker::Error::RustError(error.to_string()))?;
        Response::empty()
    }
}
