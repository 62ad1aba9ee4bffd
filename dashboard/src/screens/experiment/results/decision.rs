//! What to do: keep, stop, or wait for so many people more.

use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;
use shared::{
    report::experiment::{ExperimentResults, VariationResult},
    stats::{Comparison, Reading, Verdict},
};

use super::{ExperimentForm, Measure, called, nobody_in, probability, signed};
use crate::{
    api,
    edit::experiment,
    explain::verdict::{self, Beside},
    i18n::{common, experiments, t, tf},
    state::{
        figures::{figures, float},
        locale, notices,
    },
    ui::{
        chart::scale,
        dialog::Dialog,
        icon::{Icon, icon},
        list::{Views as _, live},
    },
};

/// A decision for each group besides the control; one for all where the split is wrong.
pub(super) fn decisions(
    form: ExperimentForm,
    results: &ExperimentResults,
    measure: Measure,
) -> AnyView {
    let planned = form.planner.people(results.variations.len());
    let control = results.variations.first().cloned();
    let found = verdict::beside(results, measure.analysis(results), planned);
    let broken = found.iter().find_map(|beside| match beside.verdict {
        Verdict::SampleRatioMismatch { p_value } => Some(p_value),
        Verdict::NoResult
        | Verdict::TooEarly { .. }
        | Verdict::Won
        | Verdict::Lost
        | Verdict::NoDifference => None,
    });
    if let Some(p) = broken {
        let hint = tf(experiments::SRM_HINT, &[("p", &probability(p))]);
        return said(("decision bad", Icon::Alert), t(experiments::VERDICT_SRM)(), hint, None);
    }
    let one = |beside: &Beside| decision(form, beside, control.as_ref(), planned);
    view! { <div class="decisions">{found.iter().map(one).views()}</div> }.into_any()
}

fn decision(
    form: ExperimentForm,
    beside: &Beside,
    control: Option<&VariationResult>,
    planned: u64,
) -> AnyView {
    let name = called(&beside.variation);
    let title = |text| tf(text, &[("name", &name)]);
    match beside.verdict {
        Verdict::Won => {
            let hint = measured(experiments::WON_HINT, beside.comparison.as_ref());
            let deed = adopt(form, &beside.variation);
            said(("decision good", Icon::Done), &title(experiments::VERDICT_WON), hint, deed)
        }
        Verdict::Lost => {
            let hint = measured(experiments::LOST_HINT, beside.comparison.as_ref());
            let deed = control.and_then(|control| adopt(form, control));
            said(("decision bad", Icon::Alert), &title(experiments::VERDICT_LOST), hint, deed)
        }
        Verdict::NoDifference => {
            let hint = tf(experiments::SAME_HINT, &[("lift", &form.planner.lift_words())]);
            let deed = control.and_then(|control| adopt(form, control));
            said(("decision", Icon::Held), &title(experiments::VERDICT_SAME), hint, deed)
        }
        Verdict::TooEarly { people_more } => {
            let more = figures().count(people_more);
            let title = tf(experiments::VERDICT_EARLY, &[("name", &name), ("n", &more)]);
            let people = control.map_or(0, |control| control.people.min(beside.variation.people));
            let bar = progress(people, planned.max(people.saturating_add(people_more)));
            let hint = t(experiments::EARLY_HINT)().to_owned();
            said(("decision", Icon::Versions), &title, hint, Some(bar))
        }
        Verdict::NoResult | Verdict::SampleRatioMismatch { .. } => {
            let hint = why_not(beside, control);
            said(("decision", Icon::Held), &title(experiments::VERDICT_NONE), hint, None)
        }
    }
}

/// How many of the planned people came, in the smaller group.
fn progress(people: u64, of: u64) -> AnyView {
    let width = format!("{:.1}%", scale::share(float(people), 0.0, float(of)));
    let words = format!("{} / {}", figures().count(people), figures().count(of));
    view! {
        <div class="decision-progress">
            <span class="progress-track" aria-hidden="true"><span class="treated" style:width=width></span></span>
            <span class="progress-count">{words}</span>
        </div>
    }
    .into_any()
}

