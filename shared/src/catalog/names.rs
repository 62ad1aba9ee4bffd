//! Finds products of the catalog in what people write.
//!
//! A product is known by its names in every language, its aliases and its stock-keeping unit. Letter case, width, spaces
//! and hyphens do not matter (`K5Ultra` is `K5 Ultra`); of names that begin at one place the longest wins (`K5 Ultra` before
//! `K5`), and a Latin name is not found inside a longer word. One pass over the text, whatever the size of the catalog
//! (Aho and Corasick 1975, in the crate `aho-corasick`).

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use aho_corasick::{Input, MatchKind, automaton::Automaton as _, nfa::contiguous::NFA};

use super::Catalog;
use crate::{
    id::ProductId,
    intent::{
        ENTITIES_MAX, Entity, EntityType, IntentReading,
        scan::{self, Found},
    },
};

/// A shorter name is no name: one letter or one character stands for everything.
const NAME_CHARS_MIN: usize = 2;

/// The names of a catalog's products, ready to be looked for.
#[derive(Debug, Clone, Default)]
pub struct ProductNames {
    // Pattern n is the name of product n.
    search: Option<NFA>,
    products: Vec<ProductId>,
}

impl ProductNames {
    /// Gathers the names of `catalog`. Of two products with one name the first by id is found.
    #[must_use]
    pub fn of(catalog: &Catalog) -> Self {
        let mut names: BTreeMap<String, ProductId> = BTreeMap::new();
        for product in catalog.products() {
            let aliases = product.aliases.iter().map(String::as_str);
            let own = product.name.all().chain(aliases).chain([product.sku.as_str()]);
            let folded = own.map(|name| Folded::of(name).text);
            for name in folded.filter(|name| NAME_CHARS_MIN <= name.chars().count()) {
                names.entry(name).or_insert_with(|| product.id.clone());
            }
        }
        let (patterns, products): (Vec<String>, Vec<ProductId>) = names.into_iter().unzip();
        // A catalog too large for the search is one in which no product is named.
        // One kind of search: the crate's own choice among three brings the code of all.
        let search = NFA::builder().match_kind(MatchKind::LeftmostLongest).build(patterns);
        Self { search: search.ok(), products }
    }

    /// The products that `text` names, in order of appearance, without overlap.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Entity> {
        let Some(search) = &self.search else { return Vec::new() };
        let folded = Folded::of(text);
        // Only refused for searches that begin at fixed places.
        let found = search.try_find_iter(Input::new(&folded.text)).into_iter().flatten();
        found
            .filter_map(|found| {
                let product = self.products.get(found.pattern().as_usize())?;
                let start = folded.places.get(found.start())?.0;
                let end = folded.places.get(found.end().checked_sub(1)?)?.1;
                // As it was written: between "the" and a name there was a space.
                if is_inside_word(text, start, end) {
                    return None;
                }
                let entity = scan::entity(text, Found { kind: EntityType::Product, start, end });
                Some(Entity { product: Some(product.clone()), ..entity })
            })
            .collect()
    }
}

impl IntentReading {
    /// Adds the products that `text` names. A product's name goes before a colour, a size or a count within it, and
    /// never hides what is sensitive.
    pub fn name_products(&mut self, text: &str, names: &ProductNames) {
        let overlaps = |a: &Entity, b: &Entity| a.start < b.end && b.start < a.end;
        let mut products = names.find(text);
        products.retain(|product| {
            let taken = |other: &Entity| other.kind.is_sensitive() && overlaps(product, other);
            !self.entities.iter().any(taken)
        });
        self.entities.retain(|entity| {
            entity.kind != EntityType::Product
                && !products.iter().any(|product| overlaps(product, entity))
        });
        self.entities.append(&mut products);
        self.entities.sort_by_key(|entity| entity.start);
        self.entities.truncate(ENTITIES_MAX);
    }
}

/// A text in small letters and half width, without spaces and hyphens, and where each of its bytes comes from.
struct Folded {
    text: String,
    // For each byte of `text`: the first byte, and one past the last, of the character it was made of.
    places: Vec<(usize, usize)>,
}

