//! How much of one limited offer is left: the single writer of its stock.
//!
//! Claims are asked for by the objects of many people; each counts once by its name. Only the
//! claims that changed are written, so a stock of a hundred thousand coupons costs no more
//! than a stock of ten.

use core::{cell::RefCell, panic::AssertUnwindSafe};
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shared::{
    id::{OfferId, WorkspaceId},
    money::Minor,
    stock::{Bounds, Claim, Grant, Live, Stock as Stocked, Totals},
    time::Timestamp,
    visitor::{Redemption, Reservation},
};
use worker::{
    DurableObject, Env, Request, Response, SqlStorageValue as Value, State, durable_object,
};

use super::{
    Kind,
    sql::{self, Sql},
};
use crate::{
    clock, durable,
    error::{Answer, ApiError},
};

/// Asks the stock of an offer for a coupon.
pub(crate) async fn take(
    env: &Env,
    workspace: &WorkspaceId,
    reservation: &Reservation,
) -> Answer<Grant> {
    let call = Call::Take { claim: reservation.claim.clone(), bounds: reservation.bounds };
    ask(env, workspace, &reservation.offer, &call).await
}

/// Tells the stock of an offer that a coupon was used.
pub(crate) async fn redeem(
    env: &Env,
    workspace: &WorkspaceId,
    redemption: &Redemption,
) -> Answer<()> {
    let claim = redemption.claim.clone();
    let call = Call::Redeem { claim, saved_minor: redemption.saved_minor };
    ask(env, workspace, &redemption.offer, &call).await
}

/// What has become of an offer's coupons so far.
pub(crate) async fn totals(env: &Env, workspace: &WorkspaceId, offer: &OfferId) -> Answer<Totals> {
    ask(env, workspace, offer, &Call::Totals).await
}

async fn ask<A: serde::de::DeserializeOwned>(
    env: &Env,
    workspace: &WorkspaceId,
    offer: &OfferId,
    call: &Call,
) -> Answer<A> {
    durable::call(env, Kind::Stock, &format!("{workspace}\n{offer}"), ("", call)).await
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Call {
    /// Give a coupon to a claim: [`Grant`].
    Take { claim: Claim, bounds: Bounds },
    /// A claim's coupon was used: `()`.
    Redeem { claim: String, saved_minor: Minor },
    /// [`Totals`].
    Totals,
}

const MIGRATIONS: &[&str] = &[
    "CREATE TABLE totals (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        json TEXT NOT NULL
     );
     CREATE TABLE live (
        name TEXT PRIMARY KEY,
        worth_minor INTEGER NOT NULL,
        ends_at INTEGER NOT NULL
     ) WITHOUT ROWID;",
    "ALTER TABLE live ADD COLUMN is_used INTEGER NOT NULL DEFAULT 0;",
];

/// The stock of one limited offer.
#[durable_object(fetch)]
#[expect(unnameable_types, reason = "only the runtime names it")]
#[derive(Debug)]
pub struct Stock {
    sql: Option<Sql>,
    /// The stock as the last turn left it; a panic leaves it empty, and the next turn loads it.
    known: AssertUnwindSafe<RefCell<Option<Stocked>>>,
}

impl Stock {
    async fn dispatch(&self, req: Request) -> Answer<Response> {
        let call: Call = durable::received(req).await?;
        let now = clock::now();
        let sql = self.sql.as_ref().ok_or(ApiError::NotFound)?;
        let known = self.known.take();
        let mut stock = match known {
            Some(stock) => stock,
            None => load(sql)?,
        };
        let response = match call {
            Call::Take { claim, bounds } => durable::answer(Ok(stock.take(&claim, bounds, now))),
            Call::Redeem { claim, saved_minor } => {
                stock.redeem(&claim, saved_minor);
                durable::answer(Ok(()))
            }
            Call::Totals => durable::answer(Ok(stock.totals)),
        };
        save(sql, &mut stock)?;
        self.known.replace(Some(stock));
        Ok(response?)
    }
}

fn load(sql: &Sql) -> Answer<Stocked> {
    let totals = match sql.text("SELECT json FROM totals", vec![])? {
        Some(json) => sql::from_json(&json)?,
        None => Totals::default(),
    };
    let rows = sql.rows("SELECT name, worth_minor, ends_at, is_used FROM live", vec![])?;
    let live: BTreeMap<String, Live> = rows
        .iter()
        .filter_map(|row| {
            let live = Live {
                worth_minor: Minor::new(row.get(1).and_then(sql::integer)?),
                ends_at: Timestamp::from_unix_millis(row.get(2).and_then(sql::integer)?),
                is_used: row.get(3).and_then(sql::integer) == Some(1),
            };
            Some((row.first().and_then(sql::text)?, live))
        })
        .collect();
    Ok(Stocked::restore(totals, live))
}

fn save(sql: &Sql, stock: &mut Stocked) -> Answer<()> {
    let changes = stock.take_changes();
    if changes.is_empty() {
        return Ok(());
    }
    for (name, live) in changes {
        match live {
            Some(Live { worth_minor, ends_at, is_used }) => sql.run(
                "INSERT INTO live (name, worth_minor, ends_at, is_used) VALUES (?, ?, ?, ?)
                 ON CONFLICT (name) DO UPDATE SET is_used = excluded.is_used",
                vec![
                    Value::String(name),
                    Value::Integer(worth_minor.get()),
                    Value::Integer(ends_at.unix_millis()),
                    Value::Integer(i64::from(is_used)),
                ],
            )?,
            None => sql.run("DELETE FROM live WHERE name = ?", vec![Value::String(name)])?,
        }
    }
    sql.run(
        "INSERT INTO totals (id, json) VALUES (1, ?)
         ON CONFLICT (id) DO UPDATE SET json = excluded.json",
        vec![sql::to_json(&stock.totals)?],
    )?;
    Ok(())
}

impl DurableObject for Stock {
    fn new(state: State, _env: Env) -> Self {
        let sql = Sql::open(&state, MIGRATIONS)
            .inspect_err(|error| worker::console_error!("a stock cannot be opened: {error}"))
            .ok();
        Self { sql, known: AssertUnwindSafe(RefCell::new(None)) }
    }

    async fn fetch(&self, req: Request) -> worker::Result<Response> {
        match self.dispatch(req).await {
            Ok(response) => Ok(response),
            Err(error) => error.into_response(),
        }
    }
}
