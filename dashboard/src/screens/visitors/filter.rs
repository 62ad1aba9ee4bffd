//! Which people the list shows.

use shared::{money::Minor, text::Locale, wire::admin::VisitorSummary};

use crate::{
    explain::{intent, segment},
    i18n::{Text, visitors},
    ui::search,
};

/// A filter of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    All,
    Online,
    Cart,
    Consented,
}

impl Filter {
    /// The filters as choices.
    pub(super) const OPTIONS: [(&'static str, Text); 4] = [
        ("", visitors::FILTER_ALL),
        ("online", visitors::FILTER_ONLINE),
        ("cart", visitors::FILTER_CART),
        ("consented", visitors::FILTER_CONSENTED),
    ];

    pub(super) fn of(choice: &str) -> Self {
        match choice {
            "online" => Self::Online,
            "cart" => Self::Cart,
            "consented" => Self::Consented,
            _ => Self::All,
        }
    }

    pub(super) fn passes(self, person: &VisitorSummary) -> bool {
        match self {
            Self::All => true,
            Self::Online => person.online,
            Self::Cart => Minor::ZERO < person.cart_minor,
            Self::Consented => person.consented,
        }
    }
}

/// Whether the words are in what the list says about a person, in either language.
pub(super) fn finds(person: &VisitorSummary, words: &str) -> bool {
    let intents = [Locale::ZhCn, Locale::En].map(|locale| intent::name(&person.intent, locale));
    let languages = [Locale::ZhCn, Locale::En];
    let named = |name: &String| languages.map(|locale| segment::name(name, &[], locale)).join(" ");
    let segments: Vec<String> = person.segments.iter().map(named).collect();
    let said = [
        person.name.as_str(),
        person.profile.as_str(),
        &person.page_title,
        &person.page_url,
        &person.intent,
        &intents.join(" "),
        &person.segments.join(" "),
        &segments.join(" "),
    ]
    .join(" ");
    search::finds(words, &said)
}

#[cfg(test)]
mod tests {
    use super::{super::tests::person, *};

    #[test]
    fn a_person_is_found_by_their_intent_in_either_language() {
        let mut ann = person("p1", 0);
        ann.intent = "marketing.discount".into();
        assert!(finds(&ann, "优惠"));
        assert!(finds(&ann, "Discount"));
        assert!(!finds(&ann, "维修"));
    }

    #[test]
    fn an_empty_cart_is_no_cart() {
        let mut ann = person("p1", 0);
        assert!(!Filter::Cart.passes(&ann));
        ann.cart_minor = Minor::new(1);
        assert!(Filter::Cart.passes(&ann));
    }
}
