//! The segments that a person is in, each with the condition that put them there.

use leptos::prelude::*;
use shared::config::Config;

use crate::{
    explain::{Figures as _, condition},
    i18n::{t, visitors},
    state::{figures::figures, route::Route, session},
    ui::{
        list::{Views as _, live},
        page::Card,
    },
};

/// The card. `names` are ids or names, as the person's summary has them.
pub(super) fn tags(names: Memo<Vec<String>>, config: Memo<Option<Config>>) -> AnyView {
    view! {
        <Card title=visitors::TAGS hint=visitors::TAGS_HINT>
            {live(move || {
                let names = names.get();
                if names.is_empty() {
                    return view! {
                        <p class="muted card-note">
                            {t(visitors::TAGS_EMPTY)} " "
                            <a class="link" href="#/segments">{t(visitors::TAGS_GO)}</a>
                        </p>
                    }
                    .into_any();
                }
                let lines = names.iter().map(|name| config.with(|config| line(name, config.as_ref())));
                view! { <ul class="lines">{lines.views()}</ul> }.into_any()
            })}
        </Card>
    }
    .into_any()
}

fn line(name: &str, config: Option<&Config>) -> AnyView {
    let all = config.map(|config| config.segments.as_slice()).unwrap_or_default();
    let segment = all.iter().find(|known| known.id.as_str() == name || known.name == name);
    let called = figures().segment(name);
    let why =
        segment.map(|segment| condition::say(&segment.condition, session::currency(), &figures()));
    let title = match segment {
        Some(segment) => {
            let id = segment.id.to_string();
            let address = Route::Segment { id, from: String::new() }.address();
            view! { <a class="link" href=address>{called}</a> }.into_any()
        }
        None => view! { <strong>{called}</strong> }.into_any(),
    };
    view! {
        <li class="line">
            <span class="line-main">{title} <span class="muted small">{why}</span></span>
        </li>
    }
    .into_any()
}
