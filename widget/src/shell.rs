//! The shell around the session: feeds it what happens, carries out what it asks, shows what it is.

use std::{any::Any, cell::RefCell, time::Duration};

use leptos::prelude::{
    GetUntracked as _, RwSignal, Set as _, TimeoutHandle, document, set_timeout_with_handle,
    window, window_event_listener_untyped,
};
use wasm_bindgen::{JsCast as _, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, MessagePort};

use crate::{
    capture::event::{Device, Driver},
    clock, infer,
    port::{self, FromPage, Heard},
    session::{Effect, Gesture, Input, Session, View},
    transport::{
        http,
        storage::{self, Storage},
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
    view: RwSignal<View>,
    draft: RwSignal<String>,
    origin: String,
    panel: Box<dyn Any>,
}

/// Starts the frame for the page at `origin`, which holds the other end of `port`.
#[wasm_bindgen]
pub fn start(port: MessagePort, origin: String) {
    let view = RwSignal::new(View::default());
    let draft = RwSignal::new(String::new());
    let panel = ui::mount(view, draft, origin.clone());
    listen(&port);
    let session = Session::new(Device { driver: driver(), zone: zone() });
    let storage = Storage::default();
    let shell =
        Shell { session, port, storage, timer: None, stream: None, view, draft, origin, panel };
    SHELL.with(|slot| *slot.borrow_mut() = Some(shell));
}

/// The zone of the browser's clock; empty where it does not say.
fn zone() -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let zone = js_sys::Reflect::get(&format.resolved_options(), &"timeZone".into());
    zone.ok().and_then(|zone| zone.as_string()).unwrap_or_default()
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
    let Some((effects, signal, view)) = with(|shell| {
        let effects = shell.session.handle(input, clock::now());
        (effects, shell.view, shell.session.view())
    }) else {
        return;
    };
    let before = signal.get_untracked();
    if before != view {
        let has_new_language = before.locale != view.locale;
        ui::dress(&view);
        signal.set(view);
        if has_new_language {
            speak(signal);
        }
    }
    for effect in effects {
        carry_out(effect);
    }
}

/// Draws the panel anew, in the language of the view.
fn speak(view: RwSignal<View>) {
    let before = with(|shell| {
        let gone: Box<dyn Any> = Box::new(());
        (shell.draft, shell.origin.clone(), core::mem::replace(&mut shell.panel, gone))
    });
    if let Some((draft, origin, old)) = before {
        // The old panel goes first, or there would be two for a moment.
        drop(old);
        let panel = ui::mount(view, draft, origin);
        with(|shell| shell.panel = panel);
    }
}

fn with<T>(f: impl FnOnce(&mut Shell) -> T) -> Option<T> {
    SHELL.with(|slot| slot.borrow_mut().as_mut().map(f))
}

fn carry_out(effect: Effect) {
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
        Effect::Prepare => infer::prepare(&person()),
        Effect::Understand { id, text } => spawn_local(async move {
            let reading = infer::understand(&text, &person()).await;
            feed(Input::Understood { id, reading });
        }),
        Effect::Recall { store } => feed(Storage::recall(store, feed)),
        Effect::Keep { store, saved } => keep(|storage| storage.keep(store, *saved)),
        Effect::KeepLeft { store, left } => keep(|storage| storage.keep_left(store, left)),
        Effect::Forget { store } => keep(|storage| storage.forget(store)),
        Effect::Wake { at } => wake(at.since(clock::now())),
        Effect::Focus => ui::focus(),
    }
}

fn person() -> String {
    with(|shell| shell.session.person().to_owned()).unwrap_or_default()
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
            Some(Heard::Word(word)) => {
                if let FromPage::Hello(hello) = &word {
                    with(|shell| storage::borrow(&shell.port, &hello.kept));
                }
                feed(Input::Heard(word));
            }
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
