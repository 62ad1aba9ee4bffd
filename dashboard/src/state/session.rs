//! Who is signed in.
//!
//! There is no way around signing in: without a session every page is the sign-in page, and the
//! address stays, so that signing in continues where the operator was.

use leptos::{prelude::*, task::spawn_local};
use shared::{money::Currency, wire::admin::Session};

use crate::api::{self, Failure};

/// What the operator may see.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Access {
    /// The edge has not answered yet.
    Checking,
    /// The first operator has to be made.
    SetUp,
    /// Somebody has to sign in.
    SignedOut,
    /// Somebody is signed in.
    SignedIn(Session),
    /// The edge cannot be asked.
    Failed(Failure),
}

thread_local! {
    static CURRENT: ArcRwSignal<Access> = ArcRwSignal::new(Access::Checking);
}

/// Asks the edge who is signed in.
pub(crate) fn begin() {
    set(Access::Checking);
    spawn_local(async {
        set(match api::session().await {
            Ok(session) => Access::SignedIn(session),
            Err(Failure::SignedOut) => match api::setup_needed().await {
                Ok(true) => Access::SetUp,
                Ok(false) => Access::SignedOut,
                Err(failure) => Access::Failed(failure),
            },
            Err(failure) => Access::Failed(failure),
        });
    });
}

/// What the operator may see; a view that asks follows.
pub(crate) fn access() -> Access {
    CURRENT.with(Get::get)
}

/// The session, while somebody is signed in.
pub(crate) fn session() -> Option<Session> {
    match access() {
        Access::SignedIn(session) => Some(session),
        Access::Checking | Access::SetUp | Access::SignedOut | Access::Failed(_) => None,
    }
}

/// The workspace's currency.
pub(crate) fn currency() -> Currency {
    session().map_or(Currency::CNY, |session| session.currency)
}

/// Somebody signed in.
pub(crate) fn signed_in(session: Session) {
    set(Access::SignedIn(session));
}

/// The session is over: signed out here, elsewhere, or by time.
pub(crate) fn ended() {
    CURRENT.with(|current| {
        // While the first page loads, 401 only means "not yet".
        if matches!(current.get_untracked(), Access::SignedIn(_)) {
            current.set(Access::SignedOut);
        }
    });
}

fn set(access: Access) {
    CURRENT.with(|current| current.set(access));
}
