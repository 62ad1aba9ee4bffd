//! What happened, newest first: events, messages, and decisions with a link to their reason.

use leptos::prelude::*;
use serde_json::Value;
use shared::{
    config::Config,
    conversation::{Message, Speaker},
    decision::Verdict,
    id::{DecisionId, MessageId},
    intent::{IntentReading, Label, Source},
    time::Timestamp,
    wire::admin::{Labelled, TimelineItem},
};

use super::conversation::content;
use crate::ui::list::{Views as _, live};
use crate::{
    explain::{event, intent, outcome, trigger},
    i18n::{Text, model, t, tf, visitors},
    screens::{label, overview::rule_name},
    state::{
        derived::{derived, memo},
        figures::figures,
        locale,
        route::Route,
        session,
    },
    ui::{
        choice::{self, Segmented},
        icon::{Icon, icon},
        page::Card,
    },
};

/// The timeline with its filter.
#[component]
pub(crate) fn Timeline(
    /// The person, for links to decisions.
    profile: String,
    /// What happened, newest first.
    items: Memo<Vec<TimelineItem>>,
    /// Labels that people gave to the messages.
    labels: Memo<Vec<Labelled>>,
    /// For the names of rules; none until it is known.
    config: Memo<Option<Config>>,
    /// Called when a person gave a message a label.
    told: Callback<()>,
) -> impl IntoView {
    let corrected =
        Corrected { labels, told, open: RwSignal::new(None), chosen: RwSignal::new(String::new()) };
    let filter = RwSignal::new(String::new());
    let options = vec![
        ("", visitors::FILTER_ALL),
        ("decision", visitors::FILTER_DECISIONS),
        ("message", visitors::FILTER_MESSAGES),
        ("event", visitors::FILTER_EVENTS),
    ];
    let list = move || {
        let kind = filter.get();
        let chosen: Vec<TimelineItem> = items
            .get()
            .into_iter()
            .filter(|item| kind.is_empty() || kind == kind_of(item))
            .collect();
        if chosen.is_empty() {
            return view! { <p class="muted card-note">{t(visitors::TIMELINE_EMPTY)}</p> }
                .into_any();
        }
        let mut day = String::new();
        let lines = chosen.into_iter().map(|item| {
            let this = figures().long_day(item.at());
            let head = (this != day).then(|| this.clone());
            day = this;
            line(&profile, item, head, config, corrected)
        });
        view! { <ol class="timeline">{lines.views()}</ol> }.into_any()
    };
    view! {
        <Card
            title=visitors::TIMELINE class="timeline-card"
            aside=(move || view! {
                <Segmented label=visitors::FILTER value=filter options=options.clone() labelled=choice::Labelled::Unseen/>
            }).into()
        >
            {live(list)}
        </Card>
    }
}

/// What people say of the messages, and the one whose label is being corrected: the list may be drawn anew meanwhile.
#[derive(Clone, Copy)]
struct Corrected {
    labels: Memo<Vec<Labelled>>,
    told: Callback<()>,
    open: RwSignal<Option<MessageId>>,
    chosen: RwSignal<String>,
}

const fn kind_of(item: &TimelineItem) -> &'static str {
    match item {
        TimelineItem::Event { .. } => "event",
        TimelineItem::Message { .. } => "message",
        TimelineItem::Decision { .. } => "decision",
    }
}

fn line(
    profile: &str,
    item: TimelineItem,
    day: Option<String>,
    config: Memo<Option<Config>>,
    corrected: Corrected,
) -> AnyView {
    let at = item.at();
    let (picture, class, content) = match item {
        TimelineItem::Event { event_type, name, properties, page_url, .. } => {
            (Icon::Page, "event", happened(&event_type, &name, &properties, &page_url))
        }
        TimelineItem::Message { message, .. } => {
            (Icon::Message, "message", said(profile, *message, corrected))
        }
        TimelineItem::Decision { decision, trigger, verdict, .. } => {
            (Icon::Decision, "decision", decided(profile, &decision, &trigger, verdict, config))
        }
    };
    view! {
        {day.map(|day| view! { <li class="timeline-day"><h3>{day}</h3></li> })}
        <li class=["timeline-item ", class].concat() data-line=(class == "decision").then_some("")>
            <span class="timeline-mark" aria-hidden="true">{icon(picture)}</span>
            <div class="timeline-content">{content}</div>
            {time(at)}
        </li>
    }
    .into_any()
}

fn time(at: Timestamp) -> impl IntoView {
    view! { <time class="timeline-time" datetime=at.to_rfc3339()>{figures().time(at)}</time> }
}

fn happened(event_type: &str, name: &str, properties: &Value, page_url: &str) -> AnyView {
    let title = event::title(event_type, name, &figures());
    let detail = event::detail(properties, session::currency(), &figures());
    let detail = if detail.is_empty() { event::address(page_url).to_owned() } else { detail };
    view! {
        <p><strong>{title}</strong></p>
        <p class="muted small clip">{detail}</p>
    }
    .into_any()
}

