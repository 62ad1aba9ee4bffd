//! `/v1/admin/…`: what operators and automation do.
//!
//! Every route but set-up and sign-in needs a session (dashboard) or the admin token
//! (automation). The tenant comes from the session, never from the path.

mod catalog;
mod config;
mod dry_run;
mod experiment;
mod find;
mod identity;
mod inbox;
mod knowledge;
mod model;
mod people;
mod segment;
mod session;
mod versions;

use shared::{id::WorkspaceId, wire::admin::Session};
use worker::{Env, Method, Request};

use crate::{
    auth, clock,
    durable::{
        desk, ledger,
        workspace::{self, Call},
    },
    error::{self, Answer, ApiError},
    settings,
};

/// Who is allowed in, and where.
#[derive(Debug)]
pub(crate) struct Caller {
    /// The tenant.
    pub(crate) workspace: WorkspaceId,
    /// Who did it, for the record: an operator's id, or `automation`.
    pub(crate) by: String,
}

/// Who a caller with the admin token is, for the record.
const AUTOMATION: &str = "automation";

impl Caller {
    /// Whether it is a human of the shop.
    fn is_operator(&self) -> bool {
        self.by != AUTOMATION
    }
}

/// Days that an overview can cover.
const DAYS_MAX: u16 = 366;

/// Answers one admin route. `path` is what follows `/v1/admin/`.
pub(crate) async fn route(mut req: Request, env: &Env, path: &str) -> Answer {
    // Names in paths are percent-encoded.
    let decode = |part| percent_encoding::percent_decode_str(part).decode_utf8();
    let decoded: Result<Vec<_>, _> = path.split('/').map(decode).collect();
    let decoded = decoded.ok().ok_or(ApiError::NotFound)?;
    let parts: Vec<&str> = decoded.iter().map(AsRef::as_ref).collect();
    match (req.method(), parts.as_slice()) {
        (Method::Get, ["setup"]) => return session::setup_state(env).await,
        (Method::Post, ["setup"]) => return session::set_up(&mut req, env).await,
        (Method::Post, ["sign-in"]) => return session::sign_in(&mut req, env).await,
        (Method::Post, ["sign-out"]) => return session::sign_out(&req, env).await,
        (Method::Get, ["session"]) => return session::show(&req, env).await,
        _ => {}
    }
    let caller = caller(&req, env).await?;
    match (req.method(), parts.as_slice()) {
        (Method::Get, ["overview"]) => overview(&req, env, &caller).await,
        (Method::Get, ["live"]) => desk::watch(env, (&caller.workspace, &caller.by), req).await,
        (Method::Get, ["visitors"]) => people::list(&req, env, &caller).await,
        (Method::Get, ["visitors", profile]) => people::detail(env, &caller, profile).await,
        (Method::Get, ["visitors", profile, "decisions", id]) => {
            people::explain(env, &caller, profile, id).await
        }
        (Method::Post, ["visitors", profile, "messages"]) => {
            people::reply(&mut req, env, &caller, profile).await
        }
        (Method::Post, ["visitors", profile, "conversation"]) => {
            people::conduct(&mut req, env, &caller, profile).await
        }
        (Method::Post, ["match"]) => people::matching(&mut req, env, &caller).await,
        (_, ["inbox" | "canned-replies" | "operators", ..]) => {
            inbox::route(&mut req, env, &caller, parts.as_slice()).await
        }
        (_, ["knowledge", ..]) => knowledge::route(&mut req, env, &caller, parts.as_slice()).await,
        (_, ["people" | "identity", ..]) => {
            identity::route(&mut req, env, &caller, parts.as_slice()).await
        }
        (Method::Get, ["model"]) => model::show(env, &caller).await,
        (Method::Get, ["model", "corrections"]) => model::corrections(env, &caller).await,
        (Method::Put, ["model", "labels"]) => model::label(&mut req, env, &caller).await,
        (Method::Post, ["model", "releases"]) => model::publish(&mut req, env, &caller).await,
        (Method::Put, ["model", "current"]) => model::point(&mut req, env, &caller).await,
        (Method::Post, ["model", "rollback"]) => model::roll_back(env, &caller).await,
        _ => published(req, env, &caller, &parts).await,
    }
}

