//! One offer: its words, what it gives and within which limits, beside the card as the shopper
//! sees it.

mod preview;
mod save;
mod stock;

use leptos::prelude::*;

use super::rule::{fresh_id, limits};
use crate::state::derived::{derived, memo};
use crate::{
    api::{self, Published, Remote, remote},
    edit::{
        draft::Novelty,
        offer::{Gift, OfferDraft},
    },
    i18n::{Text, common, offers, t},
    state::{locale, route::NEW, session},
    ui::{
        choice::{Labelled, Segmented, Select},
        empty::Empty,
        field::{
            Bound, Faults, LongField, TextField, bound, fault_line, fault_text,
            fresh_id as element_id,
        },
        icon::Icon,
        list::live,
        page::{Card, PageHead},
        staged,
    },
};

/// What the parts of the form share.
#[derive(Clone, Copy)]
struct OfferForm {
    draft: RwSignal<OfferDraft>,
    saved: RwSignal<OfferDraft>,
    faults: Faults,
    config: Remote<Published>,
}

/// Shows the editor of an offer, or of one that is not made yet.
#[component]
pub(crate) fn OfferPage(
    /// The offer's id, or `new`.
    id: String,
) -> impl IntoView {
    let config = remote(api::config);
    let novelty = if id == NEW { Novelty::New } else { Novelty::Published };
    let is_new = novelty == Novelty::New;
    let name: Text = if is_new { offers::NEW } else { offers::EDIT };
    let of = id.clone();
    let title = derived(move || {
        let published = config.value();
        let offer = published.and_then(|published| {
            published.config.offers.into_iter().find(|offer| offer.id.as_str() == of)
        });
        offer.map_or_else(
            || t(name)().to_owned(),
            |offer| offer.title.get(locale::current()).to_owned(),
        )
    });
    // Only the first answer fills the form: what is typed is not overwritten by what is published.
    let first = Memo::new(move |before: Option<&Option<Option<OfferDraft>>>| {
        if let Some(Some(found)) = before {
            return Some(found.clone());
        }
        config.value().map(|published| {
            if is_new {
                Some(OfferDraft::fresh(fresh_id("offer")))
            } else {
                let offers = published.config.offers;
                let offer = offers.iter().find(|offer| offer.id.as_str() == id);
                offer.map(|offer| OfferDraft::of(offer, session::currency()))
            }
        })
    });
    view! {
        <PageHead title=title back=(offers::BACK, "#/offers")/>
        {staged::kept(config, 6, move || move || match first.get() {
            Some(Some(draft)) => view! { <Editor draft=draft novelty=novelty config=config/> }.into_any(),
            Some(None) => missing().into_any(),
            None => ().into_any(),
        })}
    }
}

fn missing() -> impl IntoView {
    view! {
        <div class="card">
            <Empty
                picture=Icon::Offers title=offers::MISSING hint=common::NOT_FOUND_HINT
                go=(offers::BACK, "#/offers")
            />
        </div>
    }
}

#[component]
fn Editor(draft: OfferDraft, novelty: Novelty, config: Remote<Published>) -> impl IntoView {
    let form = OfferForm {
        saved: RwSignal::new(draft.clone()),
        draft: RwSignal::new(draft),
        faults: RwSignal::new(Vec::new()),
        config,
    };
    view! {
        <form class="editor" novalidate on:submit=move |event| {
            event.prevent_default();
            save::save(form, novelty);
        }>
            <div class="editor-main"><Copy form=form/> <GiftCard form=form/> <Limits form=form/></div>
            <div class="editor-side">
                {(novelty == Novelty::Published).then(|| stock::stock(form))}
                <preview::Preview draft=form.draft/>
            </div>
            <save::SaveBar form=form novelty=novelty/>
        </form>
    }
}

