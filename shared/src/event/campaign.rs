//! The campaign that brought a person, read from the address of the page.
//!
//! `utm_campaign` becomes `name`, every other `utm_x` becomes `x`. The last of two equal
//! parameters wins, as in Segment's own browser library.

use alloc::{
    borrow::Cow,
    collections::BTreeMap,
    string::{String, ToString},
};

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

/// The `utm_` parameters of an address, such as `source`, `medium`, `name`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Campaign(BTreeMap<String, String>);

/// Parameters kept; addresses can be made to hold thousands.
const PARAMETERS_MAX: usize = 16;

/// Longest value kept, in characters.
const VALUE_CHARS_MAX: usize = 128;

impl Campaign {
    /// Reads the campaign from an address or its query; empty where there is none.
    #[must_use]
    pub fn of_url(url: &str) -> Self {
        let Some((_, query)) = url.split_once('?') else {
            return Self::default();
        };
        let query = query.split_once('#').map_or(query, |(before, _)| before);
        let mut found = BTreeMap::new();
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let Some(name) = key.strip_prefix("utm_").filter(|name| !name.is_empty()) else {
                continue;
            };
            let name = if name == "campaign" { "name" } else { name };
            if found.len() < PARAMETERS_MAX || found.contains_key(name) {
                found.insert(name.to_string(), decoded(value));
            }
        }
        Self(found)
    }

    /// Whether there was no campaign.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One parameter, such as `source`.
    #[must_use]
    pub fn get(&self, parameter: &str) -> Option<&str> {
        self.0.get(parameter).map(String::as_str)
    }

    /// All parameters.
    #[must_use]
    pub const fn parameters(&self) -> &BTreeMap<String, String> {
        &self.0
    }
}

fn decoded(value: &str) -> String {
    let spaced: Cow<'_, str> =
        if value.contains('+') { value.replace('+', " ").into() } else { value.into() };
    percent_decode_str(&spaced).decode_utf8_lossy().chars().take(VALUE_CHARS_MAX).collect()
}
