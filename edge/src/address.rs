//! Web addresses, read by the runtime: it knows the names of hosts in every script, and its tables for that weigh nothing here.

use web_sys::Url;

/// An address as a browser would read it on a page of `base`; nothing where it is none.
pub(crate) fn join(base: &str, address: &str) -> Option<String> {
    Url::new_with_base(address, base).ok().map(|url| url.href())
}

/// An address that stands by itself.
pub(crate) fn absolute(address: &str) -> Option<String> {
    Url::new(address).ok().map(|url| url.href())
}
