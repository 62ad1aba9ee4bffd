//! Who would match right now: asked of the edge a moment after the condition was last changed.

use leptos::prelude::*;
use serde_json::Value;
use shared::wire::admin::{SegmentPreview, VisitorSummary};

use crate::ui::list::{Views as _, live};
use crate::{
    api::{self, Remote, remote},
    explain::{intent, period},
    i18n::{Text, rules, t, tf},
    screens::visitors::line::{avatar, called, hue},
    state::{
        clock,
        figures::{figures, float},
        locale,
        rested::rested,
        route::Route,
    },
    ui::{chart::scale, page::Card, staged},
};

/// How many people are shown by name.
const SHOWN: usize = 8;

/// How many match, and who.
#[component]
pub(crate) fn Matching(
    /// The condition.
    condition: Signal<Value>,
    /// Whether it means nothing yet.
    unfinished: RwSignal<bool>,
    /// How to read it.
    hint: Text,
) -> impl IntoView {
    let asked = rested(condition);
    let answer = remote(move || api::matching(asked.get()));
    let waits = move || asked.with(|asked| condition.with(|condition| asked != condition));
    view! {
        <Card title=rules::MATCH hint=hint class="matching">
            <div class="card-body" aria-busy=move || waits().to_string()>
                {live(move || if unfinished.get() {
                    view! { <p class="muted">{t(rules::MATCH_FAULT)}</p> }.into_any()
                } else {
                    shown(answer).into_any()
                })}
            </div>
        </Card>
    }
}

fn shown(answer: Remote<SegmentPreview>) -> impl IntoView {
    staged::staged(answer, 4, |answer: SegmentPreview| {
        let SegmentPreview { estimate, looked_at, of, people, .. } = answer;
        let numbers = [
            ("n", &*figures().count(estimate)),
            ("of", &figures().count(of)),
            ("asked", &figures().count(looked_at)),
        ];
        let counts =
            tf(if looked_at < of { rules::MATCH_ABOUT } else { rules::MATCH_OF }, &numbers);
        let width = format!("{:.1}%", scale::share(float(estimate), 0.0, float(of.max(1))));
        view! {
            <p class="match-count" role="status">{counts}</p>
            <span class="progress-track"><span class="treated" style:width=width></span></span>
            {if people.is_empty() {
                view! { <p class="muted">{t(rules::MATCH_NONE)}</p> }.into_any()
            } else {
                view! {
                    <ul class="match-people">{people.iter().take(SHOWN).map(person).views()}</ul>
                }.into_any()
            }}
        }
    })
}

fn person(person: &VisitorSummary) -> impl IntoView + use<> {
    let address = Route::Visitor { profile: person.profile.to_string(), decision: None }.address();
    let wants = if person.intent.is_empty() {
        person.page_title.clone()
    } else {
        intent::name(&person.intent, locale::current())
    };
    view! {
        <li>
            <a href=address>
                <span class=hue(person.profile.as_str()) aria-hidden="true">{avatar(person)}</span>
                <span class="people-name">
                    <span>{called(person)}</span>
                    <span class="muted small clip">{wants}</span>
                </span>
                <span class="muted small">
                    {period::ago(person.last_seen, clock::now(), locale::current())}
                </span>
            </a>
        </li>
    }
}
