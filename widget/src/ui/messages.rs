//! The conversation: what was said, with its cards, and who is writing.

use leptos::prelude::*;
use shared::{conversation::Speaker, delivery::Content, text::Locale};

use super::{
    Flag, click,
    comparison::comparison,
    flag,
    format::{address, time_of_day},
    icon::{Icon, SPARK},
    offer_card::OfferCard,
    product_card::Products,
};
use crate::{
    clock,
    port::speaker,
    session::{Gesture, View, thread::Progress, view::Line},
    shell::gesture,
    words::Words,
};

/// The list of messages; screen readers read new ones out.
#[component]
pub fn Messages(
    /// What to draw from.
    view: RwSignal<View>,
    /// The language.
    words: &'static Words,
    /// The shop's origin.
    origin: String,
    /// The language, for amounts and times.
    locale: Locale,
) -> impl IntoView {
    view! {
        <div class="log" role="log" aria-live="polite" tabindex="0" aria-label=words.chat>
            <section class="welcome">
                <div class="face"><Icon path=SPARK/></div>
                <h2>{words.welcome}</h2>
                <p>{words.welcome_more}</p>
            </section>
            <For each=move || view.with(|view| view.entries.clone()) key=Line::key
                children=move |line| drawn(line, view, words, (locale, &origin))/>
            <div class="row typing" hidden=flag(view, |view| !view.is_typing)>
                <p class="bubble" role="status" aria-label=words.typing inner_html="<i></i><i></i><i></i>"></p>
            </div>
            <div class="chips" hidden=flag(view, |view| !view.entries.is_empty())>
                {Vec::from(words.questions.map(|question| ask(question.to_owned())))}
            </div>
        </div>
    }
}

/// A question that is asked with one touch.
fn ask(question: String) -> impl IntoView {
    let says = question.clone();
    let ask = move || {
        gesture(Gesture::Writes);
        gesture(Gesture::Sends { id: clock::new_id(), text: says.clone() });
    };
    view! { <button on:click=click(ask)>{question}</button> }
}

/// One line: who and when, the words, the card, and whether it is still on its way.
fn drawn(
    line: Line,
    view: RwSignal<View>,
    words: &'static Words,
    (locale, origin): (Locale, &str),
) -> AnyView {
    let entry = line.entry;
    let from = speaker(entry.from);
    let (class, who) = match entry.from {
        Speaker::Visitor => ("row own", words.you),
        Speaker::Assistant => ("row", words.assistant),
        Speaker::Agent => ("row", words.agent),
    };
    let by = if line.begins {
        format!("{who} · {}", time_of_day(locale, entry.at))
    } else {
        String::new()
    };
    let mark = match entry.progress {
        Progress::Said => "",
        Progress::Sending => words.sending,
        Progress::Refused => words.refused,
    };
    let mut said = entry.text;
    let card = entry.card.and_then(|card| match &card.content {
        Content::Offer { .. } if line.is_dismissed => {
            words.dismissed.clone_into(&mut said);
            None
        }
        Content::Offer { .. } => Some(view! { <OfferCard card words locale/> }.into_any()),
        Content::Products { .. } => Some(view! { <Products card words locale origin/> }.into_any()),
        Content::Text { text } => {
            text.clone_into(&mut said);
            None
        }
    });
    let bubble = (!said.is_empty())
        .then(|| view! { <p class="bubble" data-testid="message" data-from=from>{said}</p> });
    let source = entry.source.map(|source| {
        let page = (!source.url.is_empty()).then(|| address(&source.url, origin));
        view! { <p class="mark" data-testid="source">{words.source}<a href=page target="_blank" rel="noopener">{source.title}</a></p> }
    });
    let beside = entry.comparison.map(|of| comparison(of, words, (locale, origin)));
    // What was asked back is answered once: by the next thing that is said, whoever says it.
    let (id, choices) = (entry.id, entry.choices);
    let choices = (!choices.is_empty()).then(|| {
        let is_past: Flag = Box::new(move || {
            view.with(|view| view.entries.last().is_none_or(|last| last.entry.id != id))
        });
        view! {
            <div class="chips" data-testid="choices" hidden=is_past>
                {choices.into_iter().map(ask).collect::<Vec<_>>()}
            </div>
        }
    });
    view! {
        <div class=class>
            <p class="by">{by}</p>
            {bubble}
            {beside}
            {source}
            {choices}
            {card}
            <p class="mark">{mark}</p>
        </div>
    }
    .into_any()
}
