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
    Flag, Text, click, either,
    format::{copy, countdown, money, saving},
    icon::{CLOCK, CLOSE, Icon},
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
) -> Option<impl IntoView> {
    let Content::Offer { title, body, benefit, min_spend_minor, currency, code, expires_at } =
        card.content
    else {
        return None;
    };
    let (delivery, code) = (String::from(card.delivery), String::from(code));
    let (is_copied, is_used) = (RwSignal::new(false), RwSignal::new(false));
    let put = {
        let code = code.clone();
        move || {
            copy(&code);
            is_copied.set(true);
        }
    };
    let dismiss = {
        let delivery = delivery.clone();
        move || gesture(Gesture::Dismisses { delivery: delivery.clone() })
    };
    let apply = {
        let put = put.clone();
        move || {
            put();
            is_used.set(true);
            gesture(Gesture::Uses { delivery: delivery.clone() });
        }
    };
    let left = time_left(words, expires_at);
    let is_over: Flag = Box::new(move || left.get().is_empty());
    let remaining: Text = Box::new(move || match left.get() {
        over if over.is_empty() => words.expired.to_owned(),
        left => format!("{} {left}", words.ends_in),
    });
    Some(view! {
        <article class="offer" data-testid="offer-card">
            <div class="prize">
                <button class="bare" data-testid="offer-dismiss" aria-label=words.dismiss title=words.dismiss
                    on:click=click(dismiss)><Icon path=CLOSE/></button>
                <strong>{saving(words, locale, benefit, currency)}</strong>
                <small>{condition(words, locale, min_spend_minor, currency)}</small>
            </div>
            <h3>{title}</h3>
            <p>{body}</p>
            <div class="code">
                <code data-testid="offer-code">{code}</code>
                <button class="link" on:click=click(put)>{either(is_copied, words.copied, words.copy)}</button>
            </div>
            <button class="main" data-testid="offer-use" disabled=is_over on:click=click(apply)>
                {either(is_used, words.used, words.use_now)}
            </button>
            <footer>
                <div class="left"><Icon path=CLOCK/><span>{remaining}</span></div>
                <details><summary>{words.why}</summary><p>{card.reason}</p></details>
            </footer>
        </article>
    })
}

/// What is left until `end`, empty once it is over, every second anew as long as the card is shown.
fn time_left(words: &'static Words, end: Timestamp) -> RwSignal<String> {
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
