//! The offer as the shopper sees it in the chat, in either language.

use core::time::Duration;

use leptos::prelude::*;
use shared::{
    money::Minor,
    offer::{Benefit, Offer},
    text::Locale,
};

use crate::{
    edit::offer::OfferDraft,
    explain::{Figures as _, benefit},
    i18n::{Text, common, offers, t},
    state::{clock, figures::IntlFigures, locale, session},
    ui::{
        choice::{Labelled, Segmented},
        icon::{Icon, icon},
        page::Card,
    },
};

/// An example of a code; a person's own cannot be guessed.
const EXAMPLE_CODE: &str = "PRF-7K2M-9QX4";

/// The card, drawn from what the form says, finished or not.
#[component]
pub(super) fn Preview(
    /// What the form says.
    draft: RwSignal<OfferDraft>,
) -> impl IntoView {
    let language = RwSignal::new(locale::current().tag().to_owned());
    view! {
        <Card title=offers::PREVIEW hint=offers::PREVIEW_CODE>
            <div class="card-body">
                <Segmented
                    label=common::LANGUAGE value=language labelled=Labelled::Unseen
                    options=vec![("zh-CN", common::IN_CHINESE), ("en", common::IN_ENGLISH)]
                />
                <div class="shopper">
                    {crate::ui::list::live(move || (card(&draft.get(), Locale::closest(&language.get()))).into_any())}
                </div>
            </div>
        </Card>
    }
}

fn card(draft: &OfferDraft, locale: Locale) -> impl IntoView + use<> {
    let figures = IntlFigures(locale);
    let currency = session::currency();
    // An unfinished form still has words; what is not right yet is left out.
    let finished: Option<Offer> = draft.offer(currency).ok();
    let (title, body) = match locale {
        Locale::ZhCn => (draft.title_zh.clone(), draft.body_zh.clone()),
        Locale::En => (draft.title_en.clone(), draft.body_en.clone()),
    };
    let or = |text: String, missing: Text| {
        if text.trim().is_empty() { missing.say(locale).to_owned() } else { text }
    };
    let gives = finished.as_ref().map(|offer| benefit::benefit(offer.benefit, currency, &figures));
    let is_delivery = finished.as_ref().is_some_and(|offer| offer.benefit == Benefit::FreeDelivery);
    let min = finished.as_ref().filter(|offer| Minor::ZERO < offer.min_spend_minor).map(|offer| {
        let amount = figures.money(offer.min_spend_minor, currency);
        offers::CARD_MIN.fill(locale, &[("amount", &amount)])
    });
    let until = finished.as_ref().map(|offer| {
        let ends = clock::now().saturating_add(Duration::from_secs(offer.valid_secs.into()));
        offers::CARD_UNTIL.fill(locale, &[("moment", &figures.moment(ends))])
    });
    view! {
        <article class="coupon" lang=locale.tag() aria-label=t(offers::PREVIEW)>
            <div class="coupon-gift">
                {icon(if is_delivery { Icon::Bag } else { Icon::Offers })}
                <strong>{gives.unwrap_or_else(|| "—".to_owned())}</strong>
                {min.map(|min| view! { <span>{min}</span> })}
            </div>
            <div class="coupon-words">
                <p class="coupon-title">{or(title, offers::CARD_TITLE_EMPTY)}</p>
                <p>{or(body, offers::CARD_BODY_EMPTY)}</p>
                <p class="coupon-code">
                    <span>{offers::CARD_CODE.say(locale)}</span> <code>{EXAMPLE_CODE}</code>
                </p>
                {until.map(|until| view! { <p class="coupon-until">{until}</p> })}
                <p class="coupon-actions" aria-hidden="true">
                    <span class="coupon-use">{offers::CARD_USE.say(locale)}</span>
                    <span class="coupon-later">{offers::CARD_LATER.say(locale)}</span>
                </p>
            </div>
        </article>
    }
}
