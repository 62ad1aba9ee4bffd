//! How busy the desk is: who waits, since when, and what everybody has in hand.

use leptos::prelude::*;
use shared::{time::Timestamp, wire::inbox::Inbox};

use super::is_ours;
use crate::{
    api::Remote,
    explain::period,
    i18n::{Text, inbox, t},
    state::{clock, figures::figures, locale},
    ui::list::{Views as _, live},
};

/// The figures, and under them what each colleague has.
pub(super) fn team(everything: Remote<Inbox>) -> AnyView {
    live(move || {
        let Some(all) = everything.value() else { return ().into_any() };
        let (waiting, longest) = queue(&all, clock::now());
        let figure = |name: Text, value: String| {
            view! { <div class="figure"><dt>{t(name)}</dt><dd>{value}</dd></div> }
        };
        let longest = longest
            .map_or_else(|| "–".to_owned(), |longest| period::lasted(longest, locale::current()));
        let loads = loads(&all);
        let load = loads.iter().map(|(name, count)| {
            view! { <li><span class="clip">{name.clone()}</span> <strong>{figures().count(*count)}</strong></li> }
        });
        view! {
            <div class="inbox-team">
                <dl class="figures">
                    {figure(inbox::WAITING_NOW, figures().count(waiting))}
                    {figure(inbox::LONGEST, longest)}
                </dl>
                <ul class="inbox-load" aria-label=t(inbox::LOAD)>{load.views()}</ul>
            </div>
        }
        .into_any()
    })
}

/// How many wait for a human's word, and the longest so far.
fn queue(all: &Inbox, now: Timestamp) -> (u64, Option<core::time::Duration>) {
    let since: Vec<Timestamp> =
        all.conversations.iter().filter_map(|known| known.waiting_since).collect();
    let longest = since.iter().map(|since| now.since(*since)).max();
    (u64::try_from(since.len()).unwrap_or(u64::MAX), longest)
}

/// What each colleague has in hand, the busiest first.
fn loads(all: &Inbox) -> Vec<(String, u64)> {
    let load = |operator: &str| {
        let has = |known: &&shared::wire::inbox::Conversation| {
            is_ours(known) && known.assignee.as_ref().is_some_and(|who| who.as_str() == operator)
        };
        u64::try_from(all.conversations.iter().filter(has).count()).unwrap_or(u64::MAX)
    };
    let mut loads: Vec<(String, u64)> = all
        .colleagues
        .iter()
        .map(|colleague| (colleague.name.clone(), load(colleague.operator.as_str())))
        .collect();
    loads.sort_by_key(|(_, count)| core::cmp::Reverse(*count));
    loads
}
