//! The paths that the rules of a trigger look at, arranged so that a document is walked once.
//!
//! `event.properties.price` and `event.properties.sku` share their first two steps. And the
//! keys of an object and the steps we want from it are both sorted, so one pass over the
//! object finds them all, at about the price of two look-ups.

use alloc::{string::String, vec, vec::Vec};
use core::ops::Range;

use serde_json::{Map, Value};

use crate::condition::{Path, path::child};

/// Paths by slot, as steps from a value to one inside it.
#[derive(Debug, Clone, Default)]
pub(super) struct Paths {
    /// Steps from the same value stand together, in the order of their parts.
    steps: Vec<Step>,
    /// For each slot its last step.
    last: Vec<usize>,
    /// Whether objects keep their keys sorted, which is up to how `serde_json` was built.
    is_sorted: bool,
}

#[derive(Debug, Clone)]
struct Step {
    part: String,
    /// The step before; none where it starts at the document.
    parent: Option<usize>,
    /// All steps that start at the same value.
    siblings: Range<usize>,
}

/// Paths, by slot, that go on from the same step.
type Group<'a> = (Option<usize>, Vec<(usize, &'a [String])>);

/// What a document has at each step, found when first needed.
pub(super) struct Found<'a> {
    paths: &'a Paths,
    document: &'a Value,
    values: Values<'a>,
}

/// Few triggers look at more than fits without allocating.
enum Values<'a> {
    Few([Option<&'a Value>; FEW]),
    Many(Vec<Option<&'a Value>>),
}

/// Steps for which there is room without allocating.
const FEW: usize = 24;

/// An object with more keys than this for each step is not walked; the steps are looked up.
const KEYS_PER_STEP_MAX: usize = 4;

/// What a missing value reads as.
static MISSING: Value = Value::Null;

impl Paths {
    /// Arranges paths, given by slot.
    pub(super) fn arrange(paths: &[&Path]) -> Self {
        let mut arranged =
            Self { steps: Vec::new(), last: vec![0; paths.len()], is_sorted: are_objects_sorted() };
        let all: Vec<(usize, &[String])> =
            paths.iter().map(|path| path.parts()).enumerate().collect();
        // Steps of one depth after those of the one before, so that parents come first.
        let mut groups: Vec<Group<'_>> = vec![(None, all)];
        while !groups.is_empty() {
            let mut deeper = Vec::new();
            for (parent, paths) in groups {
                arranged.add_siblings(parent, paths, &mut deeper);
            }
            groups = deeper;
        }
        arranged
    }

    /// Adds the first steps of `paths`, which all start at `parent`.
    fn add_siblings<'a>(
        &mut self,
        parent: Option<usize>,
        mut paths: Vec<(usize, &'a [String])>,
        deeper: &mut Vec<Group<'a>>,
    ) {
        paths.sort_by_key(|(_, parts)| parts.first());
        let start = self.steps.len();
        for same in paths.chunk_by(|(_, one), (_, other)| one.first() == other.first()) {
            let Some(part) = same.first().and_then(|(_, parts)| parts.first()) else { continue };
            let step = self.steps.len();
            self.steps.push(Step { part: part.clone(), parent, siblings: start..start });
            let mut rest = Vec::new();
            for (slot, parts) in same {
                match parts.get(1..) {
                    Some(remaining) if !remaining.is_empty() => rest.push((*slot, remaining)),
                    _ => self.end(*slot, step),
                }
            }
            if !rest.is_empty() {
                deeper.push((Some(step), rest));
            }
        }
        let end = self.steps.len();
        for step in self.steps.iter_mut().skip(start) {
            step.siblings = start..end;
        }
    }

    fn end(&mut self, slot: usize, step: usize) {
        if let Some(last) = self.last.get_mut(slot) {
            *last = step;
        }
    }
}

impl<'a> Found<'a> {
    /// Nothing is found yet.
    pub(super) fn new(paths: &'a Paths, document: &'a Value) -> Self {
        let values = if paths.steps.len() <= FEW {
            Values::Few([None; FEW])
        } else {
            Values::Many(vec![None; paths.steps.len()])
        };
        Self { paths, document, values }
    }

    /// The value at the path in `slot`; `null` if there is none.
    #[inline]
    pub(super) fn value(&mut self, slot: u16) -> &'a Value {
        match self.paths.last.get(usize::from(slot)) {
            Some(step) => self.at(*step),
            None => &MISSING,
        }
    }

    #[inline]
    fn at(&mut self, step: usize) -> &'a Value {
        match self.values.slots().get(step) {
            Some(Some(value)) => value,
            Some(None) => self.find(step),
            None => &MISSING,
        }
    }

    fn find(&mut self, place: usize) -> &'a Value {
        let paths = self.paths;
        let Some(step) = paths.steps.get(place) else { return &MISSING };
        let origin = match step.parent {
            None => self.document,
            Some(parent) => self.at(parent),
        };
        let keys_max = step.siblings.len().saturating_mul(KEYS_PER_STEP_MAX);
        let object = origin.as_object().filter(|object| object.len() <= keys_max);
        if let Some(object) = object.filter(|_| paths.is_sorted) {
            self.walk(object, step.siblings.clone());
            return self.values.slots().get(place).copied().flatten().unwrap_or(&MISSING);
        }
        let value = child(origin, &step.part).unwrap_or(&MISSING);
        if let Some(slot) = self.values.slots().get_mut(place) {
            *slot = Some(value);
        }
        value
    }

    /// Finds all siblings in one pass: object and siblings are in the same order.
    fn walk(&mut self, object: &'a Map<String, Value>, siblings: Range<usize>) {
        let steps = self.paths.steps.get(siblings.clone()).unwrap_or_default();
        let slots = self.values.slots().get_mut(siblings).unwrap_or_default();
        let mut wanted = steps.iter().zip(slots).peekable();
        for (key, value) in object {
            while let Some((_, slot)) = wanted.next_if(|(step, _)| step.part < *key) {
                *slot = Some(&MISSING);
            }
            match wanted.next_if(|(step, _)| step.part == *key) {
                Some((_, slot)) => *slot = Some(value),
                None if wanted.peek().is_none() => return,
                None => {}
            }
        }
        for (_, slot) in wanted {
            *slot = Some(&MISSING);
        }
    }
}

