//! `GET /v1/admin/experiments/{key}/results`: what an experiment says so far.

use shared::report::experiment;
use worker::{Env, Request};

use super::{Caller, number};
use crate::{
    clock, config,
    durable::ledger,
    error::{self, Answer, ApiError},
};

/// Months that an experiment is looked for in; one that runs longer is no experiment any more.
const MONTHS_MAX: u16 = 12;

/// `planned` is how many people each variation was planned for, `months` how many months to look back.
pub(super) async fn results(req: &Request, env: &Env, caller: &Caller, key: &str) -> Answer {
    let months = number(req, "months", 3)?.clamp(1, MONTHS_MAX);
    let planned = number(req, "planned", 0)?;
    let config = config::current(env, &caller.workspace).await?;
    let experiment = config.experiment(key).ok_or(ApiError::NotFound)?;
    let now = clock::now();
    let people = ledger::outcomes(env, &caller.workspace, (key, months), now).await?;
    let currency = config.config.settings.currency;
    let told = experiment::results(experiment, people, (currency, now), planned.into());
    Ok(error::json(&told)?)
}
