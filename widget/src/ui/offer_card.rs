//! An offer with the visitor's own coupon.

use std::time::Duration;

use leptos::prelude::*;
use shared::{
    delivery::{Card, Content},
    money::{Currency, Minor},
    text::Locale,
    time::Timestamp,
};

use super::{
    click, either, flag,
    format::{copy, countdown, money, saving},
    icon::{CLOCK, CLOSE, Icon},
    text,
};
use crate::{clock, session::Gesture, shell::gesture, words::Words};

/// What the visitor gets, until when, the code, and a way to refuse it in one step.
#[component]
pub fn OfferCard(
    /// The card; anything but an offer draws nothing.
    card: Card,
    /// The language.
    words: &'static Words,
    /// The language, for amounts.
    locale: Locale,
) -> impl IntoView {
    let Content::Offer { title, body, benefit, min_spend_minor, currency, code, expires_at } =
        card.content
    else {
        return ().into_any();
    };
    let delivery = StoredValue::new(String::from(card.delivery));
    let code = StoredValue::new(String::from(code));
    let (is_copied, is_used) = (RwSignal::new(false), RwSignal::new(false));
    let left = time_left(words, expires_at);
    let put = move || {
        copy(&code.get_value());
        is_copied.set(true);
    };
    let min_spend = condition(words, locale, min_spend_minor, currency);
    let remaining = text(move || {
        left.get()
            .map_or_else(|| words.expired.to_owned(), |left| format!("{} {left}", words.ends_in))
    });
    view! {
        <article class="offer" data-testid="offer-card">
            <div class="prize">
                <button class="bare" data-testid="offer-dismiss" aria-label=words.dismiss title=words.dismiss
                    on:click=click(move || gesture(Gesture::Dismisses { delivery: delivery.get_value() }))>
                    <Icon path=CLOSE/>
                </button>
                <strong>{saving(words, locale, benefit, currency)}</strong>
                <small>{min_spend}</small>
            </div>
            <h3>{title}</h3>
            <p>{body}</p>
            <div class="code">
                <code data-testid="offer-code">{code.get_value()}</code>
                <button class="link" on:click=click(put)>
                    {either(is_copied, words.copied, words.copy)}
                </button>
            </div>
            <button class="main" data-testid="offer-use" disabled=flag(move || left.with(Option::is_none))
                on:click=click(move || {
                    put();
                    is_used.set(true);
                    gesture(Gesture::Uses { delivery: delivery.get_value() });
                })>
                {either(is_used, words.used, words.use_now)}
            </button>
            <footer>
                <span class="left"><Icon path=CLOCK/>{remaining}</span>
                <details><summary>{words.why}</summary><p>{card.reason}</p></details>
            </footer>
        </article>
    }
    .into_any()
}

/// What is left until `end`, every second anew as long as the card is shown.
fn time_left(words: &'static Words, end: Timestamp) -> RwSignal<Option<String>> {
    let left = RwSignal::new(countdown(words, end, clock::now()));
    let tick = set_interval_with_handle(
        move || left.set(countdown(words, end, clock::now())),
        Duration::from_secs(1),
    );
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    left
}

/// The smallest order it applies to, in words; empty where there is none.
fn condition(words: &Words, locale: Locale, min_spend: Minor, currency: Currency) -> String {
    if min_spend == Minor::ZERO {
        return String::new();
    }
    let (before, after) = words.min_spend;
    format!("{before}{}{after}", money(locale, currency, min_spend))
}
