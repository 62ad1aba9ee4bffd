//! When a rule starts: the usual triggers to choose from, and any other event by its name.

use leptos::prelude::*;

use super::RuleForm;
use crate::state::derived::{derived, memo};
use crate::ui::list::{Views as _, keyed};
use crate::{
    explain::trigger::{self, KNOWN, OFFERED},
    i18n::{rules, t, tf},
    state::locale,
    ui::{
        field::{fault_line, fault_text, fresh_id},
        icon::{Icon, icon},
        page::Card,
    },
};

/// The triggers as chips.
#[component]
pub(super) fn Triggers(
    /// The form.
    form: RuleForm,
) -> impl IntoView {
    let draft = form.draft;
    let triggers = memo(move || draft.with(|draft| draft.triggers.clone()));
    let others = move || {
        let usual = |name: &String| KNOWN.iter().take(OFFERED).any(|(known, _)| known == name);
        triggers.get().into_iter().filter(|name| !usual(name)).collect::<Vec<_>>()
    };
    let fault = derived(move || fault_text(form.faults, "triggers"));
    view! {
        <Card title=rules::WHEN hint=rules::WHEN_HINT>
            <div class="card-body">
                <div class="chips" role="group" aria-label=t(rules::WHEN)>
                    {KNOWN
                        .iter()
                        .take(OFFERED)
                        .map(|(name, _)| chip(name, form, triggers))
                        .views()}
                    {keyed(others, move |name| other(name, form))}
                </div>
                <Another form=form/>
                {fault_line(fresh_id("triggers-fault"), fault)}
            </div>
        </Card>
    }
}

fn chip(name: &'static str, form: RuleForm, triggers: Memo<Vec<String>>) -> impl IntoView {
    let draft = form.draft;
    let on = move || triggers.with(|triggers| triggers.iter().any(|trigger| trigger == name));
    let turn = move |_| {
        draft.update(|draft| {
            if draft.triggers.iter().any(|trigger| trigger == name) {
                draft.triggers.retain(|trigger| trigger != name);
            } else {
                draft.triggers.push(name.to_owned());
            }
        });
    };
    view! {
        <label class="chip">
            <input type="checkbox" prop:checked=on on:change=turn/>
            <span>{move || trigger::name(name, locale::current())}</span>
        </label>
    }
}

/// A trigger that is none of the usual ones: shown with a way to take it away.
fn other(name: String, form: RuleForm) -> impl IntoView {
    let shown = name.clone();
    let label = {
        let name = name.clone();
        move || tf(rules::TRIGGER_REMOVE, &[("name", &name)])
    };
    let remove =
        move |_| form.draft.update(|draft| draft.triggers.retain(|trigger| *trigger != name));
    view! {
        <span class="chip taken">
            <span>{move || trigger::name(&shown, locale::current())}</span>
            <button type="button" aria-label=label on:click=remove>{icon(Icon::Close)}</button>
        </span>
    }
}

/// Adds an event by its name.
#[component]
fn Another(form: RuleForm) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let add = move || {
        let wanted = name.get_untracked().trim().to_owned();
        if wanted.is_empty() {
            return;
        }
        form.draft.update(|draft| {
            if !draft.triggers.contains(&wanted) {
                draft.triggers.push(wanted);
            }
        });
        name.set(String::new());
    };
    let id = fresh_id("known-triggers");
    let options = KNOWN.iter().skip(OFFERED).map(|(known, _)| {
        view! {
            <option value=*known>{move || trigger::name(known, locale::current())}</option>
        }
    });
    view! {
        <div class="add-line">
            <input
                aria-label=t(rules::TRIGGER_OTHER)
                placeholder=t(rules::TRIGGER_OTHER)
                list=id.clone()
                prop:value=move || name.get()
                on:input=move |event| name.set(event_target_value(&event))
                on:keydown=move |event| {
                    // Enter adds here; it does not publish the form. While an input method
                    // composes, Enter is the input method's.
                    if event.key() == "Enter" && !event.is_composing() {
                        event.prevent_default();
                        add();
                    }
                }
            />
            <datalist id=id>{options.views()}</datalist>
            <button class="button" type="button" on:click=move |_| add()>{t(rules::TRIGGER_ADD)}</button>
        </div>
    }
}
