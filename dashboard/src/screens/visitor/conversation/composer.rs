//! Where an operator answers.

use leptos::{ev, prelude::*, task::spawn_local};
use shared::wire::{admin::Reply, inbox::Colleague};

use crate::{
    api::{self, Failure},
    edit::draft::Fault,
    i18n::{conversation, inbox, t, tf},
    state::{derived::derived, locale, notices},
    ui::{
        field::{Faults, LongField},
        list::live,
    },
};

/// The code of the edge's refusal where a colleague has the conversation; it names them.
const ASSIGNED: &str = "assigned";

/// What an operator writes with.
#[derive(Clone)]
pub(crate) struct Pen {
    /// To whom.
    pub(crate) profile: String,
    /// What is written and not yet sent.
    pub(crate) text: RwSignal<String>,
    /// For the name of whoever has the conversation.
    pub(crate) colleagues: Signal<Vec<Colleague>>,
    /// Called when it was said.
    pub(crate) told: Callback<()>,
}

/// What the operator pressed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Press {
    /// Send it.
    Send,
    /// Send it even where a colleague has the conversation.
    TakeOver,
}

/// What the parts of the form share.
#[derive(Clone, Copy)]
struct State {
    faults: Faults,
    busy: RwSignal<bool>,
    /// The message's id: it goes under one however often it is sent.
    id: RwSignal<String>,
    /// Who has the conversation, where it was refused for that.
    taken: RwSignal<Option<String>>,
}

/// The form. What the operator wrote stays there until the edge has it.
pub(crate) fn composer(pen: Pen) -> AnyView {
    let state = State {
        faults: Faults::new(Vec::new()),
        busy: RwSignal::new(false),
        id: RwSignal::new(fresh_id()),
        taken: RwSignal::new(None),
    };
    let text = pen.text;
    let colleagues = pen.colleagues;
    let send = Callback::new(move |press| send(&pen, state, press));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        send.run(Press::Send);
    };
    let hurry = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send.run(Press::Send);
        }
    };
    let word = derived(move || {
        let text = if state.busy.get() { conversation::SENDING } else { conversation::SEND };
        t(text)()
    });
    view! {
        <form class="talk-answer" on:submit=submit on:keydown=hurry>
            {live(move || taken(state, colleagues, send))}
            <LongField
                label=conversation::ANSWER value=text name="text" faults=state.faults
                hint=conversation::ANSWER_HINT
            />
            <button class="button primary" type="submit" aria-disabled=derived(move || state.busy.get().to_string())>
                {word}
            </button>
        </form>
    }
    .into_any()
}

/// That a colleague has the conversation, and the way to take it over.
fn taken(state: State, colleagues: Signal<Vec<Colleague>>, send: Callback<Press>) -> AnyView {
    let Some(who) = state.taken.get() else { return ().into_any() };
    let name = name_of(&colleagues.get(), &who);
    view! {
        <p class="talk-taken" role="alert">
            <span>{tf(inbox::TAKEN, &[("name", &name)])}</span>
            <button class="button small" type="button" on:click=move |_| send.run(Press::TakeOver)>
                {t(inbox::TAKE_OVER)}
            </button>
        </p>
    }
    .into_any()
}

/// What a colleague is called.
pub(crate) fn name_of(colleagues: &[Colleague], operator: &str) -> String {
    let found = colleagues.iter().find(|colleague| colleague.operator.as_str() == operator);
    found.map_or_else(|| t(inbox::A_COLLEAGUE)().to_owned(), |colleague| colleague.name.clone())
}

fn send(pen: &Pen, state: State, press: Press) {
    if state.busy.get_untracked() {
        return;
    }
    let says = pen.text.get_untracked();
    if says.trim().is_empty() {
        state.faults.set(vec![Fault::here("text", conversation::TEXT_MISSING)]);
        return;
    }
    let profile = pen.profile.clone();
    let Ok(id) = state.id.get_untracked().parse() else { return };
    let reply = Reply { id, text: says, take_over: press == Press::TakeOver };
    state.faults.set(Vec::new());
    state.busy.set(true);
    let (text, told) = (pen.text, pen.told);
    spawn_local(async move {
        let outcome = api::reply(&profile, &reply).await;
        // Gone with the page it was on.
        let _gone = state.busy.try_set(false);
        match outcome {
            Ok(()) => {
                let _gone = state.taken.try_set(None);
                let _gone = text.try_set(String::new());
                let _gone = state.id.try_set(fresh_id());
                notices::done(t(conversation::SENT)());
                told.try_run(());
            }
            Err(Failure::Problem(problem)) if problem.code == ASSIGNED => {
                let _gone = state.taken.try_set(Some(problem.detail));
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}

/// An id that no other message has.
pub(crate) fn fresh_id() -> String {
    let chance = || js_sys::Math::random().to_bits().to_string();
    ["operator-", &chance(), "-", &chance()].concat()
}
