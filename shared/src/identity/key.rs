//! The keys that a merchant's server signs identities with.
//!
//! A key has one algorithm for life, and a token is checked by the key that its `kid` names, with that key's algorithm. So a
//! token cannot choose how it is checked: a public key is never taken for a shared secret.
//!
//! Two keys of a kind are live at once, the current and the former: the merchant's servers change over one after the other,
//! and nobody is signed out meanwhile.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{id::KeyId, limits::IDENTITY_KEYS_MAX};

/// One key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Its name, a token's `kid`.
    pub kid: KeyId,
    /// What is checked with it, and how.
    pub material: Material,
}

/// What is checked with a key, and how.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "algorithm", rename_all = "snake_case")]
pub enum Material {
    /// A secret that the merchant's server shares with us: `identifier_hash` and tokens with `HS256`.
    Secret {
        /// Its bytes are those of this text.
        secret: String,
    },
    /// The public half of a key that only the merchant has: tokens with `EdDSA`.
    Ed25519 {
        /// The key.
        public_key: PublicKey,
    },
}

/// An Ed25519 public key that can be checked with: 32 bytes, in base64url without padding.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey(VerifyingKey);

/// Why a key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The text is not the base64url of 32 bytes.
    #[error("public_key is not 32 bytes in base64url without padding (a JWK's x)")]
    Encoding,
    /// The bytes are no point of the curve, or one with which anybody could sign.
    #[error("public_key is no usable Ed25519 key")]
    Point,
}

/// The live keys of a workspace, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeySet(Vec<Key>);

impl PublicKey {
    /// The key to check with.
    #[must_use]
    pub(super) const fn verifying(&self) -> &VerifyingKey {
        &self.0
    }
}

impl TryFrom<String> for PublicKey {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, KeyError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_not_base64| KeyError::Encoding)?;
        let bytes = <[u8; 32]>::try_from(bytes).map_err(|_length| KeyError::Encoding)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_no_point| KeyError::Point)?;
        // With a point of small order a signature holds for every text.
        if key.is_weak() { Err(KeyError::Point) } else { Ok(Self(key)) }
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        URL_SAFE_NO_PAD.encode(key.0.as_bytes())
    }
}

impl core::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&String::from(self.clone()))
    }
}

/// A secret does not come into a log by accident.
impl core::fmt::Debug for Material {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Secret { .. } => f.write_str("Secret(…)"),
            Self::Ed25519 { public_key } => public_key.fmt(f),
        }
    }
}

impl Material {
    /// The algorithm as a token's header names it.
    #[must_use]
    pub const fn algorithm(&self) -> &'static str {
        match self {
            Self::Secret { .. } => "HS256",
            Self::Ed25519 { .. } => "EdDSA",
        }
    }
}

impl KeySet {
    /// The live ones among keys that are listed newest first: of each kind the first
    /// [`IDENTITY_KEYS_MAX`].
    #[must_use]
    pub fn newest(keys: Vec<Key>) -> Self {
        let mut live: Vec<Key> = Vec::new();
        for key in keys {
            let algorithm = key.material.algorithm();
            let same = live.iter().filter(|known| known.material.algorithm() == algorithm).count();
            if same < IDENTITY_KEYS_MAX {
                live.push(key);
            }
        }
        Self(live)
    }

    /// The live keys, newest first.
    #[must_use]
    pub fn keys(&self) -> &[Key] {
        &self.0
    }

    /// The key of this name.
    #[must_use]
    pub fn named(&self, kid: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.kid.as_str() == kid)
    }

    /// The shared secrets with the names of their keys, the current first.
    pub fn secrets(&self) -> impl Iterator<Item = (&KeyId, &str)> {
        self.0.iter().filter_map(|key| match &key.material {
            Material::Secret { secret } => Some((&key.kid, secret.as_str())),
            Material::Ed25519 { .. } => None,
        })
    }

    /// The names of the live keys, for whoever signed with another.
    #[must_use]
    pub fn names(&self) -> String {
        let names: Vec<&str> = self.0.iter().map(|key| key.kid.as_str()).collect();
        if names.is_empty() { "none".to_string() } else { names.join(", ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(kid: &str) -> Key {
        let material = Material::Secret { secret: alloc::format!("secret of {kid}") };
        Key { kid: kid.parse().unwrap(), material }
    }

    #[test]
    fn two_secrets_live_and_the_third_is_forgotten() {
        let keys = KeySet::newest(alloc::vec![secret("c"), secret("b"), secret("a")]);
        assert_eq!(keys.secrets().map(|(kid, _)| kid.as_str()).collect::<Vec<_>>(), ["c", "b"]);
        assert!(keys.named("a").is_none());
    }

    #[test]
    fn a_key_with_which_anybody_could_sign_is_refused() {
        // The neutral element, and a point of order two (RFC 8032, section 5.1.7; "small order" points).
        let mut neutral = [0_u8; 32];
        neutral[0] = 1;
        for weak in [neutral, [0_u8; 32]] {
            let text = URL_SAFE_NO_PAD.encode(weak);
            assert_eq!(PublicKey::try_from(text), Err(KeyError::Point));
        }
        assert_eq!(PublicKey::try_from("AAAA".to_string()), Err(KeyError::Encoding));
    }

    #[test]
    fn a_secret_is_not_printed() {
        assert!(!alloc::format!("{:?}", secret("a")).contains("secret of"));
    }
}
