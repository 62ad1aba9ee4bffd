//! Fields of forms: a label, the control, a hint, and what is wrong.

use core::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;

use crate::state::derived::{derived, memo};
use crate::{
    edit::draft::{self, Fault, Said},
    i18n::{Text, t},
    state::locale,
};

/// A field's text: how to read it, and what to do when it is typed.
#[derive(Clone, Copy)]
pub(crate) struct Bound {
    get: Signal<String>,
    set: Callback<String>,
}

impl Bound {
    /// Binds a field to a part of something larger.
    pub(crate) fn new(
        get: impl Fn() -> String + Send + Sync + 'static,
        set: impl Fn(String) + Send + Sync + 'static,
    ) -> Self {
        Self { get: memo(get).into(), set: Callback::new(set) }
    }

    /// What the field says.
    pub(crate) fn get(self) -> String {
        self.get.get()
    }

    /// Puts a text into the field.
    pub(crate) fn set(self, text: String) {
        self.set.run(text);
    }
}

impl From<RwSignal<String>> for Bound {
    fn from(signal: RwSignal<String>) -> Self {
        Self { get: signal.into(), set: Callback::new(move |text| signal.set(text)) }
    }
}

/// Binds a field to a field of a draft that is in a signal.
macro_rules! bound {
    ($draft:ident . $field:ident) => {
        crate::ui::field::Bound::new(
            move || $draft.with(|draft| draft.$field.clone()),
            move |text| $draft.update(|draft| draft.$field = text),
        )
    };
}
pub(crate) use bound;

/// What is wrong with a form. Fields look themselves up by their name in the API.
pub(crate) type Faults = RwSignal<Vec<Fault>>;

/// An id that no other element of the page has.
pub(crate) fn fresh_id(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// What is wrong with the field of that name, in words.
pub(crate) fn fault_text(faults: Faults, name: &str) -> Option<String> {
    faults.with(|faults| {
        draft::at(faults, name).map(|fault| match &fault.said {
            Said::Here(text) => text.say(locale::current()).to_owned(),
            Said::There(detail) => detail.clone(),
        })
    })
}

/// What is wrong with the field of that name, as it changes.
pub(crate) fn fault_of(faults: Option<Faults>, name: String) -> Signal<Option<String>> {
    derived(move || faults.and_then(|faults| fault_text(faults, &name)))
}

/// The line under a field that says what is wrong; read out when it appears.
pub(crate) fn fault_line(id: String, fault: Signal<Option<String>>) -> impl IntoView {
    view! {
        <p class="fault" id=id role="alert">{move || fault.get()}</p>
    }
}

/// A field of one line.
#[component]
pub(crate) fn TextField(
    /// What is asked for.
    label: Text,
    /// What it says.
    #[prop(into)]
    value: Bound,
    /// Its name in the API, by which faults find it.
    #[prop(into)]
    name: String,
    /// What is wrong with the form.
    #[prop(optional)]
    faults: Option<Faults>,
    /// How to fill it in.
    #[prop(optional)]
    hint: Option<Text>,
    /// `text`, `email`, `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What browsers and password managers know it as.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The keyboard of a telephone: `numeric`, `decimal`.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// What stands in it while it is empty.
    #[prop(optional)]
    example: Option<Text>,
    /// The id of a list of words that it offers.
    #[prop(optional)]
    list: Option<&'static str>,
    /// The unit it is in, such as a currency.
    #[prop(optional, into)]
    unit: String,
) -> impl IntoView {
    let id = fresh_id(&name);
    let (hint_id, fault_id) = (format!("{id}-hint"), format!("{id}-fault"));
    let described = format!("{hint_id} {fault_id}");
    let fault = fault_of(faults, name.clone());
    view! {
        <div class="field">
            <label for=id.clone()>{t(label)}</label>
            <span class="with-unit">
            <input
                id=id
                name=name
                type=kind
                autocomplete=autocomplete
                inputmode=inputmode
                placeholder=move || example.map(|example| t(example)())
                list=list
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                aria-invalid=move || fault.get().is_some().then_some("true")
                aria-describedby=described
            />
            <span class="unit" aria-hidden="true">{unit}</span>
            </span>
            <p class="hint" id=hint_id>{hint.map(t)}</p>
            {fault_line(fault_id, fault)}
        </div>
    }
}

/// A field of several lines.
#[component]
pub(crate) fn LongField(
    /// What is asked for.
    label: Text,
    /// What it says.
    #[prop(into)]
    value: Bound,
    /// Its name in the API, by which faults find it.
    #[prop(into)]
    name: String,
    /// What is wrong with the form.
    #[prop(optional)]
    faults: Option<Faults>,
    /// How to fill it in.
    #[prop(optional)]
    hint: Option<Text>,
    /// How many lines it shows.
    #[prop(default = 2)]
    rows: u8,
    /// `words`, or `code`, which is not checked for its spelling.
    #[prop(default = "words")]
    kind: &'static str,
) -> impl IntoView {
    let id = fresh_id(&name);
    let (hint_id, fault_id) = (format!("{id}-hint"), format!("{id}-fault"));
    let described = format!("{hint_id} {fault_id}");
    let fault = fault_of(faults, name.clone());
    view! {
        <div class="field">
            <label for=id.clone()>{t(label)}</label>
            <textarea
                id=id
                name=name
                rows=rows.to_string()
                class=kind
                spellcheck=if kind == "code" { "false" } else { "true" }
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                aria-invalid=move || fault.get().is_some().then_some("true")
                aria-describedby=described
            ></textarea>
            <p class="hint" id=hint_id>{hint.map(t)}</p>
            {fault_line(fault_id, fault)}
        </div>
    }
}

/// A time of day, typed or chosen; the label says whose clock.
#[component]
pub(crate) fn TimeField(
    /// What is asked for.
    label: Text,
    /// What it says, `HH:MM`.
    #[prop(into)]
    value: Bound,
    /// Its name in the API, by which faults find it.
    #[prop(into)]
    name: String,
    /// What is wrong with the form.
    faults: Faults,
) -> impl IntoView {
    view! { <TextField label=label value=value name=name faults=faults kind="time"/> }
}
