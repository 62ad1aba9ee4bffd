//! What somebody who takes a conversation over should know at a glance, and what they could say.

use leptos::prelude::*;
use shared::{
    conversation::{Message, Speaker, Status, Why},
    intent::Label,
    text::Locale,
    wire::admin::VisitorDetail,
};

use super::opened::Opened;
use crate::{
    api::{self, remote},
    explain::{Figures as _, intent, outcome},
    i18n::{Text, inbox, t, visitors},
    screens::{label, overview::rule_name},
    state::{derived::memo, figures::figures, locale, session},
    ui::{
        list::{Views as _, live},
        page::Card,
    },
};

/// Offers that the card names.
const OFFERS_SHOWN: usize = 5;

/// Answers that the card suggests.
const SUGGESTED: usize = 2;

/// The card.
pub(super) fn handover(open: Opened) -> AnyView {
    let question = memo(move || open.messages.with(|messages| last_question(messages)));
    let last = memo(move || open.messages.with(|messages| last_reading(messages)));
    let names = remote(api::config);
    view! {
        <Card title=inbox::HANDOVER>
            {live(move || open.person.value().map(|person| why(person.summary.conversation)).into_any())}
            {live(move || open.person.value().map(|person| facts(&person)).into_any())}
            <h3 class="inbox-part">{t(inbox::ASKED_FOR)}</h3>
            {live(move || path(&open.messages.get()))}
            {live(move || last.get().map(|(message, label)| correct(open, message, &label)).into_any())}
            <h3 class="inbox-part">{t(inbox::OFFERS_TRIED)}</h3>
            {live(move || {
                let rules = names.value().map(|published| published.config.rules).unwrap_or_default();
                let name = |rule: &str| rule_name(&rules, rule);
                open.person.value().map(|person| offers(&person, &name)).into_any()
            })}
            <h3 class="inbox-part">{t(inbox::SUGGESTED)}</h3>
            {live(move || suggested(open, question.get()))}
        </Card>
    }
    .into_any()
}

/// Why they wait, where they do.
fn why(status: Status) -> AnyView {
    let Status::Pending { why, .. } = status else { return ().into_any() };
    let says: Text = match why {
        Why::NoAnswer => inbox::WHY_NO_ANSWER,
        Why::Asked => inbox::WHY_ASKED,
        Why::Complaint => inbox::WHY_COMPLAINT,
        Why::Upset => inbox::WHY_UPSET,
        Why::HighValue => inbox::WHY_HIGH_VALUE,
        Why::AfterSales => inbox::WHY_AFTER_SALES,
    };
    view! {
        <p class="inbox-why">
            <span class="muted small">{t(inbox::WHY)}</span>
            <span class="badge warn" data-why=why.as_str()>{t(says)}</span>
        </p>
    }
    .into_any()
}

fn facts(person: &VisitorDetail) -> AnyView {
    let (summary, currency) = (&person.summary, session::currency());
    let figure = |name: Text, value: String| {
        view! { <div class="figure"><dt>{t(name)}</dt><dd>{value}</dd></div> }
    };
    view! {
        <dl class="figures">
            {figure(visitors::ORDERS, figures().count(summary.orders.into()))}
            {figure(visitors::SPEND, figures().money(summary.spend_minor, currency))}
            {figure(visitors::CART, figures().money(summary.cart_minor, currency))}
            {figure(visitors::HESITATION, summary.hesitation.to_string())}
        </dl>
        <p class="badges inbox-groups">
            {summary.segments.iter().map(|name| view! { <span class="badge">{figures().segment(name)}</span> }).views()}
        </p>
    }
    .into_any()
}

