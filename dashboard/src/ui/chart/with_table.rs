//! A chart that can be read as a table.

use leptos::prelude::*;

use crate::i18n::{common, t};
use crate::ui::list::Views as _;

/// A button that changes between chart and table.
pub(crate) fn table_switch(as_table: RwSignal<bool>) -> impl IntoView {
    let words = move || if as_table.get() { common::SHOW_CHART } else { common::SHOW_TABLE };
    view! {
        <button
            class="button small quiet"
            type="button"
            aria-pressed=move || as_table.get().to_string()
            on:click=move |_| as_table.update(|as_table| *as_table = !*as_table)
        >
            {move || t(words())()}
        </button>
    }
}

/// A table of figures: the first column names the line, the others are right-aligned.
pub(crate) fn table(caption: String, head: Vec<String>, lines: Vec<Vec<String>>) -> impl IntoView {
    let line = |cells: Vec<String>| {
        let cell = |(index, text): (usize, String)| {
            if index == 0 {
                view! { <th scope="row">{text}</th> }.into_any()
            } else {
                view! { <td class="number">{text}</td> }.into_any()
            }
        };
        view! { <tr>{cells.into_iter().enumerate().map(cell).views()}</tr> }
    };
    let label = caption.clone();
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=label>
            <table class="table">
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>
                        {head
                            .into_iter()
                            .enumerate()
                            .map(|(index, text)| {
                                view! { <th scope="col" class:number=0 < index>{text}</th> }
                            })
                            .views()}
                    </tr>
                </thead>
                <tbody>{lines.into_iter().map(line).views()}</tbody>
            </table>
        </div>
    }
}