fn measured(text: crate::i18n::Text, comparison: Option<&Comparison>) -> String {
    let (lift, low, high) = comparison.and_then(verdict::lift).unwrap_or_default();
    let parts = [("lift", signed(lift)), ("low", signed(low)), ("high", signed(high))];
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(name, words)| (*name, words.as_str())).collect();
    tf(text, &parts)
}

/// Why nothing was measured: nobody is there yet, or the core's own reason.
fn why_not(beside: &Beside, control: Option<&VariationResult>) -> String {
    if let Some(empty) = control.filter(|control| control.people == 0) {
        return nobody_in(empty);
    }
    match beside.comparison.as_ref().map(|comparison| &comparison.reading) {
        Some(Reading::NoResult { because }) => verdict::because(because, locale::current()),
        Some(Reading::Measured(_)) => String::new(),
        None => nobody_in(&beside.variation),
    }
}

fn said(
    (class, picture): (&'static str, Icon),
    title: &str,
    hint: String,
    deed: Option<AnyView>,
) -> AnyView {
    view! {
        <div class=class>
            <span class="decision-mark" aria-hidden="true">{icon(picture)}</span>
            <div class="decision-words">
                <p class="decision-title">{title.to_owned()}</p>
                <p class="small">{hint}</p>
            </div>
            {deed.map(|deed| view! { <div class="decision-deed">{deed}</div> })}
        </div>
    }
    .into_any()
}

/// The button that makes a group what everybody gets, with its question.
fn adopt(form: ExperimentForm, variation: &VariationResult) -> Option<AnyView> {
    if form.is_holdout() {
        return None;
    }
    let asks = RwSignal::new(false);
    let name = called(variation);
    let number = usize::try_from(variation.id).unwrap_or_default();
    let label = tf(experiments::ADOPT, &[("name", &name)]);
    let close = Callback::new(move |()| asks.set(false));
    let chosen = name.clone();
    let go = Callback::new(move |()| {
        asks.set(false);
        take(form, number, chosen.clone());
    });
    let asked = view! {
        <button class="button" type="button" on:click=move |_| asks.set(true)>{label}</button>
        {live(move || {
            let title = tf(experiments::ADOPT_TITLE, &[("name", &name)]);
            let label = tf(experiments::ADOPT, &[("name", &name)]);
            asks.get().then(|| view! {
                <Dialog title=Signal::stored(title) close=close>
                    <p>{says(form)}</p>
                    <div class="form-foot">
                        <button class="button" type="button" on:click=move |_| close.run(())>
                            {t(common::CANCEL)}
                        </button>
                        <button class="button primary" type="button" on:click=move |_| go.run(())>
                            {label}
                        </button>
                    </div>
                </Dialog>
            })
            .into_any()
        })}
    };
    Some(asked.into_any())
}

fn says(form: ExperimentForm) -> String {
    let key = form.saved.with_untracked(|saved| saved.key.clone());
    let rules = untrack(move || form.config.value()).map(|published| published.config.rules);
    match experiment::users(&rules.unwrap_or_default(), &key).len() {
        0 => t(experiments::ADOPT_NONE)().to_owned(),
        count => tf(experiments::ADOPT_SAYS, &[("n", &count.to_string())]),
    }
}

/// Changes what is published now, so that a colleague's edit is not lost; the notice can take it back.
fn take(form: ExperimentForm, variation: usize, name: String) {
    let key = form.saved.with_untracked(|saved| saved.key.clone());
    spawn_local(async move {
        let outcome = async {
            let before = api::config().await?.document;
            let mut after = before.clone();
            if let Some(config) = after.as_object_mut() {
                experiment::adopt(config, &key, variation);
            }
            api::publish(&after).await.map(|published| (before, published))
        };
        match outcome.await {
            Ok((before, published)) => {
                form.config.put(published);
                let undo = Callback::new(move |()| put_back(form, before.clone()));
                let says = tf(experiments::ADOPTED, &[("name", &name)]);
                notices::done_with(says, t(common::UNDO)().to_owned(), undo);
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}

fn put_back(form: ExperimentForm, before: Value) {
    spawn_local(async move {
        match api::publish(&before).await {
            Ok(published) => {
                let hash: String = published.hash.chars().take(12).collect();
                form.config.put(published);
                notices::done(tf(common::PUBLISHED, &[("hash", &hash)]));
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}
