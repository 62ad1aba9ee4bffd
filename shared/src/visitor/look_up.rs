//! Looking an order up: what the shop's records say of a person's own orders, in a sentence each.
//!
//! Nothing is said that is not in the record. An order of which only the purchase is known is no answer to "where is
//! it?", so the next one that may answer has its turn: an article, else a human. Orders of other people are not looked
//! at, whatever number is given.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{
    Context, Visitor,
    hear::{Asked, Said, out_of_hours},
};
use crate::{
    conversation::{Question, Step, Why},
    intent::{EntityType, IntentReading},
    limits::ORDERS_TOLD_MAX,
    profile::{
        orders::{Order, Refund},
        progress::{Progress, Stage},
    },
    text::Locale,
    time::Timestamp,
};

/// The months, as an English date has them.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Visitor {
    /// What the records say about the orders that are asked about; none where nothing of use is known.
    ///
    /// A number that is none of theirs is passed on to a human, who can look further.
    pub(super) fn look_up(&mut self, asked: Asked<'_>, context: Context<'_>) -> Option<Said> {
        let locale = self.locale();
        if let Some(order) = self.named_in(asked.text).next() {
            return self.told(order, locale, context).map(Said::plain);
        }
        if asked.names_order {
            self.conduct(Step::Promised { why: Why::NoAnswer }, context.now);
            let hours = out_of_hours(locale, context).unwrap_or_default();
            return Some(Said::plain([hours.as_str(), not_theirs(locale)].concat()));
        }
        let orders = self.profile.orders.newest_first();
        let told: Vec<String> = orders
            .into_iter()
            .filter_map(|order| self.told(order, locale, context))
            .take(ORDERS_TOLD_MAX)
            .collect();
        (!told.is_empty()).then(|| Said::plain(told.join("\n")))
    }

    /// Asks which order is meant; never right after another question.
    pub(super) fn ask_for_order(&mut self, asked: Asked<'_>) -> Option<Said> {
        if asked.names_order || asked.before.is_some() {
            return None;
        }
        self.asked = Some(Question::OrderNumber(asked.label));
        Some(Said::plain(which_order(self.locale()).into()))
    }

    /// Whether a message names an order: one of theirs, or what looks like the number of one.
    pub(super) fn is_order_named(&self, reading: &IntentReading, text: &str) -> bool {
        reading.entities.iter().any(|entity| entity.kind == EntityType::OrderNo)
            || self.named_in(text).next().is_some()
    }

    /// Their orders whose number is in a text.
    fn named_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a Order> {
        let is_named = |order: &&Order| stands_in(text, order.id.as_str());
        self.profile.orders.newest_first().into_iter().filter(is_named)
    }

    /// What is known about an order besides that it was placed, in a sentence.
    fn told(&self, order: &Order, locale: Locale, context: Context<'_>) -> Option<String> {
        if order.progress.is_none() && order.refund().is_none() {
            return None;
        }
        let day = |at| self.day_in_words(at, locale, context);
        let (open, mark, end) = match locale {
            Locale::ZhCn => (format!("订单 {}：", order.id.as_str()), "，", "。"),
            Locale::En => (format!("Order {}: ", order.id.as_str()), ", ", "."),
        };
        let placed = order.placed_at().map(|at| match locale {
            Locale::ZhCn => format!("{}下单", day(at)),
            Locale::En => format!("placed on {}", day(at)),
        });
        let come = order.progress.as_ref().map(|progress| {
            let since = day(progress.since);
            match locale {
                Locale::ZhCn => come_zh(progress, &since),
                Locale::En => come_en(progress, &since),
            }
        });
        let refunded = order.refund().map(|refund| refund_words(refund, locale).to_string());
        let facts: Vec<String> = [placed, come, refunded].into_iter().flatten().collect();
        Some([open.as_str(), &facts.join(mark), end].concat())
    }

    /// A day as people say it, by the person's calendar.
    fn day_in_words(&self, at: Timestamp, locale: Locale, context: Context<'_>) -> String {
        let zone = self.civil_zone(context);
        let ahead = zone.and_then(|zone| context.zones.offset_secs(zone, at)).unwrap_or_default();
        let local = at.unix_millis().saturating_add(i64::from(ahead).saturating_mul(1_000));
        let date = Timestamp::from_unix_millis(local).to_rfc3339();
        let part = |from: usize, to: usize| -> usize {
            date.get(from..to).and_then(|digits| digits.parse().ok()).unwrap_or_default()
        };
        let (month, day) = (part(5, 7), part(8, 10));
        match locale {
            Locale::ZhCn => format!("{month}月{day}日"),
            Locale::En => {
                let name = MONTHS.get(month.saturating_sub(1)).copied().unwrap_or_default();
                format!("{day} {name}")
            }
        }
    }
}

/// Whether something in a text may be a number of any shop's making, where one was asked for: a word of letters and digits, with
/// three digits or more.
pub(super) fn has_number(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).count();
    text.split(|c| !is_part(c)).any(|word| 3 <= digits(word))
}

/// Shorter numbers are in too many texts to mean an order.
const NUMBER_LEN_MIN: usize = 3;

/// Whether a number stands in a text as a word of its own, in capitals or not.
fn stands_in(text: &str, number: &str) -> bool {
    let (text, number) = (text.to_ascii_lowercase(), number.to_ascii_lowercase());
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let found = text.match_indices(number.as_str()).any(|(from, found)| {
        let before = text.get(..from).and_then(|before| before.chars().next_back());
        let after = text.get(from.saturating_add(found.len())..);
        let after = after.and_then(|after| after.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    });
    found && NUMBER_LEN_MIN <= number.len()
}

fn come_zh(progress: &Progress, since: &str) -> String {
    let Progress { stage, carrier, tracking_number, .. } = progress;
    let by = if carrier.is_empty() { String::new() } else { format!("由{carrier}") };
    let parcel = if tracking_number.is_empty() {
        String::new()
    } else {
        format!("，运单号 {tracking_number}")
    };
    match stage {
        Stage::Processing => "商家正在备货，还没有发出".into(),
        Stage::Shipped => format!("{since}已{by}发出{parcel}"),
        Stage::Delivered => format!("{since}已签收{parcel}"),
    }
}

fn come_en(progress: &Progress, since: &str) -> String {
    let Progress { stage, carrier, tracking_number, .. } = progress;
    let by = if carrier.is_empty() { String::new() } else { format!(" with {carrier}") };
    let parcel = if tracking_number.is_empty() {
        String::new()
    } else {
        format!(", tracking number {tracking_number}")
    };
    match stage {
        Stage::Processing => "being prepared, not shipped yet".into(),
        Stage::Shipped => format!("shipped on {since}{by}{parcel}"),
        Stage::Delivered => format!("delivered on {since}{parcel}"),
    }
}

const fn refund_words(refund: Refund, locale: Locale) -> &'static str {
    match (refund, locale) {
        (Refund::Whole, Locale::ZhCn) => "已全额退款",
        (Refund::Whole, Locale::En) => "refunded in full",
        (Refund::Part, Locale::ZhCn) => "已部分退款",
        (Refund::Part, Locale::En) => "refunded in part",
    }
}

const fn which_order(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhCn => "请把订单号发给我，我来查一下。",
        Locale::En => "Please send me the order number, and I will look it up.",
    }
}

const fn not_theirs(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhCn => {
            "我在您的订单里没有查到这个订单号，已转给人工客服核实，他们会在这里回复您。"
        }
        Locale::En => {
            "I could not find that number among your orders. A colleague will check and answer you here."
        }
    }
}
