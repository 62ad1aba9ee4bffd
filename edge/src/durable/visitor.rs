//! The single writer of one person.
//!
//! Every call loads the person, asks [`shared::visitor`], and writes the new state together
//! with events, messages, decisions and outbox in one synchronous turn. Only then does it
//! tell anybody: the runtime holds the answer back until the writes are safe on disk.
//!
//! A person who turned out to be somebody else lives there ([`joining`]); their object sends whoever asks on.

mod alarm;
mod joining;
mod outbox;
mod parting;
mod read;
mod rows;
mod settle;
mod standing;
mod talk;
mod turn;

use core::{
    cell::{Cell, RefCell},
    panic::AssertUnwindSafe,
};

use serde::{Deserialize, Serialize};
use shared::{
    conversation::{Message, Modality, Status},
    decision::Decision,
    delivery::Card,
    dry_run::Recorded,
    event::Event,
    id::{CouponCode, MessageId, ProfileId, WorkspaceId},
    identity::{known::Known, merge::MergeId, register::Parting},
    intent::{IntentReading, Score},
    knowledge::Hit,
    learning::Utterance,
    offer::Coupon,
    preference::Preferences,
    text::Locale,
    time::Timestamp,
    visitor::circle::Parts,
    wire::admin::{Conduct, VisitorSummary},
};
use worker::{
    DurableObject, Env, Headers, Request, RequestInit, Response, State, WebSocket,
    WebSocketIncomingMessage, WebSocketPair, durable_object,
};

pub(crate) use self::rows::Rows;
use super::sql::Sql;
use crate::{
    durable,
    error::{Answer, ApiError},
};

/// What is spoken on the stream. A browser can send a socket's request no header but this one, and an address with a
/// token in it would lie in every log.
pub(crate) const PROTOCOL: &str = "proffer.v1";

/// Who the socket's browser was before it turned out to be this person. Only objects send it: the Worker drops what a
/// browser says of it.
const VIA_HEADER: &str = "x-via";

/// Where the protocols are offered and answered (RFC 6455, section 11.3.4).
pub(crate) const PROTOCOL_HEADER: &str = "sec-websocket-protocol";

/// The name of a person's object.
pub(crate) fn name(workspace: &WorkspaceId, profile: &ProfileId) -> String {
    format!("{workspace}\n{profile}")
}

/// Asks the object of one person; of somebody who turned out to be somebody else, that person's.
pub(crate) async fn ask<A: serde::de::DeserializeOwned>(
    env: &Env,
    workspace: &WorkspaceId,
    profile: &ProfileId,
    call: Call,
) -> Answer<A> {
    let mut envelope =
        Envelope { workspace: workspace.clone(), profile: profile.clone(), via: None, call };
    for _ in 0..MOVES_MAX {
        let name = name(workspace, &envelope.profile);
        let asked = durable::call(env, durable::Kind::Visitor, &name, ("", &envelope)).await;
        match asked {
            Err(ApiError::Relayed(problem)) if problem.code == MOVED => {
                envelope.via = Some(profile.clone());
                envelope.profile = problem.detail.parse().ok().ok_or(ApiError::NotFound)?;
            }
            answer => return answer,
        }
    }
    Err(ApiError::Internal(worker::Error::RustError("a person moved too often".into())))
}

/// Everything an operator sees of a person. Most of it only passes through the door on its way to the page, so it is
/// written here and not read there.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Detailed {
    /// The person as a list shows them.
    pub(crate) summary: VisitorSummary,
    /// Their messages in the timeline.
    pub(crate) said: Vec<MessageId>,
    /// A [`shared::wire::admin::VisitorDetail`] without labels, as JSON.
    pub(crate) json: String,
}

/// The code of a problem that names the person who somebody turned out to be.
pub(crate) const MOVED: &str = "moved";

/// How often somebody is sent on. People join the one who is left, so a chain is short.
const MOVES_MAX: usize = 8;