/// What they wanted, in the order in which they said so; the same twice in a row is one.
fn path(messages: &[Message]) -> AnyView {
    let mut labels: Vec<&str> = Vec::new();
    for message in messages.iter().filter(|message| message.from == Speaker::Visitor) {
        let Some(reading) = &message.intent else { continue };
        if labels.last().is_none_or(|last| *last != reading.label.as_str()) {
            labels.push(reading.label.as_str());
        }
    }
    if labels.is_empty() {
        return view! { <p class="muted small card-note">{t(inbox::ASKED_NOTHING)}</p> }.into_any();
    }
    let step = |label: &str| {
        let name = intent::name(label, locale::current());
        view! { <li><span class="badge intent">{name}</span></li> }
    };
    view! { <ol class="inbox-path">{labels.into_iter().map(step).views()}</ol> }.into_any()
}

/// The last message of theirs that was understood as something, and as what.
fn last_reading(messages: &[Message]) -> Option<(String, String)> {
    let theirs = messages.iter().rev().filter(|message| message.from == Speaker::Visitor);
    theirs
        .filter_map(|message| Some((message, message.intent.as_ref()?)))
        .map(|(message, reading)| (message.id.to_string(), reading.label.as_str().to_owned()))
        .next()
}

/// Says what it was about, where the reader was wrong.
fn correct(open: Opened, message: String, label: &str) -> AnyView {
    let chosen = RwSignal::new(label.to_owned());
    let said = message.clone();
    let given = open.person.value().and_then(|person| {
        person.labels.iter().find(|known| known.message.as_str() == said).map(|known| known.label)
    });
    let saved = Callback::new(move |_label: String| open.person.ask_again());
    view! {
        <details class="inbox-canned">
            <summary>{t(inbox::CORRECT)}</summary>
            {label::control((open.profile.get_value(), message), chosen, given, saved)}
        </details>
    }
    .into_any()
}

fn offers(person: &VisitorDetail, name: &dyn Fn(&str) -> String) -> AnyView {
    let mut given: Vec<_> = person.deliveries.iter().collect();
    given.sort_by_key(|delivery| core::cmp::Reverse(delivery.claimed_at));
    if given.is_empty() {
        return view! { <p class="muted small card-note">{t(inbox::OFFERS_NONE)}</p> }.into_any();
    }
    let line = |delivery: &shared::delivery::Delivery| {
        view! {
            <li class="line">
                <span class="line-main">{name(delivery.rule.as_str())}</span>
                <span class="badge">{t(outcome::state(&delivery.state))}</span>
            </li>
        }
    };
    let lines = given.into_iter().take(OFFERS_SHOWN).map(line);
    view! { <ul class="lines">{lines.views()}</ul> }.into_any()
}

/// What the person asked last that an article may answer; a wish for a human is none.
fn last_question(messages: &[Message]) -> Option<(String, Locale)> {
    let asks = |message: &&Message| {
        let label = message.intent.as_ref().map(|reading| reading.label);
        message.from == Speaker::Visitor && label.is_none_or(Label::asks)
    };
    let said = messages.iter().rev().find(asks)?;
    let is_chinese = said.text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let locale = if is_chinese { Locale::ZhCn } else { Locale::En };
    Some((said.text.clone(), locale))
}

/// What the shop's articles say to it.
fn suggested(open: Opened, question: Option<(String, Locale)>) -> AnyView {
    let none =
        || view! { <p class="muted small card-note">{t(inbox::SUGGESTED_NONE)}</p> }.into_any();
    let Some((question, locale)) = question.filter(|(text, _)| !text.trim().is_empty()) else {
        return none();
    };
    let found = remote(move || api::find_articles(&question, locale));
    live(move || {
        let Some(found) = found.value() else { return ().into_any() };
        if found.hits.is_empty() {
            return none();
        }
        let hit = |(title, answer): (String, String)| {
            let words = answer.clone();
            let use_it = move |_| open.draft.set(words.clone());
            view! {
                <li class="line">
                    <span class="line-main">
                        <strong>{title}</strong>
                        <span class="muted small inbox-answer">{answer}</span>
                    </span>
                    <button class="button small" type="button" on:click=use_it>{t(inbox::USE)}</button>
                </li>
            }
        };
        let hits = found.hits.into_iter().take(SUGGESTED).map(|hit| (hit.source.title, hit.answer));
        view! { <ul class="lines">{hits.map(hit).views()}</ul> }.into_any()
    })
}
