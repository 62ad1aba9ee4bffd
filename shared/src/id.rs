//! Names of things: one type per kind of identifier.
//!
//! Two identifiers of different kinds never mix, so a coupon cannot be looked up by a
//! visitor's id. An identifier is checked once, where it enters the program, and is
//! trusted from then on.
//!
//! Identifiers that others choose (a shop's user ids may be e-mail addresses, in any
//! script) may hold any visible character; those we choose are letters, digits and `-_.:`.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::limits::ID_LEN_BYTES_MAX;

/// Why a text is not a valid identifier.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IdError {
    /// The text is empty.
    #[error("identifier is empty")]
    Empty,
    /// The text is longer than [`ID_LEN_BYTES_MAX`].
    #[error("identifier has {len_bytes} bytes, more than {ID_LEN_BYTES_MAX}")]
    TooLong {
        /// Length of the rejected text.
        len_bytes: usize,
    },
    /// The text has a character that this kind of identifier does not allow.
    #[error("identifier has the character {found:?}, which is not allowed here")]
    BadCharacter {
        /// The first character that is not allowed.
        found: char,
    },
}

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident, $allowed:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The identifier as it was given to us.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                check(&text, $allowed)?;
                Ok(Self(text))
            }
        }

        impl core::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                check(text, $allowed)?;
                Ok(Self(text.into()))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

id_type! {
    /// One merchant's database: isolation and residency by construction.
    WorkspaceId, ours
}
id_type! {
    /// The public key that a script tag or mobile app sends events with.
    WriteKey, ours
}
id_type! {
    /// One person, as we know them.
    ProfileId, visible
}
id_type! {
    /// One browser or app installation, before we know who is behind it.
    ///
    /// Random, made on first use. It is not personal data by itself, but becomes so once
    /// joined to a customer, and is erased with them.
    AnonymousId, visible
}
id_type! {
    /// A secret that a browser made for itself before it was ever answered; whoever shows it again is the same
    /// person. At least [`crate::limits::DEVICE_KEY_LEN_BYTES_MIN`] bytes where it is read.
    DeviceKey, ours
}
id_type! {
    /// One article of what the shop knows, in whichever language.
    ArticleId, ours
}
id_type! {
    /// A person's id in the merchant's own system.
    UserId, visible
}
id_type! {
    /// One event as its sender numbered it; the key that makes a repeat count once.
    MessageId, visible
}
id_type! {
    /// One rule of a workspace.
    RuleId, ours
}
id_type! {
    /// One segment of a workspace.
    SegmentId, ours
}
id_type! {
    /// One offer of a workspace.
    OfferId, ours
}
id_type! {
    /// One experiment of a workspace (GrowthBook's `key`).
    ExperimentKey, ours
}
id_type! {
    /// One scenario: the rules that serve one purpose together, such as `cart-recovery`.
    ScenarioId, ours
}
id_type! {
    /// One decision about one person.
    DecisionId, ours
}
id_type! {
    /// One delivery of one offer, recommendation or message to one person.
    DeliveryId, ours
}
id_type! {
    /// One coupon as a person types it at the checkout.
    CouponCode, ours
}
id_type! {
    /// One order in the merchant's shop, as the merchant numbers it.
    OrderId, visible
}
id_type! {
    /// One product in the merchant's catalog.
    ProductId, visible
}
id_type! {
    /// One release of the intent model: the first digits of its manifest's SHA-256. Readings name it.
    ReleaseId, ours
}
id_type! {
    /// One key that a merchant's server signs identities with (a token's `kid`).
    KeyId, ours
}
id_type! {
    /// One operator of a workspace: agent, marketer or privacy officer.
    OperatorId, ours
}

fn ours(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':')
}

fn visible(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn check(text: &str, allowed: fn(char) -> bool) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if ID_LEN_BYTES_MAX < text.len() {
        return Err(IdError::TooLong { len_bytes: text.len() });
    }
    match text.chars().find(|c| !allowed(*c)) {
        Some(found) => Err(IdError::BadCharacter { found }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_id_with_a_space_names_the_character() {
        assert_eq!("ann lee".parse::<RuleId>(), Err(IdError::BadCharacter { found: ' ' }));
    }

    #[test]
    fn a_users_id_may_be_an_address_in_any_script() {
        assert!("客户-张三".parse::<UserId>().is_ok());
        assert!("john@example.com".parse::<UserId>().is_ok());
    }

    #[test]
    fn a_right_to_left_override_cannot_hide_in_an_id() {
        assert!("a\u{202e}b".parse::<UserId>().is_err());
    }

    #[test]
    fn a_stored_id_is_checked_again_when_read() {
        let read = serde_json::from_str::<OfferId>(r#""""#);
        assert_eq!(read.unwrap_err().to_string(), "identifier is empty");
    }
}
