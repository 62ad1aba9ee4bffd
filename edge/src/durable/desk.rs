//! The operators of one tenant, live.
//!
//! While somebody watches, the desk asks the ledgers every second who did something, and
//! tells the watchers. While nobody does, it sleeps; so people's objects never have to tell
//! it anything, and no single object is on the path of events. Only of conversations they tell ([`inbox`]): those are few.

mod inbox;

use core::time::Duration;

use serde::de::DeserializeOwned;
use shared::{
    id::{ProfileId, WorkspaceId},
    time::Timestamp,
    wire::{admin::LivePush, inbox::Viewing},
};
use worker::{
    DurableObject, Env, Request, Response, SqlStorageValue as Value, State, WebSocket,
    WebSocketIncomingMessage, WebSocketPair, durable_object,
};

pub(crate) use self::inbox::{Call, Told, Turn};
use super::{Kind, ledger, sql::Sql};
use crate::{
    clock, durable,
    error::{Answer, ApiError},
    json,
};

/// How often watchers hear news.
const NEWS_EVERY: Duration = Duration::from_secs(1);

/// How far back each look goes, by when a ledger heard: some looks, in case one fails.
const LOOK_BACK: Duration = Duration::from_secs(5);

/// People told of at a time.
const PEOPLE_MAX: u32 = 100;

const MIGRATIONS: &[&str] = &[
    "CREATE TABLE desk (id INTEGER PRIMARY KEY CHECK (id = 1), workspace TEXT NOT NULL);
     CREATE TABLE told (profile TEXT PRIMARY KEY, summary TEXT NOT NULL) WITHOUT ROWID;",
    inbox::MIGRATION,
];

/// The operators of one tenant.
#[durable_object]
#[expect(unnameable_types, reason = "only the runtime names it")]
#[derive(Debug)]
pub struct Desk {
    state: State,
    env: Env,
    sql: Option<Sql>,
}

impl Desk {
    fn sql(&self) -> Answer<&Sql> {
        self.sql.as_ref().ok_or(ApiError::NotFound)
    }

    async fn seat(&self, req: &Request) -> Answer {
        let url = req.url()?;
        let (workspace, by) =
            url.path().trim_start_matches('/').split_once('/').ok_or(ApiError::NotFound)?;
        let workspace = workspace.to_owned();
        self.sql()?.run(
            "INSERT INTO desk (id, workspace) VALUES (1, ?) ON CONFLICT DO NOTHING",
            vec![Value::String(workspace)],
        )?;
        let pair = WebSocketPair::new()?;
        self.state.accept_web_socket(&pair.server);
        pair.server.serialize_attachment(seated(by, ""))?;
        self.state.storage().set_alarm(NEWS_EVERY).await?;
        Ok(Response::from_websocket(pair.client)?)
    }

    async fn spread_news(&self) -> Answer<()> {
        let watchers = self.state.get_websockets();
        if watchers.is_empty() {
            return Ok(());
        }
        let sql = self.sql()?;
        let workspace = sql.text("SELECT workspace FROM desk", vec![])?;
        let Some(workspace) = workspace.and_then(|name| name.parse::<WorkspaceId>().ok()) else {
            return Ok(());
        };
        let now = clock::now();
        let since: Timestamp = now.saturating_sub(LOOK_BACK);
        let people = ledger::news(&self.env, &workspace, (since, now), PEOPLE_MAX).await?;
        for visitor in people {
            let summary = serde_json::to_string(&visitor)?;
            if !self.is_news(visitor.profile.as_str(), &summary)? {
                continue;
            }
            let text = serde_json::to_string(&LivePush::Visitor { visitor })?;
            for watcher in &watchers {
                tell(watcher, &text);
            }
        }
        Ok(())
    }

    /// Notes what was told, so that the same is not told twice.
    fn is_news(&self, profile: &str, summary: &str) -> Answer<bool> {
        let sql = self.sql()?;
        let before = sql.text(
            "SELECT summary FROM told WHERE profile = ?",
            vec![Value::String(profile.into())],
        )?;
        if before.as_deref() == Some(summary) {
            return Ok(false);
        }
        sql.run(
            "INSERT INTO told (profile, summary) VALUES (?, ?)
             ON CONFLICT (profile) DO UPDATE SET summary = excluded.summary",
            vec![Value::String(profile.into()), Value::String(summary.into())],
        )?;
        Ok(true)
    }
}

impl Desk {
    /// Tells every watcher.
    fn tell_all(&self, text: &str) {
        for watcher in self.state.get_websockets() {
            tell(&watcher, text);
        }
    }

