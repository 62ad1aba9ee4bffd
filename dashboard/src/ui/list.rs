//! Lists of views: drawn anew as a whole, or kept line by line.
//!
//! Both take away the type of what they draw, so that the machinery behind a list is in the module once.

use std::sync::Arc;

use leptos::prelude::*;

/// A part that is drawn anew whenever what it reads has changed. The closure is boxed, so that the machinery that
/// follows signals is in the module once and not once for each part.
pub(crate) fn live(draw: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    live_any(Box::new(draw))
}

fn live_any(draw: Box<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    (move || draw()).into_any()
}

/// The views of an iterator, in order.
pub(crate) trait Views {
    /// Draws them all.
    fn views(self) -> Vec<AnyView>;
}

impl<I> Views for I
where
    I: Iterator,
    I::Item: IntoView + 'static,
{
    fn views(mut self) -> Vec<AnyView> {
        gather(&mut || self.next().map(IntoAny::into_any))
    }
}

fn gather(next: &mut dyn FnMut() -> Option<AnyView>) -> Vec<AnyView> {
    let mut all = Vec::new();
    while let Some(view) = next() {
        all.push(view);
    }
    all
}

/// A list whose lines stay, with their focus, as long as their key is in it.
pub(crate) fn keyed<V: IntoView + 'static>(
    keys: impl Fn() -> Vec<String> + Send + Sync + 'static,
    line: impl Fn(String) -> V + Send + Sync + 'static,
) -> AnyView {
    keyed_any(Arc::new(keys), Arc::new(move |key| line(key).into_any()))
}

fn keyed_any(
    keys: Arc<dyn Fn() -> Vec<String> + Send + Sync>,
    line: Arc<dyn Fn(String) -> AnyView + Send + Sync>,
) -> AnyView {
    view! { <For each=move || keys() key=String::clone let:key>{line(key)}</For> }.into_any()
}
