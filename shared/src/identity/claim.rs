//! Ids that an event names without a proof: what anybody can type.
//!
//! They are shown to operators with their source and link nobody. What cannot be an id is left out without a word: a
//! shop's traits hold all kinds of things.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::external::ExternalId;
use crate::limits::IDENTITY_IDS_MAX;

/// An id that was named without a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Which.
    pub id: ExternalId,
    /// Where it stood.
    pub through: Through,
}

/// Which part of an event named an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Through {
    /// Traits of an `identify`.
    Traits,
    /// `context.traits` of any event.
    ContextTraits,
    /// `context.externalIds` of any event.
    ExternalIds,
    /// `userId` of any event.
    UserId,
}

/// Traits that are ids, with the kind that they are.
const TRAITS: [(&str, &str); 3] = [("email", "email"), ("phone", "phone"), ("mobile", "phone")];

/// The ids among traits.
#[must_use]
pub fn of_traits(traits: &Map<String, Value>, through: Through) -> Vec<Claim> {
    TRAITS
        .iter()
        .filter_map(|(name, kind)| {
            let id = ExternalId::new(kind, traits.get(*name)?.as_str()?).ok()?;
            Some(Claim { id, through })
        })
        .collect()
}

/// The ids in an event's `context`: its `traits`, and its `externalIds` as Segment has them, `{"type","id"}`.
///
/// At most [`IDENTITY_IDS_MAX`]; the rest is left out.
#[must_use]
pub fn of_context(context: &Value) -> Vec<Claim> {
    let traits = context.get("traits").and_then(Value::as_object);
    let mut found: Vec<Claim> =
        traits.map(|traits| of_traits(traits, Through::ContextTraits)).unwrap_or_default();
    let listed = context.get("externalIds").and_then(Value::as_array);
    found.extend(listed.into_iter().flatten().filter_map(|item| {
        let kind = item.get("type")?.as_str()?;
        let id = ExternalId::new(kind, item.get("id")?.as_str()?).ok()?;
        Some(Claim { id, through: Through::ExternalIds })
    }));
    found.truncate(IDENTITY_IDS_MAX);
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_segments_context_names_is_a_claim_with_its_place() {
        let context = json!({
            "traits": {"email": "Ann@Shop.example", "phone": "no number", "name": "Ann"},
            "externalIds": [
                {"type": "order_system:youzan", "id": "77", "collection": "users"},
                {"type": "ios.idfa", "id": "not one of ours"}, {"id": 1}, null
            ]
        });
        let found: Vec<(&'static str, Through)> = of_context(&context)
            .iter()
            .map(|claim| (claim.id.kind().as_str(), claim.through))
            .collect();
        assert_eq!(
            found,
            [("email", Through::ContextTraits), ("order_system", Through::ExternalIds)]
        );
    }

    #[test]
    fn one_event_claims_no_more_than_the_bound() {
        let ids: Vec<Value> =
            (0..100).map(|id| json!({"type": "app", "id": alloc::format!("{id}")})).collect();
        assert_eq!(of_context(&json!({ "externalIds": ids })).len(), IDENTITY_IDS_MAX);
    }
}
