//! A proof of who somebody is, made by the merchant's server, and what holds once it was checked.
//!
//! There are two forms. `identifier_hash` is the simple one: the HMAC-SHA-256 of the user id under the workspace's secret, in
//! lowercase hex. It never ends, and it vouches for the user id alone: an e-mail address beside it is still only typed. A
//! `token` ([`super::token`]) ends by itself and vouches for what is in it.
//!
//! What is refused is refused whole: the event is not taken in, and the browser stays who it was.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

use super::{
    claim::{self, Claim, Through},
    external::ExternalId,
    held::Learned,
    key::KeySet,
    token,
};
use crate::{digest, id::UserId, limits::IDENTITY_IDS_MAX, time::Timestamp};

/// A proof as it was sent, not checked yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Presented {
    form: Form,
    /// Where it stood: `.identity`, or `.context.identity`.
    path: &'static str,
}

#[derive(Clone, PartialEq, Eq)]
enum Form {
    Hash(String),
    Token(String),
}

/// What a proof is checked against.
#[derive(Debug, Clone, Copy)]
pub struct Door<'a> {
    /// The workspace's keys.
    pub keys: &'a KeySet,
    /// The workspace's id, a token's `aud`.
    pub audience: &'a str,
    /// The time.
    pub now: Timestamp,
}

/// A proof that held.
///
/// Only [`Presented::check`] makes one from what somebody sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proven {
    /// The customer.
    pub user: UserId,
    /// Everything that the proof vouches for, the user id among it, the strongest first.
    pub ids: Vec<ExternalId>,
    /// What the token only mentions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// How it was proven.
    pub learned: Learned,
}

/// Why a proof does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{detail}")]
pub struct Refusal {
    /// Stable name of the problem.
    pub code: &'static str,
    /// Where, relative to the event: `.identity.token.aud`.
    pub path: String,
    /// What was wrong: the value and the bound.
    pub detail: String,
}

/// A refusal that names a claim of the token.
pub(super) fn refused(code: &'static str, claim: &str, detail: String) -> Refusal {
    let path = if claim.is_empty() { ".token".to_string() } else { format!(".token.{claim}") };
    Refusal { code, path, detail }
}

/// Neither a hash nor a token comes into a log by accident.
impl core::fmt::Debug for Presented {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self.form {
            Form::Hash(_) => "Presented(identifier_hash)",
            Form::Token(_) => "Presented(token)",
        })
    }
}

impl Presented {
    /// The proof in an event: `identity`, or `context.identity` for libraries that send only `context`, with
    /// either `identifier_hash` or `token`. `None` where there is no such field.
    ///
    /// # Errors
    ///
    /// [`Refusal`] for a field that is there and cannot be read: a typing error must not sign somebody in as nobody.
    pub fn of_event(event: &Value) -> Result<Option<Self>, Refusal> {
        let given = |value: &&Value| !value.is_null();
        if let Some(own) = event.get("identity").filter(given) {
            return Self::read(own, ".identity").map(Some);
        }
        let context = event.get("context").and_then(|context| context.get("identity"));
        context.filter(given).map(|given| Self::read(given, ".context.identity")).transpose()
    }

    fn read(value: &Value, path: &'static str) -> Result<Self, Refusal> {
        let wrong = |code, name: &str, detail: &str| Refusal {
            code,
            path: format!("{path}{name}"),
            detail: detail.to_string(),
        };
        let text = |name: &'static str| match value.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(wrong("bad_proof", &format!(".{name}"), &format!("{name} is not text"))),
        };
        let form = match (text("identifier_hash")?, text("token")?) {
            (Some(hash), None) => Form::Hash(hash),
            (None, Some(token)) => Form::Token(token),
            (Some(_), Some(_)) => {
                return Err(wrong("two_proofs", "", "give identifier_hash or token, not both"));
            }
            (None, None) => {
                return Err(wrong("no_proof", "", "neither identifier_hash nor token is given"));
            }
        };
        Ok(Self { form, path })
    }

    /// Checks the proof of an event that names `user`, or nobody: a token says by itself who it is about.
    ///
    /// # Errors
    ///
    /// [`Refusal`] naming the claim that does not hold.
    pub fn check(&self, user: Option<&UserId>, door: Door<'_>) -> Result<Proven, Refusal> {
        let checked = match &self.form {
            Form::Hash(hash) => of_hash(hash, user, door.keys),
            Form::Token(token) => of_token(token, user, door),
        };
        checked.map_err(|refusal| Refusal {
            path: format!("{}{}", self.path, refusal.path),
            ..refusal
        })
    }
}

