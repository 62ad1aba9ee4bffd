//! What the model said against what people say: a table, darker where more messages are.

use leptos::prelude::*;
use shared::{intent::Label, learning::Confusion};

use crate::ui::list::Views as _;
use crate::{
    explain::intent,
    i18n::{model, t},
    state::{
        figures::{figures, float},
        locale,
    },
    ui::page::Card,
};

/// The matrix of the labels that either side used.
pub(super) fn confusion(pairs: &[Confusion]) -> AnyView {
    let drawn = if pairs.is_empty() {
        view! { <p class="muted card-note">{t(model::CONFUSION_EMPTY)}</p> }.into_any()
    } else {
        matrix(pairs)
    };
    view! {
        <Card title=model::CONFUSION hint=model::CONFUSION_HINT class="wide">{drawn}</Card>
    }
    .into_any()
}

fn matrix(pairs: &[Confusion]) -> AnyView {
    let name = |label: Label| intent::name(label.as_str(), locale::current());
    let used: Vec<Label> = Label::ALL
        .into_iter()
        .filter(|label| pairs.iter().any(|pair| pair.said == *label || pair.corrected == *label))
        .collect();
    let most = pairs.iter().map(|pair| pair.count).max().unwrap_or(1);
    let count = |said: Label, corrected: Label| {
        let found = pairs.iter().find(|pair| pair.said == said && pair.corrected == corrected);
        found.map_or(0, |pair| pair.count)
    };
    let cell = |said: Label, corrected: Label| {
        let count = count(said, corrected);
        // Between a tenth and two thirds: the figure stays readable on it.
        let heat = if count == 0 { 0.0 } else { 10.0 + 55.0 * float(count) / float(most) };
        let words = if count == 0 { "·".to_owned() } else { figures().count(count) };
        view! {
            <td class:right=said == corrected style=format!("--heat:{heat:.0}%")>{words}</td>
        }
    };
    let heads = used.iter().map(|label| view! { <th scope="col"><span>{name(*label)}</span></th> });
    let lines = used.iter().map(|said| {
        let cells = used.iter().map(|corrected| cell(*said, *corrected)).views();
        view! { <tr><th scope="row">{name(*said)}</th>{cells}</tr> }
    });
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=t(model::CONFUSION)>
            <table class="matrix">
                <caption class="visually-hidden">{t(model::CONFUSION)}</caption>
                <thead><tr><th scope="col">{t(model::SAID)}</th>{heads.views()}</tr></thead>
                <tbody>{lines.views()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
