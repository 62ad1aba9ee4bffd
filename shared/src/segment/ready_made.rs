//! Segments that a shop can take as they are.
//!
//! Each is an ordinary segment: a name, a sentence that says whom it means, and a condition that
//! can be read and changed. The figures in them are the brief's where it names one (30 and 60
//! days, `high_value_minor`), else ours.
//!
//! Source: product brief, sections 一.1, 一.2, 二.3 and 三.3.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::Segment;
use crate::{
    condition::Condition,
    text::{LocalText, Locale},
};

/// A segment that can be taken as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadyMade {
    /// Its id, the same in every workspace that takes it.
    pub id: String,
    /// What operators call it.
    pub name: LocalText,
    /// Whom it means.
    pub about: LocalText,
    /// Who is in it, as text.
    pub condition: String,
}

/// Id; names; whom it means; condition.
type Row = (&'static str, (&'static str, &'static str), (&'static str, &'static str), &'static str);

const ROWS: &[Row] = &[
    (
        "high_value_hesitant",
        ("高价值但犹豫", "High value, but hesitant"),
        (
            "消费高或在看高价商品，反复比较却没下单",
            "Spends much or looks at expensive things, and keeps comparing",
        ),
        "high_value = true AND hesitation >= 50",
    ),
    (
        "high_value_leaving",
        ("高价值流失", "High value, leaving"),
        ("高价值客户，30 天没有来", "A high-value customer who was not here for 30 days"),
        "high_value = true AND last_active_days >= 30",
    ),
    (
        "silent_60",
        ("沉默 60 天", "Silent for 60 days"),
        ("60 天没有来", "Was not here for 60 days"),
        "last_active_days >= 60",
    ),
    (
        "price_sensitive",
        ("价格敏感", "Price-sensitive"),
        (
            "刚问过价格或优惠，或 30 天内多次找优惠码、反复看价",
            "Just asked about the price, or hunted coupons and rechecked prices within 30 days",
        ),
        "intent = 'price_sensitive' OR performed('Coupon Hunted', 30d) >= 2 OR performed('Price Rechecked', 30d) >= 3",
    ),
    (
        "new",
        ("新客", "New"),
        ("刚认识不久", "First seen lately"),
        "profile.lifecycle_stage = 'new'",
    ),
    (
        "loyal",
        ("忠诚客户", "Loyal"),
        ("一年内多次下单，最近还在来", "Several orders within a year, and still here"),
        "profile.lifecycle_stage = 'loyal'",
    ),
    (
        "at_risk",
        ("流失预警", "At risk"),
        ("有一阵没来了，该关怀了", "Was not here for a while: time to care"),
        "profile.lifecycle_stage = 'at_risk'",
    ),
    (
        "churned",
        ("已流失", "Churned"),
        ("很久没来，多半不会自己回来", "Was not here for very long"),
        "profile.lifecycle_stage = 'churned'",
    ),
    (
        "abandoned_cart",
        ("加购未付款", "Abandoned cart"),
        ("购物车里有商品，放着没动", "Has something in the cart and left it alone"),
        "cart_abandoned = true AND cart_items > 0",
    ),
    (
        "looks_only",
        ("只逛不买", "Looks, does not buy"),
        (
            "两周内看了 5 次以上商品，没有下单",
            "Looked at products five times in two weeks without an order",
        ),
        "performed('Product Viewed', 14d) >= 5 AND performed('Order Completed', 14d) = 0",
    ),
    (
        "first_order",
        ("首单客户", "First order"),
        ("30 天内完成了第一单", "Placed the first order within 30 days"),
        "orders = 1 AND last('Order Completed') < 30d",
    ),
    (
        "buys_again",
        ("复购客户", "Buys again"),
        ("90 天内下单两次以上", "Two orders or more within 90 days"),
        "performed('Order Completed', 90d) >= 2",
    ),
    (
        "champions",
        ("重要价值客户", "Champions"),
        ("最近买过、常买、花得多（RFM）", "Bought lately, often and much (RFM)"),
        "profile.rfm_class = 'champion'",
    ),
    (
        "unhappy",
        ("不满意", "Unhappy"),
        ("留言、评价或退款显示不满", "Messages, ratings or refunds say so"),
        "profile.satisfaction EXISTS AND profile.satisfaction < 40",
    ),
];

/// Every segment that can be taken as it is.
#[must_use]
pub fn ready_made() -> Vec<ReadyMade> {
    ROWS.iter()
        .map(|(id, (name_zh, name_en), (about_zh, about_en), condition)| ReadyMade {
            id: (*id).into(),
            name: LocalText::both(name_zh, name_en),
            about: LocalText::both(about_zh, about_en),
            condition: (*condition).into(),
        })
        .collect()
}

impl ReadyMade {
    /// The segment as it is published, named in the language of whoever takes it.
    ///
    /// `None` never happens for [`ready_made`]: a test publishes each of them.
    #[must_use]
    pub fn segment(&self, locale: Locale) -> Option<Segment> {
        Some(Segment {
            id: self.id.parse().ok()?,
            name: self.name.get(locale).into(),
            condition: Condition::from_text(&self.condition).ok()?.to_value(),
        })
    }
}
