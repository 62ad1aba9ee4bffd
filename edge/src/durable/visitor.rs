//! The single writer of one person.
//!
//! Every call loads the person, asks [`shared::visitor`], and writes the new state together
//! with events, messages, decisions and outbox in one synchronous turn. Only then does it
//! tell anybody: the runtime holds the answer back until the writes are safe on disk.

mod outbox;
mod read;
mod settle;
mod turn;

use core::{
    cell::{Cell, RefCell},
    panic::AssertUnwindSafe,
};

use serde::{Deserialize, Serialize};
use shared::{
    conversation::{Message, Modality},
    decision::Decision,
    delivery::Card,
    dry_run::Recorded,
    event::Event,
    id::{CouponCode, MessageId, ProfileId, WorkspaceId},
    intent::{IntentReading, Score},
    learning::Utterance,
    offer::Coupon,
    preference::Preferences,
    text::Locale,
    time::Timestamp,
    wire::admin::VisitorDetail,
};
use worker::{
    DurableObject, Env, Headers, Request, Response, State, WebSocket, WebSocketIncomingMessage,
    WebSocketPair, durable_object,
};

use super::sql::Sql;
use crate::{
    durable,
    error::{Answer, ApiError},
};

/// What is spoken on the stream. A browser can send a socket's request no header but this one, and an address with a
/// token in it would lie in every log.
pub(crate) const PROTOCOL: &str = "proffer.v1";

/// Where the protocols are offered and answered (RFC 6455, section 11.3.4).
pub(crate) const PROTOCOL_HEADER: &str = "sec-websocket-protocol";

/// The name of a person's object.
pub(crate) fn name(workspace: &WorkspaceId, profile: &ProfileId) -> String {
    format!("{workspace}\n{profile}")
}

/// Asks the object of one person.
pub(crate) async fn ask<A: serde::de::DeserializeOwned>(
    env: &Env,
    workspace: &WorkspaceId,
    profile: &ProfileId,
    call: Call,
) -> Answer<A> {
    let envelope = Envelope { workspace: workspace.clone(), profile: profile.clone(), call };
    let name = name(workspace, profile);
    durable::call(env, durable::Kind::Visitor, &name, ("", &envelope)).await
}

/// A call with the person it is about: an object cannot tell its own name.
#[derive(Debug, Serialize, Deserialize)]
struct Envelope {
    workspace: WorkspaceId,
    profile: ProfileId,
    call: Call,
}

/// What can be asked of a person's object, with the type of the answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Call {
    /// Take events in: [`TakenIn`].
    TakeIn { events: Vec<Event> },
    /// Take a message in: [`Heard`].
    Hear {
        id: MessageId,
        text: String,
        modality: Modality,
        heard: Option<Score>,
        intent: IntentReading,
        locale: Option<Locale>,
    },
    /// Decide for an app: [`Asked`].
    Ask { trigger: String, intent: Option<IntentReading>, locale: Option<Locale>, explain: bool },
    /// A human answers: [`Heard`].
    Reply { id: MessageId, text: String },
    /// The conversation so far: [`Vec<Message>`].
    Messages,
    /// Everything an operator sees: [`VisitorDetail`].
    Detail,
    /// What is kept of a message for learning: [`Utterance`].
    Utterance { message: MessageId },
    /// What the person did and said, as far as it is kept, in the order of time:
    /// `Vec<`[`Recorded`]`>`.
    Recorded,
    /// The explanation of a decision: [`Decision`].
    Explain { id: String },
    /// A coupon that this person holds: [`Coupon`].
    Coupon { code: CouponCode },
    /// What the person asked of us: [`Preferences`].
    Preferences,
    /// What the person asks of us from now on: [`Preferences`].
    Prefer { preferences: Preferences },
}

/// What became of events.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TakenIn {
    pub(crate) accepted: u32,
    pub(crate) duplicates: u32,
    pub(crate) cards: Vec<Card>,
}

/// What a message led to.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Heard {
    /// The message itself, then the answers to it.
    pub(crate) messages: Vec<Message>,
}

/// What an app is to show.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) card: Option<Card>,
    pub(crate) decision: Option<Decision>,
}

// Long rows lie in the order in which they came; only their ids are in an index. By id they would be spread over as
// many pages as there are rows, and each page is written anew.
const MIGRATIONS: &[&str] = &["CREATE TABLE person (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        workspace TEXT NOT NULL,
        profile TEXT NOT NULL,
        json TEXT NOT NULL,
        alarm_at INTEGER NOT NULL
     );
     CREATE TABLE events (
        message_id TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        json TEXT NOT NULL
     );
     CREATE TABLE messages (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        at INTEGER NOT NULL,
        json TEXT NOT NULL
     );
     CREATE TABLE decisions (
        id TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        verdict TEXT NOT NULL,
        json TEXT NOT NULL
     );
     CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        json TEXT NOT NULL
     );"];