/// A call with the person it is about: an object cannot tell its own name.
#[derive(Debug, Serialize, Deserialize)]
struct Envelope {
    workspace: WorkspaceId,
    profile: ProfileId,
    /// Who was asked first, where that person turned out to be this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    via: Option<ProfileId>,
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
        articles: Vec<Hit>,
    },
    /// Decide for an app: [`Asked`].
    Ask { trigger: String, intent: Option<IntentReading>, locale: Option<Locale>, explain: bool },
    /// A human answers: [`Heard`].
    Reply { id: MessageId, text: String },
    /// A human says who goes on: [`Status`].
    Conduct { conduct: Conduct },
    /// The conversation so far: [`Vec<Message>`].
    Messages,
    /// Everything an operator sees: [`Detailed`].
    Detail,
    /// What is kept of a message for learning: [`Utterance`].
    Utterance { message: MessageId },
    /// What the person did and said, as far as it is kept, in the order of time:
    /// `Vec<`[`Recorded`]`>`.
    Recorded,
    /// Whether the person meets a condition that is not published: `bool`.
    Meets { condition: serde_json::Value },
    /// Wake, if the config of this hash is known: `bool`.
    Nudge { hash: String },
    /// The explanation of a decision: [`Decision`].
    Explain { id: String },
    /// A coupon that this person holds: [`Coupon`].
    Coupon { code: CouponCode },
    /// What the person asked of us: [`Preferences`].
    Preferences,
    /// What the person asks of us from now on: [`Preferences`].
    Prefer { preferences: Preferences },
    /// What they know of who they are: [`Known`].
    Identity,
    /// They turned out to be somebody else: join them: `()`, as all that follow.
    Join { merge: MergeId, survivor: ProfileId },
    /// Rows of somebody who is joining.
    Receive { rows: Rows },
    /// Somebody who has joined.
    Absorb { arrival: Box<Arrival> },
    /// Give somebody back who had joined.
    Part { parting: Box<Parting> },
    /// Rows of this person's, on their way back.
    ReceiveBack { rows: Rows },
    /// This person is somebody of their own again.
    TakeBack { merge: MergeId, parts: Parts },
}

impl Call {
    /// Whether it is about where the person lives: then it is for this object, also where they live elsewhere.
    const fn is_about_moving(&self) -> bool {
        matches!(self, Self::Join { .. } | Self::ReceiveBack { .. } | Self::TakeBack { .. })
    }
}

/// Somebody who has joined, as they were.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Arrival {
    pub(crate) merge: MergeId,
    /// The merges that brought others to them before.
    pub(crate) merges: Vec<MergeId>,
    pub(crate) parts: Parts,
}

/// What became of events.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TakenIn {
    pub(crate) accepted: u32,
    pub(crate) duplicates: u32,
    pub(crate) cards: Vec<Card>,
    /// Events of this person's browser that are about another customer. They were not taken in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) strange: Vec<Event>,
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

// What `alarm_at` was for, an instance remembers by now ([`alarm`]).
//
// Long rows lie in the order in which they came; only their ids are in an index. By id they would be spread over as
// many pages as there are rows, and each page is written anew.
const MIGRATIONS: &[&str] = &[
    "CREATE TABLE person (
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
     );",
    // Whose a row is, where several people are one; empty for this person's own.
    "ALTER TABLE events ADD COLUMN origin TEXT NOT NULL DEFAULT '';
     ALTER TABLE messages ADD COLUMN origin TEXT NOT NULL DEFAULT '';
     ALTER TABLE decisions ADD COLUMN origin TEXT NOT NULL DEFAULT '';
     CREATE TABLE parts (person TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
     CREATE TABLE leaving (
        person TEXT PRIMARY KEY,
        merge INTEGER NOT NULL,
        loser TEXT NOT NULL,
        json TEXT NOT NULL
     ) WITHOUT ROWID;",
    // The months whose ledgers heard of the person.
    "CREATE TABLE reported (month TEXT PRIMARY KEY) WITHOUT ROWID;",
    talk::MIGRATION,
];

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
    known: RefCell<Option<shared::visitor::Visitor>>,
    /// When it is woken next.
    alarm: alarm::Alarm,
    /// When old events were last looked for.
    swept_at: Cell<Timestamp>,
    /// Whether a move is on its way: whoever comes meanwhile waits for it.
    is_moving: Cell<bool>,
    /// Deliveries of the outbox in a row that failed.
    failures: Cell<u32>,
}

impl Visitor {
    fn sql(&self) -> Answer<&Sql> {
        self.sql.as_ref().ok_or_else(|| {
            ApiError::Internal(worker::Error::RustError("a person's tables are missing".into()))
        })
    }

    async fn dispatch(&self, envelope: Envelope) -> worker::Result<Response> {
        let Envelope { workspace, profile, via, call } = envelope;
        let who = Who { workspace: &workspace, profile: &profile, via: via.as_ref() };
        if call.is_about_moving() {
            return self.take(who, call).await;
        }
        match self.elsewhere(who).await {
            Ok(None) => self.take(who, call).await,
            Ok(Some(there)) => ApiError::Moved(there).into_response(),
            Err(error) => error.into_response(),
        }
    }

