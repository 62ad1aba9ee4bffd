//! For whom something is: rows and text, two forms of one condition.
//!
//! Whichever side is edited, the other follows. While one side means nothing yet (a row without
//! a value, half a word) the condition stays what it was, the fault is said beside it, and what it
//! belongs to cannot be published.

mod builder;

use leptos::prelude::*;
use serde_json::Value;
use shared::{condition::Condition, segment::Segment};

use self::builder::{Builder, GroupState};
use crate::{
    edit::group::Group,
    i18n::{Text, rules, t},
    state::locale,
    ui::{
        field::{Faults, fault_line, fault_of, fresh_id},
        list::live,
        page::Card,
    },
};

/// A condition while it is edited, whatever it belongs to.
#[derive(Clone, Copy)]
pub(crate) struct Edited {
    /// The condition.
    pub(crate) condition: Signal<Value>,
    /// Takes another one.
    pub(crate) change: Callback<Value>,
    /// Whether the text or the rows mean something yet.
    pub(crate) unfinished: RwSignal<bool>,
    /// What is wrong with the form.
    pub(crate) faults: Faults,
    /// The segments that it can name.
    pub(crate) segments: Signal<Vec<Segment>>,
}

/// The condition as rows and as text.
#[component]
pub(crate) fn ConditionCard(
    /// The condition.
    edited: Edited,
    /// What it says.
    title: Text,
    /// How to read it.
    hint: Text,
) -> impl IntoView {
    let start = edited.condition.get_untracked();
    let group = RwSignal::new(GroupState::of(&Group::read(&start)));
    let text = RwSignal::new(print(&start));
    let text_fault = RwSignal::new(None::<String>);
    follow_rows(edited, group, text, text_fault);
    let type_text = move |typed: String| {
        match read(&typed) {
            Ok(condition) => {
                let condition = condition.to_value();
                text_fault.set(None);
                group.set(GroupState::of(&Group::read(&condition)));
                edited.change.run(condition);
            }
            Err(fault) => text_fault.set(Some(fault)),
        }
        text.set(typed);
    };
    Effect::new(move |_| {
        let unfinished = text_fault.with(Option::is_some) || group.get().group().is_none();
        edited.unfinished.set(unfinished);
    });
    let edge_fault = fault_of(Some(edited.faults), "condition".to_owned());
    view! {
        <Card title=title hint=hint>
            <div class="card-body condition">
                <section class="condition-rows" aria-label=t(rules::BUILDER)>
                    <h3 class="part-title">{t(rules::BUILDER)}</h3>
                    {live(move || view! { <Builder group=group.get() edited=edited/> }.into_any())}
                </section>
                <TextForm text=text fault=text_fault typed=Callback::new(type_text)/>
                {fault_line(fresh_id("condition-fault"), edge_fault)}
            </div>
        </Card>
    }
}

/// Lets the condition and the text follow the rows.
fn follow_rows(
    edited: Edited,
    group: RwSignal<GroupState>,
    text: RwSignal<String>,
    text_fault: RwSignal<Option<String>>,
) {
    Effect::new(move |_| {
        let Some(rows) = group.get().group() else { return };
        let condition = rows.write();
        let now = edited.condition.get_untracked();
        // The rows of what was typed write it a little differently: that is no edit.
        if Group::read(&now).write() != condition {
            text.set(print(&condition));
            text_fault.set(None);
            edited.change.run(condition);
        }
    });
}

/// Reads what was typed: the text form, or the JSON of what the text form has no words for.
fn read(typed: &str) -> Result<Condition, String> {
    if typed.trim_start().starts_with('{') {
        return Condition::from_json(typed).map_err(|error| error.to_string());
    }
    Condition::from_text(typed).map_err(|error| error.describe(locale::current()))
}

/// The text of a condition; its JSON where the text form has no words for it.
fn print(condition: &Value) -> String {
    let parsed = Condition::parse(condition).ok();
    parsed.and_then(|condition| condition.to_text().ok()).unwrap_or_else(|| condition.to_string())
}

#[component]
fn TextForm(
    text: RwSignal<String>,
    fault: RwSignal<Option<String>>,
    typed: Callback<String>,
) -> impl IntoView {
    let (id, fault_id) = (fresh_id("condition-text"), fresh_id("condition-text-fault"));
    view! {
        <section class="condition-text" aria-label=t(rules::TEXT_FORM)>
            <h3 class="part-title"><label for=id.clone()>{t(rules::TEXT_FORM)}</label></h3>
            <textarea
                id=id
                class="code"
                rows="6"
                spellcheck="false"
                autocapitalize="off"
                prop:value=move || text.get()
                on:input=move |event| typed.run(event_target_value(&event))
                aria-invalid=move || fault.with(Option::is_some).then_some("true")
                aria-describedby=fault_id.clone()
            ></textarea>
            {fault_line(fault_id, fault.into())}
            <p class="hint">{t(rules::TEXT_HINT)}</p>
        </section>
    }
}
