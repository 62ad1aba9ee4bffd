//! What the edge says, read by hand: the types are `shared::wire`'s, and the tests hold every reader to them.
//!
//! A document that misses something is `None` as a whole: half an offer is no offer. One bad item of a list is left
//! out, so that one card of a newer edge does not silence a conversation.

use serde_json::Value;
use shared::{
    catalog::compare::{Compared, Comparison, Row},
    consent::NoticeVersion,
    conversation::{Message, Modality, Speaker},
    delivery::{Card, Content, ProductCard},
    knowledge::Source,
    money::{Currency, Minor},
    offer::{Benefit, Percent},
    rule::Class,
    wire::{
        identity::NewIdentity,
        widget::{BootAnswer, Push, SendMessageAnswer},
    },
};

use crate::{
    json::{items, moment, number, object, text, text_or_empty},
    session::input::Kept,
};

/// Reads the answer to a boot.
#[must_use]
pub fn boot(value: &Value) -> Option<BootAnswer> {
    Some(BootAnswer {
        token: text(value, "token")?.to_owned(),
        anonymous_id: text(value, "anonymousId")?.parse().ok()?,
        shop: text_or_empty(value, "shop"),
        notice: NoticeVersion::new(u16::try_from(number(value, "notice")?).ok()?),
        primary_colour: text_or_empty(value, "primaryColour"),
        messages: messages(value.get("messages")),
    })
}

/// Reads the answer to events.
#[must_use]
pub fn kept(value: &Value) -> Kept {
    let identity = value.get("identity").and_then(|identity| {
        Some(NewIdentity {
            token: text(identity, "token")?.to_owned(),
            anonymous_id: text(identity, "anonymousId")?.to_owned(),
        })
    });
    Kept { cards: items(value.get("cards")).iter().filter_map(card).collect(), identity }
}

/// Reads the answer to a message.
#[must_use]
pub fn said(value: &Value) -> Option<SendMessageAnswer> {
    Some(SendMessageAnswer {
        message: message(value.get("message")?)?,
        replies: messages(value.get("replies")),
    })
}

/// Reads what the stream carries.
#[must_use]
pub fn push(value: &Value) -> Option<Push> {
    match text(value, "type")? {
        "card" => Some(Push::Card { card: card(value.get("card")?)? }),
        "message" => Some(Push::Message { message: message(value.get("message")?)?.into() }),
        "pong" => Some(Push::Pong),
        _ => None,
    }
}

fn messages(value: Option<&Value>) -> Vec<Message> {
    items(value).iter().filter_map(message).collect()
}

fn message(value: &Value) -> Option<Message> {
    Some(Message {
        seq: u32::try_from(number(value, "seq")?).ok()?,
        id: text(value, "id")?.parse().ok()?,
        from: match text(value, "from")? {
            "visitor" => Speaker::Visitor,
            "assistant" => Speaker::Assistant,
            "agent" => Speaker::Agent,
            _ => return None,
        },
        text: text_or_empty(value, "text"),
        at: moment(value, "at")?,
        // The visitor knows what they wanted and how they said it.
        modality: Modality::Text,
        confidence: None,
        intent: None,
        card: value.get("card").and_then(card),
        source: value.get("source").and_then(source),
        choices: texts(value.get("choices")),
        comparison: value.get("comparison").map(comparison),
    })
}

fn comparison(value: &Value) -> Comparison {
    Comparison {
        products: items(value.get("products")).iter().filter_map(compared).collect(),
        rows: items(value.get("rows")).iter().map(row).collect(),
    }
}

fn compared(value: &Value) -> Option<Compared> {
    Some(Compared {
        id: text(value, "id")?.parse().ok()?,
        name: text_or_empty(value, "name"),
        price_minor: Minor::new(number(value, "price_minor")?),
        currency: currency(value)?,
        url: text_or_empty(value, "url"),
    })
}

fn row(value: &Value) -> Row {
    Row {
        label: text_or_empty(value, "label"),
        values: texts(value.get("values")),
        best: number(value, "best").and_then(|best| u8::try_from(best).ok()),
    }
}

fn source(value: &Value) -> Option<Source> {
    Some(Source {
        article: text(value, "article")?.parse().ok()?,
        title: text_or_empty(value, "title"),
        url: text_or_empty(value, "url"),
    })
}

