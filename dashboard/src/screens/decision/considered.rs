//! The rules of a decision in the order they were considered, each with what became of it.

use leptos::prelude::*;
use shared::{
    decision::{Clause, Considered, Decision, Outcome},
    id::RuleId,
};

use crate::{
    explain::{clause, outcome},
    i18n::{Text, decision, t, tf},
    state::{figures::figures, route::Route, session},
    ui::icon::{Icon, icon},
};

/// Draws every rule.
pub(super) fn considered(decision: &Decision) -> Vec<AnyView> {
    let name = |id: &RuleId| {
        let rule = decision.considered.iter().find(|rule| rule.rule == *id);
        rule.map_or_else(|| id.to_string(), |rule| rule.name.clone())
    };
    decision.considered.iter().map(|rule| one(rule, &name)).collect()
}

fn one(rule: &Considered, name: &dyn Fn(&RuleId) -> String) -> AnyView {
    let (class, picture, word): (_, _, Text) = match &rule.outcome {
        Outcome::Chosen => ("chosen", Icon::Done, decision::CHOSEN),
        Outcome::Outranked { .. } => ("outranked", Icon::Forward, decision::OUTRANKED),
        Outcome::Suppressed { .. } => ("suppressed", Icon::Shield, decision::SUPPRESSED),
        Outcome::NotMatched { .. } => ("not-matched", Icon::Close, decision::NOT_MATCHED),
    };
    let why = match &rule.outcome {
        Outcome::Chosen => line(t(decision::CHOSEN_HINT)().to_owned()),
        Outcome::Outranked { by } => line(tf(decision::OUTRANKED_BY, &[("name", &name(by))])),
        Outcome::Suppressed { reason } => {
            let (reason, more) = outcome::held(reason, &figures());
            let reason = t(reason)();
            line(if more.is_empty() { reason.to_owned() } else { format!("{reason} · {more}") })
        }
        Outcome::NotMatched { clause } => failed(clause),
    };
    let address = Route::Rule { id: rule.rule.to_string() }.address();
    let opens = tf(decision::OPEN_RULE, &[("name", &rule.name)]);
    view! {
        <li class=["considered-rule ", class].concat()>
            <span class="considered-mark" aria-hidden="true">{icon(picture)}</span>
            <div class="considered-words">
                <p class="considered-head">
                    <a href=address title=opens>{rule.name.clone()}</a>
                    <span class="badge outcome">{t(word)}</span>
                </p>
                {why}
                <p class="muted small">{tf(decision::PRIORITY, &[("n", &rule.priority.to_string())])}</p>
            </div>
        </li>
    }
    .into_any()
}

fn line(words: String) -> AnyView {
    view! { <p class="small">{words}</p> }.into_any()
}

/// The clause that failed: what was asked for, and what was found.
fn failed(failed: &Clause) -> AnyView {
    let words = clause::say(failed, session::currency(), &figures());
    view! {
        <dl class="asked">
            <div>
                <dt>{t(decision::ASKED)}</dt>
                <dd>{words.attribute} " " <strong>{words.asked}</strong></dd>
            </div>
            <div>
                <dt>{t(decision::FOUND)}</dt>
                <dd><strong>{words.found}</strong></dd>
            </div>
        </dl>
    }
    .into_any()
}
