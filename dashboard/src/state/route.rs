//! The pages and their addresses.
//!
//! The address is the part after `#`, so that one file serves every page and a reload comes back
//! to the same one: `#/visitors/p1/decisions/d9`, `#/overview?days=30`.

use shared::text::Locale;

/// Where the operator is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    /// The figures of the last `days` days.
    Overview {
        /// 1, 7 or 30.
        days: u16,
    },
    /// Who is in the shop, those that are found.
    Visitors {
        /// The words searched for.
        words: String,
        /// The filter; empty for everybody.
        filter: String,
    },
    /// One person, perhaps with the explanation of a decision in front.
    Visitor {
        /// The person.
        profile: String,
        /// The decision that is explained.
        decision: Option<String>,
    },
    /// The conversations, one of them perhaps open.
    Inbox {
        /// With whom; empty for none.
        profile: String,
        /// The list; empty for the one that opens first.
        shown: String,
    },
    /// The rules, those that are found.
    Rules {
        /// The words searched for.
        words: String,
        /// The filter; empty for all.
        filter: String,
    },
    /// One rule; `new` is one that does not exist yet.
    Rule {
        /// The rule's id.
        id: String,
    },
    /// The offers, those that are found.
    Offers {
        /// The words searched for.
        words: String,
    },
    /// One offer; `new` is one that does not exist yet.
    Offer {
        /// The offer's id.
        id: String,
    },
    /// What the shop sells, those products that are found.
    Products {
        /// The words searched for.
        words: String,
        /// The filter; empty for all.
        shown: String,
    },
    /// The segments, those that are found.
    Segments {
        /// The words searched for.
        words: String,
    },
    /// One segment; `new` is one that does not exist yet.
    Segment {
        /// The segment's id.
        id: String,
        /// The ready-made one that a new segment starts from; empty for none.
        from: String,
    },
    /// The experiments.
    Experiments,
    /// One experiment; `new` is one that does not exist yet.
    Experiment {
        /// The experiment's key.
        key: String,
        /// The smallest lift worth finding, in percent, as it was typed; empty for the usual one.
        lift: String,
    },
    /// What was published, one perhaps compared with another.
    Versions {
        /// The version that is looked at.
        version: Option<u32>,
        /// What it is compared with.
        with: Compared,
    },
    /// What the shop knows, those articles that are found.
    Knowledge {
        /// The words searched for.
        words: String,
    },
    /// One article in one language; `new` is one that does not exist yet.
    Article {
        /// Its language.
        locale: Locale,
        /// The article's id.
        id: String,
        /// What a new one is to be called; empty for none.
        from: String,
    },
    /// The intent model.
    Model,
    /// What holds for the whole workspace.
    Settings,
    /// No such page.
    Unknown,
}

/// What a version is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compared {
    /// The one before it: what it changed.
    Before,
    /// The one in force: what going back to it would change.
    Now,
}

/// The id that stands for something not yet made. No id of ours can be mistaken for it: new ids
/// start with their kind.
pub(crate) const NEW: &str = "new";

/// The date ranges that are offered, in days.
pub(crate) const RANGES: [u16; 3] = [1, 7, 30];

/// Where a click in the navigation leads; also the page's section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// Figures.
    Overview,
    /// Conversations.
    Inbox,
    /// People.
    Visitors,
    /// Rules.
    Rules,
    /// Offers.
    Offers,
    /// What the shop sells.
    Products,
    /// Groups of people.
    Segments,
    /// Experiments.
    Experiments,
    /// What the shop knows.
    Knowledge,
    /// The intent model.
    Model,
    /// Settings.
    Settings,
}

impl Section {
    /// The sections that are in reach on a telephone too, in the order of the navigation.
    pub(crate) const FIRST: [Self; 4] = [Self::Overview, Self::Inbox, Self::Visitors, Self::Rules];

    /// The sections after them; a telephone unfolds them.
    pub(crate) const MORE: [Self; 7] = [
        Self::Offers,
        Self::Products,
        Self::Segments,
        Self::Experiments,
        Self::Knowledge,
        Self::Model,
        Self::Settings,
    ];