/// What is published, what was, and what would be.
async fn published(mut req: Request, env: &Env, caller: &Caller, parts: &[&str]) -> Answer {
    match (req.method(), parts) {
        (Method::Get, ["config"]) => config::show(env, caller).await,
        (Method::Get, ["versions"]) => versions::list(&req, env, caller).await,
        (Method::Get, ["versions", version]) => versions::detail(env, caller, version).await,
        (Method::Get, ["versions", version, "diff"]) => {
            versions::diff(&req, env, caller, version).await
        }
        (Method::Post, ["versions", version, "restore"]) => {
            versions::restore(env, caller, version).await
        }
        (Method::Get, ["experiments", key, "results"]) => {
            experiment::results(&req, env, caller, key).await
        }
        (Method::Get, ["segments"]) => segment::list(env, caller).await,
        (Method::Post, ["segments", "preview"]) => segment::preview(&mut req, env, caller).await,
        (Method::Get, ["segments", id]) => segment::detail(env, caller, id).await,
        (Method::Post, ["learning"]) => segment::learning(env, caller).await,
        (Method::Post, ["population"]) => segment::population(env, caller).await,
        (Method::Post, ["dry-run"]) => dry_run::answer(&mut req, env, caller).await,
        (Method::Get, ["offers", id, "stock"]) => config::stock(env, caller, id).await,
        (Method::Get, ["catalog"]) => catalog::show(env, caller).await,
        (Method::Put, ["catalog"]) => catalog::put(&mut req, env, caller).await,
        (Method::Post, ["catalog", "import"]) => catalog::import(&mut req, env, caller).await,
        (Method::Put | Method::Delete, ["config" | "holdout" | "band" | "playbooks"]) => {
            config::change(&mut req, env, caller, (parts.first().copied().unwrap_or_default(), ""))
                .await
        }
        (Method::Put | Method::Delete, [kind, id]) => {
            config::change(&mut req, env, caller, (kind, id)).await
        }
        _ => Err(ApiError::NotFound),
    }
}

/// Who asks, if they may.
async fn caller(req: &Request, env: &Env) -> Answer<Caller> {
    let workspace = settings::own_workspace()?;
    if auth::is_admin(env, req)? {
        return Ok(Caller { workspace, by: AUTOMATION.into() });
    }
    let token = auth::session_token(req)?.ok_or(ApiError::Unauthenticated("sign in first"))?;
    let session: Session = workspace::ask(env, &workspace, Call::Session { token }).await?;
    Ok(Caller { workspace, by: session.operator.to_string() })
}

async fn overview(req: &Request, env: &Env, caller: &Caller) -> Answer {
    let days = number(req, "days", 7)?;
    if days == 0 || DAYS_MAX < days {
        return Err(ApiError::Invalid {
            code: "invalid_days",
            path: "days".into(),
            detail: format!("days is {days}, not 1 to {DAYS_MAX}"),
        });
    }
    let config = crate::config::current(env, &caller.workspace).await?;
    let now = clock::now();
    let back =
        core::time::Duration::from_hours(u64::from(days.saturating_sub(1)).saturating_mul(24));
    let slices = ledger::slices(env, &caller.workspace, (now.saturating_sub(back), now)).await?;
    let currency = config.config.settings.currency;
    Ok(error::json(&shared::report::Overview::of(slices, days, currency, now))?)
}

/// A whole number in the query, or what it is without one.
pub(crate) fn number(req: &Request, name: &str, default: u16) -> Answer<u16> {
    let url = req.url()?;
    let given =
        url.query_pairs().find_map(|(key, value)| (key == name).then(|| value.into_owned()));
    match given {
        None => Ok(default),
        Some(text) => text.parse().ok().ok_or_else(|| ApiError::Invalid {
            code: "invalid_number",
            path: name.into(),
            detail: format!(
                "{name} is {:?}, not a whole number",
                text.chars().take(32).collect::<String>()
            ),
        }),
    }
}
