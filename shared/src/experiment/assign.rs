//! The steps from an experiment and a person to a variation, in GrowthBook's order.
//!
//! The order matters: a preview link beats an inactive experiment, coverage beats a forced
//! variation, an earlier assignment beats everything about who may take part.

use alloc::string::{String, ToString};

use serde_json::{Value, json};

use super::{
    Assignment, Experiment, Filter, Mode, ParentCondition, Person, Skipped, Status, VariationMeta,
    preview::query_string_override, sticky::Kept,
};
use crate::{
    bucket::{bucket_ranges, choose_variation, hash},
    condition::{
        SavedGroups,
        coerce::{is_truthy, to_text},
    },
};

/// The attribute that identifies a person unless an experiment names another.
const HASH_ATTRIBUTE: &str = "id";

/// The attribute that is hashed, and its value; empty if there is none.
pub(super) struct Identity {
    pub(super) attribute: String,
    pub(super) value: String,
}

impl Experiment {
    /// Which variation the person gets.
    ///
    /// Keeps nothing: where assignments are sticky, pass the answer to
    /// [`super::StickyBuckets::keep`].
    ///
    /// # Examples
    ///
    /// ```
    /// use serde_json::json;
    /// use shared::experiment::{Experiment, Person};
    ///
    /// let experiment: Experiment = serde_json::from_value(json!({
    ///     "key": "coupon-size", "variations": [0, 50, 100], "hashVersion": 2,
    /// }))
    /// .unwrap();
    /// let attributes = json!({ "id": "p-1" });
    /// let first = experiment.run(&Person::with_attributes(&attributes));
    /// assert!(first.in_experiment && first.hash_used);
    /// assert_eq!(first, experiment.run(&Person::with_attributes(&attributes)));
    /// ```
    #[must_use]
    pub fn run(&self, person: &Person<'_>) -> Assignment {
        if self.variations.len() < 2 {
            return self.skip(person, Skipped::TooFewVariations);
        }
        if person.mode == Mode::Disabled {
            return self.skip(person, Skipped::Disabled);
        }
        if let Some(asked_for) = query_string_override(&self.key, person.url, self.count()) {
            return self.show(person, i64::from(asked_for));
        }
        if let Some(forced) = person.forced.get(&self.key) {
            return self.show(person, *forced);
        }
        if self.status == Some(Status::Draft) || self.active == Some(false) {
            return self.skip(person, Skipped::Inactive);
        }
        self.assign(person).unwrap_or_else(|skipped| self.skip(person, skipped))
    }

    /// The steps for a person for whom nobody asked anything special.
    fn assign(&self, person: &Person<'_>) -> Result<Assignment, Skipped> {
        let identity = self.identity(person);
        if identity.value.is_empty() {
            return Err(Skipped::NoHashValue);
        }
        let kept = self.kept(person);
        if !matches!(kept, Kept::Variation(_)) {
            self.admit(person, &identity.value)?;
        }
        let version = self.hash_version.filter(|version| *version != 0).unwrap_or(1);
        let seed = self.seed.as_deref().filter(|seed| !seed.is_empty()).unwrap_or(&self.key);
        let Some(place) = hash(seed, &identity.value, version) else {
            return Err(Skipped::UnknownHashVersion { version });
        };
        let leaf = self.leaf(person);
        let weights = leaf.as_ref().map(|leaf| leaf.variation_weights.as_slice());
        let (variation, is_sticky) = match kept {
            Kept::Variation(variation) => (variation, true),
            Kept::Blocked => return Err(Skipped::VersionBlocked),
            Kept::Nothing => (self.variation_at(place, weights).ok_or(Skipped::NotCovered)?, false),
        };
        if let Some(forced) = self.force {
            return Ok(self.show(person, forced));
        }
        if person.mode == Mode::Testing {
            return Err(Skipped::Testing);
        }
        if self.status == Some(Status::Stopped) {
            return Err(Skipped::Stopped);
        }
        Ok(Assignment {
            hash_used: true,
            bucket: Some(place),
            sticky_bucket_used: is_sticky,
            leaf,
            ..self.assignment(person, variation)
        })
    }

    /// Whether a person who has no variation yet may take part.
    fn admit(&self, person: &Person<'_>, hash_value: &str) -> Result<(), Skipped> {
        match (&self.filters, &self.namespace) {
            (Some(filters), _) if filters.iter().any(|filter| !filter.admits(person)) => {
                return Err(Skipped::Filtered);
            }
            (None, Some(namespace)) if !namespace.contains(hash_value) => {
                return Err(Skipped::OutsideNamespace);
            }
            _ => {}
        }
        let failed = self
            .condition
            .as_ref()
            .and_then(|condition| condition.explain_with(person.attributes, person.saved_groups));
        if let Some(clause) = failed {
            return Err(Skipped::Condition { clause });
        }
        let unmet = self.parent_conditions.iter().find(|parent| {
            let given = person.given.get(&parent.id).unwrap_or(&Value::Null);
            !parent.is_met(given, person.saved_groups)
        });
        unmet.map_or(Ok(()), |parent| Err(Skipped::Prerequisite { id: parent.id.clone() }))
    }

