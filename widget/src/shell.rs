//! The shell around the session: feeds it what happens, carries out what it asks, shows what it is.

use std::{cell::RefCell, time::Duration};

use leptos::prelude::{
    GetUntracked as _, RwSignal, Set as _, TimeoutHandle, Update as _, document,
    set_timeout_with_handle, window, window_event_listener_untyped,
};
use wasm_bindgen::{JsCast as _, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, MessagePort};

use crate::{
    capture::event::Driver,
    clock, infer,
    port::{self, Heard},
    session::{Effect, Gesture, Input, Session, View},
    transport::{
        http,
        storage::Storage,
        stream::{self, Stream},
    },
    ui,
};

thread_local! {
    static SHELL: RefCell<Option<Shell>> = const { RefCell::new(None) };
}

/// Everything of the one frame.
struct Shell {
    session: Session,
    port: MessagePort,
    storage: Storage,
    timer: Option<TimeoutHandle>,
    stream: Option<Stream>,
    shown: Shown,
}

/// What the panel is drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// The session.
    pub view: RwSignal<View>,
    /// Changes when the cursor should go where the visitor writes.
    pub focus: RwSignal<u32>,
}

/// Starts the frame for the page at `origin`, which holds the other end of `port`.
#[wasm_bindgen]
pub fn start(port: MessagePort, origin: String) {
    let shown = Shown { view: RwSignal::new(View::default()), focus: RwSignal::new(0) };
    ui::mount(shown, origin);
    listen(&port);
    let session = Session::new(driver());
    let storage = Storage::default();
    let shell = Shell { session, port, storage, timer: None, stream: None, shown };
    SHELL.with(|slot| *slot.borrow_mut() = Some(shell));
}

/// Who drives the browser; one that a program drives says so.
fn driver() -> Driver {
    let driven = js_sys::Reflect::get(&window().navigator(), &"webdriver".into());
    if driven.is_ok_and(|driven| driven.is_truthy()) { Driver::Machine } else { Driver::Person }
}

/// The visitor did something in the panel.
pub fn gesture(gesture: Gesture) {
    feed(Input::Gesture(gesture));
}

/// Gives the session one input and does what it asks.
pub fn feed(input: Input) {
    let effects = with(|shell| {
        let effects = shell.session.handle(input, clock::now());
        (effects, shell.shown, shell.session.view())
    });
    let Some((effects, shown, view)) = effects else { return };
    if shown.view.get_untracked() != view {
        shown.view.set(view);
    }
    for effect in effects {
        carry_out(effect, shown);
    }
}

fn with<T>(f: impl FnOnce(&mut Shell) -> T) -> Option<T> {
    SHELL.with(|slot| slot.borrow_mut().as_mut().map(f))
}

fn carry_out(effect: Effect, shown: Shown) {
    match effect {
        Effect::Page(said) => {
            // A port that is closed belongs to a page that is gone.
            with(|shell| drop(shell.port.post_message(&said.write().into())));
        }
        Effect::Request(request) => spawn_local(async move {
            if let Some(input) = http::send(request).await {
                feed(input);
            }
        }),
        Effect::Stream { token } => {
            let stream = Stream::open(&token, feed);
            with(|shell| shell.stream = Some(stream));
        }
        Effect::StreamClose => stream::close(),
        Effect::Prepare => infer::prepare(),
        Effect::Understand { id, text } => spawn_local(async move {
            let reading = infer::understand(&text).await;
            feed(Input::Understood { id, reading });
        }),
        Effect::Recall { store } => feed(Storage::recall(store, feed)),
        Effect::Keep { store, saved } => keep(|storage| storage.keep(store, *saved)),
        Effect::KeepLeft { store, left } => keep(|storage| storage.keep_left(store, left)),
        Effect::Forget { store } => keep(|storage| storage.forget(store)),
        Effect::Wake { at } => wake(at.since(clock::now())),
        Effect::Focus => shown.focus.update(|times| *times = times.wrapping_add(1)),
    }
}

fn keep(write: impl FnOnce(&mut Storage)) {
    with(|shell| write(&mut shell.storage));
}

/// One wish to be woken at a time: the session always asks for the earliest.
fn wake(after: Duration) {
    let timer = set_timeout_with_handle(|| feed(Input::Woke), after).ok();
    let earlier = with(|shell| core::mem::replace(&mut shell.timer, timer)).flatten();
    if let Some(earlier) = earlier {
        earlier.clear();
    }
}

/// Listens to the page, and to the browser about the page.
fn listen(port: &MessagePort) {
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        match event.data().as_string().as_deref().and_then(port::read) {
            Some(Heard::Word(word)) => feed(Input::Heard(word)),
            Some(Heard::Signals(signals)) => feed(Input::Signals(signals)),
            None => {}
        }
    });
    port.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    for name in ["visibilitychange", "pagehide", "pageshow", "online", "offline"] {
        drop(window_event_listener_untyped(name, move |_event| match name {
            "pagehide" => {
                feed(Input::Leaving);
                // An open socket would keep the page out of the back/forward cache.
                stream::close();
                feed(Input::StreamLost);
            }
            "online" => feed(Input::Online(true)),
            "offline" => feed(Input::Online(false)),
            _ => feed(Input::Visible(!document().hidden())),
        }));
    }
}
