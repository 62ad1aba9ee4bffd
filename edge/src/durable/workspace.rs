//! One tenant: what the merchant sets, who may sign in, and what was changed by whom.
//!
//! The config here is the source of truth. Publishing writes a new version, then its
//! immutable snapshot to KV; if that fails the alarm tries again, so KV is never ahead and
//! soon not behind.

pub(crate) mod catalog;
mod identity;
pub(crate) mod knowledge;
mod learn;
mod operators;
mod publish;
mod roll_up;
mod versions;

use serde::{Deserialize, Serialize};
use shared::{
    config::Change,
    id::{KeyId, WorkspaceId},
    identity::key::KeySet,
    wire::{
        admin::{
            LearningAnswer, PopulationAnswer, PublishedConfig, Session, VersionDetail, VersionDiff,
            Versions,
        },
        identity::Unsigned,
        inbox::NewOperator,
    },
};
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::{Kind, sql::Sql};
use crate::{
    durable,
    error::{Answer, ApiError},
};

/// What can be asked of a tenant's object, with the type of the answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Call {
    /// Whether the first operator still has to be made: `bool`.
    SetupNeeded,
    /// Make the first operator: [`SignedIn`].
    Setup { email: String, name: String, password: String },
    /// Sign an operator in: [`SignedIn`].
    SignIn { email: String, password: String },
    /// Everybody who may sign in, after taking somebody in: `Vec<`[`Colleague`](shared::wire::inbox::Colleague)`>`.
    Operators { new: Option<NewOperator> },
    /// End a session: `()`.
    SignOut { token: String },
    /// Who a session belongs to: [`Session`].
    Session { token: String },
    /// The config in force: [`PublishedConfig`].
    Config,
    /// Change the config and publish it: [`PublishedConfig`].
    Change { change: Change, by: String },
    /// Versions published so far, newest first: [`Versions`].
    Versions { limit: u16 },
    /// One version: [`VersionDetail`].
    Version { version: u32 },
    /// What changed between two versions: [`VersionDiff`].
    Diff { from: u32, to: u32 },
    /// Count the customers anew, for the fifths of RFM: [`PopulationAnswer`].
    RollUp,
    /// Learn from what came of gifts, and say what was learned: [`LearningAnswer`].
    Learn,
    /// Publish an earlier version again: [`PublishedConfig`].
    Restore { version: u32, by: String },
    /// Something about what the shop sells.
    Catalog(catalog::Call),
    /// What proofs of identity are checked with: [`IdentityKeys`].
    IdentityKeys,
    /// What the merchant's server signs with: `IdentitySettings`, as the four calls below.
    Identity,
    /// Make a new secret.
    RotateIdentity { by: String },
    /// Take a public key of the merchant's in.
    PutIdentityKey { kid: KeyId, public_key: String, by: String },
    /// End a key.
    DeleteIdentityKey { kid: KeyId },
    /// Say what a user id without a proof does.
    PutUnsigned { unsigned: Unsigned },
    /// Something about what the shop knows.
    Knowledge(knowledge::Call),
}

/// What proofs of identity are checked with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IdentityKeys {
    /// The live keys.
    pub(crate) keys: KeySet,
    /// What a user id without a proof does.
    pub(crate) unsigned: Unsigned,
}

/// A fresh session.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SignedIn {
    /// Goes into the cookie; only its hash is stored.
    pub(crate) token: String,
    /// Who it belongs to.
    pub(crate) session: Session,
}

/// Asks the object of a tenant.
pub(crate) async fn ask<A: serde::de::DeserializeOwned>(
    env: &Env,
    workspace: &WorkspaceId,
    call: Call,
) -> Answer<A> {
    let name = workspace.as_str();
    durable::call(
        env,
        Kind::Workspace,
        name,
        ("", &Envelope { workspace: workspace.clone(), call }),
    )
    .await
}

/// A question about what the shop knows.
pub(crate) const fn about(call: knowledge::Call) -> Call {
    Call::Knowledge(call)
}

/// Asks the object of a tenant something that is answered to the caller as it is.
pub(crate) async fn relay(env: &Env, workspace: &WorkspaceId, call: Call) -> Answer<Response> {
    let envelope = Envelope { workspace: workspace.clone(), call };
    durable::relay(env, Kind::Workspace, workspace.as_str(), ("", &envelope)).await
}

/// A call with the tenant it is about: an object cannot tell its own name.
#[derive(Debug, Serialize, Deserialize)]
struct Envelope {
    workspace: WorkspaceId,
    call: Call,
}