impl Folded {
    fn of(text: &str) -> Self {
        let mut folded = Self { text: String::new(), places: Vec::new() };
        for (start, c) in text.char_indices() {
            let end = start.saturating_add(c.len_utf8());
            let half = match c {
                '\u{ff01}'..='\u{ff5e}' => {
                    char::from_u32(u32::from(c).wrapping_sub(0xfee0)).unwrap_or(c)
                }
                _ => c,
            };
            if !half.is_whitespace() && half != '-' {
                folded.text.extend(half.to_lowercase());
                folded.places.resize(folded.text.len(), (start, end));
            }
        }
        folded
    }
}

/// Whether a Latin letter or digit goes on beyond either end.
fn is_inside_word(text: &str, start: usize, end: usize) -> bool {
    let goes_on = |inner: Option<char>, outer: Option<char>| {
        inner.zip(outer).is_some_and(|(inner, outer)| {
            inner.is_ascii_digit() && outer.is_ascii_digit()
                || inner.is_ascii_alphabetic() && outer.is_ascii_alphabetic()
        })
    };
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let (before, words, after) = (part(0, start), part(start, end), part(end, text.len()));
    goes_on(words.chars().next(), before.chars().next_back())
        || goes_on(words.chars().next_back(), after.chars().next())
}

#[cfg(test)]
mod tests {
    use alloc::{string::ToString, vec};

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn names() -> ProductNames {
        let product = |id: &str, zh: &str, en: &str, aliases: &[&str]| {
            json!({"id": id, "name": {"zh-CN": zh, "en": en}, "category": {"id": "phone", "zh-CN": "手机", "en": "Phones"},
                "price_minor": 1, "currency": "CNY", "stock": 1, "url": "/", "aliases": aliases})
        };
        let catalog = json!([
            product("k5", "云梯 K5", "Kestra K5", &["K5"]),
            product("k5u", "云梯 K5 Ultra", "Kestra K5 Ultra", &["K5 Ultra", "顶配款"]),
        ]);
        ProductNames::of(&serde_json::from_value(catalog).expect("a catalog"))
    }

    fn found(text: &str) -> Vec<(String, String)> {
        let named = names().find(text).into_iter();
        named.map(|e| (e.text, e.product.expect("a product").to_string())).collect()
    }

    #[test]
    fn the_longest_name_wins_however_it_is_spaced() {
        let one = |words: &str, id: &str| vec![(words.to_string(), id.to_string())];
        assert_eq!(found("k5ultra续航怎么样"), one("k5ultra", "k5u"));
        assert_eq!(found("那个Ｋ５-ultra呢"), one("Ｋ５-ultra", "k5u"));
        assert_eq!(found("云梯K5多少钱"), one("云梯K5", "k5"));
        assert_eq!(found("顶配款和K5"), [one("顶配款", "k5u"), one("K5", "k5")].concat());
    }

    #[test]
    fn a_word_before_or_after_the_name_hides_nothing() {
        let all = found("Compare the Kestra K5, the kestra k5 ultra and a K5 2024");
        let ids: Vec<&str> = all.iter().map(|(_, id)| id.as_str()).collect();
        assert_eq!(ids, ["k5", "k5u", "k5"]);
    }

    #[test]
    fn a_longer_word_is_not_the_product() {
        assert_eq!(found("K55有吗"), []);
        assert_eq!(found("k5ultras"), []);
    }

    #[test]
    fn spans_count_characters_and_bytes() {
        let entity = names().find("要 K5").remove(0);
        assert_eq!((entity.start, entity.end, entity.start_byte, entity.end_byte), (2, 4, 4, 6));
    }

    proptest! {
        #[test]
        fn spans_lie_on_characters(text in "(\\PC|K5| |ultra){0,60}") {
            for entity in names().find(&text) {
                let (start, end) = (usize::try_from(entity.start_byte).unwrap(), usize::try_from(entity.end_byte).unwrap());
                prop_assert!(text.get(start..end).is_some());
            }
        }
    }
}
