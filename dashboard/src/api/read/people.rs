//! People: the list, one of them in full, who matches a condition, and who just did something.

use std::collections::BTreeSet;

use serde_json::Value;
use shared::{
    consent::{Answer, ConsentSource, NoticeVersion, Purpose},
    conversation::{Message, Modality, Speaker},
    intent::{IntentReading, Label, Language, Score, Sentiment, Source},
    text::Locale,
    wire::admin::{TimelineItem, VisitorDetail, VisitorSummary, Visitors},
};

use super::{
    decision::verdict,
    delivery::{card, delivery},
    derived,
    model::{labelled, source},
};
use crate::api::json::{
    document, flag, id, list, minor, moment, number, owned, owned_or_empty, small, text, texts,
};

/// Reads who was here lately.
pub(crate) fn visitors(value: &Value) -> Option<Visitors> {
    Some(Visitors { visitors: list(value, "visitors", summary)?, as_of: moment(value, "as_of")? })
}

/// Reads one person in full.
pub(crate) fn visitor(value: &Value) -> Option<VisitorDetail> {
    Some(VisitorDetail {
        summary: summary(value.get("summary")?)?,
        attributes: document(value, "attributes"),
        portrait: value.get("portrait").and_then(derived).unwrap_or_default(),
        consents: list(value, "consents", consent)?,
        deliveries: list(value, "deliveries", delivery)?,
        timeline: list(value, "timeline", item)?,
        labels: list(value, "labels", labelled)?,
    })
}

/// Reads who just did something; what a later edge pushes besides is nothing.
pub(crate) fn pushed(value: &Value) -> Option<VisitorSummary> {
    (text(value, "type")? == "visitor").then(|| summary(value.get("visitor")?)).flatten()
}

pub(super) fn summary(value: &Value) -> Option<VisitorSummary> {
    Some(VisitorSummary {
        profile: id(value, "profile")?,
        name: owned_or_empty(value, "name"),
        first_seen: moment(value, "first_seen")?,
        last_seen: moment(value, "last_seen")?,
        online: flag(value, "online")?,
        page_title: owned_or_empty(value, "page_title"),
        page_url: owned_or_empty(value, "page_url"),
        visits: small(value, "visits")?,
        cart_minor: minor(value, "cart_minor")?,
        orders: small(value, "orders")?,
        spend_minor: minor(value, "spend_minor")?,
        last_order_at: moment(value, "last_order_at"),
        order_value_minor: minor(value, "order_value_minor").unwrap_or_default(),
        buying: None,
        intent: owned_or_empty(value, "intent"),
        hesitation: small(value, "hesitation")?,
        segments: texts(value, "segments")?,
        holdout: flag(value, "holdout")?,
        consented: flag(value, "consented")?,
        conversation: value.get("conversation").and_then(derived).unwrap_or_default(),
    })
}

fn consent(value: &Value) -> Option<Answer> {
    Some(Answer {
        purpose: match text(value, "purpose")? {
            "analytics" => Purpose::Analytics,
            "marketing" => Purpose::Marketing,
            _ => return None,
        },
        granted: flag(value, "granted")?,
        notice: NoticeVersion::new(small(value, "notice")?),
        locale: Locale::closest(text(value, "locale")?),
        source: match text(value, "source")? {
            "widget" => ConsentSource::Widget,
            "merchant" => ConsentSource::Merchant,
            _ => return None,
        },
        at: moment(value, "at")?,
        confirmed_at: moment(value, "confirmed_at").unwrap_or_default(),
        chosen_at: moment(value, "chosen_at"),
    })
}

fn item(value: &Value) -> Option<TimelineItem> {
    let at = moment(value, "at")?;
    Some(match text(value, "kind")? {
        "event" => TimelineItem::Event {
            at,
            event_type: owned(value, "event_type")?,
            name: owned_or_empty(value, "name"),
            properties: document(value, "properties"),
            page_url: owned_or_empty(value, "page_url"),
            derived: flag(value, "derived").unwrap_or_default(),
        },
        "message" => {
            TimelineItem::Message { at, message: Box::new(message(value.get("message")?)?) }
        }
        "decision" => TimelineItem::Decision {
            at,
            decision: id(value, "decision")?,
            trigger: owned(value, "trigger")?,
            verdict: verdict(value.get("verdict")?)?,
        },
        _ => return None,
    })
}

fn message(value: &Value) -> Option<Message> {
    Some(Message {
        seq: small(value, "seq")?,
        id: id(value, "id")?,
        from: match text(value, "from")? {
            "visitor" => Speaker::Visitor,
            "assistant" => Speaker::Assistant,
            "agent" => Speaker::Agent,
            _ => return None,
        },
        text: owned_or_empty(value, "text"),
        at: moment(value, "at")?,
        modality: match text(value, "modality") {
            Some("transcript") => Modality::Transcript,
            Some("image_description") => Modality::ImageDescription,
            _ => Modality::Text,
        },
        confidence: number(value, "confidence").map(Score::saturating),
        intent: value.get("intent").and_then(reading),
        card: value.get("card").and_then(card),
        source: value.get("source").and_then(derived),
        choices: value.get("choices").and_then(derived).unwrap_or_default(),
        comparison: value.get("comparison").and_then(derived),
    })
}

/// Reads what was understood, as far as an operator sees it: the label, how sure it is, and who read it.
fn reading(value: &Value) -> Option<IntentReading> {
    Some(IntentReading {
        label: Label::parse(text(value, "label")?)?,
        score: Score::saturating(number(value, "score")?),
        alternatives: Vec::new(),
        flags: BTreeSet::new(),
        entities: Vec::new(),
        sentiment: Sentiment::default(),
        lang: Language::default(),
        source: source(value).unwrap_or(Source::Model),
        model: owned_or_empty(value, "model"),
    })
}

#[cfg(test)]
mod tests;
