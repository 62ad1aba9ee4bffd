//! Merges of a person, newest first, each with its evidence and the way back; and ids that stayed with somebody else.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    identity::register::Refused,
    wire::identity::{PersonIdentity, ShownMerge},
};

use crate::{
    api,
    explain::{self, Figures as _},
    i18n::{common, facts, identity, t, tf},
    screens::visitors::line::anonymous,
    state::{figures::figures, locale, notices},
    ui::{
        dialog::Dialog,
        list::{Views as _, live},
        page::titled,
    },
};

/// The merges that the person, or anybody who turned out to be them, had part in.
pub(super) fn merges(
    here: &str,
    known: &PersonIdentity,
    changed: Callback<PersonIdentity>,
) -> AnyView {
    let lines = if known.merges.is_empty() {
        view! { <p class="muted card-note">{t(identity::MERGES_EMPTY)}</p> }.into_any()
    } else {
        let one = |merge: &ShownMerge| line(here, merge, changed);
        view! { <ul class="lines">{known.merges.iter().map(one).views()}</ul> }.into_any()
    };
    view! { <h3 class="card-part">{t(identity::MERGES)}</h3> {lines} }.into_any()
}

fn line(here: &str, merge: &ShownMerge, changed: Callback<PersonIdentity>) -> AnyView {
    let locale = locale::current();
    let (loser, survivor) = (anonymous(merge.loser.as_str()), anonymous(merge.survivor.as_str()));
    let title = tf(identity::MERGE, &[("loser", &loser), ("survivor", &survivor)]);
    let evidence = &merge.evidence;
    let why = tf(
        identity::MERGE_WHY,
        &[
            ("kind", &explain::identity::kind(&evidence.kind, locale)),
            ("value", &evidence.value),
            ("how", &explain::identity::learned(&evidence.learned, locale)),
        ],
    );
    let ids: Vec<String> = merge
        .moved
        .iter()
        .map(|(kind, value)| [&explain::identity::kind(kind, locale), " ", value].concat())
        .collect();
    let moved = (!ids.is_empty())
        .then(|| tf(identity::MERGE_MOVED, &[("ids", &ids.join(facts::LIST_AND.say(locale)))]));
    let (class, word) = match (&merge.undone, merge.complete) {
        (Some(_), _) => ("badge outline", identity::MERGE_UNDONE),
        (None, false) => ("badge warn", identity::MERGE_UNDER_WAY),
        (None, true) => ("badge good", identity::MERGE_HOLDS),
    };
    let undone = merge.undone.as_ref().map(|undone| {
        tf(identity::UNDONE_BY, &[("by", &undone.by), ("moment", &figures().moment(undone.at))])
    });
    let can_part = merge.undone.is_none() && merge.complete;
    view! {
        <li class="line merge">
            <span class="line-main">
                <strong>{title}</strong>
                <span class="muted small">{figures().moment(merge.at)} " · " {why}</span>
                {moved.map(|moved| view! { <span class="muted small">{moved}</span> })}
                {undone.map(|undone| view! { <span class="muted small">{undone}</span> })}
            </span>
            <span class="merge-deed">
                <span class=class>{t(word)}</span>
                {can_part.then(|| part(here, merge, (loser, survivor), changed))}
            </span>
        </li>
    }
    .into_any()
}

/// The button that takes the two apart, with its question.
fn part(
    here: &str,
    merge: &ShownMerge,
    (loser, survivor): (String, String),
    changed: Callback<PersonIdentity>,
) -> AnyView {
    let (asks, number) = (RwSignal::new(false), merge.merge);
    let says = tf(identity::UNMERGE_SAYS, &[("loser", &loser), ("survivor", &survivor)]);
    let close = Callback::new(move |()| asks.set(false));
    let here = here.to_owned();
    let go = Callback::new(move |()| {
        asks.set(false);
        let here = here.clone();
        spawn_local(async move {
            match api::unmerge(&here, number).await {
                Ok(now) => {
                    notices::done(t(identity::UNMERGED)());
                    changed.try_run(now);
                }
                Err(failure) => notices::failed(failure.line(locale::current())),
            }
        });
    });
    view! {
        <button class="button small" type="button" on:click=move |_| asks.set(true)>
            {t(identity::UNMERGE)}
        </button>
        {live(move || {
            let says = says.clone();
            asks.get().then(|| view! {
                <Dialog title=titled(identity::UNMERGE_TITLE) close=close>
                    <p>{says}</p>
                    <div class="form-foot">
                        <button class="button" type="button" on:click=move |_| close.run(())>
                            {t(common::CANCEL)}
                        </button>
                        <button class="button danger" type="button" on:click=move |_| go.run(())>
                            {t(identity::UNMERGE)}
                        </button>
                    </div>
                </Dialog>
            })
            .into_any()
        })}
    }
    .into_any()
}

/// Ids that they proved and that stayed with somebody else; nothing where there are none.
pub(super) fn refused(known: &PersonIdentity) -> AnyView {
    if known.refused.is_empty() {
        return ().into_any();
    }
    let line = |refused: &Refused| {
        let kind = explain::identity::kind(&refused.id.kind_text(), locale::current());
        let owner = refused.owner.as_ref().map(|owner| anonymous(owner.as_str()));
        view! {
            <li class="line">
                <span class="line-main">
                    <span>
                        <span class="muted">{kind}</span> " "
                        <strong>{refused.id.value().to_owned()}</strong>
                    </span>
                    <span class="muted small">{t(explain::identity::why(refused.why))} " · " {figures().moment(refused.at)}</span>
                </span>
                <span class="muted small">{owner}</span>
            </li>
        }
    };
    view! {
        <h3 class="card-part">{t(identity::REFUSED)}</h3>
        <ul class="lines">{known.refused.iter().map(line).views()}</ul>
    }
    .into_any()
}
