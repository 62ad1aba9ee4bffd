//! Web addresses, read by the runtime: it knows the names of hosts in every script, and its tables for that weigh nothing here.

use web_sys::Url;

/// An address as a browser would read it on a page of `base`; nothing where it is none, or leads to no page of the web.
pub(crate) fn join(base: &str, address: &str) -> Option<String> {
    page(&Url::new_with_base(address, base).ok()?)
}

/// An address that stands by itself, of a page of the web.
pub(crate) fn absolute(address: &str) -> Option<String> {
    page(&Url::new(address).ok()?)
}

/// What is no page, such as `javascript:`, would be run by whoever follows it unawares.
fn page(url: &Url) -> Option<String> {
    matches!(url.protocol().as_str(), "http:" | "https:").then(|| url.href())
}
