//! The cards a visitor holds, and how politely they are shown.
//!
//! A card waits in the conversation. One marketing card a page view may also show itself beside the launcher; it
//! never opens the panel and never takes the focus. What was sent away stays away, on every later page.

use serde_json::Value;
use shared::{
    delivery::{Card, Content},
    rule::Class,
    time::Timestamp,
};

use crate::{
    json::{items, object, texts},
    limits::{CARDS_KEPT_MAX, DELIVERIES_KEPT_MAX},
    wire,
};

/// The cards a visitor holds.
#[derive(Debug, Default)]
pub struct Offers {
    kept: Kept,
    /// The card beside the launcher. One a page view, also after it went away.
    teased: Option<String>,
}

/// What is remembered between pages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// Cards that came without a message, oldest first.
    cards: Vec<Card>,
    /// Deliveries that came into view.
    seen: Vec<String>,
    /// Deliveries sent away.
    dismissed: Vec<String>,
}

/// An offer beside the launcher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teaser {
    /// The headline.
    pub title: String,
    /// The sentence under it.
    pub body: String,
}

impl Kept {
    /// Reads what was kept; what is missing was never there.
    #[must_use]
    pub fn stored(value: Option<&Value>) -> Self {
        let field = |name| items(value.and_then(|value| value.get(name)));
        let set =
            |name| field(name).iter().filter_map(|item| item.as_str().map(str::to_owned)).collect();
        Self {
            cards: field("cards").iter().filter_map(wire::card).collect(),
            seen: set("seen"),
            dismissed: set("dismissed"),
        }
    }

    /// As it is kept.
    #[must_use]
    pub fn write(&self) -> Value {
        object([
            ("cards", self.cards.iter().map(wire::write_card).collect::<Vec<_>>().into()),
            ("seen", texts(&self.seen)),
            ("dismissed", texts(&self.dismissed)),
        ])
    }
}

impl Offers {
    /// Takes in what an earlier page kept; says which cards are still worth showing.
    pub fn restore(&mut self, kept: Kept, now: Timestamp) -> Vec<Card> {
        self.kept = kept;
        self.kept.cards.retain(|card| is_live(card, now));
        let cards = self.kept.cards.iter();
        cards.filter(|card| !self.is_dismissed(card.delivery.as_str())).cloned().collect()
    }

    /// Remembers a card that came without a message; says whether it may be shown.
    pub fn receive(&mut self, card: &Card, now: Timestamp) -> bool {
        let is_known = self.kept.cards.iter().any(|known| known.delivery == card.delivery);
        if !is_known {
            self.kept.cards.push(card.clone());
            let over = self.kept.cards.len().saturating_sub(CARDS_KEPT_MAX);
            self.kept.cards.drain(..over);
        }
        is_live(card, now) && !self.is_dismissed(card.delivery.as_str())
    }

    /// The words to show beside the launcher, if this page view had none yet.
    pub fn tease(&mut self, card: &Card) -> Option<Teaser> {
        if card.class != Class::Marketing || self.teased.is_some() {
            return None;
        }
        let delivery = card.delivery.as_str();
        if self.is_dismissed(delivery) || self.kept.seen.iter().any(|seen| seen == delivery) {
            return None;
        }
        let teaser = match &card.content {
            Content::Offer { title, body, .. } => {
                Teaser { title: title.clone(), body: body.clone() }
            }
            Content::Products { intro, products } => {
                Teaser { title: products.first()?.name.clone(), body: intro.clone() }
            }
            Content::Text { text } => Teaser { title: text.clone(), body: String::new() },
        };
        self.teased = Some(delivery.to_owned());
        Some(teaser)
    }

    /// The delivery beside the launcher.
    #[must_use]
    pub fn teased(&self) -> Option<String> {
        self.teased.clone()
    }

    /// A new page: one more offer may show itself.
    pub fn turn_page(&mut self) {
        self.teased = None;
    }

    /// The card came into view; says whether for the first time.
    pub fn see(&mut self, delivery: &str) -> bool {
        add(&mut self.kept.seen, delivery)
    }

    /// The visitor sends it away; says whether for the first time.
    pub fn dismiss(&mut self, delivery: &str) -> bool {
        self.kept.cards.retain(|card| card.delivery.as_str() != delivery);
        add(&mut self.kept.dismissed, delivery)
    }

    /// Whether the visitor sent it away.
    #[must_use]
    pub fn is_dismissed(&self, delivery: &str) -> bool {
        self.kept.dismissed.iter().any(|gone| gone == delivery)
    }

    /// What is remembered between pages.
    #[must_use]
    pub fn kept(&self) -> Kept {
        self.kept.clone()
    }
}

/// Adds a delivery to a list of the last [`DELIVERIES_KEPT_MAX`]; says whether it is new there.
fn add(list: &mut Vec<String>, delivery: &str) -> bool {
    if list.iter().any(|known| known == delivery) {
        return false;
    }
    if DELIVERIES_KEPT_MAX <= list.len() {
        list.remove(0);
    }
    list.push(delivery.to_owned());
    true
}

/// Whether the card still says something true.
fn is_live(card: &Card, now: Timestamp) -> bool {
    match &card.content {
        Content::Offer { expires_at, .. } => now < *expires_at,
        Content::Products { .. } | Content::Text { .. } => true,
    }
}