    /// Who looks at which conversation, as JSON.
    fn viewing(&self) -> String {
        let seats = self.state.get_websockets();
        let mut viewing: Vec<Viewing> = Vec::new();
        for seat in seats.iter().filter_map(|seat| seat.deserialize_attachment::<String>().ok()?) {
            let Some((operator, profile)) = seat.split_once('\n') else { continue };
            let Ok(profile) = profile.parse::<ProfileId>() else { continue };
            let view = Viewing { operator: operator.to_owned(), profile };
            if !viewing.contains(&view) {
                viewing.push(view);
            }
        }
        json::write(&viewing).unwrap_or_else(|_| "[]".into())
    }

    /// Tells everybody who looks at what.
    fn spread_viewing(&self) {
        self.tell_all(&format!(r#"{{"type":"viewing","viewing":{}}}"#, self.viewing()));
    }

    /// Notes what an operator looks at now; the empty name is nothing.
    fn look(&self, socket: &WebSocket, text: &str) -> worker::Result<()> {
        let Ok(word) = shared::json::parse::<serde_json::Value>(text) else { return Ok(()) };
        let Some(profile) = word.get("viewing").and_then(serde_json::Value::as_str) else {
            return Ok(());
        };
        let seat: String = socket.deserialize_attachment()?.unwrap_or_default();
        let by = seat.split('\n').next().unwrap_or_default();
        socket.serialize_attachment(seated(by, profile))?;
        self.spread_viewing();
        Ok(())
    }
}

/// Who sits at a socket, and at whose conversation they look.
fn seated(by: &str, profile: &str) -> String {
    [by, "\n", profile].concat()
}

/// Tells one watcher; one that has left is none of our business.
fn tell(watcher: &WebSocket, text: &str) {
    if watcher.send_with_str(text).is_err() {
        worker::console_debug!("a watcher left before the news");
    }
}

impl DurableObject for Desk {
    fn new(state: State, env: Env) -> Self {
        let sql = Sql::open(&state, MIGRATIONS)
            .inspect_err(|error| worker::console_error!("a desk cannot be opened: {error}"))
            .ok();
        Self { state, env, sql }
    }

    async fn fetch(&self, req: Request) -> worker::Result<Response> {
        if req.headers().get("upgrade")?.is_some() {
            return match self.seat(&req).await {
                Ok(response) => Ok(response),
                Err(error) => error.into_response(),
            };
        }
        match durable::received(req).await.and_then(|call| self.answer(call)) {
            Ok(json) => Response::ok(json),
            Err(error) => error.into_response(),
        }
    }

    async fn alarm(&self) -> worker::Result<Response> {
        if let Err(error) = self.spread_news().await {
            worker::console_warn!("no news this time: {error}");
        }
        if self.state.get_websockets().is_empty() {
            self.sql().and_then(|sql| Ok(sql.run("DELETE FROM told", vec![])?)).ok();
        } else {
            self.state.storage().set_alarm(NEWS_EVERY).await?;
        }
        Response::empty()
    }

    async fn websocket_message(
        &self,
        socket: WebSocket,
        message: WebSocketIncomingMessage,
    ) -> worker::Result<()> {
        match message {
            WebSocketIncomingMessage::String(text) if text.contains(r#""type":"ping""#) => {
                socket.send_with_str(r#"{"type":"pong"}"#)
            }
            WebSocketIncomingMessage::String(text) => self.look(&socket, &text),
            WebSocketIncomingMessage::Binary(_) => Ok(()),
        }
    }

    async fn websocket_close(
        &self,
        socket: WebSocket,
        _code: usize,
        _reason: String,
        _was_clean: bool,
    ) -> worker::Result<()> {
        socket.serialize_attachment("")?;
        self.spread_viewing();
        Ok(())
    }

    async fn websocket_error(
        &self,
        _socket: WebSocket,
        _error: worker::Error,
    ) -> worker::Result<()> {
        Ok(())
    }
}

/// Passes an operator's socket on to the desk of their workspace.
pub(crate) async fn watch(
    env: &Env,
    (workspace, by): (&WorkspaceId, &str),
    req: Request,
) -> Answer {
    let mut init = worker::RequestInit::new();
    init.with_headers(req.headers().clone());
    let request = Request::new_with_init(&format!("https://desk/{workspace}/{by}"), &init)?;
    let desk = durable::stub(env, Kind::Desk, workspace.as_str())?;
    Ok(desk.fetch_with_request(request).await?)
}

/// Asks the desk of a workspace.
pub(crate) async fn ask<A: DeserializeOwned>(
    env: &Env,
    workspace: &WorkspaceId,
    call: &Call,
) -> Answer<A> {
    durable::call(env, Kind::Desk, workspace.as_str(), ("", call)).await
}

/// The JSON that the desk of a workspace answers with.
pub(crate) async fn text(env: &Env, workspace: &WorkspaceId, call: &Call) -> Answer<String> {
    durable::call_text(env, Kind::Desk, workspace.as_str(), ("", call)).await
}
