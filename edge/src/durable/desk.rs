//! The operators of one tenant, live.
//!
//! While somebody watches, the desk asks the ledgers every second who did something, and
//! tells the watchers. While nobody does, it sleeps; so people's objects never have to tell
//! it anything, and no single object is on the path of events.

use core::time::Duration;

use shared::{id::WorkspaceId, time::Timestamp, wire::admin::LivePush};
use worker::{
    DurableObject, Env, Request, Response, SqlStorageValue as Value, State, WebSocket,
    WebSocketIncomingMessage, WebSocketPair, durable_object,
};

use super::{ledger, sql::Sql};
use crate::{
    clock, durable,
    error::{Answer, ApiError},
};

/// How often watchers hear news.
const NEWS_EVERY: Duration = Duration::from_secs(1);

/// How far back each look goes, by when a ledger heard: some looks, in case one fails.
const LOOK_BACK: Duration = Duration::from_secs(5);

/// People told of at a time.
const PEOPLE_MAX: u32 = 100;

const MIGRATIONS: &[&str] =
    &["CREATE TABLE desk (id INTEGER PRIMARY KEY CHECK (id = 1), workspace TEXT NOT NULL);
     CREATE TABLE told (profile TEXT PRIMARY KEY, summary TEXT NOT NULL) WITHOUT ROWID;"];

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
        let workspace = req.url()?.path().trim_start_matches('/').to_owned();
        self.sql()?.run(
            "INSERT INTO desk (id, workspace) VALUES (1, ?) ON CONFLICT DO NOTHING",
            vec![Value::String(workspace)],
        )?;
        let pair = WebSocketPair::new()?;
        self.state.accept_web_socket(&pair.server);
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
        match self.seat(&req).await {
            Ok(response) => Ok(response),
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
            WebSocketIncomingMessage::String(text) if text.contains("ping") => {
                socket.send_with_str(r#"{"type":"pong"}"#)
            }
            WebSocketIncomingMessage::String(_) | WebSocketIncomingMessage::Binary(_) => Ok(()),
        }
    }

    async fn websocket_close(
        &self,
        _socket: WebSocket,
        _code: usize,
        _reason: String,
        _was_clean: bool,
    ) -> worker::Result<()> {
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
pub(crate) async fn watch(env: &Env, workspace: &WorkspaceId, req: Request) -> Answer {
    let mut init = worker::RequestInit::new();
    init.with_headers(req.headers().clone());
    let request = Request::new_with_init(&format!("https://desk/{workspace}"), &init)?;
    let desk = durable::stub(env, durable::Kind::Desk, workspace.as_str())?;
    Ok(desk.fetch_with_request(request).await?)
}