    /// The address of the section's first page.
    pub(crate) const fn address(self) -> &'static str {
        match self {
            Self::Overview => "#/overview",
            Self::Inbox => "#/inbox",
            Self::Visitors => "#/visitors",
            Self::Rules => "#/rules",
            Self::Offers => "#/offers",
            Self::Products => "#/products",
            Self::Segments => "#/segments",
            Self::Experiments => "#/experiments",
            Self::Knowledge => "#/knowledge",
            Self::Model => "#/model",
            Self::Settings => "#/settings",
        }
    }
}

impl Route {
    /// The date range, on the overview.
    pub(crate) const fn days(&self) -> Option<u16> {
        if let Self::Overview { days } = self { Some(*days) } else { None }
    }

    /// The decision that is explained, on a person's page.
    pub(crate) fn decision(self) -> Option<String> {
        if let Self::Visitor { decision, .. } = self { decision } else { None }
    }

    /// With whom the open conversation is, and the list it is in; both empty anywhere else.
    pub(crate) fn conversation(self) -> (String, String) {
        if let Self::Inbox { profile, shown } = self {
            (profile, shown)
        } else {
            Default::default()
        }
    }

    /// The rules, all of them.
    pub(crate) const fn rules() -> Self {
        Self::Rules { words: String::new(), filter: String::new() }
    }

    /// The segments, all of them.
    pub(crate) const fn segments() -> Self {
        Self::Segments { words: String::new() }
    }

    /// What the shop knows, all of it.
    pub(crate) const fn knowledge() -> Self {
        Self::Knowledge { words: String::new() }
    }

    /// One article.
    pub(crate) fn article(locale: Locale, id: &str) -> Self {
        Self::Article { locale, id: id.to_owned(), from: String::new() }
    }

    /// An article that does not exist yet, perhaps with what it is to be called.
    pub(crate) fn new_article(locale: Locale, from: &str) -> Self {
        Self::Article { locale, id: NEW.to_owned(), from: from.to_owned() }
    }

    /// What was published, nothing compared.
    pub(crate) const fn versions() -> Self {
        Self::Versions { version: None, with: Compared::Before }
    }

    /// Whether its screen is one to work in, which the module of the first screen does not have.
    pub(crate) const fn is_studio(&self) -> bool {
        match self {
            Self::Overview { .. }
            | Self::Visitors { .. }
            | Self::Rules { .. }
            | Self::Offers { .. }
            | Self::Unknown => false,
            Self::Inbox { .. }
            | Self::Visitor { .. }
            | Self::Rule { .. }
            | Self::Offer { .. }
            | Self::Products { .. }
            | Self::Segments { .. }
            | Self::Segment { .. }
            | Self::Experiments
            | Self::Experiment { .. }
            | Self::Versions { .. }
            | Self::Knowledge { .. }
            | Self::Article { .. }
            | Self::Model
            | Self::Settings => true,
        }
    }

    /// The offers, all of them.
    pub(crate) const fn offers() -> Self {
        Self::Offers { words: String::new() }
    }