    /// Answers what is asked here.
    async fn take(&self, who: Who<'_>, call: Call) -> worker::Result<Response> {
        match call {
            Call::TakeIn { events } => durable::answer(self.take_in(who, events).await),
            Call::Hear { id, text, modality, heard, intent, locale, articles } => {
                let saying =
                    shared::visitor::Saying { id, text, modality, heard, intent, locale, articles };
                durable::answer(self.hear(who, saying).await)
            }
            Call::Ask { trigger, intent, locale, explain } => {
                let question = turn::Question { trigger, intent, locale, explain };
                durable::answer(self.ask(who, question).await)
            }
            Call::Reply { id, text } => durable::answer(self.reply(who, id, text).await),
            Call::Conduct { conduct } => {
                let status: Answer<Status> = self.conduct(who, conduct).await;
                durable::answer(status)
            }
            Call::Messages => durable::answer(self.messages()),
            Call::Detail => {
                let detail: Answer<Detailed> = self.detail(who).await;
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
            Call::Meets { condition } => durable::answer(self.meets(who, &condition).await),
            Call::Nudge { hash } => durable::answer(self.nudge(who, &hash).await),
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
            Call::Identity => {
                let known: Answer<Known> = self.known(|person| person.identity.clone());
                durable::answer(known)
            }
            Call::Receive { rows } | Call::ReceiveBack { rows } => {
                durable::answer(self.receive(who, &rows))
            }
            Call::Absorb { arrival } => durable::answer(self.absorb(who, *arrival).await),
            Call::Part { parting } => durable::answer(self.part(who, *parting).await),
            Call::Join { merge, survivor } => {
                durable::answer(self.join(who, merge, survivor).await)
            }
            Call::TakeBack { merge, parts } => {
                durable::answer(self.take_back(who, merge, parts).await)
            }
        }
    }

    /// The name of the object where the person lives, if it is another, with the person's own name.
    async fn lives_at(&self) -> Answer<Option<(String, ProfileId)>> {
        let Some((workspace, profile)) = self.who()? else { return Ok(None) };
        let who = Who { workspace: &workspace, profile: &profile, via: None };
        let there = self.elsewhere(who).await?;
        Ok(there.map(|there| (name(&workspace, &there), profile)))
    }

    /// Takes a socket of the person's browser; the runtime keeps it while we sleep. Of somebody who lives elsewhere it is passed
    /// on.
    async fn take_socket(&self, req: Request) -> Answer {
        let via = req.headers().get(VIA_HEADER)?.unwrap_or_default();
        if let Some((name, own)) = self.lives_at().await? {
            let via = if via.is_empty() { own.as_str() } else { &via };
            return Ok(socket(&self.env, &name, (req.headers().clone(), via)).await?);
        }
        let pair = WebSocketPair::new()?;
        self.state.accept_websocket_with_tags(&pair.server, &[&format!("via {via}")]);
        let headers = Headers::new();
        headers.set(PROTOCOL_HEADER, PROTOCOL)?;
        Ok(Response::from_websocket(pair.client)?.with_headers(headers))
    }
}

/// Asks for a socket to a person's object, on behalf of somebody who turned out to be that person.
pub(crate) async fn socket(
    env: &Env,
    name: &str,
    (headers, via): (Headers, &str),
) -> worker::Result<Response> {
    headers.set(VIA_HEADER, via)?;
    let mut init = RequestInit::new();
    init.with_headers(headers);
    let request = Request::new_with_init("https://visitor/stream", &init)?;
    durable::stub(env, durable::Kind::Visitor, name)?.fetch_with_request(request).await
}

/// Who is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Who<'a> {
    workspace: &'a WorkspaceId,
    /// The person who lives here.
    profile: &'a ProfileId,
    /// The one who was asked first and turned out to be this person.
    via: Option<&'a ProfileId>,
}

impl Who<'_> {
    /// Whose account something is on: the name under which rows are kept, empty for the person themselves.
    fn origin(&self) -> String {
        self.via.filter(|via| *via != self.profile).map(ToString::to_string).unwrap_or_default()
    }

    /// The same as a name.
    fn account(&self) -> &ProfileId {
        self.via.unwrap_or(self.profile)
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
            return match self.take_socket(req).await {
                Ok(response) => Ok(response),
                Err(error) => error.into_response(),
            };
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
