//! Publishing an offer, deleting it, and taking that back.

use leptos::{prelude::*, task::spawn_local};
use shared::offer::Offer;

use super::OfferForm;
use crate::{
    api,
    edit::{
        draft::{Fault, Novelty},
        offer::OfferDraft,
    },
    i18n::{common, facts, offers, rules, t, tf},
    screens::offers::givers,
    state::{locale, notices, place, route::Route, session},
    ui::icon::{Icon, icon},
};

/// The bar at the foot of the form.
#[component]
pub(super) fn SaveBar(form: OfferForm, novelty: Novelty) -> impl IntoView {
    let is_new = novelty == Novelty::New;
    let changed =
        move || is_new || form.draft.with(|draft| form.saved.with(|saved| draft != saved));
    let delete_it = move |_| delete(form);
    view! {
        <div class="save-bar">
            {(!is_new).then(|| view! {
                <button class="button quiet danger" type="button" on:click=delete_it>
                    {icon(Icon::Delete)} <span>{t(common::DELETE)}</span>
                </button>
            })}
            <span class="save-note muted small" role="status">
                {crate::ui::list::live(move || (changed().then(|| t(common::UNSAVED)())).into_any())}
            </span>
            <a class="button" href="#/offers">{t(common::CANCEL)}</a>
            <button class="button primary" type="submit" disabled=move || !changed()>{t(common::SAVE)}</button>
        </div>
    }
}

/// Publishes what the form means, or says what is wrong with it.
pub(super) fn save(form: OfferForm, novelty: Novelty) {
    let currency = session::currency();
    let offer = match form.draft.get_untracked().offer(currency) {
        Ok(offer) => offer,
        Err(faults) => {
            form.faults.set(faults);
            notices::failed(t(rules::FAULT_FORM)());
            return;
        }
    };
    form.faults.set(Vec::new());
    let begun = place::current_untracked();
    spawn_local(async move {
        match api::put_offer(&offer).await {
            Ok(published) => {
                let hash: String = published.hash.chars().take(12).collect();
                form.config.put(published);
                form.saved.set(OfferDraft::of(&offer, currency));
                form.draft.set(OfferDraft::of(&offer, currency));
                notices::done(tf(common::PUBLISHED, &[("hash", &hash)]));
                if novelty == Novelty::New && place::current_untracked() == begun {
                    place::go_instead(&Route::Offer { id: offer.id.to_string() });
                }
            }
            Err(failure) => {
                if !failure.path().is_empty() {
                    form.faults.set(vec![Fault::there(failure.path(), failure.detail())]);
                }
                notices::failed(failure.line(locale::current()));
            }
        }
    });
}

/// Takes the published offer out, unless a rule still gives it; the notice can bring it back.
fn delete(form: OfferForm) {
    let id = form.saved.with_untracked(|saved| saved.id.clone());
    let Some(config) = form.config.value().map(|published| published.config) else { return };
    let users = givers(&config.rules, &id);
    if !users.is_empty() {
        let names = users.join(t(facts::LIST_AND)());
        notices::failed(tf(offers::IN_USE, &[("names", &names)]));
        return;
    }
    let Some(offer) = config.offers.into_iter().find(|offer| offer.id.as_str() == id) else {
        return;
    };
    let begun = place::current_untracked();
    spawn_local(async move {
        match api::delete_offer(offer.id.as_str()).await {
            Ok(_) => {
                place::go_from(&begun, &Route::offers());
                let name = offer.title.get(locale::current()).to_owned();
                let undo = Callback::new(move |()| restore(offer.clone()));
                notices::done_with(
                    tf(offers::DELETED, &[("name", &name)]),
                    t(common::UNDO)().to_owned(),
                    undo,
                );
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}

fn restore(offer: Offer) {
    let begun = place::current_untracked();
    spawn_local(async move {
        match api::put_offer(&offer).await {
            Ok(_) => {
                let name = offer.title.get(locale::current()).to_owned();
                notices::done(tf(offers::RESTORED, &[("name", &name)]));
                place::go_from(&begun, &Route::Offer { id: offer.id.to_string() });
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}
