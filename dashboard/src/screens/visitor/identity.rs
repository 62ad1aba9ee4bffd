//! Who a person is: their ids and how we know, who turned out to be them, and the way to take people apart again.

mod merges;

use leptos::prelude::*;
use shared::wire::identity::{PersonIdentity, ShownId};

use crate::{
    api::{self, remote},
    explain::{self, Figures as _},
    i18n::{identity, t, tf},
    screens::visitors::line::anonymous,
    state::{figures::figures, locale, route::Route},
    ui::{
        icon::{Icon, icon},
        list::Views as _,
        page::Card,
        staged,
    },
};

/// The card; `told` is called when people were taken apart.
pub(super) fn identity(profile: &str, told: Callback<()>) -> AnyView {
    let of = profile.to_owned();
    let known = remote(move || api::identity(&of));
    let here = profile.to_owned();
    let changed = Callback::new(move |now: PersonIdentity| {
        known.put(now);
        told.run(());
    });
    let here = StoredValue::new(here);
    view! {
        <Card title=identity::TITLE hint=identity::HINT>
            <div class="identity">
                {staged::staged(known, 4, move |known: PersonIdentity| {
                    here.with_value(|here| shown(here, &known, changed))
                })}
            </div>
        </Card>
    }
    .into_any()
}

fn shown(here: &str, known: &PersonIdentity, changed: Callback<PersonIdentity>) -> AnyView {
    let is_other = known.profile.as_str() != here;
    let people = known.people.len();
    let ids = if known.ids.is_empty() {
        view! {
            <p class="muted card-note">{t(identity::EMPTY)} " " {t(identity::EMPTY_HINT)}</p>
        }
        .into_any()
    } else {
        let one = |id: &ShownId| line(id, here);
        view! { <ul class="lines">{known.ids.iter().map(one).views()}</ul> }.into_any()
    };
    view! {
        {is_other.then(|| elsewhere(known.profile.as_str()))}
        {(1 < people).then(|| view! {
            <p class="card-note muted small">{tf(identity::PEOPLE_N, &[("n", &people.to_string())])}</p>
        })}
        {ids}
        {merges::refused(known)}
        {merges::merges(here, known, changed)}
    }
    .into_any()
}

/// The person is another one by now.
fn elsewhere(profile: &str) -> AnyView {
    let address = Route::Visitor { profile: profile.to_owned(), decision: None }.address();
    let says = tf(identity::MERGED_INTO, &[("name", &anonymous(profile))]);
    view! {
        <p class="banner inside">
            {icon(Icon::Alert)} <span class="banner-text">{says}</span>
            <a class="button small" href=address>{t(identity::OPEN)}</a>
        </p>
    }
    .into_any()
}

fn line(id: &ShownId, here: &str) -> AnyView {
    let locale = locale::current();
    let how = explain::identity::learned(&id.learned, locale);
    let moment = figures().moment(id.since);
    let mut says = tf(identity::SINCE, &[("how", &how), ("moment", &moment)]);
    if let Some(of) = id.of.as_ref().filter(|of| of.as_str() != here) {
        says.push_str(" · ");
        says.push_str(&tf(identity::BROUGHT, &[("name", &anonymous(of.as_str()))]));
    }
    let word = if id.proven { identity::PROVEN } else { identity::CLAIMED };
    view! {
        <li class="line">
            <span class="line-main">
                <span><span class="muted">{explain::identity::kind(&id.kind, locale)}</span> " " <strong>{id.value.clone()}</strong></span>
                <span class="muted small">{says}</span>
            </span>
            <span class="badge" class:good=id.proven>{t(word)}</span>
        </li>
    }
    .into_any()
}
