//! Why things were held back, most frequent first.

use leptos::prelude::*;
use shared::report::SuppressionCount;

use crate::ui::list::Views as _;
use crate::{
    explain::outcome,
    i18n::{overview, t},
    state::{
        figures::{figures, float},
        locale,
    },
    ui::{chart::scale, page::Card},
};

/// Reasons as bars with their counts.
#[component]
pub(crate) fn HeldCard(
    /// How often each reason held something back.
    counts: Vec<SuppressionCount>,
) -> impl IntoView {
    let most = counts.iter().map(|held| float(held.count)).fold(0.0, f64::max);
    let line = move |held: SuppressionCount| {
        let width = format!("{:.1}%", scale::share(float(held.count), 0.0, most).max(1.0));
        view! {
            <li class="bar-line">
                <span class="bar-name">{move || outcome::held_name(&held.reason, locale::current())}</span>
                <span class="bar-count">{move || figures().count(held.count)}</span>
                <span class="bar-track" aria-hidden="true"><span style:width=width></span></span>
            </li>
        }
    };
    view! {
        <Card title=overview::HELD hint=overview::HELD_HINT>
            {if counts.is_empty() {
                view! { <p class="muted card-note">{t(overview::HELD_EMPTY)}</p> }.into_any()
            } else {
                view! { <ul class="bars">{counts.into_iter().map(line).views()}</ul> }.into_any()
            }}
        </Card>
    }
}
