//! What a message is about, in the merchant's words.
//!
//! A [`Label`] is a topic and a sub-topic, written `top.sub` everywhere (`marketing.discount`).
//! The first eight come from the product brief (4 × 2); the rest is what a shop hears besides.
//!
//! Decided once, because people disagree about them: a question for stock, advice or a comparison is
//! [`Label::PreSalesProduct`]; bargaining, coupons and gifts are [`Label::MarketingDiscount`], an event, points or
//! membership [`Label::MarketingCampaign`]; a missing or wrong item is [`Label::AfterSalesReturnExchange`]; cancelling,
//! changing the address and the delivery fee are [`Label::OrderShipping`]; price protection, invoices and payment
//! are [`Label::OtherService`].

use core::fmt;

use serde::{Deserialize, Serialize};

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Label {
    /// Attributes, stock, advice and comparison.
    #[serde(rename = "pre_sales.product")]
    PreSalesProduct,
    /// What something costs.
    #[serde(rename = "pre_sales.price")]
    PreSalesPrice,
    /// Sending back, swapping, getting money back, a wrong or missing item.
    #[serde(rename = "after_sales.return_exchange")]
    AfterSalesReturnExchange,
    /// Broken, warranty, installation, how to use.
    #[serde(rename = "after_sales.fault_repair")]
    AfterSalesFaultRepair,
    /// Bargaining, coupons, gifts.
    #[serde(rename = "marketing.discount")]
    MarketingDiscount,
    /// Events, points, membership.
    #[serde(rename = "marketing.campaign")]
    MarketingCampaign,
    /// Anger about slowness, staff, promises.
    #[serde(rename = "complaint.service")]
    ComplaintService,
    /// Anger about the thing itself.
    #[serde(rename = "complaint.product_defect")]
    ComplaintProductDefect,
    /// Where is it, when does it come, change or cancel it.
    #[serde(rename = "order.order_shipping")]
    OrderShipping,
    /// Wants a person.
    #[serde(rename = "human.human_agent")]
    HumanAgent,
    /// Greetings, thanks, small talk.
    #[serde(rename = "chitchat.chitchat")]
    Chitchat,
    /// Sign-in, bound phone, personal data.
    #[serde(rename = "account.account_privacy")]
    AccountPrivacy,
    /// Payment, invoice, price protection and other service matters.
    #[serde(rename = "other.other_service")]
    OtherService,
    /// Nothing a shop can help with.
    #[serde(rename = "other.oos")]
    OutOfScope,
}

impl Label {
    /// Every label, in the order in which models number them.
    pub const ALL: [Self; 14] = [
        Self::PreSalesProduct,
        Self::PreSalesPrice,
        Self::AfterSalesReturnExchange,
        Self::AfterSalesFaultRepair,
        Self::MarketingDiscount,
        Self::MarketingCampaign,
        Self::ComplaintService,
        Self::ComplaintProductDefect,
        Self::OrderShipping,
        Self::HumanAgent,
        Self::Chitchat,
        Self::AccountPrivacy,
        Self::OtherService,
        Self::OutOfScope,
    ];

    /// The label as it is written everywhere, `top.sub`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PreSalesProduct => "pre_sales.product",
            Self::PreSalesPrice => "pre_sales.price",
            Self::AfterSalesReturnExchange => "after_sales.return_exchange",
            Self::AfterSalesFaultRepair => "after_sales.fault_repair",
            Self::MarketingDiscount => "marketing.discount",
            Self::MarketingCampaign => "marketing.campaign",
            Self::ComplaintService => "complaint.service",
            Self::ComplaintProductDefect => "complaint.product_defect",
            Self::OrderShipping => "order.order_shipping",
            Self::HumanAgent => "human.human_agent",
            Self::Chitchat => "chitchat.chitchat",
            Self::AccountPrivacy => "account.account_privacy",
            Self::OtherService => "other.other_service",
            Self::OutOfScope => "other.oos",
        }
    }

    /// Whether it asks something that an article may answer: who wants a human, or complains, gets one, and who greets is
    /// greeted.
    #[must_use]
    pub const fn asks(self) -> bool {
        match self {
            Self::HumanAgent
            | Self::ComplaintService
            | Self::ComplaintProductDefect
            | Self::Chitchat => false,
            Self::PreSalesProduct
            | Self::PreSalesPrice
            | Self::AfterSalesReturnExchange
            | Self::AfterSalesFaultRepair
            | Self::MarketingDiscount
            | Self::MarketingCampaign
            | Self::OrderShipping
            | Self::AccountPrivacy
            | Self::OtherService
            | Self::OutOfScope => true,
        }
    }

    /// The topic: the part before the dot.
    #[must_use]
    pub fn top(self) -> &'static str {
        self.as_str().split_once('.').map_or("", |(top, _)| top)
    }

    /// The sub-topic: the part after the dot.
    #[must_use]
    pub fn sub(self) -> &'static str {
        self.as_str().split_once('.').map_or("", |(_, sub)| sub)
    }

    /// Finds the label that is written `text`; `None` if there is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.as_str() == text)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_reads_back_from_what_it_is_written_as() {
        for label in Label::ALL {
            assert_eq!(Label::parse(label.as_str()), Some(label));
            let json = serde_json::to_string(&label).expect("a label is text");
            assert_eq!(json, alloc::format!("\"{label}\""));
            assert_eq!(alloc::format!("{}.{}", label.top(), label.sub()), label.as_str());
        }
        assert_eq!(Label::parse("marketing"), None);
    }
}
