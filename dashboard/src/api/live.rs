//! The live line: the edge pushes each person who did something.
//!
//! When the line is cut it is tied again, waiting longer each time. Meanwhile, and where a proxy
//! lets no WebSocket through, the caller asks for the list every ten seconds.

use core::time::Duration;
use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;
use shared::wire::admin::VisitorSummary;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{CloseEvent, MessageEvent, WebSocket};

use super::{json, read};
use crate::state::clock;

const PATH: &str = "/v1/admin/live";
const WAIT_FIRST: Duration = Duration::from_secs(1);
const WAIT_LONGEST: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_secs(10);

/// How news arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// The line is being tied.
    Connecting,
    /// Pushed as they happen.
    Live,
    /// Asked for every ten seconds.
    Polling,
}

/// What the live line does with news.
#[derive(Clone, Copy)]
pub(crate) struct Listener {
    /// A person did something.
    pub(crate) person: Callback<VisitorSummary>,
    /// The list has to be asked for: the line is cut, or was until now.
    pub(crate) ask: Callback<()>,
    /// Something happened with a conversation; none where nobody on the page cares.
    pub(crate) inbox: Option<Callback<read::InboxHeard>>,
    /// Whose conversation the operator looks at, for their colleagues; empty for none.
    pub(crate) looks_at: Option<Signal<String>>,
}

struct Connection {
    socket: Option<WebSocket>,
    wait: Duration,
    closed: bool,
}

/// Ties the line until the page that asked is left.
pub(crate) fn listen(listener: Listener) -> ReadSignal<Line> {
    let (line, set_line) = signal(Line::Connecting);
    let connection =
        Rc::new(RefCell::new(Connection { socket: None, wait: WAIT_FIRST, closed: false }));
    tie(&connection, listener, set_line);

    clock::every(POLL, move || {
        if line.get_untracked() != Line::Live {
            listener.ask.run(());
        }
    });
    let kept = StoredValue::new_local(connection);
    if let Some(looks_at) = listener.looks_at {
        Effect::new(move |_| {
            let word = json::object([("viewing", looks_at.get().into())]).to_string();
            if line.get() == Line::Live {
                kept.with_value(|connection| say(connection, &word));
            }
        });
    }
    on_cleanup(move || {
        kept.with_value(|connection| {
            let mut connection = connection.borrow_mut();
            connection.closed = true;
            if let Some(socket) = connection.socket.take() {
                // Closing what is closed changes nothing.
                drop(socket.close());
            }
        });
    });
    line
}

/// Says something on the line. One that is just being cut is tied again, and told then.
fn say(connection: &RefCell<Connection>, word: &str) {
    if let Some(socket) = &connection.borrow().socket {
        drop(socket.send_with_str(word));
    }
}

fn tie(connection: &Rc<RefCell<Connection>>, listener: Listener, line: WriteSignal<Line>) {
    if connection.borrow().closed {
        return;
    }
    let Some(socket) = address().and_then(|address| WebSocket::new(&address).ok()) else {
        line.set(Line::Polling);
        return;
    };
    hear(&socket, listener);
    on_open(&socket, connection, listener, line);
    on_close(&socket, connection, listener, line);
    connection.borrow_mut().socket = Some(socket);
}

fn address() -> Option<String> {
    let location = web_sys::window()?.location();
    let scheme = if location.protocol().ok()? == "https:" { "wss://" } else { "ws://" };
    Some([scheme, &location.host().ok()?, PATH].concat())
}

fn hear(socket: &WebSocket, listener: Listener) {
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        // A push of a later version is not an error: the list is asked for on the next load.
        let Ok(told) = serde_json::from_str(&text) else { return };
        if let Some(visitor) = read::pushed(&told) {
            listener.person.run(visitor);
        } else if let Some(inbox) = listener.inbox
            && let Some(heard) = read::inbox_pushed(&told)
        {
            inbox.run(heard);
        }
    });
    socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

fn on_open(
    socket: &WebSocket,
    connection: &Rc<RefCell<Connection>>,
    listener: Listener,
    line: WriteSignal<Line>,
) {
    let connection = Rc::clone(connection);
    let opened = Closure::<dyn Fn()>::new(move || {
        connection.borrow_mut().wait = WAIT_FIRST;
        let _gone = line.try_set(Line::Live);
        // Whoever came while the line was cut was not pushed.
        listener.ask.run(());
    });
    socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
    opened.forget();
}

fn on_close(
    socket: &WebSocket,
    connection: &Rc<RefCell<Connection>>,
    listener: Listener,
    line: WriteSignal<Line>,
) {
    let connection = Rc::clone(connection);
    let on_closed = Closure::<dyn Fn(CloseEvent)>::new(move |_: CloseEvent| {
        let wait = {
            let mut connection = connection.borrow_mut();
            if connection.closed {
                return;
            }
            let wait = connection.wait;
            connection.wait = wait.saturating_mul(2).min(WAIT_LONGEST);
            wait
        };
        let _gone = line.try_set(Line::Polling);
        let connection = Rc::clone(&connection);
        set_timeout(move || tie(&connection, listener, line), wait);
    });
    socket.set_onclose(Some(on_closed.as_ref().unchecked_ref()));
    on_closed.forget();
}
