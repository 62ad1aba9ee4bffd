//! What would become of the catalog: how much is new, what is refused and why, and how the first products would look.

use leptos::prelude::*;
use shared::{catalog::import::Refused, id::ProductId, wire::catalog::ImportAnswer};

use super::table;
use crate::{
    explain::product,
    i18n::{Text, products, t, tf},
    state::{figures::figures, locale},
    ui::list::Views as _,
};

/// The figures, the refused rows, the first products, and what can be done.
pub(super) fn preview(answer: &ImportAnswer, go: Callback<()>, cancel: Callback<()>) -> AnyView {
    let changes = answer.added.saturating_add(answer.changed);
    let is_nothing = changes == 0 && answer.removed == 0;
    let figure = |name: Text, count: u32, class: &'static str| {
        let class = if count == 0 { "figure" } else { class };
        view! { <div class=class><dt>{t(name)}</dt><dd>{figures().count(count.into())}</dd></div> }
    };
    let ignored = (!answer.ignored.is_empty()).then(|| {
        let names = answer.ignored.join(", ");
        view! { <p class="muted small card-note">{tf(products::IGNORED, &[("names", &names)])}</p> }
    });
    let gone = (!answer.gone.is_empty()).then(|| {
        let shown: Vec<&str> = answer.gone.iter().map(ProductId::as_str).collect();
        let is_cut = u32::try_from(shown.len()).is_ok_and(|shown| shown < answer.removed);
        let names = [shown.join(", ").as_str(), if is_cut { " …" } else { "" }].concat();
        view! { <p class="banner inside warn">{tf(products::GONE_NAMES, &[("names", &names)])}</p> }
    });
    let sample = (!answer.sample.is_empty()).then(|| {
        view! { <h3 class="card-note">{t(products::SAMPLE)}</h3> {table(products::SAMPLE, answer.sample.iter())} }
    });
    let nothing =
        is_nothing.then(|| view! { <p class="muted card-note">{t(products::NOTHING)}</p> });
    let [count, lost] = [changes, answer.removed].map(|count| figures().count(count.into()));
    let apply = (!is_nothing).then(|| {
        let (class, word) = match answer.removed {
            0 => ("button primary", products::APPLY),
            _ => ("button danger", products::APPLY_AND_REMOVE),
        };
        view! {
            <button class=class type="button" on:click=move |_| go.run(())>
                {tf(word, &[("n", &count), ("gone", &lost)])}
            </button>
        }
    });
    view! {
        <dl class="figures feed-figures">
            {figure(products::NEW, answer.added, "figure good")}
            {figure(products::CHANGED, answer.changed, "figure good")}
            {figure(products::UNCHANGED, answer.unchanged, "figure")}
            {figure(products::GONE, answer.removed, "figure warn")}
            {figure(products::REFUSED, answer.refused_count, "figure bad")}
        </dl>
        {gone} {refused(answer)} {ignored} {sample} {nothing}
        <div class="card-body feed-go">
            {apply}
            <button class="button" type="button" on:click=move |_| cancel.run(())>{t(products::CANCEL)}</button>
        </div>
    }
    .into_any()
}

fn refused(answer: &ImportAnswer) -> AnyView {
    if answer.refused.is_empty() {
        return ().into_any();
    }
    let spoken = locale::current();
    let line = |refused: &Refused| {
        let Refused { row, id, fault } = refused;
        view! {
            <tr>
                <td class="number">{row.to_string()}</td>
                <th scope="row">{id.clone()}</th>
                <td>{fault.field.clone()}</td>
                <td class="feed-value">{fault.value.clone()}</td>
                <td>{product::why(fault, spoken)}</td>
            </tr>
        }
        .into_any()
    };
    let is_cut = u32::try_from(answer.refused.len()).is_ok_and(|told| told < answer.refused_count);
    let told = answer.refused.len().to_string();
    let more = is_cut.then(|| {
        view! { <p class="muted small card-note">{tf(products::REFUSED_MORE, &[("n", &told)])}</p> }
    });
    let head = |text| view! { <th scope="col">{t(text)}</th> };
    view! {
        <h3 class="card-note">{t(products::REFUSED)}</h3>
        <p class="muted small card-note">{t(products::REFUSED_HINT)}</p>
        <div class="table-frame" tabindex="0" role="region" aria-label=t(products::REFUSED)>
            <table class="table compact feed-refused">
                <thead><tr>
                    <th scope="col" class="number">{t(products::ROW)}</th>
                    {head(products::PRODUCT)} {head(products::FIELD)} {head(products::VALUE)} {head(products::WHY)}
                </tr></thead>
                <tbody>{answer.refused.iter().map(line).views()}</tbody>
            </table>
        </div>
        {more}
    }
    .into_any()
}