    /// Reads an address, with or without the `#`.
    pub(crate) fn read(address: &str) -> Self {
        let address = address.trim_start_matches('#');
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let parts: Vec<String> =
            path.split('/').filter(|part| !part.is_empty()).map(decode).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        match parts.as_slice() {
            [] | ["overview"] => Self::Overview { days: days(query) },
            ["inbox"] => Self::Inbox { profile: String::new(), shown: value_of(query, "show") },
            ["inbox", profile] => {
                Self::Inbox { profile: (*profile).to_owned(), shown: value_of(query, "show") }
            }
            ["visitors"] => {
                Self::Visitors { words: value_of(query, "find"), filter: value_of(query, "show") }
            }
            ["visitors", profile] => {
                Self::Visitor { profile: (*profile).to_owned(), decision: None }
            }
            ["visitors", profile, "decisions", decision] => Self::Visitor {
                profile: (*profile).to_owned(),
                decision: Some((*decision).to_owned()),
            },
            ["rules"] => {
                Self::Rules { words: value_of(query, "find"), filter: value_of(query, "show") }
            }
            ["rules", id] => Self::Rule { id: (*id).to_owned() },
            ["offers"] => Self::Offers { words: value_of(query, "find") },
            ["offers", id] => Self::Offer { id: (*id).to_owned() },
            ["products"] => {
                Self::Products { words: value_of(query, "find"), shown: value_of(query, "show") }
            }
            ["segments"] => Self::Segments { words: value_of(query, "find") },
            ["segments", id] => {
                Self::Segment { id: (*id).to_owned(), from: value_of(query, "from") }
            }
            ["experiments"] => Self::Experiments,
            ["experiments", key] => {
                Self::Experiment { key: (*key).to_owned(), lift: value_of(query, "lift") }
            }
            ["versions"] => Self::versions(),
            ["versions", version] => versions(version, query),
            ["knowledge"] => Self::Knowledge { words: value_of(query, "find") },
            ["knowledge", locale, id] => Self::Article {
                locale: Locale::closest(locale),
                id: (*id).to_owned(),
                from: value_of(query, "from"),
            },
            ["model"] => Self::Model,
            ["settings"] => Self::Settings,
            _ => Self::Unknown,
        }
    }

    /// The address, with the `#`.
    pub(crate) fn address(&self) -> String {
        match self {
            Self::Overview { days } => format!("#/overview?days={days}"),
            Self::Visitors { words, filter } => {
                with_query("#/visitors", &[("find", words), ("show", filter)])
            }
            Self::Inbox { profile, shown } if profile.is_empty() => {
                with_query("#/inbox", &[("show", shown)])
            }
            Self::Inbox { profile, shown } => {
                with_query(&["#/inbox/", &encode(profile)].concat(), &[("show", shown)])
            }
            Self::Visitor { profile, decision: None } => format!("#/visitors/{}", encode(profile)),
            Self::Visitor { profile, decision: Some(decision) } => {
                format!("#/visitors/{}/decisions/{}", encode(profile), encode(decision))
            }
            Self::Rules { words, filter } => {
                with_query("#/rules", &[("find", words), ("show", filter)])
            }
            Self::Rule { id } => format!("#/rules/{}", encode(id)),
            Self::Offers { words } => with_query("#/offers", &[("find", words)]),
            Self::Offer { id } => format!("#/offers/{}", encode(id)),
            Self::Products { words, shown } => {
                with_query("#/products", &[("find", words), ("show", shown)])
            }
            Self::Segments { words } => with_query("#/segments", &[("find", words)]),
            Self::Segment { id, from } => {
                with_query(&["#/segments/", &encode(id)].concat(), &[("from", from)])
            }
            Self::Experiments => Section::Experiments.address().to_owned(),
            Self::Experiment { key, lift } => {
                with_query(&["#/experiments/", &encode(key)].concat(), &[("lift", lift)])
            }
            Self::Versions { version: None, .. } => "#/versions".to_owned(),
            Self::Versions { version: Some(version), with } => {
                let with = if *with == Compared::Now { "now" } else { "" };
                with_query(&["#/versions/", &version.to_string()].concat(), &[("with", with)])
            }
            Self::Knowledge { words } => with_query("#/knowledge", &[("find", words)]),
            Self::Article { locale, id, from } => {
                let path = ["#/knowledge/", locale.tag(), "/", &encode(id)].concat();
                with_query(&path, &[("from", from)])
            }
            Self::Model => "#/model".to_owned(),
            Self::Settings => "#/settings".to_owned(),
            Self::Unknown => "#/".to_owned(),
        }
    }

