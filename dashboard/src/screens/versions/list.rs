//! The versions, newest first: what each did, who, and when.

use leptos::prelude::*;
use shared::{config::Config, wire::admin::Version};

use super::{by, name};
use crate::{
    explain::{Figures as _, change},
    i18n::{t, versions},
    state::{
        figures::figures,
        locale,
        route::{Compared, Route},
    },
    ui::list::{Views as _, live},
};

/// The list; the version that is looked at is marked.
pub(super) fn list(
    known: Memo<Vec<Version>>,
    names: Signal<Option<Config>>,
    chosen: Memo<(Option<u32>, Compared)>,
) -> AnyView {
    let lines = move || {
        let config = names.get();
        known.with(|known| {
            let line = |(place, version): (usize, &Version)| {
                line(version, place == 0, config.as_ref(), chosen)
            };
            known.iter().enumerate().map(line).views()
        })
    };
    view! {
        <ol class="card version-list" aria-label=t(versions::TITLE)>
            {live(move || lines().into_any())}
        </ol>
    }
    .into_any()
}

#[expect(clippy::fn_params_excessive_bools, reason = "what the badge says")]
fn line(
    version: &Version,
    is_current: bool,
    config: Option<&Config>,
    chosen: Memo<(Option<u32>, Compared)>,
) -> AnyView {
    let number = version.version;
    let address = Route::Versions { version: Some(number), with: Compared::Before }.address();
    let here = move || (chosen.get().0 == Some(number)).then_some("true");
    let did = change::done(&version.change, &|kind, id| name(config, kind, id), locale::current());
    let moment = figures().moment(version.published_at);
    let how = [moment.as_str(), " · ", &by(&version.by)].concat();
    view! {
        <li class="version-line" data-line="">
            <a href=address aria-current=here>
                <span class="version-number">{number}</span>
                <span class="version-words">
                    <strong>{did}</strong>
                    <span class="muted small">{how}</span>
                </span>
                {is_current.then(|| view! { <span class="badge good">{t(versions::CURRENT)}</span> })}
            </a>
        </li>
    }
    .into_any()
}
