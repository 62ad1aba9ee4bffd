//! A rehearsal at the side of the page: who would have got what in the last days, had a change been published.

mod rules;
mod sample;

use leptos::prelude::*;
use serde_json::Value;
use shared::{
    config::Config,
    dry_run::{DryRun, Tally},
};

use crate::{
    api::{self, remote},
    i18n::{dry_run, t, tf},
    state::figures::figures,
    ui::{
        choice::Segmented,
        dialog::Dialog,
        empty::Empty,
        icon::{Icon, icon},
        list::live,
        page::titled,
        staged,
    },
};

/// What is rehearsed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rehearsal {
    /// The change, as the edge reads it.
    pub(crate) change: Value,
    /// The rule that it is about; none for a change of more.
    pub(crate) rule: Option<(String, String)>,
}

/// The drawer, open as long as there is something to rehearse.
pub(crate) fn drawer(
    rehearsal: RwSignal<Option<Rehearsal>>,
    config: Signal<Option<Config>>,
) -> AnyView {
    let close = Callback::new(move |()| rehearsal.set(None));
    live(move || {
        rehearsal
            .get()
            .map(|rehearsal| {
                view! {
                    <Dialog title=titled(dry_run::TITLE) kind="drawer" close=close>
                        {content(rehearsal, config)}
                    </Dialog>
                }
            })
            .into_any()
    })
}

fn content(rehearsal: Rehearsal, config: Signal<Option<Config>>) -> AnyView {
    let days = RwSignal::new("7".to_owned());
    let Rehearsal { change, rule } = rehearsal;
    let rule = StoredValue::new(rule);
    let number = |days: String| days.parse().unwrap_or(7);
    // Asked anew by hand: what was asked before must not pass for an answer to what is asked now.
    let answer = remote(move || api::dry_run(number(days.get_untracked()), change.clone()));
    let options = vec![("1", dry_run::DAYS_1), ("7", dry_run::DAYS_7), ("30", dry_run::DAYS_30)];
    Effect::new(move |before: Option<String>| {
        let now = days.get();
        if before.is_some_and(|before| before != now) {
            answer.core().start_over();
        }
        now
    });
    view! {
        <p class="muted">{t(dry_run::HINT)}</p>
        <div class="rehearsal-head">
            <Segmented label=dry_run::DAYS value=days options=options/>
        </div>
        <div class="rehearsal" aria-live="polite">
            {live(move || answer.value().is_none().then(|| view! {
                <p class="visually-hidden">
                    {move || tf(dry_run::WORKING, &[("n", &days.get())])}
                </p>
            }).into_any())}
            {staged::staged(answer, 8, move |run: DryRun| {
                rule.with_value(|rule| shown(&run, rule.as_ref(), config))
            })}
        </div>
        <p class="note">{t(dry_run::LIMITS)}</p>
    }
    .into_any()
}

fn shown(run: &DryRun, rule: Option<&(String, String)>, config: Signal<Option<Config>>) -> AnyView {
    if run.people == 0 {
        return view! {
            <Empty picture=Icon::Visitors title=dry_run::NOBODY hint=dry_run::NOBODY_HINT/>
        }
        .into_any();
    }
    let count = |number: u32| figures().count(number.into());
    let people = if run.looked_at < run.people {
        tf(dry_run::PARTIAL, &[("n", &count(run.looked_at)), ("of", &count(run.people))])
    } else {
        tf(dry_run::ALL_PEOPLE, &[("of", &count(run.people)), ("occasions", &count(run.occasions))])
    };
    view! {
        {verdict(run, rule)}
        <p class="muted small">{people}</p>
        {rules::rules(run, config)}
        {rule.map(|rule| rules::held(run, rule))}
        {sample::sample(run, config)}
    }
    .into_any()
}

/// What it comes to, in one sentence.
fn verdict(run: &DryRun, rule: Option<&(String, String)>) -> AnyView {
    let total = |tally: &Tally| -> u32 {
        tally.rules.iter().fold(0, |sum, rule| sum.saturating_add(rule.chosen))
    };
    let count = |number: u32| figures().count(number.into());
    let says = match rule {
        None => tf(
            dry_run::SAYS_ALL,
            &[("after", &count(total(&run.after))), ("before", &count(total(&run.before)))],
        ),
        Some((id, name)) => {
            let find =
                |tally: &Tally| tally.rules.iter().find(|rule| rule.rule.as_str() == id).cloned();
            let before = find(&run.before).map_or(0, |rule| rule.chosen);
            match find(&run.after).filter(|rule| 0 < rule.chosen) {
                None => tf(dry_run::SAYS_NEVER, &[("name", name)]),
                Some(after) => tf(
                    dry_run::SAYS,
                    &[
                        ("name", name),
                        ("after", &count(after.chosen)),
                        ("people", &count(after.people)),
                        ("before", &count(before)),
                    ],
                ),
            }
        }
    };
    view! { <p class="verdict">{says}</p> }.into_any()
}

/// The button that opens a rehearsal.
pub(crate) fn button(open: Callback<()>) -> AnyView {
    view! {
        <button class="button" type="button" on:click=move |_| open.run(())>
            {icon(Icon::Rehearse)} {t(dry_run::TITLE)}
        </button>
    }
    .into_any()
}

/// What operators call a rule; one that is not published is called by its id.
fn rule_name(config: Option<&Config>, id: &str) -> String {
    let rules = config.map(|config| config.rules.as_slice()).unwrap_or_default();
    super::overview::rule_name(rules, id)
}
