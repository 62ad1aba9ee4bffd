//! One person in an operator's list.

use alloc::{string::String, vec::Vec};

use super::{Context, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    consent::Purpose,
    conversation::Status,
    id::ProfileId,
    intent::mask::mask,
    money::Minor,
    profile::{Profile, buying::Buying, power::Basis},
    time::Timestamp,
};

/// One person in a list.
#[expect(clippy::struct_excessive_bools, reason = "three independent facts, each a column")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VisitorSummary {
    /// The person.
    pub profile: ProfileId,
    /// What to call them: their name or masked contact where known, else empty.
    #[serde(default)]
    pub name: String,
    /// First and last event.
    pub first_seen: Timestamp,
    /// Last event or message of their own.
    pub last_seen: Timestamp,
    /// Whether a widget is connected right now.
    pub online: bool,
    /// Title of the last page.
    #[serde(default)]
    pub page_title: String,
    /// Address of the last page.
    #[serde(default)]
    pub page_url: String,
    /// Visits so far.
    pub visits: u32,
    /// Value of the cart.
    pub cart_minor: Minor,
    /// Orders so far.
    pub orders: u32,
    /// Net spend so far.
    pub spend_minor: Minor,
    /// The last order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_order_at: Option<Timestamp>,
    /// What one order of theirs is worth; zero if there is none.
    #[serde(default)]
    pub order_value_minor: Minor,
    /// What they add to the forecasts for everybody; none without an order whose date is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buying: Option<Buying>,
    /// Latest intent label, such as `marketing.discount`; empty if none.
    #[serde(default)]
    pub intent: String,
    /// 0 to 100: how much they hesitate, by the formula of [`crate::profile`].
    pub hesitation: u8,
    /// Names of the segments they are in.
    #[serde(default)]
    pub segments: Vec<String>,
    /// Whether they are held out of marketing.
    pub holdout: bool,
    /// Whether they agreed to marketing.
    pub consented: bool,
    /// Who answers them.
    #[serde(default)]
    pub conversation: Status,
}

impl Visitor {
    /// The person as a list shows them. `segments` are the names from
    /// [`Visitor::document`]; `online` says whether a browser of theirs is connected.
    #[must_use]
    #[expect(clippy::fn_params_excessive_bools, reason = "a fact that only the caller knows")]
    pub fn summary(
        &self,
        context: Context<'_>,
        segments: Vec<String>,
        online: bool,
    ) -> VisitorSummary {
        let profile = &self.profile;
        VisitorSummary {
            profile: context.id.clone(),
            name: name(profile),
            first_seen: profile.first_seen,
            last_seen: profile.active_at(),
            online,
            page_title: profile.page.title.clone(),
            page_url: profile.page.url.clone(),
            visits: profile.visits.count,
            cart_minor: profile.cart.value_minor(),
            orders: profile.orders.count,
            spend_minor: profile.orders.net_minor(),
            last_order_at: profile.orders.last_at,
            order_value_minor: profile
                .power
                .order_value()
                .filter(|worth| worth.basis == Basis::Orders)
                .map_or(Minor::ZERO, |worth| worth.amount),
            buying: profile.buying(),
            intent: profile
                .latest_intent
                .as_ref()
                .map(|intent| intent.label.clone())
                .unwrap_or_default(),
            hesitation: profile.hesitation.score(context.now),
            segments,
            holdout: self.is_held_out(context),
            consented: self
                .consents
                .allows(Purpose::Marketing, context.config.config.settings.notice),
            conversation: self.conversation,
        }
    }
}

/// What to call them: the name the merchant told us, else a masked contact.
fn name(profile: &Profile) -> String {
    ["name", "first_name", "firstName", "email", "phone"]
        .iter()
        .find_map(|key| profile.traits.get(*key).and_then(Value::as_str))
        .map(|text| mask(text).into_owned())
        .unwrap_or_default()
}
