//! Where the operator is, as the browser's address says.
//!
//! The set-up token arrives in the address (`#setup=…`). It is taken out before anything else
//! happens, so that it is in no history, no screenshot and no copied link.

use leptos::{ev, prelude::*};

use super::route::Route;

thread_local! {
    static CURRENT: ArcRwSignal<Route> = ArcRwSignal::new(Route::Overview { days: 7 });
    static SETUP_TOKEN: ArcRwSignal<String> = ArcRwSignal::new(String::new());
}

/// Takes the set-up token out of the address and follows the address from now on.
pub(crate) fn begin() {
    let address = hash();
    if let Some(token) = address.strip_prefix("#setup=") {
        SETUP_TOKEN.with(|kept| kept.set(token.to_owned()));
        replace("#/overview");
    }
    follow();
    drop(window_event_listener(ev::hashchange, |_| follow()));
}

/// The token that the address brought, once; empty if it brought none.
pub(crate) fn setup_token() -> String {
    SETUP_TOKEN.with(GetUntracked::get_untracked)
}

/// Forgets the token: it is of no more use after the set-up.
pub(crate) fn forget_setup_token() {
    SETUP_TOKEN.with(|kept| kept.set(String::new()));
}

/// Where the operator is; a view that asks follows.
pub(crate) fn current() -> Route {
    CURRENT.with(Get::get)
}

/// Where the operator is, asked once.
pub(crate) fn current_untracked() -> Route {
    CURRENT.with(GetUntracked::get_untracked)
}

/// Goes to another page.
pub(crate) fn go(route: &Route) {
    // Only refused for addresses on other origins, which a `#` never is.
    drop(window().location().set_hash(&route.address()));
}

/// The shell whose module has every screen.
const STUDIO: &str = "studio.html";

/// Whether the screen of a route is in this module; the one that opens first has only what is looked at first.
const fn is_here(route: &Route) -> bool {
    cfg!(feature = "studio") || !route.is_studio()
}

/// Goes to another page once something is done that was begun at `begun`; who has gone elsewhere meanwhile stays there.
pub(crate) fn go_from(begun: &Route, route: &Route) {
    if current_untracked() == *begun {
        go(route);
    }
}

/// Goes to another page and leaves the present one out of the history.
pub(crate) fn go_instead(route: &Route) {
    replace(&route.address());
    follow();
}

/// Keeps what a list is searched for in the address, and takes it back from there: an address that is shared, kept or
/// gone back to finds the same. `read` says what the present address asks of this list, if it is its address.
pub(crate) fn keep<const N: usize>(
    signals: [RwSignal<String>; N],
    read: fn(Route) -> Option<[String; N]>,
    write: fn([String; N]) -> Route,
) {
    let take = move || {
        for (signal, found) in signals.into_iter().zip(read(current()).into_iter().flatten()) {
            if signal.with_untracked(|known| *known != found) {
                signal.set(found);
            }
        }
    };
    untrack(take);
    Effect::new(move |_| take());
    Effect::new(move |_| {
        let route = write(signals.map(|signal| signal.get()));
        let here = current_untracked();
        // On its way out, the list no longer has a say about the address.
        if here != route && read(here).is_some() {
            go_instead(&route);
        }
    });
}

fn follow() {
    let address = hash();
    let route = Route::read(&address);
    if !is_here(&route) {
        // Goes on in the other module. Only refused for addresses that are none.
        drop(window().location().replace(&[STUDIO, &address].concat()));
    }
    CURRENT.with(|current| {
        if current.get_untracked() != route {
            current.set(route);
        }
    });
}

fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

fn replace(address: &str) {
    if let Ok(history) = window().history() {
        drop(history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address)));
    }
}
