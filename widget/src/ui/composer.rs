//! Where the visitor writes.
//!
//! Enter sends and Shift+Enter starts a new line, but an Enter that chooses a word of an input method (Chinese,
//! Japanese) does neither: it belongs to the word.

use leptos::{ev, prelude::*};
use shared::limits::MESSAGE_LEN_CHARS_MAX;

use super::{
    Flag,
    icon::{Icon, SEND},
};
use crate::{clock, session::Gesture, shell::gesture, words::Words};

/// What keyboards report while an input method is at work, where `isComposing` is not told.
const KEY_OF_INPUT_METHOD: u32 = 229;

/// The text field and its button.
#[component]
pub fn Composer(
    /// The language.
    words: &'static Words,
    /// What is written and not yet sent. It outlives the panel, which is drawn anew when the language changes.
    draft: RwSignal<String>,
) -> impl IntoView {
    let mut is_writing = false;
    let send = move || {
        let text = draft.get_untracked();
        if !text.trim().is_empty() {
            gesture(Gesture::Sends { id: clock::new_id(), text });
            draft.set(String::new());
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let is_composing = event.is_composing() || event.key_code() == KEY_OF_INPUT_METHOD;
        if event.key() == "Enter" && !event.shift_key() && !is_composing {
            event.prevent_default();
            send();
        }
    };
    let on_input = move |event| {
        draft.set(event_target_value(&event));
        if !std::mem::replace(&mut is_writing, true) {
            gesture(Gesture::Writes);
        }
    };
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        send();
    };
    let is_empty: Flag = Box::new(move || draft.get().trim().is_empty());
    view! {
        <form on:submit=on_submit>
            <div class="field" data-text=draft>
                <textarea rows="1" maxlength=MESSAGE_LEN_CHARS_MAX.to_string() data-testid="composer-input"
                    aria-label=words.placeholder placeholder=words.placeholder enterkeyhint="send"
                    prop:value=draft on:input=on_input on:keydown=on_key></textarea>
            </div>
            <button type="submit" data-testid="composer-send" aria-label=words.send title=words.send disabled=is_empty>
                <Icon path=SEND/>
            </button>
        </form>
        <p class="fine">{words.ai_note}</p>
    }
}
