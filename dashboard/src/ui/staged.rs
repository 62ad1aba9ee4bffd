//! What lives at the edge, in each of its stages: loading, there, there from before, failed.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::state::derived::memo;
use crate::ui::list::Views as _;
use crate::{
    api::{Failure, Remote, Stage, remote::Core},
    i18n::{common, t},
    state::locale,
};

/// What is drawn, whatever it shows.
type Content = Box<dyn Fn() -> AnyView + Send + Sync>;

#[derive(Debug, Clone, PartialEq)]
enum Shown {
    Loading,
    There,
    Failed(Failure),
}

/// Draws `content` once something is there, and leaves it alone while what is there changes: the
/// content reads the value itself, so that nothing loses its place or the focus.
pub(crate) fn kept<T, V>(
    remote: Remote<T>,
    lines: u8,
    content: impl Fn() -> V + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    kept_any(remote.core(), lines, Box::new(move || content().into_any()))
}

fn kept_any(remote: Core, lines: u8, content: Content) -> AnyView {
    let shown = memo(move || match remote.stage() {
        Stage::Loading => Shown::Loading,
        Stage::Ready(()) | Stage::Stale((), _) => Shown::There,
        Stage::Failed(failure) => Shown::Failed(failure),
    });
    let failure = move || match remote.stage() {
        Stage::Stale((), failure) => Some(failure),
        Stage::Loading | Stage::Ready(()) | Stage::Failed(_) => None,
    };
    let again = Callback::new(move |()| remote.ask_again());
    view! {
        {move || failure().map(|failure| stale(failure, again))}
        {move || match shown.get() {
            Shown::Loading => waiting(lines),
            Shown::There => content(),
            Shown::Failed(failure) => failed(failure, Callback::new(move |()| remote.start_over())),
        }}
    }
    .into_any()
}

/// Draws `content` anew whenever the value changes.
pub(crate) fn staged<T, V>(
    remote: Remote<T>,
    lines: u8,
    content: impl Fn(T) -> V + Copy + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let draw: Content = Box::new(move || {
        remote.value().map_or_else(|| ().into_any(), |value| content(value).into_any())
    });
    let draw = StoredValue::new(draw);
    kept_any(
        remote.core(),
        lines,
        Box::new(move || (move || draw.with_value(|draw| draw())).into_any()),
    )
}

/// Grey lines where text will be.
pub(crate) fn waiting(lines: u8) -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">{t(common::LOADING)}</span>
            {(0..lines).map(|_| view! { <span class="skeleton-line"></span> }).views()}
        </div>
    }
    .into_any()
}

/// What went wrong, with a way to try again.
pub(crate) fn failed(failure: Failure, again: Callback<()>) -> AnyView {
    let detail = failure.detail();
    view! {
        <div class="failure" role="alert">
            <span class="failure-picture">{icon(Icon::Alert)}</span>
            <p class="empty-title">{move || failure.title(locale::current())}</p>
            {(!detail.is_empty()).then(|| view! { <p class="muted">{detail}</p> })}
            <button class="button" type="button" on:click=move |_| again.run(())>
                {t(common::RETRY)}
            </button>
        </div>
    }
    .into_any()
}

/// A line above something that could not be refreshed.
fn stale(failure: Failure, again: Callback<()>) -> AnyView {
    view! {
        <div class="banner" role="status">
            {icon(Icon::Alert)}
            <span class="banner-text">
                {move || failure.line(locale::current())} " " {t(common::STALE)}
            </span>
            <button class="button small" type="button" on:click=move |_| again.run(())>
                {t(common::RETRY)}
            </button>
        </div>
    }
    .into_any()
}
