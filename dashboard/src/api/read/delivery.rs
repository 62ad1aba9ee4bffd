//! What was given to a person, and what a message of the conversation carried.

use serde_json::Value;
use shared::delivery::{Card, Content, Delivery, DeliveryState, ProductCard};

use super::config::{benefit, class};
use crate::api::json::{
    currency, id, id_if_any, is_missing, list, minor, moment, owned, owned_or_empty, text,
};

/// Reads a delivery.
pub(super) fn delivery(value: &Value) -> Option<Delivery> {
    Some(Delivery {
        id: id(value, "id")?,
        rule: id(value, "rule")?,
        class: class(value)?,
        offer: id_if_any(value, "offer")?,
        treatment: if is_missing(value, "treatment") {
            None
        } else {
            let [key, variation] = value.get("treatment")?.as_array()?.as_slice() else {
                return None;
            };
            Some((key.as_str()?.parse().ok()?, u32::try_from(variation.as_i64()?).ok()?))
        },
        claimed_at: moment(value, "claimed_at")?,
        state: state(value.get("state")?)?,
        // Nobody is shown what is learned from it.
        study: None,
    })
}

fn state(value: &Value) -> Option<DeliveryState> {
    let at = moment(value, "at");
    Some(match text(value, "state")? {
        "queued" => DeliveryState::Queued,
        "sent" => DeliveryState::Sent,
        "skipped" => DeliveryState::Skipped { at: at? },
        "opened" => DeliveryState::Opened { at: at? },
        "dismissed" => DeliveryState::Dismissed { at: at? },
        "clicked" => DeliveryState::Clicked { at: at? },
        "converted" => DeliveryState::Converted { at: at?, order: id(value, "order")? },
        _ => return None,
    })
}

/// Reads a card.
pub(super) fn card(value: &Value) -> Option<Card> {
    Some(Card {
        delivery: id(value, "delivery")?,
        class: class(value)?,
        at: moment(value, "at")?,
        reason: owned_or_empty(value, "reason"),
        content: content(value.get("content")?)?,
    })
}

fn content(value: &Value) -> Option<Content> {
    Some(match text(value, "kind")? {
        "offer" => Content::Offer {
            title: owned(value, "title")?,
            body: owned(value, "body")?,
            benefit: benefit(value.get("benefit")?)?,
            min_spend_minor: minor(value, "min_spend_minor")?,
            currency: currency(value, "currency")?,
            code: id(value, "code")?,
            expires_at: moment(value, "expires_at")?,
        },
        "products" => Content::Products {
            intro: owned(value, "intro")?,
            products: list(value, "products", product)?,
        },
        "text" => Content::Text { text: owned(value, "text")? },
        _ => return None,
    })
}

fn product(value: &Value) -> Option<ProductCard> {
    Some(ProductCard {
        id: id(value, "id")?,
        name: owned(value, "name")?,
        price_minor: minor(value, "price_minor")?,
        currency: currency(value, "currency")?,
        url: owned_or_empty(value, "url"),
        image: owned_or_empty(value, "image"),
        why: owned_or_empty(value, "why"),
    })
}

#[cfg(test)]
mod tests {
    use shared::{
        money::{Currency, Minor},
        offer::{Benefit, Percent},
        rule::Class,
        time::Timestamp,
    };

    use super::*;

    const AT: Timestamp = Timestamp::from_unix_millis(1_767_000_000_000);

    #[test]
    fn every_state_of_a_delivery_is_read_as_the_edge_wrote_it() {
        for (state, offer, treatment) in [
            (DeliveryState::Queued, Some("o1"), None),
            (DeliveryState::Skipped { at: AT }, Some("o1"), None),
            (DeliveryState::Sent, None, None),
            (DeliveryState::Opened { at: AT }, Some("o1"), None),
            (DeliveryState::Dismissed { at: AT }, None, Some(("e1", 1))),
            (DeliveryState::Clicked { at: AT }, Some("o1"), Some(("e1", 0))),
            (DeliveryState::Converted { at: AT, order: "n-1".parse().unwrap() }, None, None),
        ] {
            let known = Delivery {
                id: "d1".parse().unwrap(),
                rule: "r1".parse().unwrap(),
                class: Class::Marketing,
                offer: offer.map(|id| id.parse().unwrap()),
                treatment: treatment.map(|(key, variation)| (key.parse().unwrap(), variation)),
                claimed_at: AT,
                state,
                study: None,
            };
            assert_eq!(delivery(&serde_json::to_value(&known).unwrap()), Some(known));
        }
    }

    #[test]
    fn every_card_is_read_as_the_edge_wrote_it() {
        let offer = Content::Offer {
            title: "限时".into(),
            body: "两小时".into(),
            benefit: Benefit::PercentOff { percent: Percent::try_from(15).unwrap() },
            min_spend_minor: Minor::new(9_900),
            currency: Currency::CNY,
            code: "SAVE-1".parse().unwrap(),
            expires_at: AT,
        };
        let product = ProductCard {
            id: "p-1".parse().unwrap(),
            name: "Novera 12".into(),
            price_minor: Minor::new(329_900),
            currency: Currency::CNY,
            url: "/p".into(),
            image: "/i".into(),
            why: "同品牌".into(),
        };
        let products = Content::Products { intro: "推荐".into(), products: vec![product] };
        for content in [offer, products, Content::Text { text: "您好".into() }] {
            let known = Card {
                delivery: "d1".parse().unwrap(),
                class: Class::Service,
                at: AT,
                reason: "因为".into(),
                content,
            };
            assert_eq!(card(&serde_json::to_value(&known).unwrap()), Some(known));
        }
    }
}