fn said(profile: &str, message: Message, corrected: Corrected) -> AnyView {
    let who: Text = match message.from {
        Speaker::Visitor => visitors::SAID_VISITOR,
        Speaker::Assistant => visitors::SAID_ASSISTANT,
        Speaker::Agent => visitors::SAID_AGENT,
    };
    let named = (profile.to_owned(), message.id.clone());
    let (read, label) = match (message.from, message.intent) {
        (Speaker::Visitor, Some(reading)) => {
            let label = reading.label;
            (Some(read_as(&reading)), Some(label_of(named, label, corrected)))
        }
        _ => (None, None),
    };
    let card = message.card.map(|card| content(&card.content));
    view! {
        <p><strong>{t(who)}</strong> {read}</p>
        {(!message.text.is_empty()).then(|| view! { <p class="quote">{message.text}</p> })}
        {card.map(|card| view! { <p class="quote card-quote">{card}</p> })}
        {label}
    }
    .into_any()
}

/// What the reader made of it; the keyword list is marked.
fn read_as(reading: &IntentReading) -> AnyView {
    let name = intent::name(reading.label.as_str(), locale::current());
    let sure = crate::explain::Figures::percent(&figures(), reading.score.as_f64());
    let by_words = reading.source == Source::Keywords;
    view! {
        <span class="badge intent">{format!("{name} · {sure}")}</span>
        {by_words.then(|| view! {
            <span class="badge warn" title=t(model::KEYWORDS_HINT)>{t(model::KEYWORDS)}</span>
        })}
    }
    .into_any()
}

/// What a person says it is about, with the control that says so.
fn label_of((profile, id): (String, MessageId), read: Label, corrected: Corrected) -> AnyView {
    let Corrected { labels, told, open, chosen } = corrected;
    let (of, here) = (id.clone(), id.clone());
    let given = memo(move || {
        labels
            .with(|labels| labels.iter().find(|known| known.message == of).map(|known| known.label))
    });
    let is_open = memo(move || open.with(|open| open.as_ref() == Some(&here)));
    let saved = Callback::new(move |_label: String| {
        open.set(None);
        told.run(());
    });
    let message = id.to_string();
    let toggle = move |_| {
        if is_open.get_untracked() {
            open.set(None);
        } else {
            chosen.set(given.get_untracked().unwrap_or(read).as_str().to_owned());
            open.set(Some(id.clone()));
        }
    };
    view! {
        <p class="label-given">
            {live(move || given.get().map(|label| {
                let name = intent::name(label.as_str(), locale::current());
                view! { <span class="badge good">{tf(model::CORRECTED, &[("label", &name)])}</span> }
            }).into_any())}
            <button
                class="button small quiet" type="button"
                aria-expanded=derived(move || is_open.get().to_string()) on:click=toggle
            >
                {t(model::CORRECT)}
            </button>
        </p>
        {live(move || is_open.get().then(|| {
            label::control((profile.clone(), message.clone()), chosen, given.get_untracked(), saved)
        }).into_any())}
    }
    .into_any()
}

fn decided(
    profile: &str,
    decision: &DecisionId,
    started: &str,
    verdict: Verdict,
    config: Memo<Option<Config>>,
) -> AnyView {
    let started = trigger::name(started, locale::current());
    let title = tf(visitors::DECIDED_ON, &[("trigger", &started)]);
    let address =
        Route::Visitor { profile: profile.to_owned(), decision: Some(decision.to_string()) }
            .address();
    let (good, held) = match verdict {
        Verdict::Delivered { .. } => (true, false),
        Verdict::Held { .. } => (false, true),
        Verdict::Nothing => (false, false),
    };
    let came = outcome::verdict(&verdict);
    let more = move || config.with(|config| verdict_detail(&verdict, config.as_ref()));
    view! {
        <p>
            <strong>{title}</strong>
            " " <span class="badge" class:good=good class:warn=held>{t(came)}</span>
        </p>
        <p class="muted small">{more}</p>
        <a class="timeline-why" href=address>{t(visitors::WHY)} {icon(Icon::Forward)}</a>
    }
    .into_any()
}

fn verdict_detail(verdict: &Verdict, config: Option<&Config>) -> String {
    let name =
        |id: &str| config.map_or_else(|| id.to_owned(), |config| rule_name(&config.rules, id));
    match verdict {
        Verdict::Delivered { rule, .. } => name(rule.as_str()),
        Verdict::Held { rule, suppression } => {
            let (reason, _) = outcome::held(suppression, &figures());
            format!("{} · {}", name(rule.as_str()), t(reason)())
        }
        Verdict::Nothing => String::new(),
    }
}