#[component]
fn Copy(form: OfferForm) -> impl IntoView {
    let OfferForm { draft, faults, .. } = form;
    let fault = move |name: &'static str| {
        fault_line(element_id(name), derived(move || fault_text(faults, name)))
    };
    view! {
        <Card title=offers::COPY_PART>
            <div class="card-body fields">
                <fieldset class="languages">
                    <legend>{t(offers::TITLE)}</legend>
                    <div class="field-row">
                        <TextField label=common::IN_CHINESE value=bound!(draft.title_zh) name="title_zh"/>
                        <TextField label=common::IN_ENGLISH value=bound!(draft.title_en) name="title_en"/>
                    </div>
                    {fault("title")}
                </fieldset>
                <fieldset class="languages">
                    <legend>{t(offers::BODY)}</legend>
                    <div class="field-row">
                        <LongField label=common::IN_CHINESE value=bound!(draft.body_zh) name="body_zh" rows=3/>
                        <LongField label=common::IN_ENGLISH value=bound!(draft.body_en) name="body_en" rows=3/>
                    </div>
                    {fault("body")}
                </fieldset>
            </div>
        </Card>
    }
}

#[component]
fn GiftCard(form: OfferForm) -> impl IntoView {
    let OfferForm { draft, faults, .. } = form;
    let gift = memo(move || draft.with(|draft| draft.gift));
    let key = Bound::new(
        move || match gift.get() {
            Gift::Percent => "percent".to_owned(),
            Gift::Amount => "amount".to_owned(),
            Gift::Delivery => "delivery".to_owned(),
        },
        move |key| {
            let gift = match key.as_str() {
                "amount" => Gift::Amount,
                "delivery" => Gift::Delivery,
                _ => Gift::Percent,
            };
            draft.update(|draft| draft.gift = gift);
        },
    );
    let options = vec![
        ("percent", offers::GIFT_PERCENT),
        ("amount", offers::GIFT_AMOUNT),
        ("delivery", offers::GIFT_DELIVERY),
    ];
    let currency = || session::currency().as_str().to_owned();
    let amount = move |label: Text, unit: String| {
        view! {
            <TextField
                label=label unit=unit value=bound!(draft.amount) name="benefit" faults=faults inputmode="decimal"
            />
        }
    };
    view! {
        <Card title=offers::BENEFIT>
            <div class="card-body fields">
                <Segmented label=offers::GIFT value=key options=options/>
                <div class="field-row">
                    {live(move || (match gift.get() {
                        Gift::Percent => amount(offers::PERCENT, "%".to_owned()).into_any(),
                        Gift::Amount => amount(offers::AMOUNT, currency()).into_any(),
                        Gift::Delivery => ().into_any(),
                    }).into_any())}
                    <TextField
                        label=offers::MIN_SPEND unit=currency() value=bound!(draft.min_spend) name="min_spend_minor"
                        faults=faults inputmode="decimal" example=offers::NO_MIN
                    />
                </div>
            </div>
        </Card>
    }
}

#[component]
fn Limits(form: OfferForm) -> impl IntoView {
    let OfferForm { draft, faults, .. } = form;
    let unit = Bound::new(
        move || draft.with(|draft| draft.valid_unit.secs().to_string()),
        move |choice| draft.update(|draft| draft.valid_unit = limits::unit_of(&choice)),
    );
    let currency = || session::currency().as_str().to_owned();
    // An amount off says itself what a coupon may cost; a worth that is written is not hidden.
    let needs_worth =
        memo(move || draft.with(|draft| draft.gift != Gift::Amount || !draft.worth.is_empty()));
    view! {
        <Card title=offers::LIMITS>
            <div class="card-body fields">
                <div class="field-row">
                    <div class="joined">
                        <TextField
                            label=offers::VALID value=bound!(draft.valid) name="valid_secs"
                            faults=faults inputmode="numeric"
                        />
                        <Select label=common::UNIT value=unit options=limits::units() name="valid_unit" labelled=Labelled::Unseen/>
                    </div>
                    <TextField
                        label=offers::COUPONS value=bound!(draft.coupons_max) name="stock.coupons_max"
                        faults=faults inputmode="numeric" example=offers::NO_LIMIT
                    />
                </div>
                <div class="field-row">
                    <TextField
                        label=offers::BUDGET unit=currency() value=bound!(draft.budget) name="stock.budget_minor"
                        faults=faults inputmode="decimal" example=offers::NO_LIMIT hint=offers::BUDGET_HINT
                    />
                    {live(move || needs_worth.get().then(|| view! {
                        <TextField
                            label=offers::WORTH unit=currency() value=bound!(draft.worth)
                            name="stock.coupon_worth_minor" faults=faults inputmode="decimal"
                            hint=offers::WORTH_HINT
                        />
                    }).into_any())}
                </div>
            </div>
        </Card>
    }
}
