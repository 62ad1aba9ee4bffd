//! One person in the list.

use leptos::prelude::*;
use shared::{money::Minor, wire::admin::VisitorSummary};

use crate::ui::list::Views as _;
use crate::{
    explain::{Figures as _, intent, period},
    i18n::{t, tf, visitors},
    state::{clock, figures::figures, locale, route::Route, session},
};

/// What to call a person: their name, else the end of their number.
pub(crate) fn called(person: &VisitorSummary) -> String {
    if person.name.is_empty() { anonymous(person.profile.as_str()) } else { person.name.clone() }
}

/// What to call somebody without a name.
pub(crate) fn anonymous(profile: &str) -> String {
    let count = profile.chars().count();
    let end: String = profile.chars().skip(count.saturating_sub(6)).collect();
    tf(visitors::ANONYMOUS, &[("id", &end)])
}

/// The first letter, or the last sign of a number, for the round picture.
pub(crate) fn avatar(person: &VisitorSummary) -> String {
    let letter = if person.name.is_empty() {
        person.profile.as_str().chars().last()
    } else {
        person.name.chars().next()
    };
    letter.map(|letter| letter.to_uppercase().collect()).unwrap_or_default()
}

/// One of six hues, always the same for one person.
pub(crate) fn hue(profile: &str) -> String {
    let sum = profile.bytes().fold(0_u8, u8::wrapping_add);
    format!("avatar hue-{}", sum % 6)
}

/// Draws the line; it follows the person.
pub(super) fn line(person: Memo<Option<VisitorSummary>>) -> impl IntoView {
    // The list only draws lines of people it has.
    let with = move |say: fn(&VisitorSummary) -> String| {
        move || person.with(|person| person.as_ref().map(say).unwrap_or_default())
    };
    let is = move |ask: fn(&VisitorSummary) -> bool| {
        move || person.with(|person| person.as_ref().is_some_and(ask))
    };
    let address = with(|person| {
        Route::Visitor { profile: person.profile.to_string(), decision: None }.address()
    });
    let wants = move || {
        let intent = with(|person| person.intent.clone())();
        (!intent.is_empty()).then(|| view! { <span class="badge intent">{intent::name(&intent, locale::current())}</span> })
    };
    let groups = move || {
        let names = person.with(|person| person.as_ref().map(|person| person.segments.clone()));
        let badge = |name: String| view! { <span class="badge">{figures().segment(&name)}</span> };
        names.unwrap_or_default().into_iter().take(2).map(badge).views()
    };
    view! {
        <li class="people-line" data-line="">
            <a href=address>
                <span class="people-who">
                    <span class=with(|person| hue(person.profile.as_str())) aria-hidden="true">
                        {with(avatar)}
                        <Show when=is(|person| person.online)><span class="online-dot"></span></Show>
                    </span>
                    <span class="people-name">
                        <span>{with(called)}</span>
                        <span class="muted small">{with(standing)}</span>
                    </span>
                </span>
                <span class="people-wants">
                    {wants} {groups}
                    <Show when=is(|person| person.holdout)>
                        <span class="badge outline">{t(visitors::IN_HOLDOUT)}</span>
                    </Show>
                </span>
                <span class="people-page">{with(|person| person.page_title.clone())}</span>
                <span class="people-cart number">{with(cart)}</span>
                <span class="people-seen number muted">{with(|person| {
                    period::ago(person.last_seen, clock::now(), locale::current())
                })}</span>
                <Show when=is(|person| person.online)>
                    <span class="visually-hidden">{t(visitors::ONLINE)}</span>
                </Show>
            </a>
        </li>
    }
}

fn standing(person: &VisitorSummary) -> String {
    let figures = figures();
    let mut parts =
        vec![format!("{} {}", t(visitors::VISITS)(), figures.count(person.visits.into()))];
    if 0 < person.orders {
        let spend = figures.money(person.spend_minor, session::currency());
        parts.push(format!("{} {}", t(visitors::SPEND)(), spend));
    }
    if 0 < person.hesitation {
        parts.push(format!("{} {}", t(visitors::HESITATION)(), person.hesitation));
    }
    parts.join(" · ")
}

fn cart(person: &VisitorSummary) -> String {
    if person.cart_minor == Minor::ZERO {
        return "–".to_owned();
    }
    figures().money(person.cart_minor, session::currency())
}