const MIGRATIONS: &[&str] = &[
    "CREATE TABLE configs (
        version INTEGER PRIMARY KEY AUTOINCREMENT,
        workspace TEXT NOT NULL,
        hash TEXT NOT NULL,
        published_at INTEGER NOT NULL,
        by TEXT NOT NULL,
        change TEXT NOT NULL,
        snapshot TEXT NOT NULL,
        in_kv INTEGER NOT NULL
     );
     CREATE TABLE operators (
        id TEXT PRIMARY KEY,
        email TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        password TEXT NOT NULL,
        made_at INTEGER NOT NULL
     );
     CREATE TABLE sessions (
        token TEXT PRIMARY KEY,
        operator TEXT NOT NULL,
        ends_at INTEGER NOT NULL
     ) WITHOUT ROWID;
     CREATE TABLE attempts (email TEXT NOT NULL, at INTEGER NOT NULL);",
    "CREATE TABLE identity_keys (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        kid TEXT NOT NULL UNIQUE,
        public_key TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        by TEXT NOT NULL
     );
     CREATE TABLE identity (id INTEGER PRIMARY KEY CHECK (id = 1), unsigned TEXT NOT NULL);",
    "CREATE TABLE cuts (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        made_at INTEGER NOT NULL,
        json TEXT NOT NULL
     );",
    // What was learned, and up to which lesson of each ledger.
    "CREATE TABLE learned (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        looked_at INTEGER NOT NULL,
        json TEXT NOT NULL
     );
     CREATE TABLE learned_up_to (ledger TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;",
    knowledge::MIGRATION,
    catalog::MIGRATION,
];

/// One tenant.
#[durable_object(alarm)]
#[expect(unnameable_types, reason = "only the runtime names it")]
#[derive(Debug)]
pub struct Workspace {
    state: State,
    env: Env,
    sql: Option<Sql>,
}

impl Workspace {
    fn sql(&self) -> Answer<&Sql> {
        self.sql.as_ref().ok_or(ApiError::NotFound)
    }

    async fn dispatch(&self, Envelope { workspace, call }: Envelope) -> worker::Result<Response> {
        match call {
            Call::SetupNeeded => durable::answer(self.setup_needed()),
            Call::Setup { email, name, password } => {
                durable::answer(self.set_up(&workspace, &email, &name, &password).await)
            }
            Call::SignIn { email, password } => {
                durable::answer(self.sign_in(&workspace, &email, &password))
            }
            Call::Operators { new } => durable::answer(self.operators(new)),
            Call::SignOut { token } => durable::answer(self.sign_out(&token)),
            Call::Session { token } => durable::answer(self.session(&token)),
            Call::Config => {
                let config: Answer<PublishedConfig> = self.published();
                durable::answer(config)
            }
            Call::Change { change, by } => {
                durable::answer(self.change(&workspace, change, &by).await)
            }
            Call::Versions { limit } => {
                durable::answer(self.versions(limit).map(|versions| Versions { versions }))
            }
            Call::Version { version } => {
                let detail: Answer<VersionDetail> = self.version(version);
                durable::answer(detail)
            }
            Call::Diff { from, to } => {
                durable::answer(self.diff(from, to).map(|changes| VersionDiff { changes }))
            }
            Call::Restore { version, by } => {
                durable::answer(self.restore(&workspace, version, &by).await)
            }
            Call::RollUp => {
                let made: Answer<PopulationAnswer> = self.roll_up(&workspace).await;
                durable::answer(made)
            }
            Call::Learn => {
                let learned: Answer<LearningAnswer> = self.learn(&workspace).await;
                durable::answer(learned)
            }
            Call::Catalog(call) => self.answer_about_catalog(&workspace, call).await,
            Call::IdentityKeys => durable::answer(self.identity_keys(&workspace)),
            Call::Identity => durable::answer(self.identity(&workspace)),
            Call::RotateIdentity { by } => durable::answer(self.rotate_identity(&workspace, &by)),
            Call::PutIdentityKey { kid, public_key, by } => {
                durable::answer(self.put_identity_key(&workspace, (&kid, &public_key), &by))
            }
            Call::DeleteIdentityKey { kid } => {
                durable::answer(self.delete_identity_key(&workspace, &kid))
            }
            Call::PutUnsigned { unsigned } => {
                durable::answer(self.put_unsigned(&workspace, unsigned))
            }
            Call::Knowledge(call) => self.answer_about_knowledge(call),
        }
    }
}

impl DurableObject for Workspace {
    fn new(state: State, env: Env) -> Self {
        let sql = Sql::open(&state, MIGRATIONS)
            .inspect_err(|error| worker::console_error!("a workspace cannot be opened: {error}"))
            .ok();
        Self { state, env, sql }
    }

    async fn fetch(&self, req: Request) -> worker::Result<Response> {
        match durable::received(req).await {
            Ok(envelope) => self.dispatch(envelope).await,
            Err(error) => error.into_response(),
        }
    }

    async fn alarm(&self) -> worker::Result<Response> {
        let broken = |error: ApiError| worker::Error::RustError(error.to_string());
        self.write_to_kv().await.map_err(broken)?;
        if let Some(workspace) = self.name().map_err(broken)? {
            let next_roll_up = self.roll_up_if_due(&workspace).await.map_err(broken)?;
            let next_look = self.learn_if_due(&workspace).await.map_err(broken)?;
            self.state.storage().set_alarm(next_roll_up.min(next_look)).await?;
        }
        Response::empty()
    }
}
