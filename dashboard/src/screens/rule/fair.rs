//! Why an offer may depend on what people are thought to be able to pay: asked for while the rule
//! is written, because publishing it without a reason is refused.

use leptos::prelude::*;
use shared::rule::fairness::JUSTIFICATION_CHARS_MIN;

use super::RuleForm;
use crate::{
    explain::attribute,
    i18n::{rules, tf},
    state::{
        derived::{derived, memo},
        locale,
    },
    ui::{
        field::{LongField, bound},
        icon::{Icon, icon},
        list::live,
    },
};

/// The question, for rules that need an answer or have one.
pub(super) fn justification(form: RuleForm) -> AnyView {
    let draft = form.draft;
    let guess = memo(move || {
        let segments = form.published().map(|config| config.segments).unwrap_or_default();
        draft.with(|draft| draft.guess(&segments)).map(str::to_owned)
    });
    let has_reason = memo(move || draft.with(|draft| !draft.justification.is_empty()));
    // While the reason is being deleted the field must not vanish under the hand.
    let asked = RwSignal::new(false);
    Effect::new(move |_| {
        if guess.get().is_some() || has_reason.get() {
            asked.set(true);
        }
    });
    let count = derived(move || {
        draft.with(|draft| draft.justification.trim().chars().count()).min(JUSTIFICATION_CHARS_MIN)
    });
    live(move || {
        asked.get().then(|| view! {
            <div class="fields inset">
                {live(move || guess.get().map(|path| {
                    let name = attribute::name(&path, locale::current());
                    view! {
                        <p class="banner warn" role="status">
                            {icon(Icon::Alert)}
                            <span class="banner-text">{tf(rules::FAIR_WARN, &[("name", &name)])}</span>
                        </p>
                    }
                }).into_any())}
                <LongField
                    label=rules::FAIR value=bound!(draft.justification) name="justification"
                    faults=form.faults hint=rules::FAIR_HINT rows=3
                />
                {live(move || (count.get() < JUSTIFICATION_CHARS_MIN).then(|| {
                    let (n, min) = (count.get().to_string(), JUSTIFICATION_CHARS_MIN.to_string());
                    view! { <p class="hint">{tf(rules::FAIR_COUNT, &[("n", &n), ("min", &min)])}</p> }
                }).into_any())}
            </div>
        })
        .into_any()
    })
}
