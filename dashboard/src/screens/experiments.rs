//! The experiments: where each stands, and what the running ones say so far.

use leptos::prelude::*;
use serde_json::Value;
use shared::{report::experiment::ExperimentResults, rule::Rule, stats::Verdict};

use crate::{
    api::{self, Published, Remote, remote},
    edit::experiment::{self, ExperimentDraft, Standing, name},
    explain::{variation, verdict},
    i18n::{common, experiments, facts, t, tf},
    screens::experiment::{called, said},
    state::{figures::figures, locale, route::Route},
    ui::{
        empty::Empty,
        icon::{Icon, icon},
        list::{Views as _, live},
        page::{PageHead, titled},
        staged,
    },
};

/// Shows the experiments, the running ones first.
#[component]
pub(crate) fn Experiments() -> impl IntoView {
    let config = remote(api::config);
    view! {
        <PageHead title=titled(common::NAV_EXPERIMENTS) hint=experiments::HINT>
            <a class="button primary" href="#/experiments/new">{icon(Icon::Add)} {t(experiments::NEW)}</a>
        </PageHead>
        {staged::kept(config, 6, move || live(move || list(config)))}
    }
}

fn list(config: Remote<Published>) -> AnyView {
    let Some(config) = config.value().map(|published| published.config) else {
        return ().into_any();
    };
    let holdouts = experiment::comparisons(&config.holdout);
    if config.experiments.is_empty() && holdouts.is_empty() {
        return view! {
            <div class="card">
                <Empty
                    picture=Icon::Experiments title=experiments::EMPTY hint=experiments::EMPTY_HINT
                    go=(experiments::NEW, "#/experiments/new")
                />
            </div>
        }
        .into_any();
    }
    let mut all = config.experiments;
    all.sort_by_key(|one| match experiment::standing(one) {
        Standing::Running => 0,
        Standing::Draft => 1,
        Standing::Stopped => 2,
    });
    let lines = all.iter().chain(&holdouts).map(|one| line(one, &config.rules)).views();
    view! { <ul class="card flush experiment-list">{lines}</ul> }.into_any()
}

fn line(one: &Value, rules: &[Rule]) -> AnyView {
    let locale = locale::current();
    let (key, standing) = (experiment::key(one).to_owned(), experiment::standing(one));
    let is_holdout = experiment::is_holdout(&key);
    let sides = [experiments::HOLDOUT_IN, experiments::HOLDOUT_OTHERS];
    let groups: Vec<String> = ExperimentDraft::of(one)
        .variations
        .iter()
        .enumerate()
        .map(|(number, group)| {
            let side = sides.get(number).filter(|_| is_holdout).map(|side| side.say(locale));
            let given = side.unwrap_or(&group.name);
            let name = variation::name(number, Some(given), locale);
            [name.as_str(), " ", &group.weight, "%"].concat()
        })
        .collect();
    let users: Vec<&str> = if is_holdout {
        let of = |rule: &&Rule| rule.scenario.as_ref().is_some_and(|of| of.as_str() == name(one));
        rules.iter().filter(of).map(|rule| rule.name.as_str()).collect()
    } else {
        experiment::users(rules, &key).into_iter().map(|rule| rule.name.as_str()).collect()
    };
    let used = if users.is_empty() {
        t(experiments::UNUSED)().to_owned()
    } else {
        users.join(facts::LIST_AND.say(locale))
    };
    let address = Route::Experiment { key: key.clone(), lift: String::new() }.address();
    let name = called(one);
    let is_running = standing == Standing::Running;
    view! {
        <li class="experiment-line" data-line="">
            <a href=address>
                <span class="experiment-words">
                    <strong>{name}</strong>
                    <span class="muted small">{groups.join(" · ")}</span>
                    <span class="muted small">{used}</span>
                </span>
                <span class="experiment-now">
                    <span class="badge" class:good=is_running>{t(said(standing))}</span>
                    {is_running.then(|| so_far(key))}
                </span>
            </a>
        </li>
    }
    .into_any()
}

/// What a running experiment says, in a word or two; nothing until it is known.
fn so_far(key: String) -> AnyView {
    let results = remote(move || api::experiment_results(&key));
    live(move || {
        let said = results.value().map(|results| in_short(&results));
        said.map(|(text, class)| view! { <span class=class>{text}</span> }).into_any()
    })
}

fn in_short(results: &ExperimentResults) -> (String, &'static str) {
    let people = results.variations.iter().fold(0_u64, |sum, one| sum.saturating_add(one.people));
    let count = || tf(experiments::PEOPLE_N, &[("n", &figures().count(people))]);
    let found = verdict::beside(results, &results.conversion, 0);
    let best = found.into_iter().map(|beside| beside.verdict).find_map(|verdict| match verdict {
        Verdict::SampleRatioMismatch { .. } => Some((experiments::SHORT_SRM, "badge bad")),
        Verdict::Won => Some((experiments::SHORT_WON, "badge good")),
        Verdict::Lost => Some((experiments::SHORT_LOST, "badge bad")),
        Verdict::NoResult | Verdict::TooEarly { .. } | Verdict::NoDifference => None,
    });
    match best {
        Some((text, class)) => (t(text)().to_owned(), class),
        None => (count(), "muted small"),
    }
}
