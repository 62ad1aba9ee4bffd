//! What was published: who did what, what is different, and the way back.
//!
//! The list is at the side; the version that is looked at is in the address, compared with the one before it (what it
//! changed) or with the one in force (what going back to it would change).

mod detail;
mod list;

use leptos::prelude::*;
use shared::config::Config;

use crate::{
    api::{self, remote},
    explain::intent,
    i18n::{rules, t, versions},
    state::{
        derived::{derived, memo},
        place,
        route::{Compared, Route},
        session,
    },
    ui::{
        empty::Empty,
        icon::Icon,
        list::live,
        page::{PageHead, titled},
        staged,
    },
};

/// Shows the versions.
#[component]
pub(crate) fn Versions() -> impl IntoView {
    let all = remote(api::versions);
    let config = remote(api::config);
    let known = memo(move || all.value().map(|versions| versions.versions).unwrap_or_default());
    let names = derived(move || config.value().map(|published| published.config));
    let chosen = memo(|| {
        let Route::Versions { version, with } = place::current() else {
            return (None, Compared::Before);
        };
        (version, with)
    });
    let published = Callback::new(move |new| {
        config.put(new);
        all.ask_again();
    });
    view! {
        <PageHead title=titled(versions::TITLE) hint=versions::HINT back=(rules::BACK, "#/rules")/>
        {staged::kept(all, 8, move || live(move || {
            if known.with(Vec::is_empty) {
                return view! {
                    <div class="card">
                        <Empty
                            picture=Icon::Versions title=versions::EMPTY hint=versions::EMPTY_HINT
                            go=(rules::NEW, "#/rules/new")
                        />
                    </div>
                }
                .into_any();
            }
            view! {
                <div class="versions">
                    {list::list(known, names, chosen)}
                    {live(move || {
                        let (version, with) = chosen.get();
                        detail::detail((version, with), known, names, published)
                    })}
                </div>
            }
            .into_any()
        }))}
    }
}

/// What operators call the thing of a kind with that id; one that is gone is called by its id.
fn name(config: Option<&Config>, kind: &str, id: &str) -> String {
    let found = config.and_then(|config| match kind {
        "rule" => {
            config.rules.iter().find(|rule| rule.id.as_str() == id).map(|rule| rule.name.clone())
        }
        "offer" => config
            .offers
            .iter()
            .find(|offer| offer.id.as_str() == id)
            .map(|offer| offer.title.get(crate::state::locale::current()).to_owned()),
        "segment" => {
            config.segments.iter().find(|one| one.id.as_str() == id).map(|one| one.name.clone())
        }
        "experiment" => config
            .experiments
            .iter()
            .find(|one| crate::edit::experiment::key(one) == id)
            .map(|one| crate::edit::experiment::name(one).to_owned()),
        "playbook" => Some(intent::name(id, crate::state::locale::current())),
        _ => None,
    });
    found.unwrap_or_else(|| id.to_owned())
}

/// Who did something, by what the edge keeps of them.
pub(super) fn by(who: &str) -> String {
    let own = session::session().is_some_and(|session| session.operator.as_str() == who);
    match who {
        _ if own => t(versions::BY_YOU)().to_owned(),
        "automation" => t(versions::BY_AUTOMATION)().to_owned(),
        "set-up" => t(versions::BY_SETUP)().to_owned(),
        other => other.to_owned(),
    }
}
