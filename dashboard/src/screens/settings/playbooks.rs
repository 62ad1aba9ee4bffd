//! What the assistant tries before it fetches a human.

use leptos::prelude::*;
use serde_json::Value;
use shared::{
    conversation::{Play, Playbook},
    intent::Label,
};

use super::{Part, save_button};
use crate::{
    api::{Published, Remote},
    edit::playbooks::{PlaybooksDraft, play_of},
    explain::intent,
    i18n::{Text, settings},
    ui::{choice::Chips, list::Views as _, page::Card},
};

/// One row of steps for each wish.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
pub(super) fn Playbooks(
    /// Where what is published goes.
    config: Remote<Published>,
    /// What is published, as the edge wrote it.
    published: Vec<Value>,
) -> impl IntoView {
    let part = Part::new(config);
    let draft = RwSignal::new(PlaybooksDraft::of(&published));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let playbooks = draft.with_untracked(PlaybooksDraft::write);
        part.publish(move |document| {
            document.insert("playbooks".to_owned(), playbooks);
            Ok(())
        });
    };
    let labels = draft.with_untracked(PlaybooksDraft::labels);
    view! {
        <Card title=settings::PLAYBOOKS hint=settings::PLAYBOOKS_HINT>
            <form class="card-body fields" novalidate on:submit=save>
                <div class="playbooks">
                    {labels.into_iter().map(|label| wish(label, draft)).views()}
                </div>
                {save_button(part)}
            </form>
        </Card>
    }
}

fn wish(label: Label, draft: RwSignal<PlaybooksDraft>) -> impl IntoView {
    let allowed = Playbook::allowed(label);
    let options = allowed.iter().map(|play| (play.as_str(), name(*play))).collect::<Vec<_>>();
    let on = Callback::new(move |step: &'static str| {
        play_of(step).is_some_and(|play| draft.with(|draft| draft.has(label, play)))
    });
    let turn = Callback::new(move |step: &'static str| {
        if let Some(play) = play_of(step) {
            draft.update(|draft| draft.turn(label, play));
        }
    });
    view! { <Chips label=intent::text(label) options=options on=on turn=turn/> }
}

const fn name(play: Play) -> Text {
    match play {
        Play::Compare => settings::PLAY_COMPARE,
        Play::LookUpOrder => settings::PLAY_LOOK_UP,
        Play::Answer => settings::PLAY_ANSWER,
        Play::AskOrderNumber => settings::PLAY_ASK,
    }
}
