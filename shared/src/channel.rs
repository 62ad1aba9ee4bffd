//! The ways to reach a person, and which of them may disturb.
//!
//! Source: product brief, section 二.4 (多渠道触达); `docs/channels` of the reference for
//! each channel's own limits.

use serde::{Deserialize, Serialize};

/// A way to reach a person.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The chat on the page the person is looking at.
    #[default]
    Widget,
    /// E-mail.
    Email,
    /// Text message.
    Sms,
    /// Notification of an app or a browser.
    Push,
    /// `WeCom`, the merchant's account in `WeChat`.
    Wecom,
}

impl Channel {
    /// Every channel, in the order operators see them.
    pub const ALL: [Self; 5] = [Self::Widget, Self::Email, Self::Sms, Self::Push, Self::Wecom];

    /// Its name in the API and in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Widget => "widget",
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Push => "push",
            Self::Wecom => "wecom",
        }
    }

    /// Whether it reaches people who are not there, and may wake them.
    #[must_use]
    pub const fn interrupts(self) -> bool {
        match self {
            Self::Widget => false,
            Self::Email | Self::Sms | Self::Push | Self::Wecom => true,
        }
    }
}