    /// The variation at a place on the line; `learned` weights go before the experiment's own.
    fn variation_at(&self, place: f64, learned: Option<&[f64]>) -> Option<u32> {
        let weights = learned.or(self.weights.as_deref());
        let drawn = || bucket_ranges(self.count(), self.coverage, weights);
        let chosen = choose_variation(place, &self.ranges.clone().unwrap_or_else(drawn));
        chosen.and_then(|variation| u32::try_from(variation).ok())
    }

    /// The attribute that is hashed. The fallback needs sticky buckets, because without them
    /// a person would change variation on signing in.
    pub(super) fn identity(&self, person: &Person<'_>) -> Identity {
        let fallback = match &self.fallback_attribute {
            Some(fallback) if self.is_sticky_for(person) => Some(fallback.as_str()),
            _ => None,
        };
        let attribute = self.hash_attribute.as_deref().unwrap_or_default();
        let first = Identity::of(person, attribute);
        match fallback.map(|fallback| Identity::of(person, fallback)) {
            Some(second) if first.value.is_empty() && !second.value.is_empty() => second,
            _ => first,
        }
    }

    pub(super) fn is_sticky_for(&self, person: &Person<'_>) -> bool {
        person.sticky.is_some() && self.disable_sticky_bucketing != Some(true)
    }

    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.variations.len()).unwrap_or(u32::MAX)
    }

    /// Shows a variation that somebody asked for, without counting the person.
    fn show(&self, person: &Person<'_>, variation: i64) -> Assignment {
        match u32::try_from(variation) {
            Ok(number) if number < self.count() => self.assignment(person, number),
            _ => self.skip(person, Skipped::NoSuchVariation { variation }),
        }
    }

    fn skip(&self, person: &Person<'_>, skipped: Skipped) -> Assignment {
        Assignment {
            in_experiment: false,
            sticky_bucket_used: skipped == Skipped::VersionBlocked,
            skipped: Some(skipped),
            ..self.assignment(person, 0)
        }
    }

    fn assignment(&self, person: &Person<'_>, variation: u32) -> Assignment {
        let place = usize::try_from(variation).unwrap_or(usize::MAX);
        let meta = self.meta.get(place).cloned().unwrap_or_default();
        let VariationMeta { key, name, passthrough } = meta;
        let identity = self.identity(person);
        Assignment {
            variation_id: variation,
            key: key.filter(|key| !key.is_empty()).unwrap_or_else(|| variation.to_string()),
            name,
            value: self.variations.get(place).cloned().unwrap_or_default(),
            in_experiment: true,
            hash_used: false,
            hash_attribute: identity.attribute,
            hash_value: identity.value,
            bucket: None,
            sticky_bucket_used: false,
            leaf: None,
            passthrough,
            skipped: None,
        }
    }
}

impl ParentCondition {
    /// Whether what the other experiment or flag gave is what it must have given; null is nothing.
    #[must_use]
    pub fn is_met(&self, given: &Value, groups: &SavedGroups) -> bool {
        self.condition.eval_with(&json!({ "value": given }), groups)
    }
}

impl Filter {
    /// Whether the person is in one of the parts. Somebody without the attribute is in none.
    #[must_use]
    pub fn admits(&self, person: &Person<'_>) -> bool {
        let identity = Identity::of(person, self.attribute.as_deref().unwrap_or_default());
        if identity.value.is_empty() {
            return false;
        }
        let version = self.hash_version.filter(|version| *version != 0).unwrap_or(2);
        hash(&self.seed, &identity.value, version)
            .is_some_and(|place| self.ranges.iter().any(|range| range.contains(place)))
    }
}

impl Identity {
    /// The value of `attribute` of the person; `id` if no attribute is named. A value that
    /// counts as false is none: nobody is the person "".
    pub(super) fn of(person: &Person<'_>, attribute: &str) -> Self {
        let attribute = if attribute.is_empty() { HASH_ATTRIBUTE } else { attribute };
        let value = person.attributes.get(attribute).filter(|value: &&Value| is_truthy(value));
        Self {
            attribute: attribute.to_string(),
            value: value.map(|value| to_text(value).into_owned()).unwrap_or_default(),
        }
    }
}
