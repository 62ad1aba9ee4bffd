//! A token by which the merchant's server vouches for a customer: a JSON Web Token in compact form.
//!
//! Two algorithms are known, `HS256` and `EdDSA` with Ed25519, and no others: not `none`, none that a header could talk us
//! into, no key from the token itself (`jwk`, `jku`, `x5u`, `x5c` are refused, not ignored). Nothing in the body is looked at
//! before the signature holds.
//!
//! | claim | must be |
//! |---|---|
//! | `kid` (header) | the name of a live key |
//! | `alg` (header) | that key's algorithm |
//! | `aud` | the workspace's id, alone or in a list |
//! | `exp` | now or later, at most [`IDENTITY_LIFE_MAX`] ahead |
//! | `nbf`, `iat` | where given, not in the future |
//! | `sub` | the customer's id in the shop |
//!
//! Clocks may be [`IDENTITY_SKEW`] off. Times are seconds of Unix time.
//!
//! Source: RFC 7515, 7519, 8037 and 8725 (best current practices).

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::Signature;
use serde_json::{Map, Value};

use super::{
    key::{Key, KeySet, Material},
    proof::{Refusal, refused},
};
use crate::{
    digest,
    limits::{IDENTITY_LIFE_MAX, IDENTITY_SKEW, IDENTITY_TOKEN_LEN_BYTES_MAX},
    time::Timestamp,
};

/// Header parameters that would let a token bring its own key.
const KEYS_OF_ITS_OWN: [&str; 5] = ["jwk", "jku", "x5u", "x5c", "crit"];

/// What a token says, and which key signed it.
#[derive(Debug)]
pub(super) struct Verified<'a> {
    pub(super) key: &'a Key,
    pub(super) claims: Map<String, Value>,
}

/// Checks signature, audience and times.
pub(super) fn verify<'a>(
    token: &str,
    keys: &'a KeySet,
    audience: &str,
    now: Timestamp,
) -> Result<Verified<'a>, Refusal> {
    if IDENTITY_TOKEN_LEN_BYTES_MAX < token.len() {
        let detail =
            format!("token has {} bytes, more than {IDENTITY_TOKEN_LEN_BYTES_MAX}", token.len());
        return Err(refused("token_too_long", "", detail));
    }
    let mut parts = token.split('.');
    let (Some(header), Some(body), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(malformed("token is not header.payload.signature"));
    };
    let key = key_of(&object(header, "header")?, keys)?;
    let signed = token.rsplit_once('.').map_or("", |(signed, _)| signed);
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_not_base64| malformed("token's signature is not base64url without padding"))?;
    if !is_signed(key, signed, &signature) {
        let detail = format!("the signature is not that of the key {}", key.kid);
        return Err(refused("bad_signature", "", detail));
    }
    let claims = object(body, "payload")?;
    check_audience(&claims, audience)?;
    check_times(&claims, now)?;
    Ok(Verified { key, claims })
}

fn key_of<'a>(header: &Map<String, Value>, keys: &'a KeySet) -> Result<&'a Key, Refusal> {
    if let Some(name) = KEYS_OF_ITS_OWN.iter().find(|name| header.contains_key(**name)) {
        return Err(refused("bad_header", name, format!("{name} is not understood here")));
    }
    if let Some(kind) = header.get("typ")
        && !kind.as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("jwt"))
    {
        return Err(refused("bad_header", "typ", format!("typ is {}, not JWT", shown(kind))));
    }
    let alg = header.get("alg").unwrap_or(&Value::Null);
    if !matches!(alg.as_str(), Some("HS256" | "EdDSA")) {
        return Err(refused(
            "bad_algorithm",
            "alg",
            format!("alg is {}; known are HS256 and EdDSA", shown(alg)),
        ));
    }
    let kid = match header.get("kid") {
        Some(Value::String(kid)) => kid,
        Some(other) => {
            return Err(refused("bad_key", "kid", format!("kid is {}, not text", shown(other))));
        }
        None => return Err(refused("no_key", "kid", "kid is missing from the header".to_string())),
    };
    let key = keys.named(kid).ok_or_else(|| {
        let kid: String = kid.chars().take(64).collect();
        refused("unknown_key", "kid", format!("kid is {kid:?}; live are {}", keys.names()))
    })?;
    let expected = key.material.algorithm();
    if alg.as_str() == Some(expected) {
        Ok(key)
    } else {
        let detail = format!("alg is {}, but the key {} is for {expected}", shown(alg), key.kid);
        Err(refused("bad_algorithm", "alg", detail))
    }
}

