//! The segments of the workspace, for their names: learnt from every config that is read.

use leptos::prelude::*;
use shared::{segment::Segment, text::Locale};

use crate::explain::segment::{self, Named};

thread_local! {
    static KNOWN: ArcRwSignal<Vec<Named>> = ArcRwSignal::new(Vec::new());
}

/// Takes in the segments of a config.
pub(crate) fn learn(segments: &[Segment]) {
    let named: Vec<Named> =
        segments.iter().map(|known| (known.id.to_string(), known.name.clone())).collect();
    KNOWN.with(|known| {
        if known.with_untracked(|known| *known != named) {
            known.set(named);
        }
    });
}

/// What operators call a segment; a view that asks follows.
pub(crate) fn name(word: &str, locale: Locale) -> String {
    KNOWN.with(|known| known.with(|known| segment::name(word, known, locale)))
}
