use alloc::{format, string::ToString, vec};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer, SigningKey};
use serde_json::json;

use super::*;
use crate::{
    identity::key::{Key, Material, PublicKey},
    limits::{IDENTITY_LIFE_MAX, IDENTITY_SKEW, IDENTITY_TOKEN_LEN_BYTES_MAX},
};

const NOW: Timestamp = Timestamp::from_unix_millis(1_767_574_800_000);
const NOW_SECS: i64 = 1_767_574_800;
const SKEW_SECS: i64 = 60;
const SECRET: &str = "the secret of the workspace, long enough";
const FORMER: &str = "the secret before it, which still holds";

fn signing() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn public() -> String {
    URL_SAFE_NO_PAD.encode(signing().verifying_key().as_bytes())
}

fn keys() -> KeySet {
    let secret = |kid: &str, secret: &str| Key {
        kid: kid.parse().unwrap(),
        material: Material::Secret { secret: secret.into() },
    };
    let public_key = PublicKey::try_from(public()).unwrap();
    KeySet::newest(vec![
        secret("hs-2", SECRET),
        secret("hs-1", FORMER),
        Key { kid: "ed-1".parse().unwrap(), material: Material::Ed25519 { public_key } },
    ])
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

fn with_secret(secret: &str, header: &Value, claims: &Value) -> String {
    let text = unsigned(header, claims);
    let hex = digest::hmac_hex(secret.as_bytes(), text.as_bytes());
    let byte = |at: usize| u8::from_str_radix(hex.get(at..at + 2).unwrap(), 16).unwrap();
    let bytes: Vec<u8> = (0..64).step_by(2).map(byte).collect();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(bytes))
}

fn hs256(claims: &Value) -> String {
    with_secret(SECRET, &json!({"alg": "HS256", "typ": "JWT", "kid": "hs-2"}), claims)
}

fn eddsa(claims: &Value) -> String {
    let text = unsigned(&json!({"alg": "EdDSA", "kid": "ed-1"}), claims);
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signing().sign(text.as_bytes()).to_bytes()))
}

fn claims() -> Value {
    json!({"sub": "u-1", "aud": "main", "exp": NOW_SECS + 600, "iat": NOW_SECS})
}

fn changed(name: &str, value: Value) -> Value {
    let mut claims = claims();
    if value.is_null() {
        claims.as_object_mut().unwrap().remove(name);
    } else {
        claims[name] = value;
    }
    claims
}

fn check(proof: Value, user: Option<&str>) -> Result<Proven, Refusal> {
    let keys = keys();
    let door = Door { keys: &keys, audience: "main", now: NOW };
    let user: Option<UserId> = user.map(|user| user.parse().unwrap());
    Presented::of_event(&json!({ "identity": proof }))?.unwrap().check(user.as_ref(), door)
}

fn check_token(token: &str) -> Result<Proven, (&'static str, String)> {
    check(json!({ "token": token }), None).map_err(|refusal| (refusal.code, refusal.path))
}

fn refusal(claims: &Value) -> (&'static str, String) {
    check_token(&hs256(claims)).unwrap_err()
}

#[test]
fn a_hash_vouches_for_its_own_user_under_either_live_secret_and_for_nothing_else() {
    for (secret, kid) in [(SECRET, "hs-2"), (FORMER, "hs-1")] {
        let hash = digest::hmac_hex(secret.as_bytes(), b"u-1");
        let proven = check(json!({ "identifier_hash": hash }), Some("u-1")).unwrap();
        assert_eq!(proven.learned, Learned::Hash { key: kid.parse().unwrap() });
        assert_eq!(proven.ids, [ExternalId::user(&"u-1".parse().unwrap())]);
        let other = check(json!({ "identifier_hash": hash }), Some("u-2")).unwrap_err();
        assert_eq!(
            (other.code, other.path.as_str()),
            ("bad_signature", ".identity.identifier_hash")
        );
        assert_eq!(check(json!({ "identifier_hash": hash }), None).unwrap_err().code, "no_user");
    }
    let forgotten = digest::hmac_hex(b"a secret that was rotated out", b"u-1");
    assert!(check(json!({ "identifier_hash": forgotten }), Some("u-1")).is_err());
}

#[test]
fn a_token_of_either_algorithm_says_who_it_is_about() {
    for (token, kid) in [(hs256(&claims()), "hs-2"), (eddsa(&claims()), "ed-1")] {
        let proven = check_token(&token).unwrap();
        assert_eq!(proven.user.as_str(), "u-1");
        assert_eq!(proven.learned, Learned::Token { key: kid.parse().unwrap() });
        assert!(check(json!({ "token": token }), Some("u-1")).is_ok());
        let other = check(json!({ "token": token }), Some("u-2")).unwrap_err();
        assert_eq!((other.code, other.path.as_str()), ("other_user", ".identity.token.sub"));
    }
}

