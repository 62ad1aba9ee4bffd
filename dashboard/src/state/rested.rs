//! What is typed, once it has rested: the edge is not asked at every key.

use core::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

/// How long it must rest.
const REST: Duration = Duration::from_millis(400);

/// The value, a moment after it was last changed.
pub(crate) fn rested<T>(value: Signal<T>) -> RwSignal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let rested = RwSignal::new(value.get_untracked());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let now = value.get();
        if let Some(running) = timer.get_value() {
            running.clear();
        }
        if rested.with_untracked(|rested| *rested == now) {
            return;
        }
        let later = set_timeout_with_handle(move || drop(rested.try_set(now)), REST);
        timer.set_value(later.ok());
    });
    rested
}
