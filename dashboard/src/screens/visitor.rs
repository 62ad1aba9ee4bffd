//! One person: who they are, what they allowed, what they got, what happened.

mod consents;
mod conversation;
mod deliveries;
mod identity;
mod portrait;
mod seen;
mod tags;
mod timeline;

pub(crate) use conversation::{
    Pen, composer, deeds, fresh_id, log, messages_of, name_of, standing as standing_badge,
};
pub(crate) use seen::attribute_list;

use core::time::Duration;

use leptos::prelude::*;
use shared::{
    decision::Verdict,
    wire::admin::{TimelineItem, VisitorDetail, VisitorSummary},
};

use super::{
    decision::DecisionDrawer,
    visitors::line::{avatar, called, hue},
};
use crate::state::derived::{derived, memo};
use crate::ui::list::Views as _;
use crate::{
    api::{
        self, Failure, Stage,
        live::{self, Listener},
        remote,
    },
    explain::{Figures as _, intent, period},
    i18n::{Text, t, visitors},
    state::{clock, figures::figures, locale, place, route::Route, session},
    ui::{empty::Empty, icon::Icon, page::PageHead, staged},
};

/// What somebody merely looks at is pushed only some seconds later; whoever has their page open wants it sooner.
const AGAIN: Duration = Duration::from_secs(4);

/// Shows a person; what they do while the page is open appears on it.
#[component]
pub(crate) fn Visitor(
    /// The person.
    profile: String,
) -> impl IntoView {
    let of = profile.clone();
    let person = remote(move || api::visitor(&of));
    let (here, names) = (profile.clone(), remote(api::config));
    live::listen(Listener {
        person: Callback::new(move |pushed: VisitorSummary| {
            if pushed.profile.as_str() == here {
                person.ask_again();
            }
        }),
        ask: Callback::new(move |()| person.ask_again()),
        inbox: None,
        looks_at: None,
    });
    let told = Callback::new(move |()| person.ask_again());
    clock::every(AGAIN, move || person.ask_again());
    let title = derived(move || match person.value() {
        Some(detail) => called(&detail.summary),
        None => t(visitors::PERSON)().to_owned(),
    });
    // Followed only when it differs: what is drawn keeps its place, and an open question stays open, while they act.
    let is_gone = memo(
        move || matches!(person.core().stage(), Stage::Failed(Failure::Problem(problem)) if problem.status == 404),
    );
    let explained = memo(move || place::current().decision());
    let rules = memo(move || names.value().map(|published| published.config));
    let detail = derived(move || person.value());
    view! {
        <PageHead title=title back=(visitors::BACK, "#/visitors")/>
        {crate::ui::list::live(move || (if is_gone.get() {
            gone().into_any()
        } else {
            staged::kept(person, 10, move || view! { <Detail detail=detail config=rules told=told/> }).into_any()
        }).into_any())}
        {crate::ui::list::live(move || (explained.get().map(|decision| view! {
            <DecisionDrawer profile=profile.clone() decision=decision/>
        })).into_any())}
    }
}

fn gone() -> impl IntoView {
    view! {
        <div class="card">
            <Empty
                picture=Icon::Visitors title=visitors::MISSING hint=visitors::MISSING_HINT
                go=(visitors::BACK, "#/visitors")
            />
        </div>
    }
}