#[test]
fn a_token_cannot_choose_how_it_is_checked() {
    let none = format!("{}.", unsigned(&json!({"alg": "none", "kid": "hs-2"}), &claims()));
    assert_eq!(check_token(&none).unwrap_err(), ("bad_algorithm", ".identity.token.alg".into()));
    // The public key, which everybody knows, as if it were a shared secret.
    for secret in [public(), String::from_utf8_lossy(signing().verifying_key().as_bytes()).into()] {
        let confused = with_secret(&secret, &json!({"alg": "HS256", "kid": "ed-1"}), &claims());
        assert_eq!(check_token(&confused).unwrap_err().0, "bad_algorithm");
    }
    let swapped = unsigned(&json!({"alg": "EdDSA", "kid": "hs-2"}), &claims());
    let signature = URL_SAFE_NO_PAD.encode(signing().sign(swapped.as_bytes()).to_bytes());
    assert_eq!(check_token(&format!("{swapped}.{signature}")).unwrap_err().0, "bad_algorithm");
    for alg in [json!("hs256"), json!("HS384"), json!("RS256"), json!(null), json!(["HS256"])] {
        let token = with_secret(SECRET, &json!({"alg": alg, "kid": "hs-2"}), &claims());
        assert_eq!(check_token(&token).unwrap_err().0, "bad_algorithm", "{alg}");
    }
    for name in ["jwk", "jku", "x5u", "x5c", "crit"] {
        let header = json!({"alg": "HS256", "kid": "hs-2", name: "https://evil.example/keys"});
        let refused = check_token(&with_secret(SECRET, &header, &claims())).unwrap_err();
        assert_eq!(refused, ("bad_header", format!(".identity.token.{name}")));
    }
}

#[test]
fn a_key_must_be_named_and_live() {
    let without = with_secret(SECRET, &json!({"alg": "HS256"}), &claims());
    assert_eq!(check_token(&without).unwrap_err(), ("no_key", ".identity.token.kid".into()));
    let unknown = with_secret(SECRET, &json!({"alg": "HS256", "kid": "hs-0"}), &claims());
    assert_eq!(check_token(&unknown).unwrap_err().0, "unknown_key");
    let former = with_secret(FORMER, &json!({"alg": "HS256", "kid": "hs-1"}), &claims());
    assert!(check_token(&former).is_ok(), "the former key holds while servers change over");
    let crossed = with_secret(FORMER, &json!({"alg": "HS256", "kid": "hs-2"}), &claims());
    assert_eq!(check_token(&crossed).unwrap_err(), ("bad_signature", ".identity.token".into()));
    let number = with_secret(SECRET, &json!({"alg": "HS256", "kid": 2}), &claims());
    assert_eq!(check_token(&number).unwrap_err().0, "bad_key");
}

#[test]
fn the_audience_is_this_workspace() {
    assert_eq!(
        refusal(&changed("aud", json!(null))),
        ("no_audience", ".identity.token.aud".into())
    );
    for wrong in [json!("other"), json!(["a", "b"]), json!([]), json!(7), json!("mai"), json!("")] {
        assert_eq!(refusal(&changed("aud", wrong.clone())).0, "bad_audience", "{wrong}");
    }
    assert!(check_token(&hs256(&changed("aud", json!(["x", "main"])))).is_ok());
}

#[test]
fn a_token_holds_from_its_beginning_to_its_end_and_a_minute_around() {
    assert_eq!(IDENTITY_SKEW.as_secs(), 60);
    let ok = |name: &str, secs: i64| check_token(&hs256(&changed(name, json!(secs)))).is_ok();
    assert!(ok("exp", NOW_SECS - SKEW_SECS));
    assert!(!ok("exp", NOW_SECS - SKEW_SECS - 1));
    for name in ["nbf", "iat"] {
        assert!(ok(name, NOW_SECS + SKEW_SECS), "{name}");
        assert_eq!(refusal(&changed(name, json!(NOW_SECS + SKEW_SECS + 1))).0, "not_yet_valid");
    }
    let longest = NOW_SECS + i64::try_from(IDENTITY_LIFE_MAX.as_secs()).unwrap() + SKEW_SECS;
    assert!(ok("exp", longest));
    assert_eq!(refusal(&changed("exp", json!(longest + 1))).0, "too_long_lived");
    assert_eq!(refusal(&changed("exp", json!(null))), ("no_expiry", ".identity.token.exp".into()));
    for wrong in [json!("tomorrow"), json!(-1.5), json!(1e300), json!([1])] {
        assert_eq!(refusal(&changed("exp", wrong.clone())).0, "bad_time", "{wrong}");
    }
    assert!(check_token(&hs256(&changed("exp", json!(1_767_574_860.25)))).is_ok(), "a fraction");
}

