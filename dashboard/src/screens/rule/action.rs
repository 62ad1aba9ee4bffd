//! What a rule does, and which promises bind it.

use leptos::prelude::*;
use shared::rule::Class;

use super::{
    RuleForm,
    deed::{Deeds, action_fields},
    fair,
};
use crate::{
    i18n::{Text, rules, t},
    ui::{field::fresh_id, page::Card},
};

/// Class and action with their fields.
#[component]
pub(super) fn ActionCard(
    /// The form.
    form: RuleForm,
) -> impl IntoView {
    view! {
        <Card title=rules::WHAT>
            <div class="card-body fields">
                {action_fields(Deeds { form, variation: None })}
                <ClassChoice form=form/>
                {fair::justification(form)}
            </div>
        </Card>
    }
}

#[component]
fn ClassChoice(form: RuleForm) -> impl IntoView {
    let draft = form.draft;
    let group = fresh_id("class");
    let option = move |class: Class, words: Text, hint: Text| {
        view! {
            <label class="option">
                <input
                    type="radio"
                    name=group.clone()
                    prop:checked=move || draft.with(|draft| draft.class == class)
                    on:change=move |_| draft.update(|draft| draft.class = class)
                />
                <span class="option-words">
                    <strong>{t(words)}</strong>
                    <span class="muted small">{t(hint)}</span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="options">
            <legend>{t(rules::CLASS)}</legend>
            {option(Class::Marketing, rules::CLASS_MARKETING, rules::CLASS_MARKETING_HINT)}
            {option(Class::Service, rules::CLASS_SERVICE, rules::CLASS_SERVICE_HINT)}
        </fieldset>
    }
}
