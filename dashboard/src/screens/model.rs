//! The intent model: which release answers, how it does, and what is most worth a person's label.

mod charts;
mod confusion;
mod queue;
mod release;

use leptos::prelude::*;
use shared::{learning::ModelReport, wire::model::ModelPage};

use crate::{
    api::{self, Remote, remote},
    explain::Figures as _,
    i18n::{Text, common, model, t},
    state::figures::{figures, float},
    ui::{
        empty::Empty,
        icon::Icon,
        list::live,
        page::{PageHead, titled},
        staged,
    },
};

/// Shows the model. A label that is saved here is in the figures at once.
#[component]
pub(crate) fn Model() -> impl IntoView {
    let page = remote(api::model);
    view! {
        <PageHead title=titled(common::NAV_MODEL) hint=model::HINT/>
        {staged::kept(page, 10, move || cards(page))}
    }
}

fn cards(page: Remote<ModelPage>) -> AnyView {
    let (confidence, drift) = (RwSignal::new(false), RwSignal::new(false));
    let figures = move || {
        let Some(page) = page.value() else { return ().into_any() };
        if page.report.messages == 0 {
            return nothing_yet();
        }
        view! {
            {standing(&page.report)}
            {charts::confidence(page.report.histogram, confidence)}
            {charts::drift(page.report.weeks, drift)}
            {confusion::confusion(&page.report.confusion)}
        }
        .into_any()
    };
    view! {
        <div class="grid">
            {live(move || {
                page.value().map(|now| release::release(&now, page)).into_any()
            })}
            {live(figures)}
            {queue::queue(page)}
        </div>
    }
    .into_any()
}

fn nothing_yet() -> AnyView {
    view! {
        <div class="card wide">
            <Empty picture=Icon::Model title=model::EMPTY hint=model::EMPTY_HINT/>
        </div>
    }
    .into_any()
}

/// A share in words; a dash where there is nothing to share.
fn share(part: u64, of: u64) -> String {
    if of == 0 { "–".to_owned() } else { figures().percent(float(part) / float(of)) }
}

/// The figures at a glance.
fn standing(report: &ModelReport) -> AnyView {
    let figure = |name: Text, value: String| {
        view! { <div class="figure"><dt>{t(name)}</dt><dd>{value}</dd></div> }
    };
    view! {
        <section class="card wide model-figures">
            <dl class="figures">
                {figure(model::MESSAGES, figures().count(report.messages))}
                {figure(model::UNKNOWN_RATE, share(report.unknown, report.messages))}
                {figure(model::KEYWORD_RATE, share(report.keywords, report.messages))}
                {figure(model::LOOKED_AT, figures().count(report.corrected))}
                {figure(model::RIGHT, share(report.right, report.corrected))}
            </dl>
        </section>
    }
    .into_any()
}