fn of_hash(hash: &str, user: Option<&UserId>, keys: &KeySet) -> Result<Proven, Refusal> {
    let wrong = |code, detail: &str| Refusal {
        code,
        path: ".identifier_hash".to_string(),
        detail: detail.to_string(),
    };
    let user =
        user.ok_or_else(|| wrong("no_user", "identifier_hash needs the userId beside it"))?;
    let signed = user.as_str().as_bytes();
    let key = keys
        .secrets()
        .find(|(_, secret)| digest::is_hmac_hex(secret.as_bytes(), signed, hash))
        .map(|(kid, _)| kid.clone())
        .ok_or_else(|| {
            wrong(
                "bad_signature",
                "identifier_hash is not the hex HMAC-SHA-256 of this userId under the workspace's secret",
            )
        })?;
    let ids = Vec::from([ExternalId::user(user)]);
    Ok(Proven { user: user.clone(), ids, claims: Vec::new(), learned: Learned::Hash { key } })
}

fn of_token(token: &str, user: Option<&UserId>, door: Door<'_>) -> Result<Proven, Refusal> {
    let verified = token::verify(token, door.keys, door.audience, door.now)?;
    let subject = subject(&verified.claims)?;
    if let Some(named) = user
        && *named != subject
    {
        let detail = format!("sub is {:?}, but userId is {:?}", subject.as_str(), named.as_str());
        return Err(refused("other_user", "sub", detail));
    }
    let (mut ids, claims) = contacts(&verified.claims);
    ids.push(ExternalId::user(&subject));
    ids.extend(listed(&verified.claims)?);
    ids.sort_unstable();
    ids.dedup();
    let learned = Learned::Token { key: verified.key.kid.clone() };
    Ok(Proven { user: subject, ids, claims, learned })
}

fn subject(claims: &Map<String, Value>) -> Result<UserId, Refusal> {
    let text = match claims.get("sub") {
        Some(Value::String(text)) => text.clone(),
        // Shops number their customers; the number is the id.
        Some(Value::Number(number)) => number.to_string(),
        Some(_) => return Err(refused("bad_subject", "sub", "sub is not text".to_string())),
        None => return Err(refused("no_subject", "sub", "sub is missing".to_string())),
    };
    UserId::try_from(text).map_err(|error| refused("bad_subject", "sub", format!("sub: {error}")))
}

/// Address and telephone: proven where the token says that they were verified (`OpenID` Connect), else only mentioned.
fn contacts(claims: &Map<String, Value>) -> (Vec<ExternalId>, Vec<Claim>) {
    let mut proven = Vec::new();
    let mut mentioned = Map::new();
    for (name, kind) in [("email", "email"), ("phone_number", "phone")] {
        let Some(value) = claims.get(name) else { continue };
        let is_verified =
            claims.get(&format!("{name}_verified")).and_then(Value::as_bool).unwrap_or_default();
        let id = value.as_str().and_then(|text| ExternalId::new(kind, text).ok());
        match id.filter(|_| is_verified) {
            Some(id) => proven.push(id),
            None => {
                mentioned.insert(kind.to_string(), value.clone());
            }
        }
    }
    (proven, claim::of_traits(&mentioned, Through::Traits))
}

/// The ids of other systems, `{"wecom_unionid": "…", "order_system:youzan": "…"}`.
fn listed(claims: &Map<String, Value>) -> Result<Vec<ExternalId>, Refusal> {
    let given = match claims.get("external_ids") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Object(given)) => given,
        Some(_) => {
            let detail = "external_ids is not an object of kinds and ids".to_string();
            return Err(refused("bad_external_ids", "external_ids", detail));
        }
    };
    if IDENTITY_IDS_MAX < given.len() {
        let detail = format!("external_ids has {} ids, more than {IDENTITY_IDS_MAX}", given.len());
        return Err(refused("bad_external_ids", "external_ids", detail));
    }
    given
        .iter()
        .map(|(kind, value)| {
            let wrong = |detail: String| {
                let kind: String = kind.chars().take(64).collect();
                refused("bad_external_ids", &format!("external_ids.{kind}"), detail)
            };
            let text = value.as_str().ok_or_else(|| wrong("the id is not text".to_string()))?;
            if kind == "user_id" {
                return Err(wrong("the customer's id is sub".to_string()));
            }
            ExternalId::new(kind, text).map_err(|error| wrong(error.to_string()))
        })
        .collect()
}

#[cfg(test)]
mod tests;