impl<'a> Values<'a> {
    #[inline]
    fn slots(&mut self) -> &mut [Option<&'a Value>] {
        match self {
            Self::Few(few) => few,
            Self::Many(many) => many,
        }
    }
}

/// `serde_json` sorts keys unless some crate in the build asked it to keep their order.
fn are_objects_sorted() -> bool {
    let mut object = Map::new();
    object.insert(String::from("b"), Value::Null);
    object.insert(String::from("a"), Value::Null);
    object.keys().next().is_some_and(|first| first == "a")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn likely_document() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![any::<u8>().prop_map(Value::from), Just(Value::Null)];
        leaf.prop_recursive(3, 32, 8, |inner| {
            prop_oneof![
                3 => proptest::collection::btree_map("[a-h]", inner.clone(), 0..8)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
                1 => proptest::collection::vec(inner, 0..3).prop_map(Value::from),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_each_path_finds(
            dotted in proptest::collection::vec("[a-h0]{1,2}(\\.[a-h01]){0,3}", 0..40),
            document in likely_document(),
            is_sorted in any::<bool>(),
        ) {
            let paths: Vec<Path> = dotted.iter().map(|dotted| Path::new(dotted)).collect();
            let mut arranged = Paths::arrange(&paths.iter().collect::<Vec<_>>());
            arranged.is_sorted &= is_sorted;
            let mut found = Found::new(&arranged, &document);
            for (slot, path) in (0_u16..).zip(&paths) {
                prop_assert_eq!(found.value(slot), path.find(&document));
            }
        }
    }

    #[test]
    fn steps_are_shared() {
        let paths = ["event.properties.sku", "event.name", "event.properties.price", "a"];
        let paths = paths.map(Path::new);
        let arranged = Paths::arrange(&paths.each_ref());
        assert_eq!(arranged.steps.len(), 6);
        let document = json!({ "event": { "name": "page", "properties": { "price": 5 } } });
        let mut found = Found::new(&arranged, &document);
        let values: Vec<&Value> = (0..5).map(|slot| found.value(slot)).collect();
        assert_eq!(values, [&json!(null), &json!("page"), &json!(5), &json!(null), &json!(null)]);
    }
}
