//! Segments by the names operators know them by.
//!
//! A condition names a segment by its id or its name. What is shown is the name that the merchant gave it; the
//! segments that a workspace starts with have a name in both languages, as long as nobody renames them.

use shared::text::Locale;

use crate::i18n::{Text, facts};

/// The segments that a workspace starts with.
const FIRST: [(&str, Text); 4] = [
    ("high-value-hesitant", facts::SEGMENT_HESITANT),
    ("high-value-lapsed", facts::SEGMENT_LAPSED),
    ("first-visit", facts::SEGMENT_FIRST),
    ("loyal", facts::SEGMENT_LOYAL),
];

/// A segment of the workspace: its id and the merchant's name for it.
pub(crate) type Named = (String, String);

/// What operators call a segment; a word that is no segment stays as it is.
pub(crate) fn name(word: &str, published: &[Named], locale: Locale) -> String {
    let known = published.iter().find(|(id, name)| id == word || name == word);
    let (id, given) = known.map_or((word, word), |(id, name)| (id.as_str(), name.as_str()));
    let first = FIRST.iter().find(|(first, text)| *first == id || is_called(*text, id));
    match first {
        Some((_, text)) if known.is_none() || is_called(*text, given) => text.say(locale),
        Some(_) | None => given,
    }
    .to_owned()
}

fn is_called(text: Text, name: &str) -> bool {
    [Locale::ZhCn, Locale::En].into_iter().any(|locale| text.say(locale) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published() -> Vec<Named> {
        [("loyal", "老客户"), ("first-visit", "第一次来的人"), ("vip", "金卡")]
            .map(|(id, name)| (id.to_owned(), name.to_owned()))
            .into()
    }

    #[test]
    fn a_first_segment_is_called_by_its_name_in_the_language_of_the_page() {
        for word in ["loyal", "老客户"] {
            assert_eq!(name(word, &published(), Locale::En), "Loyal customers");
            assert_eq!(name(word, &[], Locale::En), "Loyal customers");
            assert_eq!(name(word, &published(), Locale::ZhCn), "老客户");
        }
    }

    #[test]
    fn a_name_of_the_merchants_goes_before_ours() {
        assert_eq!(name("first-visit", &published(), Locale::En), "第一次来的人");
        assert_eq!(name("vip", &published(), Locale::En), "金卡");
        assert_eq!(name("nobody", &published(), Locale::En), "nobody");
    }
}
