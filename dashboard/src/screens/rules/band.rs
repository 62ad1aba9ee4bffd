//! The rules of one priority, and who goes first among them.

use leptos::prelude::*;
use shared::{
    report::RuleReport,
    rule::{Rule, conflict::Conflict},
};

use super::{line, method};
use crate::{
    api::{Published, Remote},
    explain::trigger,
    i18n::{facts, rules, t, tf},
    state::{derived::memo, locale},
    ui::{
        icon::{Icon, icon},
        list::{Views as _, keyed, live},
    },
};

/// What every band is told.
#[derive(Clone, Copy)]
pub(super) struct Told {
    /// Where what is published goes.
    pub(super) config: Remote<Published>,
    /// What each rule did.
    pub(super) reports: Memo<Option<Vec<RuleReport>>>,
    /// All rules, for their names.
    pub(super) all: Memo<Vec<Rule>>,
    /// What is in whose way.
    pub(super) conflicts: Memo<Vec<Conflict>>,
    /// The rules that are found, in order.
    pub(super) shown: Memo<Vec<Rule>>,
}

/// Draws the band; it follows its rules.
pub(super) fn band(priority: &str, told: Told) -> AnyView {
    let Ok(number) = priority.parse::<i32>() else { return ().into_any() };
    let Told { shown, .. } = told;
    let ids = move || {
        shown.with(|shown| {
            let here = shown.iter().filter(|rule| rule.priority == number);
            here.map(|rule| rule.id.to_string()).collect::<Vec<_>>()
        })
    };
    let rule = move |id: String| {
        Memo::new(move |before: Option<&Option<Rule>>| {
            let now = shown.with(|shown| shown.iter().find(|rule| rule.id.as_str() == id).cloned());
            now.or_else(|| before.cloned().flatten())
        })
    };
    let label = priority.to_owned();
    view! {
        <section class="rule-band" aria-label=move || tf(rules::BAND, &[("n", &label)])>
            <p class="rule-priority" aria-hidden="true">{priority.to_owned()}</p>
            <div class="rule-band-rules">
                <ul>{keyed(ids, move |id| {
                    let shadow = shadow(id.clone(), told);
                    line::line(rule(id), told, shadow)
                })}</ul>
                {live(move || ties(number, told))}
            </div>
        </section>
    }
    .into_any()
}

/// The rule that always goes before this one: its id and name.
fn shadow(id: String, told: Told) -> Memo<Option<(String, String)>> {
    memo(move || {
        let by = told.conflicts.with(|conflicts| {
            conflicts.iter().find_map(|found| match found {
                Conflict::Shadowed { rule, by } if rule.as_str() == id => Some(by.clone()),
                Conflict::Shadowed { .. } | Conflict::Tie { .. } => None,
            })
        })?;
        Some((by.to_string(), named(by.as_str(), told.all)))
    })
}

fn named(id: &str, all: Memo<Vec<Rule>>) -> String {
    all.with(|all| {
        let rule = all.iter().find(|rule| rule.id.as_str() == id);
        rule.map_or_else(|| id.to_owned(), |rule| rule.name.clone())
    })
}

/// Who among the rules of this priority wait for the same thing.
fn ties(priority: i32, told: Told) -> AnyView {
    let joint = t(facts::LIST_AND)();
    let tie = |found: &Conflict| match found {
        Conflict::Tie { priority: at, triggers, rules: tied } if *at == priority => {
            let names: Vec<String> =
                tied.iter().map(|rule| named(rule.as_str(), told.all)).collect();
            let triggers: Vec<String> =
                triggers.iter().map(|name| trigger::name(name, locale::current())).collect();
            let says = tf(
                rules::BAND_TIE,
                &[("names", &names.join(joint)), ("triggers", &triggers.join(joint))],
            );
            Some(view! { <p class="rule-note">{icon(Icon::Segments)} <span>{says}</span></p> })
        }
        Conflict::Tie { .. } | Conflict::Shadowed { .. } => None,
    };
    let is_tied =
        |found: &Conflict| matches!(found, Conflict::Tie { priority: at, .. } if *at == priority);
    let tied = told.conflicts.with(|conflicts| conflicts.iter().any(is_tied));
    let notes = told.conflicts.with(|conflicts| conflicts.iter().filter_map(tie).views());
    view! { {notes} {tied.then(|| method::method(priority, told))} }.into_any()
}
