//! What follows from signals: remembered, or worked out on each look.
//!
//! The closure is boxed, so that the machinery is in the module once for each kind of value and not once for each of
//! the hundred places that ask.

use leptos::prelude::*;

/// A value that is worked out anew when a signal that `ask` reads has changed, and followed only when it differs.
pub(crate) fn memo<T>(ask: impl Fn() -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    remembered(Box::new(ask))
}

fn remembered<T>(ask: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| ask())
}

/// A value that is worked out on each look; a view that looks follows the signals that `ask` reads.
pub(crate) fn derived<T>(ask: impl Fn() -> T + Send + Sync + 'static) -> Signal<T>
where
    T: Send + Sync + 'static,
{
    followed(Box::new(ask))
}

fn followed<T>(ask: Box<dyn Fn() -> T + Send + Sync>) -> Signal<T>
where
    T: Send + Sync + 'static,
{
    Signal::derive(ask)
}