fn texts(value: Option<&Value>) -> Vec<String> {
    items(value).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Reads a card.
#[must_use]
pub fn card(value: &Value) -> Option<Card> {
    Some(Card {
        delivery: text(value, "delivery")?.parse().ok()?,
        class: match text(value, "class")? {
            "service" => Class::Service,
            // A class we do not know is treated with the most restraint.
            _ => Class::Marketing,
        },
        at: moment(value, "at")?,
        reason: text_or_empty(value, "reason"),
        content: content(value.get("content")?)?,
    })
}

fn content(value: &Value) -> Option<Content> {
    Some(match text(value, "kind")? {
        "offer" => Content::Offer {
            title: text_or_empty(value, "title"),
            body: text_or_empty(value, "body"),
            benefit: benefit(value.get("benefit")?)?,
            min_spend_minor: Minor::new(number(value, "min_spend_minor")?),
            currency: currency(value)?,
            code: text(value, "code")?.parse().ok()?,
            expires_at: moment(value, "expires_at")?,
        },
        "products" => Content::Products {
            intro: text_or_empty(value, "intro"),
            products: items(value.get("products")).iter().filter_map(product).collect(),
        },
        "text" => Content::Text { text: text_or_empty(value, "text") },
        _ => return None,
    })
}

fn benefit(value: &Value) -> Option<Benefit> {
    Some(match text(value, "kind")? {
        "percent_off" => {
            let percent = u8::try_from(number(value, "percent")?).ok()?;
            Benefit::PercentOff { percent: Percent::try_from(percent).ok()? }
        }
        "amount_off" => {
            Benefit::AmountOff { amount_minor: Minor::new(number(value, "amount_minor")?) }
        }
        "free_delivery" => Benefit::FreeDelivery,
        _ => return None,
    })
}

fn product(value: &Value) -> Option<ProductCard> {
    Some(ProductCard {
        id: text(value, "id")?.parse().ok()?,
        name: text(value, "name")?.to_owned(),
        price_minor: Minor::new(number(value, "price_minor")?),
        currency: currency(value)?,
        url: text_or_empty(value, "url"),
        image: text_or_empty(value, "image"),
        why: text_or_empty(value, "why"),
    })
}

fn currency(value: &Value) -> Option<Currency> {
    Currency::try_from(text(value, "currency")?).ok()
}

/// Writes a card as the edge would, to keep it between pages.
#[must_use]
pub fn write_card(card: &Card) -> Value {
    let class = match card.class {
        Class::Marketing => "marketing",
        Class::Service => "service",
    };
    object([
        ("delivery", card.delivery.as_str().into()),
        ("class", class.into()),
        ("at", card.at.unix_millis().into()),
        ("reason", card.reason.as_str().into()),
        ("content", write_content(&card.content)),
    ])
}

fn write_content(content: &Content) -> Value {
    match content {
        Content::Offer { title, body, benefit, min_spend_minor, currency, code, expires_at } => {
            object([
                ("kind", "offer".into()),
                ("title", title.as_str().into()),
                ("body", body.as_str().into()),
                ("benefit", write_benefit(*benefit)),
                ("min_spend_minor", min_spend_minor.get().into()),
                ("currency", currency.as_str().into()),
                ("code", code.as_str().into()),
                ("expires_at", expires_at.unix_millis().into()),
            ])
        }
        Content::Products { intro, products } => object([
            ("kind", "products".into()),
            ("intro", intro.as_str().into()),
            ("products", products.iter().map(write_product).collect::<Vec<_>>().into()),
        ]),
        Content::Text { text } => object([("kind", "text".into()), ("text", text.as_str().into())]),
    }
}

fn write_benefit(benefit: Benefit) -> Value {
    match benefit {
        Benefit::PercentOff { percent } => {
            object([("kind", "percent_off".into()), ("percent", u8::from(percent).into())])
        }
        Benefit::AmountOff { amount_minor } => {
            object([("kind", "amount_off".into()), ("amount_minor", amount_minor.get().into())])
        }
        Benefit::FreeDelivery => object([("kind", "free_delivery".into())]),
    }
}

fn write_product(product: &ProductCard) -> Value {
    object([
        ("id", product.id.as_str().into()),
        ("name", product.name.as_str().into()),
        ("price_minor", product.price_minor.get().into()),
        ("currency", product.currency.as_str().into()),
        ("url", product.url.as_str().into()),
        ("image", product.image.as_str().into()),
        ("why", product.why.as_str().into()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::time::Timestamp;

    const AT: Timestamp = Timestamp::from_unix_millis(1_767_000_000_000);

    fn card_of(content: Content, class: Class) -> Card {
        Card {
            delivery: "d-1".parse().expect("an id"),
            class,
            at: AT,
            reason: "因为您看过它三次".into(),
            content,
        }
    }

    fn offer(benefit: Benefit) -> Card {
        let content = Content::Offer {
            title: "限时优惠".into(),
            body: "两小时内有效".into(),
            benefit,
            min_spend_minor: Minor::new(9_900),
            currency: Currency::CNY,
            code: "SAVE-1".parse().expect("a code"),
            expires_at: AT,
        };
        card_of(content, Class::Marketing)
    }

    fn every_card() -> Vec<Card> {
        let product = ProductCard {
            id: "p-1".parse().expect("an id"),
            name: "Novera 12".into(),
            price_minor: Minor::new(329_900),
            currency: Currency::CNY,
            url: "/shop/product.html?id=p-1".into(),
            image: "/shop/img/p-1.svg".into(),
            why: "同品牌，电池更大".into(),
        };
        let products = Content::Products { intro: "为您推荐".into(), products: vec![product] };
        vec![
            offer(Benefit::AmountOff { amount_minor: Minor::new(10_000) }),
            offer(Benefit::PercentOff { percent: Percent::try_from(15).expect("a percentage") }),
            offer(Benefit::FreeDelivery),
            card_of(products, Class::Service),
            card_of(Content::Text { text: "您好".into() }, Class::Service),
        ]
    }

    fn every_message() -> Vec<Message> {
        let speakers = [Speaker::Visitor, Speaker::Assistant, Speaker::Agent];
        let mut seq: u32 = 0;
        let mut said = |from, card| {
            seq = seq.saturating_add(1);
            let id = format!("m-{seq}").parse().expect("an id");
            Message {
                seq,
                id,
                from,
                text: "您好".into(),
                at: AT,
                modality: Modality::Text,
                confidence: None,
                intent: None,
                card,
                source: None,
                choices: Vec::new(),
                comparison: None,
            }
        };
        let mut all: Vec<Message> =
            speakers.into_iter().map(|speaker| said(speaker, None)).collect();
        all.extend(every_card().into_iter().map(|card| said(Speaker::Assistant, Some(card))));
        let source = Source {
            article: "refund-time".parse().expect("an id"),
            title: "退款多久到账".into(),
            url: "/help".into(),
        };
        let answered = Message { source: Some(source), ..said(Speaker::Assistant, None) };
        let choices = vec!["退款多久到账".into(), "都不是".into()];
        let asked = Message { choices, ..said(Speaker::Assistant, None) };
        let compared = |id: &str| Compared {
            id: id.parse().expect("an id"),
            name: "云梯 K5".into(),
            price_minor: Minor::new(299_900),
            currency: Currency::CNY,
            url: "/p".into(),
        };
        let row =
            |best| Row { label: "续航".into(), values: vec!["19 h".into(), String::new()], best };
        let comparison = Comparison {
            products: vec![compared("a"), compared("b")],
            rows: vec![row(Some(1)), row(None)],
        };
        let beside = Message { comparison: Some(comparison), ..said(Speaker::Assistant, None) };
        all.extend([answered, asked, beside]);
        all
    }

    #[test]
    fn a_boot_is_read_as_the_edge_wrote_it() {
        let answer = BootAnswer {
            token: "t".into(),
            anonymous_id: "anon-1".parse().expect("an id"),
            shop: "山野数码".into(),
            notice: NoticeVersion::new(3),
            primary_colour: "#2f5bea".into(),
            messages: every_message(),
        };
        let written = serde_json::to_value(&answer).expect("json");
        assert_eq!(boot(&written), Some(answer));
    }

    #[test]
    fn an_answer_to_a_message_is_read_as_the_edge_wrote_it() {
        let mut messages = every_message();
        let answer = SendMessageAnswer { message: messages.remove(0), replies: messages };
        assert_eq!(said(&serde_json::to_value(&answer).expect("json")), Some(answer));
    }

    #[test]
    fn a_new_identity_is_read_as_the_edge_wrote_it() {
        let identity = NewIdentity { token: "t-2".into(), anonymous_id: "anon-2".into() };
        let answer = object([("identity", serde_json::to_value(&identity).expect("an identity"))]);
        assert_eq!(kept(&answer).identity, Some(identity));
        assert_eq!(kept(&object([])).identity, None);
    }

    #[test]
    fn every_push_is_read_as_the_edge_wrote_it() {
        let cards = every_card().into_iter().map(|card| Push::Card { card });
        let messages =
            every_message().into_iter().map(|message| Push::Message { message: message.into() });
        for pushed in cards.chain(messages).chain([Push::Pong]) {
            assert_eq!(push(&serde_json::to_value(&pushed).expect("json")), Some(pushed));
        }
    }

    #[test]
    fn a_card_is_written_as_the_edge_writes_it() {
        for card in every_card() {
            assert_eq!(write_card(&card), serde_json::to_value(&card).expect("json"));
        }
    }

    #[test]
    fn one_card_of_a_newer_edge_is_left_out_and_the_others_stay() {
        let mut written = serde_json::to_value(every_card()).expect("json");
        written[0]["content"]["kind"] = "hologram".into();
        let answer = object([("cards", written)]);
        assert_eq!(kept(&answer).cards, every_card()[1..]);
    }

    #[test]
    fn nothing_that_a_document_can_miss_makes_a_panic() {
        let whole = serde_json::to_value(offer(Benefit::FreeDelivery)).expect("json");
        let Value::Object(fields) = &whole else { panic!("an object") };
        for missing in fields.keys() {
            let mut partial = fields.clone();
            partial.remove(missing);
            let read = card(&Value::Object(partial));
            assert_eq!(read.is_some(), missing == "reason", "{missing}");
        }
    }
}
