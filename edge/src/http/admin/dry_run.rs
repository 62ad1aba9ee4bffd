//! `POST /v1/admin/dry-run`: who would have got what under a change that is not published yet.

use core::time::Duration;

use shared::{
    catalog::Catalog,
    compiled::Compiled,
    dry_run::{self, DryRun, Recorded},
    profile::yardstick::Yardstick,
    wire::admin::{DryRunRequest, PublishedConfig},
};
use worker::{Env, Request};

use super::Caller;
use crate::{
    clock, config,
    durable::{
        ledger,
        visitor::{self, Call as PersonCall},
        workspace::{self, Call, catalog as sold},
    },
    error::{self, Answer, ApiError},
    http::body,
    zones::Platform,
};

/// Most days that a dry run looks back; events are not kept for ever.
const DAYS_MAX: u16 = 30;

/// People that one request replays, those seen last. Each is asked for what they did: a
/// request of a Worker may make a thousand such calls.
const PEOPLE_MAX: usize = 200;

/// People that are listed to say how many there are.
const LISTED_MAX: u32 = 20_000;

pub(super) async fn answer(req: &mut Request, env: &Env, caller: &Caller) -> Answer {
    let DryRunRequest { days, change } = body::json(req).await?;
    if days == 0 || DAYS_MAX < days {
        return Err(ApiError::Invalid {
            code: "invalid_days",
            path: "$.days".into(),
            detail: format!("days is {days}, not 1 to {DAYS_MAX}"),
        });
    }
    let published: PublishedConfig = workspace::ask(env, &caller.workspace, Call::Config).await?;
    let catalog: Catalog =
        workspace::ask(env, &caller.workspace, Call::Catalog(sold::Call::Show)).await?;
    let mut draft = published.config.clone();
    if let Some(change) = change
        && !draft.change(change)
    {
        return Err(ApiError::NotFound);
    }
    let now = clock::now();
    // People are compared with what they are compared with today.
    let current = config::current(env, &caller.workspace).await?;
    // What could not be published cannot be tried either.
    let yardstick = || {
        let (cuts, purchases) = (current.cuts.clone(), current.purchases.clone());
        Some(Yardstick { cuts, purchases, as_of: now })
    };
    let after = Compiled::new(draft, "draft".into(), catalog.clone())?.with_yardstick(yardstick());
    let before =
        Compiled::new(published.config, published.hash, catalog)?.with_yardstick(yardstick());

    let since = now.saturating_sub(Duration::from_hours(u64::from(days).saturating_mul(24)));
    let people = ledger::people(env, &caller.workspace, (since, now), LISTED_MAX).await?;
    let mut found = DryRun {
        days,
        people: u32::try_from(people.len()).unwrap_or(u32::MAX),
        ..DryRun::default()
    };
    for person in people.iter().take(PEOPLE_MAX) {
        let profile = &person.profile;
        let recorded: Vec<Recorded> =
            visitor::ask(env, &caller.workspace, profile, PersonCall::Recorded).await?;
        let under = |config| dry_run::replay(profile, &recorded, (config, &Platform), since);
        found.add(&under(&before), &under(&after));
    }
    Ok(error::json(&found)?)
}