#[component]
fn Detail(
    detail: Signal<Option<VisitorDetail>>,
    config: Memo<Option<shared::config::Config>>,
    told: Callback<()>,
) -> impl IntoView {
    let summary =
        memo(move || detail.with(|detail| detail.as_ref().map(|detail| detail.summary.clone())));
    let profile =
        summary.get_untracked().map(|summary| summary.profile.to_string()).unwrap_or_default();
    let attributes = memo(move || {
        detail.with(|detail| {
            detail.as_ref().map(|detail| detail.attributes.clone()).unwrap_or_default()
        })
    });
    let portrait = memo(move || {
        detail.with(|detail| {
            detail.as_ref().map(|detail| detail.portrait.clone()).unwrap_or_default()
        })
    });
    let status = memo(move || {
        summary.with(|summary| {
            summary.as_ref().map(|summary| summary.conversation).unwrap_or_default()
        })
    });
    let segments = memo(move || {
        summary.with(|summary| {
            summary.as_ref().map(|summary| summary.segments.clone()).unwrap_or_default()
        })
    });
    let consents = memo(move || {
        detail.with(|detail| {
            detail.as_ref().map(|detail| detail.consents.clone()).unwrap_or_default()
        })
    });
    let deliveries = memo(move || {
        detail.with(|detail| {
            detail.as_ref().map(|detail| detail.deliveries.clone()).unwrap_or_default()
        })
    });
    let labels = memo(move || {
        detail
            .with(|detail| detail.as_ref().map(|detail| detail.labels.clone()).unwrap_or_default())
    });
    let items = memo(move || {
        detail.with(|detail| {
            detail.as_ref().map(|detail| detail.timeline.clone()).unwrap_or_default()
        })
    });
    let of = profile.clone();
    // Which decision gave what.
    let decisions = memo(move || {
        let gave = |item: &TimelineItem| match item {
            TimelineItem::Decision {
                decision,
                verdict: Verdict::Delivered { delivery, .. },
                ..
            } => {
                let route =
                    Route::Visitor { profile: of.clone(), decision: Some(decision.to_string()) };
                Some((delivery.to_string(), route.address()))
            }
            TimelineItem::Decision { .. }
            | TimelineItem::Event { .. }
            | TimelineItem::Message { .. } => None,
        };
        items.with(|items| items.iter().filter_map(gave).collect::<Vec<_>>())
    });
    view! {
        {crate::ui::list::live(move || (summary.get().map(|summary| standing(&summary))).into_any())}
        <div class="person">
            <div class="person-side">
                {portrait::portrait(portrait)}
                {tags::tags(segments, config)}
                {identity::identity(&profile, told)}
                <consents::ConsentCard consents=consents/>
                <deliveries::DeliveryCard deliveries=deliveries config=config decisions=decisions/>
                <seen::Seen attributes=attributes/>
            </div>
            <div class="person-main">
                <conversation::Conversation profile=profile.clone() status=status items=items told=told/>
                <timeline::Timeline profile=profile items=items labels=labels config=config told=told/>
            </div>
        </div>
    }
}

/// The figures of a person, at a glance.
fn standing(person: &VisitorSummary) -> AnyView {
    let currency = session::currency();
    let figure = |name: Text, value: String| {
        view! { <div class="figure"><dt>{t(name)}</dt><dd>{value}</dd></div> }
    };
    let (figures, now) = (figures(), clock::now());
    let consent = if person.consented { visitors::CONSENTED } else { visitors::NOT_CONSENTED };
    let intent =
        (!person.intent.is_empty()).then(|| intent::name(&person.intent, locale::current()));
    let badges = person
        .segments
        .iter()
        .map(|name| view! { <span class="badge">{figures.segment(name)}</span> });
    view! {
        <section class="card person-head">
            <div class="person-who">
                <span class=[&hue(person.profile.as_str()), " large"].concat() aria-hidden="true">
                    {avatar(person)}
                    {person.online.then(|| view! { <span class="online-dot"></span> })}
                </span>
                <div class="badges">
                    {person.online.then(|| view! { <span class="badge good">{t(visitors::ONLINE)}</span> })}
                    {intent.map(|intent| view! { <span class="badge intent">{intent}</span> })}
                    {badges.views()}
                    <span class="badge" class:good=person.consented>{t(consent)}</span>
                    {person.holdout.then(|| view! { <span class="badge outline">{t(visitors::IN_HOLDOUT)}</span> })}
                </div>
            </div>
            <dl class="figures">
                {figure(visitors::VISITS, figures.count(person.visits.into()))}
                {figure(visitors::CART, figures.money(person.cart_minor, currency))}
                {figure(visitors::ORDERS, figures.count(person.orders.into()))}
                {figure(visitors::SPEND, figures.money(person.spend_minor, currency))}
                {figure(visitors::HESITATION, person.hesitation.to_string())}
                {figure(visitors::SEEN, period::ago(person.last_seen, now, locale::current()))}
            </dl>
        </section>
    }
    .into_any()
}