    /// The section that the navigation shows as chosen.
    pub(crate) const fn section(&self) -> Option<Section> {
        match self {
            Self::Overview { .. } => Some(Section::Overview),
            Self::Inbox { .. } => Some(Section::Inbox),
            Self::Visitors { .. } | Self::Visitor { .. } => Some(Section::Visitors),
            Self::Rules { .. } | Self::Rule { .. } | Self::Versions { .. } => Some(Section::Rules),
            Self::Offers { .. } | Self::Offer { .. } => Some(Section::Offers),
            Self::Products { .. } => Some(Section::Products),
            Self::Segments { .. } | Self::Segment { .. } => Some(Section::Segments),
            Self::Experiments | Self::Experiment { .. } => Some(Section::Experiments),
            Self::Knowledge { .. } | Self::Article { .. } => Some(Section::Knowledge),
            Self::Model => Some(Section::Model),
            Self::Settings => Some(Section::Settings),
            Self::Unknown => None,
        }
    }
}

fn versions(version: &str, query: &str) -> Route {
    let with = if value_of(query, "with") == "now" { Compared::Now } else { Compared::Before };
    match version.parse() {
        Ok(version) => Route::Versions { version: Some(version), with },
        Err(_) => Route::Unknown,
    }
}

fn days(query: &str) -> u16 {
    let days = value_of(query, "days").parse().ok();
    days.filter(|days| RANGES.contains(days)).unwrap_or(7)
}

/// What a query says under a name; empty if it says nothing.
fn value_of(query: &str, name: &str) -> String {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| decode(value))
        .unwrap_or_default()
}

/// An address with what is not empty.
fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    let mut joint = "?";
    for (name, value) in pairs {
        if !value.is_empty() {
            address.extend([joint, name, "=", &encode(value)]);
            joint = "&";
        }
    }
    address
}

/// Writes an id so that no character of it means something in an address.
pub(crate) fn encode(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            let digit =
                |value: u8| char::from_digit(value.into(), 16).unwrap_or('0').to_ascii_uppercase();
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
}

/// Reads an id back; what is not an escape stays as it is.
fn decode(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let escape = (*byte == b'%').then(|| hex_pair(after)).flatten();
        bytes.push(escape.unwrap_or(*byte));
        rest = if escape.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex_pair(bytes: &[u8]) -> Option<u8> {
    let digits = core::str::from_utf8(bytes.get(..2)?).ok()?;
    u8::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_back_to_its_page() {
        for route in [
            Route::Overview { days: 30 },
            Route::Visitors { words: String::new(), filter: String::new() },
            Route::Visitors { words: "优惠 & 50%".into(), filter: "cart".into() },
            Route::Visitor { profile: "anon/张三 1%".into(), decision: None },
            Route::Visitor { profile: "p1".into(), decision: Some("d:1".into()) },
            Route::rules(),
            Route::Rules { words: "a=b".into(), filter: "conflicts".into() },
            Route::Rule { id: NEW.into() },
            Route::offers(),
            Route::Offer { id: "o-1".into() },
            Route::Products { words: "续航".into(), shown: "out".into() },
            Route::segments(),
            Route::Segment { id: NEW.into(), from: "loyal".into() },
            Route::Segment { id: "高价值".into(), from: String::new() },
            Route::Experiments,
            Route::Experiment { key: "e/1".into(), lift: "12.5".into() },
            Route::versions(),
            Route::Versions { version: Some(12), with: Compared::Before },
            Route::Versions { version: Some(12), with: Compared::Now },
            Route::knowledge(),
            Route::article(Locale::En, "refund-time"),
            Route::new_article(Locale::ZhCn, "发票 & 抬头?"),
            Route::Model,
            Route::Settings,
        ] {
            assert_eq!(Route::read(&route.address()), route);
        }
    }

    #[test]
    fn a_date_range_that_is_not_offered_is_a_week() {
        assert_eq!(Route::read("#/overview?days=365"), Route::Overview { days: 7 });
        assert_eq!(Route::read(""), Route::Overview { days: 7 });
    }

    #[test]
    fn a_version_is_a_number() {
        assert_eq!(Route::read("#/versions/latest"), Route::Unknown);
    }

    #[test]
    fn a_broken_escape_is_taken_as_it_is() {
        assert_eq!(Route::read("#/rules/50%"), Route::Rule { id: "50%".into() },);
    }
}
