//! What was said, oldest first, in bubbles: the person on one side, the shop on the other.

use leptos::prelude::*;
use shared::{
    conversation::{Message, Speaker},
    delivery::Content,
};

use crate::{
    i18n::{Text, conversation, facts, t},
    state::figures::figures,
    ui::list::Views as _,
};

/// The log. It keeps to its end, where the newest message is, until somebody scrolls up.
pub(crate) fn log(messages: &[Message]) -> AnyView {
    let mut day = String::new();
    let lines = messages.iter().map(|message| {
        let this = figures().long_day(message.at);
        let head = (this != day).then(|| this.clone());
        day = this;
        bubble(message, head)
    });
    view! {
        <div class="talk" role="log" aria-label=t(conversation::LOG) tabindex="0">
            <ol class="talk-lines">{lines.views()}</ol>
        </div>
    }
    .into_any()
}

fn bubble(message: &Message, day: Option<String>) -> AnyView {
    let (side, who): (&str, Text) = match message.from {
        Speaker::Visitor => ("talk-line theirs", conversation::VISITOR),
        Speaker::Assistant => ("talk-line ours assistant", conversation::ASSISTANT),
        Speaker::Agent => ("talk-line ours agent", conversation::AGENT),
    };
    let beside = message.comparison.iter().flat_map(|comparison| &comparison.rows).map(|row| {
        let values: Vec<&str> = row.values.iter().map(String::as_str).collect();
        let told = [row.label.as_str(), ": ", &values.join(" / ")].concat();
        view! { <p class="talk-text talk-gift">{told}</p> }.into_any()
    });
    let card = message.card.as_ref().map(|card| content(&card.content));
    view! {
        {day.map(|day| view! { <li class="talk-day">{day}</li> })}
        <li class=side data-from=who_key(message.from)>
            <p class="talk-who">{t(who)} " · " <time datetime=message.at.to_rfc3339()>{figures().time(message.at)}</time></p>
            {(!message.text.is_empty()).then(|| view! { <p class="talk-text">{message.text.clone()}</p> })}
            {beside.views()}
            {card.map(|card| view! { <p class="talk-text talk-gift">{card}</p> })}
        </li>
    }
    .into_any()
}

const fn who_key(from: Speaker) -> &'static str {
    match from {
        Speaker::Visitor => "visitor",
        Speaker::Assistant => "assistant",
        Speaker::Agent => "agent",
    }
}

/// What a card gives, in a line.
pub(in crate::screens::visitor) fn content(content: &Content) -> String {
    match content {
        Content::Offer { title, code, .. } => format!("{title} · {code}"),
        Content::Products { products, .. } => {
            let names: Vec<&str> = products.iter().map(|product| product.name.as_str()).collect();
            names.join(t(facts::LIST_AND)())
        }
        Content::Text { text } => text.clone(),
    }
}
