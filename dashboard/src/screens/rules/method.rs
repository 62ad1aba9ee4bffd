//! How the rules of one priority are ranked: chosen in place, published at once.

use leptos::{prelude::*, task::spawn_local};
use shared::ranking::{Band, Method};

use super::band::Told;
use crate::{
    api,
    i18n::{Text, rules, t, tf},
    state::{derived::memo, locale, notices},
    ui::{
        choice::{Labelled, Segmented},
        field::Bound,
    },
};

/// Every method with its name and what it means.
const METHODS: [(Method, &str, Text, Text); 3] = [
    (Method::ExpectedValue, "expected_value", rules::METHOD_EXPECTED, rules::METHOD_EXPECTED_HINT),
    (Method::Bandit, "bandit", rules::METHOD_BANDIT, rules::METHOD_BANDIT_HINT),
    (Method::Order, "order", rules::METHOD_ORDER, rules::METHOD_ORDER_HINT),
];

/// Draws the choice for the rules of a priority.
pub(super) fn method(priority: i32, told: Told) -> AnyView {
    let chosen = memo(move || {
        let published = told.config.value();
        let bands = published.map(|published| published.config.bands).unwrap_or_default();
        let known = bands.into_iter().find(|band| band.priority == priority);
        known.map(|band| band.method).unwrap_or_default()
    });
    let get = move || {
        let found = METHODS.iter().find(|(method, ..)| *method == chosen.get());
        found.map(|(_, key, ..)| (*key).to_owned()).unwrap_or_default()
    };
    let set = move |key: String| {
        if let Some((method, _, name, _)) = METHODS.iter().find(|(_, known, ..)| *known == key) {
            publish(Band { priority, method: *method }, *name, told);
        }
    };
    let hint = move || {
        let found = METHODS.iter().find(|(method, ..)| *method == chosen.get());
        found.map(|(_, _, _, hint)| t(*hint)())
    };
    let options = METHODS.iter().map(|(_, key, name, _)| (*key, *name)).collect();
    view! {
        <div class="band-method">
            <Segmented
                label=rules::METHOD value=Bound::new(get, set) options=options
                labelled=Labelled::Unseen
            />
            <p class="muted small">{hint}</p>
        </div>
    }
    .into_any()
}

fn publish(band: Band, name: Text, told: Told) {
    spawn_local(async move {
        match api::put_band(band).await {
            Ok(published) => {
                told.config.put(published);
                let name = name.say(locale::current());
                let priority = band.priority.to_string();
                notices::done(tf(rules::METHOD_SET, &[("n", &priority), ("name", name)]));
            }
            Err(failure) => {
                notices::failed(failure.line(locale::current()));
                told.config.change(|_| {});
            }
        }
    });
}
