//! A name that some system has for a person, in the one form in which it is compared.
//!
//! `Ann@Shop.Example ` and `ann@shop.example` are one address, `138 1234 5678` and `+8613812345678` one telephone. What cannot
//! be brought into that form is no id: it may still be a trait.

use alloc::{
    format,
    string::{String, ToString},
};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::phone;
use crate::id::{IdError, UserId};

/// Longest address of mail that is an id, in bytes; RFC 5321 allows 254, and an id has at most 128.
const EMAIL_LEN_BYTES_MAX: usize = 128;

/// The kinds of id, the strongest first.
///
/// Strong is what one system gives to one person and never to another; weak is what people share and pass on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdKind {
    /// The customer's number in the shop.
    UserId,
    /// `WeCom` and `WeChat`: one person over all apps of one company.
    WecomUnionid,
    /// The person's account in the shop's own app.
    App,
    /// One person in one mini-program.
    MiniprogramOpenid,
    /// One person in one official account.
    WecomOpenid,
    /// One customer as the shop's staff see them in `WeCom`.
    WecomExternalUserid,
    /// The buyer's number in an order system.
    OrderSystem,
    /// A telephone, E.164. Families share one.
    Phone,
    /// An address of mail. Offices share one.
    Email,
}

/// One name of one person in one system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawExternalId", into = "RawExternalId")]
pub struct ExternalId {
    kind: IdKind,
    // Invariant: empty where the kind has one space of names for everybody; else letters, digits and `-_.`, at most 64.
    scope: String,
    // Invariant: in the form of its kind; at most 128 bytes of visible characters.
    value: String,
}

/// Why a text is no id.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ExternalIdError {
    /// The kind is none of ours.
    #[error(
        "{kind:?} is no kind of id; there are user_id, wecom_unionid, app, miniprogram_openid, wecom_openid, wecom_external_userid, order_system, phone, email"
    )]
    Kind {
        /// The rejected kind.
        kind: String,
    },
    /// What stands after the colon of the kind is not a name, or the kind has none.
    #[error(
        "{scope:?} cannot follow the colon after {kind}: 1 to 64 letters, digits, -, _ or ., and not for user_id, phone or email"
    )]
    Scope {
        /// The kind.
        kind: &'static str,
        /// What was rejected.
        scope: String,
    },
    /// The text is no id at all.
    #[error(transparent)]
    Text(#[from] IdError),
    /// The text is not an address of mail.
    #[error(
        "email is not an address of at most {EMAIL_LEN_BYTES_MAX} bytes, such as ann@shop.example"
    )]
    Email,
    /// The text is not a telephone number whose country is known.
    #[error("phone is not a number with its country, such as +8613812345678")]
    Phone,
}

#[derive(Serialize, Deserialize)]
struct RawExternalId {
    kind: IdKind,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    scope: String,
    value: String,
}

impl IdKind {
    /// All kinds, the strongest first.
    pub const ALL: [Self; 9] = [
        Self::UserId,
        Self::WecomUnionid,
        Self::App,
        Self::MiniprogramOpenid,
        Self::WecomOpenid,
        Self::WecomExternalUserid,
        Self::OrderSystem,
        Self::Phone,
        Self::Email,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UserId => "user_id",
            Self::WecomUnionid => "wecom_unionid",
            Self::App => "app",
            Self::MiniprogramOpenid => "miniprogram_openid",
            Self::WecomOpenid => "wecom_openid",
            Self::WecomExternalUserid => "wecom_external_userid",
            Self::OrderSystem => "order_system",
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }

    /// Whether the same value may be another person elsewhere: each app has its own `openid`s, each order system its own
    /// numbers.
    #[must_use]
    const fn has_scopes(self) -> bool {
        !matches!(self, Self::UserId | Self::Phone | Self::Email)
    }
}

impl ExternalId {
    /// Reads an id as senders write it: the kind, with the system after a colon where there are several
    /// (`order_system:youzan`, `miniprogram_openid:wx12`), and the value in any usual form.
    ///
    /// # Errors
    ///
    /// [`ExternalIdError`] naming what is wrong.
    pub fn new(kind: &str, value: &str) -> Result<Self, ExternalIdError> {
        let (name, scope) = kind.split_once(':').unwrap_or((kind, ""));
        let kind = IdKind::ALL
            .into_iter()
            .find(|known| known.as_str() == name)
            .ok_or_else(|| ExternalIdError::Kind { kind: name.chars().take(64).collect() })?;
        Self::checked(kind, scope, value)
    }

    /// The id of a customer in the shop.
    #[must_use]
    pub fn user(user: &UserId) -> Self {
        Self { kind: IdKind::UserId, scope: String::new(), value: user.as_str().into() }
    }

    /// Which kind.
    #[must_use]
    pub const fn kind(&self) -> IdKind {
        self.kind
    }

    /// Which system, where the kind has several; else empty.
    #[must_use]
    pub fn scope(&self) -> &str {
        &self.scope
    }

