//! What the conditions of rules see of a person, in words.

use leptos::prelude::*;
use serde_json::Value;

use crate::ui::list::Views as _;
use crate::{
    api::json,
    explain::{attribute, value},
    i18n::{common, t, tf, visitors},
    state::{figures::figures, locale, session},
    ui::page::Card,
};

/// How many attributes are shown before "show all".
const SHOWN: usize = 12;

/// The attributes of a person, the known ones first; the document itself can be unfolded.
#[component]
pub(crate) fn Seen(
    /// The document that conditions see.
    attributes: Memo<Value>,
) -> impl IntoView {
    view! {
        <Card title=visitors::SEEN_BY_RULES hint=visitors::SEEN_BY_RULES_HINT>
            {crate::ui::list::live(move || (attribute_list(&attributes.get())).into_any())}
        </Card>
    }
}

/// Attributes as pairs of name and value, with the document itself below.
pub(crate) fn attribute_list(attributes: &Value) -> impl IntoView + use<> {
    let lines = value::lines(attributes);
    let count = lines.len();
    let all = RwSignal::new(count <= SHOWN);
    let json = json::pretty(attributes);
    let pair = |(path, value): (String, Value)| {
        let name = attribute::name(&path, locale::current());
        let said = value::say(&path, &value, session::currency(), &figures());
        view! { <div class="pair"><dt title=path>{name}</dt><dd>{said}</dd></div> }
    };
    let more = move || {
        let words = if all.get() {
            t(visitors::LESS)().to_owned()
        } else {
            tf(visitors::MORE, &[("n", &count.to_string())])
        };
        (SHOWN < count).then(|| {
            view! {
                <button
                    class="button small quiet"
                    type="button"
                    aria-expanded=move || all.get().to_string()
                    on:click=move |_| all.update(|all| *all = !*all)
                >
                    {words}
                </button>
            }
        })
    };
    if lines.is_empty() {
        return view! { <p class="muted card-note">{t(visitors::PORTRAIT_EMPTY)}</p> }.into_any();
    }
    view! {
        <dl class="pairs">
            {crate::ui::list::live(move || ({
                let shown = if all.get() { count } else { SHOWN };
                lines.iter().take(shown).cloned().map(pair).views()
            }).into_any())}
        </dl>
        <div class="card-foot">{more}</div>
        <details class="technical">
            <summary>{t(common::DETAILS)}</summary>
            <pre tabindex="0" role="region" aria-label=t(common::DETAILS)><code>{json}</code></pre>
        </details>
    }
    .into_any()
}
