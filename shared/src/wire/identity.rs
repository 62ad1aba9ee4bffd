//! Identity as merchants' developers and operators see it: keys to sign with, whose ids are whose, merges.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    id::{KeyId, ProfileId, UserId},
    identity::{
        held::Learned,
        merge::{Merge, MergeId},
        register::Refused,
    },
    time::Timestamp,
};

/// What a user id without a proof does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unsigned {
    /// Events that name nothing but a user id belong to the browser that said first that it is that customer, until the
    /// customer is proven. For shops that do not sign.
    #[default]
    Believed,
    /// They belong to the customer alone. For shops that sign on every page.
    Ignored,
}

/// `GET /v1/admin/identity`: what the merchant's server signs with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentitySettings {
    /// A token's `aud`: the workspace's id.
    pub audience: String,
    /// The live keys, newest first.
    pub keys: Vec<IdentityKey>,
    /// What a user id without a proof does.
    pub unsigned: Unsigned,
}

/// One live key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityKey {
    /// Its name, a token's `kid`.
    pub kid: KeyId,
    /// `HS256` or `EdDSA`.
    pub algorithm: String,
    /// Whether a newer key of its kind is live: then it only still holds.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub former: bool,
    /// The secret, of `HS256`: for `identifier_hash` and for tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// The public key, of `EdDSA`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_key: Option<String>,
    /// Since when.
    pub made_at: Timestamp,
    /// Who made it: an operator's id, `automation`, or `set-up`.
    pub by: String,
}

/// `PUT /v1/admin/identity`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutIdentity {
    /// What a user id without a proof does.
    pub unsigned: Unsigned,
}

/// `PUT /v1/admin/identity/keys/{kid}`: the public half of a key that only the merchant has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutIdentityKey {
    /// 32 bytes in base64url without padding: a JWK's `x`.
    pub public_key: String,
}

/// Who signs in, as `/v1/boot` takes it beside a token: as an `identify` with its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignIn {
    /// The customer's id in the shop; a token says it by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// What is known about them.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub traits: Map<String, Value>,
    /// The HMAC of the user id.
    #[serde(default, rename = "identifier_hash", skip_serializing_if = "Option::is_none")]
    pub identifier_hash: Option<String>,
    /// A token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// Who a browser is from now on: somebody else signed in there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewIdentity {
    /// The token of the new person.
    pub token: String,
    /// Their name in events.
    pub anonymous_id: String,
}

/// `GET /v1/admin/people/{id}/identity`: who somebody is, and how we know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonIdentity {
    /// The person: themselves, or whom they turned out to be.
    pub profile: ProfileId,
    /// Everybody who turned out to be this person, themselves among them.
    pub people: Vec<ProfileId>,
    /// Their ids, the strongest first.
    pub ids: Vec<ShownId>,
    /// The merges that any of them had part in, the newest first, also those that were undone.
    pub merges: Vec<ShownMerge>,
    /// Ids that they proved and that stayed with somebody else.
    pub refused: Vec<Refused>,
}

/// An id as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownId {
    /// Its kind, with its system: `order_system:youzan`.
    pub kind: String,
    /// The id; contacts are masked.
    pub value: String,
    /// Whether the merchant's server vouches for it.
    pub proven: bool,
    /// How it was learnt.
    pub learned: Learned,
    /// When it was learnt first.
    pub since: Timestamp,
    /// Who brought it; nobody where it is only claimed, or was proven a moment ago and is not decided yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<ProfileId>,
}

/// A merge as an operator sees it: contacts in it are masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownMerge {
    /// Its number.
    pub merge: MergeId,
    /// Who joined.
    pub loser: ProfileId,
    /// Whom they joined.
    pub survivor: ProfileId,
    /// When.
    pub at: Timestamp,
    /// Whose proof it was.
    pub by: ProfileId,
    /// The id that both have.
    pub evidence: ShownId,
    /// The ids that came along, by kind and value.
    pub moved: Vec<(String, String)>,
    /// Whether everything was handed over; until then it cannot be undone.
    pub complete: bool,
    /// Who undid it, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<crate::identity::merge::Undone>,
}

/// `POST /v1/admin/people/{id}/unmerge`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unmerge {
    /// Which merge; without it the person's newest that holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge: Option<MergeId>,
}

impl ShownId {
    /// An id as an operator sees it, with whoever brought it.
    #[must_use]
    pub fn of(held: &crate::identity::held::HeldId, of: Option<ProfileId>) -> Self {
        let (kind, value) = shown(&held.id);
        Self {
            kind,
            value,
            proven: held.learned.is_proven(),
            learned: held.learned.clone(),
            since: held.since,
            of,
        }
    }
}

impl ShownMerge {
    /// A merge as an operator sees it.
    #[must_use]
    pub fn of(merge: &Merge) -> Self {
        Self {
            merge: merge.id,
            loser: merge.loser.clone(),
            survivor: merge.survivor.clone(),
            at: merge.at,
            by: merge.by.clone(),
            evidence: ShownId::of(&merge.evidence, None),
            moved: merge.moved.iter().map(shown).collect(),
            complete: true,
            undone: merge.undone.clone(),
        }
    }
}

fn shown(id: &crate::identity::external::ExternalId) -> (String, String) {
    (id.kind_text(), crate::intent::mask::mask(id.value()).into_owned())
}
