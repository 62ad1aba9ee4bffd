//! What has become of the coupons of an offer, and of the money set aside for it.

use leptos::prelude::*;
use shared::{
    money::Minor,
    stock::{Bounds, Totals},
};

use super::OfferForm;
use crate::{
    api::{self, remote},
    explain::Figures as _,
    i18n::{offers, t, tf},
    state::{
        derived::memo,
        figures::{figures, float, minor_float},
        session,
    },
    ui::{
        chart::stack::{Part, Share, stack},
        list::live,
        page::Card,
        staged,
    },
};

/// The card; an offer without a bound has nothing to count.
pub(super) fn stock(form: OfferForm) -> AnyView {
    let id = form.saved.with_untracked(|saved| saved.id.clone());
    let of = id.clone();
    let totals = remote(move || api::stock(&of));
    let bounds = memo(move || {
        let published = form.config.value()?;
        let offer = published.config.offers.into_iter().find(|offer| offer.id.as_str() == id)?;
        Some(offer.stock).filter(Bounds::is_bounded)
    });
    view! {
        <Card title=offers::STOCK hint=offers::STOCK_HINT>
            <div class="card-body">
                {live(move || match bounds.get() {
                    None => view! { <p class="muted">{t(offers::STOCK_FREE)}</p> }.into_any(),
                    Some(bounds) => staged::staged(totals, 3, move |totals: Totals| shown(totals, bounds)),
                })}
            </div>
        </Card>
    }
    .into_any()
}

fn shown(totals: Totals, bounds: Bounds) -> AnyView {
    let count = |number: u32| figures().count(number.into());
    let lapsed = tf(
        offers::STOCK_LAPSED,
        &[("issued", &count(totals.issued)), ("lapsed", &count(totals.lapsed))],
    );
    view! {
        {bounds.coupons_max.map(|most| coupons(totals, most))}
        {bounds.budget_minor.map(|most| budget(totals, most))}
        <p class="muted small">{lapsed}</p>
    }
    .into_any()
}

fn coupons(totals: Totals, most: u32) -> AnyView {
    let live = totals.issued.saturating_sub(totals.redeemed).saturating_sub(totals.lapsed);
    let left = most.saturating_sub(totals.redeemed).saturating_sub(live);
    let part = |share, name, number: u32| Part {
        share,
        name: t(name)().to_owned(),
        words: figures().count(number.into()),
        value: float(number.into()),
    };
    let parts = vec![
        part(Share::Gone, offers::STOCK_REDEEMED, totals.redeemed),
        part(Share::Held, offers::STOCK_LIVE, live),
        part(Share::Left, offers::STOCK_LEFT, left),
    ];
    view! {
        {stack(t(offers::STOCK_COUPONS)(), &figures().count(most.into()), &parts)}
        {(left == 0).then(empty)}
    }
    .into_any()
}

fn budget(totals: Totals, most: Minor) -> AnyView {
    let left = most.minus(totals.spent_minor).minus(totals.reserved_minor).max(Minor::ZERO);
    let money = |amount| figures().money(amount, session::currency());
    let part = |share, name, amount: Minor| Part {
        share,
        name: t(name)().to_owned(),
        words: money(amount),
        value: minor_float(amount),
    };
    let parts = vec![
        part(Share::Gone, offers::STOCK_SPENT, totals.spent_minor),
        part(Share::Held, offers::STOCK_RESERVED, totals.reserved_minor),
        part(Share::Left, offers::STOCK_LEFT, left),
    ];
    view! {
        {stack(t(offers::STOCK_MONEY)(), &money(most), &parts)}
        {(left == Minor::ZERO).then(empty)}
    }
    .into_any()
}

fn empty() -> AnyView {
    view! { <p><span class="badge warn">{t(offers::STOCK_EMPTY)}</span></p> }.into_any()
}
