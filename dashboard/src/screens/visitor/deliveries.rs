//! What a person was given, and how far it came.

use leptos::prelude::*;
use shared::{
    config::Config,
    delivery::{Delivery, DeliveryState},
};

use crate::ui::list::Views as _;
use crate::{
    explain::{Figures as _, outcome},
    i18n::{t, visitors},
    screens::overview::rule_name,
    state::{figures::figures, locale},
    ui::{
        icon::{Icon, icon},
        list::live,
        page::Card,
    },
};

/// Deliveries, newest first.
#[component]
pub(crate) fn DeliveryCard(
    /// What they were given.
    deliveries: Memo<Vec<Delivery>>,
    /// For the names of rules and offers; none until it is known.
    config: Memo<Option<Config>>,
    /// Which decision gave what: the delivery, and the address of the explanation.
    decisions: Memo<Vec<(String, String)>>,
) -> impl IntoView {
    view! {
        <Card title=visitors::DELIVERIES>
            {live(move || ({
                let mut deliveries = deliveries.get();
                deliveries.sort_by_key(|delivery| core::cmp::Reverse(delivery.claimed_at));
                if deliveries.is_empty() {
                    return view! { <p class="muted card-note">{t(visitors::DELIVERIES_EMPTY)}</p> }.into_any();
                }
                let lines = deliveries.into_iter().map(|delivery| line(&delivery, config, decisions));
                view! { <ul class="lines">{lines.views()}</ul> }.into_any()
            }).into_any())}
        </Card>
    }
}

fn line(
    delivery: &Delivery,
    config: Memo<Option<Config>>,
    decisions: Memo<Vec<(String, String)>>,
) -> impl IntoView + use<> {
    let (good, seen) = match delivery.state {
        DeliveryState::Converted { .. } => (true, true),
        DeliveryState::Clicked { .. } => (false, true),
        DeliveryState::Queued
        | DeliveryState::Sent
        | DeliveryState::Opened { .. }
        | DeliveryState::Dismissed { .. }
        | DeliveryState::Skipped { .. } => (false, false),
    };
    let order = match &delivery.state {
        DeliveryState::Converted { order, .. } => format!(" · {order}"),
        DeliveryState::Queued
        | DeliveryState::Sent
        | DeliveryState::Opened { .. }
        | DeliveryState::Dismissed { .. }
        | DeliveryState::Clicked { .. }
        | DeliveryState::Skipped { .. } => String::new(),
    };
    let (rule, offer) = (delivery.rule.clone(), delivery.offer.clone());
    let name = move || {
        config.with(|config| {
            let Some(config) = config else { return rule.to_string() };
            let title = offer
                .as_ref()
                .and_then(|offer| config.offers.iter().find(|known| known.id == *offer));
            title.map_or_else(
                || rule_name(&config.rules, rule.as_str()),
                |offer| offer.title.get(locale::current()).to_owned(),
            )
        })
    };
    let id = delivery.id.to_string();
    let why = move || {
        let found = decisions.with(|decisions| decisions.iter().find(|(of, _)| *of == id).cloned());
        found.map(|(_, address)| {
            view! {
                <a class="timeline-why" href=address>{t(visitors::WHY)} {icon(Icon::Forward)}</a>
            }
        })
    };
    let when = [figures().moment(delivery.claimed_at), order].concat();
    view! {
        <li class="line">
            <span class="line-main">
                <strong>{name}</strong>
                <span class="muted small">{when}</span>
                {live(move || why().into_any())}
            </span>
            <span class="badge" class:good=good class:intent=!good && seen>{t(outcome::state(&delivery.state))}</span>
        </li>
    }
}
