//! The conversation: what was said, with its cards, and who is writing.

use leptos::{html, prelude::*};
use shared::{conversation::Speaker, delivery::Content, text::Locale};

use super::{
    click, flag,
    format::time_of_day,
    icon::{Icon, SPARK},
    offer_card::OfferCard,
    product_card::Products,
};
use crate::{
    clock,
    session::{Gesture, View, thread::Progress, view::Line},
    shell::gesture,
    words::Words,
};

/// The list of messages; new ones are read out by screen readers, and come into view by themselves.
#[component]
pub fn Messages(
    /// What to draw from.
    view: RwSignal<View>,
    /// The language.
    words: &'static Words,
    /// The shop's origin.
    origin: StoredValue<String>,
    /// The language, for amounts and times.
    locale: Locale,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    Effect::new(move || {
        view.with(|view| (view.entries.len(), view.is_typing, view.is_open));
        if let Some(list) = list.get() {
            request_animation_frame(move || list.set_scroll_top(list.scroll_height()));
        }
    });
    view! {
        <div class="log" role="log" aria-live="polite" tabindex="0" aria-label=words.chat node_ref=list>
            <section class="welcome">
                <div class="face"><Icon path=SPARK/></div>
                <h2>{words.welcome}</h2>
                <p>{words.welcome_more}</p>
            </section>
            <For each=move || view.with(|view| view.entries.clone()) key=Line::key
                children=move |line| drawn(line, words, locale, origin)/>
            <div class="row typing" hidden=flag(move || view.with(|view| !view.is_typing))>
                <p class="bubble" role="status" aria-label=words.typing inner_html="<i></i><i></i><i></i>"></p>
            </div>
            <div class="chips" hidden=flag(move || view.with(|view| !view.entries.is_empty()))>
                {words.questions.map(|question| view! {
                    <button on:click=click(move || {
                        gesture(Gesture::Writes);
                        gesture(Gesture::Sends { id: clock::new_id(), text: question.to_owned() });
                    })>{question}</button>
                }).collect_view()}
            </div>
        </div>
    }
}

fn drawn(
    line: Line,
    words: &'static Words,
    locale: Locale,
    origin: StoredValue<String>,
) -> AnyView {
    let entry = line.entry;
    let (class, who) = match entry.from {
        Speaker::Visitor => ("row own", words.you),
        Speaker::Assistant => ("row", words.assistant),
        Speaker::Agent => ("row", words.agent),
    };
    let mark = match entry.progress {
        Progress::Said => "",
        Progress::Sending => words.sending,
        Progress::Refused => words.refused,
    };
    let from = match entry.from {
        Speaker::Visitor => "visitor",
        Speaker::Assistant => "assistant",
        Speaker::Agent => "agent",
    };
    let by = line.begins.then(|| {
        let by = format!("{who} · {}", time_of_day(locale, entry.at));
        view! { <p class="by">{by}</p> }
    });
    let bubble = (!entry.text.is_empty()).then(|| {
        view! { <p class="bubble" data-testid="message" data-from=from>{entry.text}</p> }
    });
    let card = entry.card.map(|card| match card.content.clone() {
        Content::Offer { .. } if line.is_dismissed => {
            view! { <p class="gone">{words.dismissed.to_owned()}</p> }.into_any()
        }
        Content::Offer { .. } => view! { <OfferCard card words locale/> }.into_any(),
        Content::Products { .. } => view! { <Products card words locale origin/> }.into_any(),
        Content::Text { text } => {
            view! { <p class="bubble" data-testid="message" data-from=from>{text}</p> }.into_any()
        }
    });
    let mark = (!mark.is_empty()).then(|| view! { <p class="mark">{mark.to_owned()}</p> });
    view! { <div class=class>{by}{bubble}{card}{mark}</div> }.into_any()
}
