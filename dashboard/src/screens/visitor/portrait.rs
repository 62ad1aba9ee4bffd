//! The portrait: every figure with what it was made of, or why there is none.

use leptos::prelude::*;
use serde_json::Value;
use shared::profile::portrait::{Figure, Portrait, Term};

use crate::{
    explain::{Figures as _, period, trigger, value},
    i18n::{facts, t, tf, visitors},
    state::{clock, figures::figures, locale, session},
    ui::{
        chart::with_table::table,
        list::{Views as _, live},
        page::Card,
    },
};

/// The card.
pub(super) fn portrait(of: Memo<Portrait>) -> AnyView {
    view! {
        <Card title=visitors::PORTRAIT hint=visitors::PORTRAIT_HINT>
            {live(move || of.with(|portrait| {
                if portrait.figures.is_empty() {
                    return view! { <p class="muted card-note">{t(visitors::PORTRAIT_NONE)}</p> }.into_any();
                }
                let known = portrait.figures.iter().filter(|figure| figure.missing.is_none());
                let missing = portrait.figures.iter().filter(|figure| figure.missing.is_some());
                // What is known first: a list of gaps tells nobody anything.
                view! { <ul class="traits">{known.chain(missing).map(line).views()}</ul> }.into_any()
            }))}
        </Card>
    }
    .into_any()
}

fn line(figure: &Figure) -> AnyView {
    let locale = locale::current();
    let title = figure.title.get(locale).to_owned();
    if let Some(reason) = &figure.missing {
        let says = tf(visitors::FIGURE_MISSING, &[("reason", reason.get(locale))]);
        return view! {
            <li class="trait missing">
                <span class="trait-name">{title}</span>
                <span class="muted small trait-from">{says}</span>
            </li>
        }
        .into_any();
    }
    let changes = figure
        .changes_at
        .map(|at| tf(visitors::FIGURE_CHANGES, &[("moment", &figures().moment(at))]));
    view! {
        <li class="trait">
            <span class="trait-name">{title}</span>
            <strong class="trait-value">{words(figure)}</strong>
            <span class="muted small trait-from">{from(figure)}</span>
            {changes.map(|changes| view! { <span class="muted small trait-from">{changes}</span> })}
            {(!figure.terms.is_empty()).then(|| sum(figure))}
        </li>
    }
    .into_any()
}

/// The value in words: the portrait's own, else as conditions are said.
fn words(figure: &Figure) -> String {
    let locale = locale::current();
    if let Some(words) = &figure.words {
        return words.get(locale).to_owned();
    }
    match (figure.name.as_str(), &figure.value) {
        ("spend", amount) => value::say("spend", amount, session::currency(), &figures()),
        (_, Value::Number(number)) => figures().number(number.as_f64().unwrap_or_default()),
        (name, other) => {
            let path = ["profile.", name].concat();
            value::say(&path, other, session::currency(), &figures())
        }
    }
}

/// What it was made of: which events, how many, and the newest of them.
fn from(figure: &Figure) -> String {
    let locale = locale::current();
    let name = |event: &String| {
        if event == "*" {
            visitors::FIGURE_ANY.say(locale).to_owned()
        } else {
            trigger::name(event, locale)
        }
    };
    let sources: Vec<String> = figure.source.iter().map(name).collect();
    let sources = sources.join(facts::LIST_AND.say(locale));
    let n = figures().count(figure.n.into());
    let from = tf(visitors::FIGURE_FROM, &[("sources", &sources), ("n", &n)]);
    match figure.as_of {
        None => from,
        Some(at) => {
            let ago = period::ago(at, clock::now(), locale);
            [from, " · ".to_owned(), tf(visitors::FIGURE_AS_OF, &[("ago", &ago)])].concat()
        }
    }
}

/// The lines of a sum, unfolded by who wants to know.
fn sum(figure: &Figure) -> AnyView {
    let head = [
        visitors::TERM,
        visitors::TERM_COUNT,
        visitors::TERM_WEIGHT,
        visitors::TERM_MOST,
        visitors::TERM_ADDS,
    ]
    .map(|text| t(text)().to_owned());
    let number = |number: f64| figures().number(number);
    let line = |term: &Term| {
        vec![
            title(figure, term),
            number(term.value),
            number(term.weight),
            term.most.map_or_else(|| "–".to_owned(), number),
            number(term.contribution),
        ]
    };
    let lines = figure.terms.iter().map(line).collect();
    view! {
        <details class="trait-sum">
            <summary>{t(visitors::FIGURE_SUM)}</summary>
            {table(t(visitors::FIGURE_SUM)().to_owned(), head.into(), lines)}
        </details>
    }
    .into_any()
}

/// What operators call a line of the sum; channels are their own lines.
fn title(figure: &Figure, term: &Term) -> String {
    if figure.name == "best_channel" {
        let channel = Value::String(term.name.clone());
        return value::say("profile.best_channel", &channel, session::currency(), &figures());
    }
    term.title.get(locale::current()).to_owned()
}