/// One person.
#[durable_object]
#[expect(unnameable_types, reason = "only the runtime names it")]
#[derive(Debug)]
pub struct Visitor {
    state: State,
    env: Env,
    sql: Option<Sql>,
    /// A panic leaves it whole: a turn takes the person out and puts them back when it is done.
    memory: AssertUnwindSafe<Memory>,
}

/// What an instance remembers between calls.
#[derive(Debug, Default)]
struct Memory {
    /// The person as the last turn left them: the database holds the same. Empty while a turn has them.
    known: RefCell<Option<turn::Loaded>>,
    /// When old events were last looked for.
    swept_at: Cell<Timestamp>,
}

impl Visitor {
    fn sql(&self) -> Answer<&Sql> {
        self.sql.as_ref().ok_or_else(|| {
            ApiError::Internal(worker::Error::RustError("a person's tables are missing".into()))
        })
    }

    async fn dispatch(&self, envelope: Envelope) -> worker::Result<Response> {
        let Envelope { workspace, profile, call } = envelope;
        let who = (&workspace, &profile);
        match call {
            Call::TakeIn { events } => durable::answer(self.take_in(who, events).await),
            Call::Hear { id, text, modality, heard, intent, locale } => {
                let saying = shared::visitor::Saying { id, text, modality, heard, intent, locale };
                durable::answer(self.hear(who, saying).await)
            }
            Call::Ask { trigger, intent, locale, explain } => {
                let question = turn::Question { trigger, intent, locale, explain };
                durable::answer(self.ask(who, question).await)
            }
            Call::Reply { id, text } => durable::answer(self.reply(who, id, text).await),
            Call::Messages => durable::answer(self.messages()),
            Call::Detail => {
                let detail: Answer<VisitorDetail> = self.detail(who).await;
                durable::answer(detail)
            }
            Call::Utterance { message } => {
                let utterance: Answer<Utterance> = self.utterance(who, &message).await;
                durable::answer(utterance)
            }
            Call::Recorded => {
                let recorded: Answer<Vec<Recorded>> = self.recorded();
                durable::answer(recorded)
            }
            Call::Explain { id } => durable::answer(self.explanation(&id)),
            Call::Coupon { code } => {
                let coupon: Answer<Coupon> = self.coupon(&code);
                durable::answer(coupon)
            }
            Call::Preferences => {
                let known: Answer<Preferences> = self.known(|person| person.preferences.clone());
                durable::answer(known)
            }
            Call::Prefer { preferences } => durable::answer(self.prefer(who, preferences).await),
        }
    }

    /// Takes a socket of the person's browser; the runtime keeps it while we sleep.
    fn take_socket(&self) -> worker::Result<Response> {
        let pair = WebSocketPair::new()?;
        self.state.accept_web_socket(&pair.server);
        let headers = Headers::new();
        headers.set(PROTOCOL_HEADER, PROTOCOL)?;
        Ok(Response::from_websocket(pair.client)?.with_headers(headers))
    }
}

impl DurableObject for Visitor {
    fn new(state: State, env: Env) -> Self {
        let sql = Sql::open(&state, MIGRATIONS)
            .inspect_err(|error| worker::console_error!("a person cannot be opened: {error}"))
            .ok();
        Self { state, env, sql, memory: AssertUnwindSafe(Memory::default()) }
    }

    async fn fetch(&self, req: Request) -> worker::Result<Response> {
        #[cfg(feature = "faults")]
        if let Some(answer) = crate::fault::in_object(&req).await {
            return answer;
        }
        if req.headers().get("upgrade")?.is_some_and(|kind| kind.eq_ignore_ascii_case("websocket"))
        {
            return self.take_socket();
        }
        match durable::received(req).await {
            Ok(envelope) => self.dispatch(envelope).await,
            Err(error) => error.into_response(),
        }
    }

    async fn alarm(&self) -> worker::Result<Response> {
        self.wake().await.map_err(|error| worker::Error::RustError(error.to_string()))?;
        Response::empty()
    }

    async fn websocket_message(
        &self,
        socket: WebSocket,
        message: WebSocketIncomingMessage,
    ) -> worker::Result<()> {
        // The only thing a widget says here is that it is alive.
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