fn is_signed(key: &Key, signed: &str, signature: &[u8]) -> bool {
    match &key.material {
        Material::Secret { secret } => {
            digest::is_hmac(secret.as_bytes(), signed.as_bytes(), signature)
        }
        Material::Ed25519 { public_key } => {
            Signature::from_slice(signature).is_ok_and(|signature| {
                public_key.verifying().verify_strict(signed.as_bytes(), &signature).is_ok()
            })
        }
    }
}

fn check_audience(claims: &Map<String, Value>, audience: &str) -> Result<(), Refusal> {
    let is_for_us = match claims.get("aud") {
        Some(Value::String(one)) => one == audience,
        Some(Value::Array(several)) => several.iter().any(|one| one == audience),
        Some(_) => false,
        None => {
            return Err(refused(
                "no_audience",
                "aud",
                format!("aud is missing; it is {audience:?}"),
            ));
        }
    };
    if is_for_us {
        return Ok(());
    }
    let given = claims.get("aud").map(shown).unwrap_or_default();
    Err(refused("bad_audience", "aud", format!("aud is {given}, not {audience:?}")))
}

fn check_times(claims: &Map<String, Value>, now: Timestamp) -> Result<(), Refusal> {
    let Some(ends) = seconds(claims, "exp")? else {
        return Err(refused("no_expiry", "exp", "exp is missing".to_string()));
    };
    if ends.saturating_add(IDENTITY_SKEW) < now {
        let detail = format!("exp is {}, and now it is {}", ends.to_rfc3339(), now.to_rfc3339());
        return Err(refused("expired", "exp", detail));
    }
    if now.saturating_add(IDENTITY_LIFE_MAX).saturating_add(IDENTITY_SKEW) < ends {
        let hours = IDENTITY_LIFE_MAX.as_secs() / 3_600;
        let detail = format!("exp is {}, more than {hours} hours ahead", ends.to_rfc3339());
        return Err(refused("too_long_lived", "exp", detail));
    }
    for name in ["nbf", "iat"] {
        if let Some(from) = seconds(claims, name)?
            && now.saturating_add(IDENTITY_SKEW) < from
        {
            let from = from.to_rfc3339();
            let detail = format!("{name} is {from}, and now it is {}", now.to_rfc3339());
            return Err(refused("not_yet_valid", name, detail));
        }
    }
    Ok(())
}

/// A time in seconds, which may have a fraction (RFC 7519, `NumericDate`).
fn seconds(claims: &Map<String, Value>, name: &'static str) -> Result<Option<Timestamp>, Refusal> {
    let wrong = |value: &Value| {
        refused("bad_time", name, format!("{name} is {}, not seconds of Unix time", shown(value)))
    };
    let Some(value) = claims.get(name) else { return Ok(None) };
    let whole = value.as_i64().or_else(|| whole(value.as_f64()?)).ok_or_else(|| wrong(value))?;
    Ok(Some(Timestamp::from_unix_millis(whole.saturating_mul(1_000))))
}

/// The whole seconds of a time with a fraction.
#[expect(clippy::as_conversions, reason = "no lossless conversion exists")]
#[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
fn whole(seconds: f64) -> Option<i64> {
    (0.0..1e15).contains(&seconds).then_some(seconds as i64)
}

/// One part of the token as a JSON object.
fn object(part: &str, name: &str) -> Result<Map<String, Value>, Refusal> {
    let bytes: Vec<u8> = URL_SAFE_NO_PAD.decode(part).map_err(|_not_base64| {
        malformed(&format!("token's {name} is not base64url without padding"))
    })?;
    let text = core::str::from_utf8(&bytes).ok();
    text.and_then(|text| crate::json::parse(text).ok())
        .ok_or_else(|| malformed(&format!("token's {name} is not a JSON object")))
}

fn malformed(detail: &str) -> Refusal {
    refused("malformed_token", "", detail.to_string())
}

/// A value as an error shows it: what the sender wrote, cut short.
fn shown(value: &Value) -> String {
    value.to_string().chars().take(64).collect()
}
