//! The icons: strokes on a grid of 24, in the colour of the text around them.

use leptos::prelude::*;

/// Which icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    /// Bars: figures.
    Overview,
    /// Two people.
    Visitors,
    /// A branch: when this, do that.
    Rules,
    /// A ticket.
    Offers,
    /// Circles that overlap.
    Segments,
    /// A flask.
    Experiments,
    /// Three dots.
    More,
    /// A clock that runs backwards.
    Versions,
    /// A play mark: a rehearsal.
    Rehearse,
    /// What the shop knows.
    Knowledge,
    /// Nodes of a network.
    Model,
    /// Sliders.
    Settings,
    /// A magnifier.
    Search,
    /// A cross.
    Close,
    /// An arrow to the left.
    Back,
    /// A chevron to the right.
    Forward,
    /// A plus.
    Add,
    /// A bin.
    Delete,
    /// A check mark.
    Done,
    /// A warning.
    Alert,
    /// A half-filled circle.
    Theme,
    /// A globe.
    Language,
    /// A door.
    SignOut,
    /// A keyboard.
    Keyboard,
    /// A speech bubble.
    Message,
    /// A spark: a decision.
    Decision,
    /// A page.
    Page,
    /// A shopping bag.
    Bag,
    /// Two sheets.
    Copy,
    /// A shield.
    Shield,
    /// A branch that ends in nothing.
    Held,
}

impl Icon {
    const fn strokes(self) -> &'static str {
        match self {
            Self::Overview => "M5 20v-7M12 20V4M19 20v-11",
            Self::Visitors => {
                "M16 20v-1.5a3.5 3.5 0 0 0-3.5-3.5h-5A3.5 3.5 0 0 0 4 18.5V20M10 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M20 20v-1.5a3.5 3.5 0 0 0-2.6-3.38M15.5 4.7a3.5 3.5 0 0 1 0 6.6"
            }
            Self::Rules => {
                "M6 8.5a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5M18 8.5a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5M6 20a2.25 2.25 0 1 0 0-4.5A2.25 2.25 0 0 0 6 20M6 8.5v7M18 8.5v1.5a3 3 0 0 1-3 3H6"
            }
            Self::Offers => {
                "M4 9V6.5A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.5V9a3 3 0 0 0 0 6v2.5a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5V15a3 3 0 0 0 0-6M14 9v1M14 14v1"
            }
            Self::Segments => {
                "M9.5 16.5a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11M14.5 18.5a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11"
            }
            Self::Experiments => {
                "M9.5 4h5M10.5 4v5.5L5.5 18.200A1.200 1.200 0 0 0 6.500 20h11a1.200 1.200 0 0 0 1-1.800L13.5 9.500V4M8 14.500h8"
            }
            Self::More => "M6 12v.1M12 12v.1M18 12v.1",
            Self::Versions => {
                "M4.500 12a7.500 7.500 0 1 0 2.300-5.400L4.500 9M4.500 4.500V9H9M12 8v4.500l3 1.700"
            }
            Self::Rehearse => "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16M10.5 9v6l4.500-3z",
            Self::Knowledge => {
                "M5 5h6a2 2 0 0 1 2 2v12a2 2 0 0 0-2-1H5zM19 5h-4a2 2 0 0 0-2 2v12a2 2 0 0 1 2-1h4z"
            }
            Self::Model => {
                "M5 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4M18 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4M18 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4M7 11l9.200-4M7 13l9.200 4"
            }
            Self::Settings => {
                "M4 7h9M17 7h3M4 17h3M11 17h9M15 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4M9 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4"
            }
            Self::Search => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M20 20l-4-4",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Back => "M19 12H5M11 6l-6 6 6 6",
            Self::Forward => "M9 6l6 6-6 6",
            Self::Add => "M12 5v14M5 12h14",
            Self::Delete => "M5 7h14M10 7V4.5h4V7M7 7l.7 12.5h8.6L17 7M10.5 11v5M13.5 11v5",
            Self::Done => "M5 12.5l4.5 4.5L19 7.5",
            Self::Alert => "M12 4l9 16H3L12 4M12 10v4.5M12 17.200v.1",
            Self::Theme => {
                "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16M12 4v16M12 8h5.5M12 12h8M12 16h5.5"
            }
            Self::Language => {
                "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16M4 12h16M12 4c2.5 2.200 3.5 5 3.5 8s-1 5.800-3.5 8c-2.5-2.200-3.5-5-3.5-8s1-5.800 3.5-8"
            }
            Self::SignOut => "M10 5H6v14h4M14 8l4 4-4 4M18 12h-8",
            Self::Keyboard => "M4 7h16v10H4zM7.5 10.5v.1M11 10.5v.1M14.5 10.5v.1M8 14h8",
            Self::Message => "M5 5h14v11h-7l-4 3.5V16H5z",
            Self::Decision => {
                "M12 4l1.900 5.100L19 11l-5.100 1.900L12 18l-1.900-5.100L5 11l5.100-1.900zM19 17v3M17.5 18.5h3"
            }
            Self::Page => "M7 4h7l4 4v12H7zM14 4v4h4",
            Self::Bag => "M6 8h12l1 12H5zM9 8V7a3 3 0 0 1 6 0v1",
            Self::Copy => "M9 9h10v10H9zM15 9V5H5v10h4",
            Self::Shield => "M12 4l7 2.5V12c0 4-3 6.800-7 8-4-1.200-7-4-7-8V6.5z",
            Self::Held => "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16M6.5 6.5l11 11",
        }
    }
}

/// Draws an icon. It is decoration: what it means is said beside it or by its button.
pub(crate) fn icon(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=icon.strokes()></path>
        </svg>
    }
}
