//! Why a person got this, or nothing: every rule that was considered, with what became of it.

mod considered;
mod ranking;

use leptos::prelude::*;
use shared::{
    decision::{Decision, Verdict},
    intent::{Reader, Source},
};

use super::visitor::attribute_list;
use crate::{
    api::{self, Explanation, json, remote},
    explain::{Figures as _, trigger},
    i18n::{common, decision, model, t, tf},
    state::{figures::figures, locale, place, route::Route},
    ui::{
        dialog::Dialog,
        icon::{Icon, icon},
        page::titled,
        staged,
    },
};

/// The explanation, at the side of the person's page. Closing it goes back to the person.
#[component]
pub(crate) fn DecisionDrawer(
    /// The person.
    profile: String,
    /// The decision.
    decision: String,
) -> impl IntoView {
    let person = Route::Visitor { profile: profile.clone(), decision: None };
    let close = Callback::new(move |()| {
        // Closed by going back: the address is the person's already.
        if place::current_untracked().decision().is_some() {
            place::go_instead(&person);
        }
    });
    let explanation = remote(move || api::decision(&profile, &decision));
    view! {
        <Dialog title=titled(decision::TITLE) kind="drawer" close=close>
            {staged::staged(explanation, 8, |explanation: Explanation| explained(&explanation))}
        </Dialog>
    }
}

fn explained(explanation: &Explanation) -> impl IntoView + use<> {
    let decision = &explanation.decision;
    let count = decision.considered.len();
    let json = json::pretty(&explanation.document);
    let config = decision.config.chars().take(12).collect::<String>();
    let rules = considered::considered(decision);
    let ranking = ranking::ranking(decision);
    view! {
        {verdict(decision)}
        <dl class="pairs compact">
            <div class="pair">
                <dt>{t(decision::TRIGGER)}</dt>
                <dd>{trigger::name(&decision.trigger, locale::current())}</dd>
            </div>
            <div class="pair"><dt>{t(decision::AT)}</dt><dd>{figures().moment(decision.at)}</dd></div>
            <div class="pair"><dt>{t(decision::CONFIG)}</dt><dd><code>{config}</code></dd></div>
            {decision.read_by.as_ref().map(|reader| view! {
                <div class="pair"><dt>{t(model::READ_BY)}</dt><dd>{read_by(reader)}</dd></div>
            })}
        </dl>
        <h3>{t(decision::CONSIDERED)}</h3>
        {if count == 0 {
            view! { <p class="muted">{t(decision::CONSIDERED_EMPTY)}</p> }.into_any()
        } else {
            let hint = tf(decision::CONSIDERED_HINT, &[("n", &count.to_string())]);
            view! { <p class="muted small">{hint}</p> <ol class="considered">{rules}</ol> }.into_any()
        }}
        {ranking}
        <h3>{t(decision::INPUTS)}</h3>
        {attribute_list(&decision.inputs)}
        <details class="technical">
            <summary>{t(common::DETAILS)} " · JSON"</summary>
            <pre tabindex="0" role="region" aria-label="JSON"><code>{json}</code></pre>
        </details>
    }
}

/// Who read the intent; the keyword list is marked, because it knows less.
fn read_by(reader: &Reader) -> AnyView {
    match reader.source {
        Source::Model => tf(model::BY_MODEL, &[("release", &reader.model)]).into_any(),
        Source::Keywords => {
            view! { <span class="badge warn">{t(model::KEYWORDS_HINT)}</span> }.into_any()
        }
    }
}

/// What came of it, in one sentence.
fn verdict(decision: &Decision) -> impl IntoView + use<> {
    let name = |id: &str| {
        let rule = decision.considered.iter().find(|rule| rule.rule.as_str() == id);
        rule.map_or_else(|| id.to_owned(), |rule| rule.name.clone())
    };
    let (class, picture, says) = match &decision.verdict {
        Verdict::Delivered { rule, .. } => {
            ("verdict good", Icon::Done, tf(decision::DELIVERED, &[("name", &name(rule.as_str()))]))
        }
        Verdict::Held { rule, .. } => {
            ("verdict warn", Icon::Held, tf(decision::HELD, &[("name", &name(rule.as_str()))]))
        }
        Verdict::Nothing => ("verdict", Icon::Held, t(decision::NOTHING)().to_owned()),
    };
    view! { <p class=class>{icon(picture)} <span>{says}</span></p> }
}
