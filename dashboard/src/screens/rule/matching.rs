//! Who would match right now: asked of the edge a moment after the condition was last changed.

use core::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use serde_json::Value;
use shared::wire::admin::{MatchAnswer, VisitorSummary};

use super::RuleForm;
use crate::state::derived::memo;
use crate::ui::list::Views as _;
use crate::{
    api::{self, Remote, remote},
    explain::{intent, period},
    i18n::{rules, t, tf},
    screens::visitors::line::{avatar, called, hue},
    state::{
        clock,
        figures::{figures, float},
        locale,
        route::Route,
    },
    ui::{chart::scale, page::Card, staged},
};

/// How long the condition must rest before the edge is asked.
const REST: Duration = Duration::from_millis(400);

/// How many people are shown by name.
const SHOWN: usize = 8;

/// How many match, and who.
#[component]
pub(super) fn Matching(
    /// The form.
    form: RuleForm,
) -> impl IntoView {
    let condition = memo(move || form.draft.with(|draft| draft.condition.clone()));
    let asked = debounced(condition);
    let answer = remote(move || api::matching(asked.get()));
    let waits = move || asked.with(|asked| condition.with(|condition| asked != condition));
    view! {
        <Card title=rules::MATCH hint=rules::MATCH_NOTE class="matching">
            <div class="card-body" aria-busy=move || waits().to_string()>
                {crate::ui::list::live(move || (if form.unfinished.get() {
                    view! { <p class="muted">{t(rules::MATCH_FAULT)}</p> }.into_any()
                } else {
                    shown(answer).into_any()
                }).into_any())}
            </div>
        </Card>
    }
}

/// The condition once it has rested.
fn debounced(condition: Memo<Value>) -> RwSignal<Value> {
    let rested = RwSignal::new(condition.get_untracked());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let now = condition.get();
        if let Some(running) = timer.get_value() {
            running.clear();
        }
        if rested.with_untracked(|rested| *rested == now) {
            return;
        }
        let later = set_timeout_with_handle(move || drop(rested.try_set(now)), REST);
        timer.set_value(later.ok());
    });
    rested
}

fn shown(answer: Remote<MatchAnswer>) -> impl IntoView {
    staged::staged(answer, 4, |answer: MatchAnswer| {
        let MatchAnswer { matched, of, people } = answer;
        let counts = tf(
            rules::MATCH_OF,
            &[("n", &figures().count(matched.into())), ("of", &figures().count(of.into()))],
        );
        let width =
            format!("{:.1}%", scale::share(float(matched.into()), 0.0, float(of.max(1).into())));
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