#[test]
fn a_token_without_a_customer_is_about_nobody() {
    assert_eq!(refusal(&changed("sub", json!(null))), ("no_subject", ".identity.token.sub".into()));
    for wrong in [json!(""), json!(["u"]), json!("x".repeat(200)), json!("a\u{202e}b")] {
        assert_eq!(refusal(&changed("sub", wrong)).0, "bad_subject");
    }
    assert_eq!(check_token(&hs256(&changed("sub", json!(42)))).unwrap().user.as_str(), "42");
}

#[test]
fn contacts_are_proven_only_where_the_shop_verified_them() {
    let mut said = claims();
    said["email"] = json!("Ann@Shop.example");
    said["phone_number"] = json!("13812345678");
    let mentioned = check_token(&hs256(&said)).unwrap();
    assert_eq!((mentioned.ids.len(), mentioned.claims.len()), (1, 2));
    said["email_verified"] = json!(true);
    said["phone_number_verified"] = json!(true);
    said["external_ids"] = json!({"wecom_unionid": "w-1", "order_system:youzan": "77"});
    let proven = check_token(&hs256(&said)).unwrap();
    let kinds: Vec<String> = proven.ids.iter().map(ExternalId::kind_text).collect();
    assert_eq!(kinds, ["user_id", "wecom_unionid", "order_system:youzan", "phone", "email"]);
    assert!(proven.claims.is_empty());
    for wrong in [json!([]), json!({"fax": "1"}), json!({"user_id": "u-2"}), json!({"app": 1})] {
        said["external_ids"] = wrong.clone();
        assert_eq!(refusal(&said).0, "bad_external_ids", "{wrong}");
    }
    let many: Map<String, Value> =
        (0..=IDENTITY_IDS_MAX).map(|app| (format!("app:{app}"), json!("a"))).collect();
    assert_eq!(refusal(&changed("external_ids", Value::Object(many))).0, "bad_external_ids");
}

#[test]
fn what_is_no_token_is_refused_before_it_is_worked_on() {
    let whole = hs256(&claims());
    let long = format!("{whole}{}", "A".repeat(IDENTITY_TOKEN_LEN_BYTES_MAX));
    assert_eq!(check_token(&long).unwrap_err().0, "token_too_long");
    let deep = format!("{}.e30.AA", URL_SAFE_NO_PAD.encode("[".repeat(2_000)));
    for bad in ["", ".", "..", "a.b", "a.b.c.d", "e30.e30.", "e30.e30.!", "IiI.e30.AA", &deep] {
        assert!(check_token(bad).is_err(), "{bad}");
    }
    for cut in 1..whole.len() {
        assert!(check_token(whole.get(..cut).unwrap()).is_err(), "cut at {cut}");
    }
}

#[test]
fn no_single_change_of_a_signed_token_holds() {
    for (whole, step) in [(hs256(&claims()), 1), (eddsa(&claims()), 7)] {
        for at in (0..whole.len()).step_by(step) {
            for sign in ["A", "z"] {
                let mut bad = whole.clone();
                bad.replace_range(at..=at, sign);
                assert!(bad == whole || check_token(&bad).is_err(), "{sign} at {at}");
            }
        }
    }
}

#[test]
fn a_proof_that_cannot_be_read_is_not_silently_nobody() {
    let read = |event: Value| Presented::of_event(&event).map_err(|r| (r.code, r.path));
    assert_eq!(read(json!({"type": "track"})), Ok(None));
    assert_eq!(read(json!({"identity": null, "context": {"identity": null}})), Ok(None));
    assert!(read(json!({"context": {"identity": {"token": "t"}}})).unwrap().is_some());
    assert_eq!(read(json!({"identity": {}})).unwrap_err().0, "no_proof");
    assert_eq!(read(json!({"identity": "t"})).unwrap_err(), ("no_proof", ".identity".into()));
    assert_eq!(
        read(json!({"context": {"identity": {"token": 1}}})).unwrap_err(),
        ("bad_proof", ".context.identity.token".into())
    );
    let both = json!({"identity": {"token": "t", "identifier_hash": "h"}});
    assert_eq!(read(both).unwrap_err().0, "two_proofs");
}

#[test]
fn the_published_signatures_hold() {
    // RFC 7515, appendix A.1.
    let input = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    let key =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    let signature = decode("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    assert!(digest::is_hmac(&decode(key), input.as_bytes(), &signature));
    // RFC 8037, appendix A.4.
    let key =
        PublicKey::try_from("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".to_string()).unwrap();
    let input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    let signature = decode(
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
    );
    let signature = ed25519_dalek::Signature::from_slice(&signature).unwrap();
    assert!(key.verifying().verify_strict(input.as_bytes(), &signature).is_ok());
}
