//! Why a human was fetched.

use serde::{Deserialize, Serialize};

use crate::intent::Label;

/// Why a conversation waits for a human.
///
/// Source: product brief, section 四 (转人工触发).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Neither a rule nor an article answers.
    #[default]
    NoAnswer,
    /// They asked for one.
    Asked,
    /// They complain.
    Complaint,
    /// They are upset: twice in a row, or they threaten to leave.
    Upset,
    /// They are upset, and worth much to the shop.
    HighValue,
    /// Something came broken, or goes back.
    AfterSales,
}

impl Why {
    /// Why somebody who says something like this is promised a human, where nothing else is the matter.
    #[must_use]
    pub const fn of(label: Label) -> Self {
        match label {
            Label::HumanAgent => Self::Asked,
            Label::ComplaintService | Label::ComplaintProductDefect => Self::Complaint,
            Label::AfterSalesReturnExchange | Label::AfterSalesFaultRepair => Self::AfterSales,
            Label::PreSalesProduct
            | Label::PreSalesPrice
            | Label::MarketingDiscount
            | Label::MarketingCampaign
            | Label::OrderShipping
            | Label::AccountPrivacy
            | Label::OtherService
            | Label::Chitchat
            | Label::OutOfScope => Self::NoAnswer,
        }
    }

    /// The word for it in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoAnswer => "no_answer",
            Self::Asked => "asked",
            Self::Complaint => "complaint",
            Self::Upset => "upset",
            Self::HighValue => "high_value",
            Self::AfterSales => "after_sales",
        }
    }

    /// Whether it is the person's mood, and not what they asked, that fetches the human.
    #[must_use]
    pub const fn is_mood(self) -> bool {
        matches!(self, Self::Upset | Self::HighValue)
    }
}
