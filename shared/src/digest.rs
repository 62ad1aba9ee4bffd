//! Names made from content, and proofs that only we could have made.
//!
//! SHA-256 and HMAC-SHA-256 as the `sha2` and `hmac` crates have them; here only in the
//! forms that the product uses: lowercase hex and constant-time comparison.

use alloc::{string::String, vec::Vec};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// SHA-256 of the content as 64 lowercase hex digits.
#[must_use]
pub fn sha256_hex(content: &[u8]) -> String {
    hex(&Sha256::digest(content))
}

/// HMAC-SHA-256 of the content under `key`, as 64 lowercase hex digits.
#[must_use]
pub fn hmac_hex(key: &[u8], content: &[u8]) -> String {
    mac(key, content).map(|mac| hex(&mac.finalize().into_bytes())).unwrap_or_default()
}

/// Says whether `proof` is the HMAC of `content` under `key`, in constant time.
#[must_use]
pub fn is_hmac_hex(key: &[u8], content: &[u8], proof: &str) -> bool {
    unhex(proof).is_some_and(|proof| is_hmac(key, content, &proof))
}

/// Says whether `proof` is the HMAC of `content` under `key`, in constant time.
#[must_use]
pub fn is_hmac(key: &[u8], content: &[u8], proof: &[u8]) -> bool {
    mac(key, content).is_some_and(|mac| mac.verify_slice(proof).is_ok())
}

fn mac(key: &[u8], content: &[u8]) -> Option<Hmac<Sha256>> {
    // HMAC takes keys of any length, so this never is `None`; an empty key is refused by us.
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok().filter(|_| !key.is_empty())?;
    mac.update(content);
    Some(mac)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |number: u8| DIGITS.get(usize::from(number & 15)).copied().unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.bytes().all(|c| c.is_ascii_hexdigit()) || !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_nothing_is_the_published_one() {
        assert_eq!(
            sha256_hex(b""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn a_proof_holds_for_its_content_and_key_only() {
        let proof = hmac_hex(b"key", b"content");
        assert!(is_hmac_hex(b"key", b"content", &proof));
        assert!(!is_hmac_hex(b"key", b"other", &proof));
        assert!(!is_hmac_hex(b"other", b"content", &proof));
        assert!(!is_hmac_hex(b"key", b"content", "not hex"));
    }

    #[test]
    fn an_empty_key_proves_nothing() {
        assert!(!is_hmac_hex(b"", b"content", &hmac_hex(b"", b"content")));
    }
}
