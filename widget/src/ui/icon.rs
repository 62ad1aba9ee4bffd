//! The few drawings of the panel, each one path.

use leptos::prelude::*;

/// A cross.
pub const CLOSE: &str = "M6 6l12 12M18 6L6 18";
/// A shield.
pub const SHIELD: &str = "M12 3l7 3v5c0 4.500-3 8.300-7 10-4-1.700-7-5.500-7-10V6l7-3Z";
/// An arrow that leaves.
pub const SEND: &str = "M12 19V5M5.500 11.500 12 5l6.500 6.500";
/// A spark: the assistant.
pub const SPARK: &str = "M12 3c.6 4.800 3.200 7.400 8 8-4.800.6-7.400 3.200-8 8-.6-4.800-3.200-7.400-8-8 4.800-.6 7.400-3.200 8-8Z";
/// A clock.
pub const CLOCK: &str = "M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z";

/// One drawing, hidden from screen readers: what it stands beside says the same in words.
///
/// The markup is a constant of ours, so it needs no element of its own type.
#[component]
pub fn Icon(
    /// What to draw.
    path: &'static str,
) -> impl IntoView {
    let drawing =
        format!(r#"<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>"#);
    view! { <span class="icon" inner_html=drawing></span> }
}