    /// The name itself, in the form in which it is compared.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The customer's id in the shop, if this is one.
    #[must_use]
    pub fn as_user(&self) -> Option<UserId> {
        (self.kind == IdKind::UserId).then(|| self.value.parse().ok()).flatten()
    }

    /// Whether one system gave both names: two people who each have one, different ones, are two.
    #[must_use]
    pub fn is_rival_of(&self, other: &Self) -> bool {
        self.kind == other.kind && self.scope == other.scope && self.value != other.value
    }

    /// The kind as senders write it, with its system.
    #[must_use]
    pub fn kind_text(&self) -> String {
        if self.scope.is_empty() {
            self.kind.as_str().to_string()
        } else {
            format!("{}:{}", self.kind.as_str(), self.scope)
        }
    }

    fn checked(kind: IdKind, scope: &str, value: &str) -> Result<Self, ExternalIdError> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let is_wanted = kind.has_scopes() || scope.is_empty();
        if !is_wanted || 64 < scope.len() || !scope.chars().all(is_name) {
            return Err(bad_scope(kind, scope));
        }
        let value = match kind {
            IdKind::Phone => phone::e164(value).ok_or(ExternalIdError::Phone)?,
            IdKind::Email => email(value).ok_or(ExternalIdError::Email)?,
            IdKind::UserId
            | IdKind::WecomUnionid
            | IdKind::App
            | IdKind::MiniprogramOpenid
            | IdKind::WecomOpenid
            | IdKind::WecomExternalUserid
            | IdKind::OrderSystem => value.to_string(),
        };
        // What any id must be, a user's id must be.
        let value = String::from(UserId::try_from(value)?);
        Ok(Self { kind, scope: scope.into(), value })
    }
}

fn bad_scope(kind: IdKind, scope: &str) -> ExternalIdError {
    ExternalIdError::Scope { kind: kind.as_str(), scope: scope.chars().take(64).collect() }
}

/// The address in lower case, if it can be one. Hosts are, and no provider of weight tells mailboxes apart by case.
fn email(text: &str) -> Option<String> {
    let text = text.trim();
    let (mailbox, host) = text.rsplit_once('@')?;
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '@';
    let is_host = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    let fits = text.len() <= EMAIL_LEN_BYTES_MAX && !mailbox.is_empty() && is_host;
    (fits && text.chars().filter(|c| *c != '@').all(is_plain) && mailbox.chars().all(is_plain))
        .then(|| text.to_lowercase())
        .filter(|lower| lower.len() <= EMAIL_LEN_BYTES_MAX)
}

impl TryFrom<RawExternalId> for ExternalId {
    type Error = ExternalIdError;

    fn try_from(raw: RawExternalId) -> Result<Self, ExternalIdError> {
        Self::checked(raw.kind, &raw.scope, &raw.value)
    }
}

impl From<ExternalId> for RawExternalId {
    fn from(id: ExternalId) -> Self {
        Self { kind: id.kind, scope: id.scope, value: id.value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(kind: &str, text: &str) -> Option<String> {
        ExternalId::new(kind, text).ok().map(|id| id.value().to_string())
    }

    #[test]
    fn one_address_in_two_hands_is_one_id() {
        assert_eq!(value("email", " Ann@Shop.Example "), Some("ann@shop.example".into()));
        for bad in ["", "ann", "ann@", "@shop.example", "a n@b.c", "a@b@c.d", "ann@shop", "a@.b"] {
            assert_eq!(value("email", bad), None, "{bad}");
        }
    }

    #[test]
    fn an_openid_of_another_app_is_another_id() {
        let one = ExternalId::new("miniprogram_openid:wx1", "o-1").unwrap();
        let two = ExternalId::new("miniprogram_openid:wx2", "o-2").unwrap();
        assert!(!one.is_rival_of(&two), "a person has one in each app");
        assert!(one.is_rival_of(&ExternalId::new("miniprogram_openid:wx1", "o-2").unwrap()));
        assert_eq!(one.kind_text(), "miniprogram_openid:wx1");
    }

    #[test]
    fn what_is_no_kind_is_named_with_the_kinds_there_are() {
        let error = ExternalId::new("fax", "1").unwrap_err().to_string();
        assert!(error.contains("\"fax\"") && error.contains("wecom_unionid"), "{error}");
        assert!(ExternalId::new("user_id:a", "1").is_err(), "a shop has one list of customers");
        assert!(ExternalId::new("app:a b", "1").is_err());
    }

    #[test]
    fn a_stored_id_is_checked_again_when_read() {
        let id = ExternalId::new("order_system:youzan", "77").unwrap();
        let stored = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<ExternalId>(&stored).unwrap(), id);
        assert!(serde_json::from_str::<ExternalId>(r#"{"kind":"phone","value":"12"}"#).is_err());
    }

    #[test]
    fn the_strongest_kind_comes_first() {
        let mut kinds = IdKind::ALL;
        kinds.sort_unstable();
        assert_eq!(kinds, IdKind::ALL);
    }
}
