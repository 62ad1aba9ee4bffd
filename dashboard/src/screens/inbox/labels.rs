//! What a conversation is filed under.

use leptos::prelude::*;
use shared::wire::inbox::InboxStep;

use super::opened::Opened;
use crate::{
    i18n::{inbox, t},
    state::notices,
    ui::{field::TextField, page::Card},
};

/// The labels as one field.
pub(super) fn labels(open: Opened) -> AnyView {
    let known = open.conversation.get_untracked().map(|known| known.labels).unwrap_or_default();
    let text = RwSignal::new(known.join(", "));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        open.step(InboxStep::Label(parts(&text.get_untracked())), |_| {
            notices::done(t(inbox::LABELS_SAVED)());
        });
    };
    view! {
        <Card title=inbox::LABELS>
            <form class="inbox-note" on:submit=save>
                <TextField label=inbox::LABELS value=text name="label" hint=inbox::LABELS_HINT/>
                <button class="button small" type="submit">{t(inbox::LABELS_SAVE)}</button>
            </form>
        </Card>
    }
    .into_any()
}

/// The labels in a line, each once.
fn parts(line: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in line.split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty()) {
        if !parts.iter().any(|known| known == part) {
            parts.push(part.to_owned());
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_parted_by_any_comma_and_kept_once() {
        assert_eq!(parts("退货， VIP,退货、 wide "), ["退货", "VIP", "wide"]);
        assert!(parts(" , ").is_empty());
    }
}
