//! Which release answers, which is on trial, how each reader did, and the way back.

use leptos::{prelude::*, task::spawn_local};
use shared::{intent::Source, release::Choice, wire::model::ModelPage};

use super::share;
use crate::{
    api::{self, Remote},
    explain::Figures as _,
    i18n::{common, model, t, tf},
    state::{figures::figures, locale, notices},
    ui::{
        chart::with_table::table,
        dialog::Dialog,
        list::live,
        page::{Card, titled},
    },
};

/// The card of the releases.
pub(super) fn release(now: &ModelPage, page: Remote<ModelPage>) -> AnyView {
    let trial = now.now.canary.as_ref().map_or_else(
        || t(model::NO_TRIAL)().to_owned(),
        |canary| {
            let share = figures().percent(canary.share);
            tf(model::ON_TRIAL_SHARE, &[("release", canary.release.as_str()), ("share", &share)])
        },
    );
    let published = now.now.release.as_ref().and_then(|id| {
        now.releases.iter().find(|release| release.id == *id).map(|release| release.at)
    });
    let former = now.former.as_ref().map(|former| called(former, now));
    let has_former = former.is_some();
    let in_use = called(&now.now, now);
    let readers = (!now.report.readers.is_empty()).then(|| readers(now));
    let asks = RwSignal::new(false);
    view! {
        <Card
            title=model::RELEASE hint=model::RELEASE_HINT class="wide"
            aside=(move || has_former.then(|| view! {
                <button class="button small danger" type="button" on:click=move |_| asks.set(true)>
                    {t(model::ROLL_BACK)}
                </button>
            })).into()
        >
            <dl class="pairs">
                <div class="pair"><dt>{t(model::IN_USE)}</dt><dd>{in_use}</dd></div>
                <div class="pair"><dt>{t(model::ON_TRIAL)}</dt><dd>{trial}</dd></div>
                {published.map(|at| view! {
                    <div class="pair"><dt>{t(model::PUBLISHED_AT)}</dt><dd>{figures().moment(at)}</dd></div>
                })}
            </dl>
            {readers}
            {former.map(|former| confirmation(former, asks, page))}
        </Card>
    }
    .into_any()
}

/// The release in use in words.
fn called(choice: &Choice, page: &ModelPage) -> String {
    match &choice.release {
        Some(release) => release.to_string(),
        None => format!("{} · {}", page.built_in, t(model::BUILT_IN)()),
    }
}

fn readers(now: &ModelPage) -> AnyView {
    let head = [model::READER, model::MESSAGES, model::UNKNOWN, model::LOOKED_AT, model::RIGHT]
        .map(|text| t(text)().to_owned());
    let lines = now
        .report
        .readers
        .iter()
        .map(|reader| {
            let name = match reader.source {
                Source::Model => reader.model.clone(),
                Source::Keywords => format!("{} · {}", t(model::KEYWORDS)(), reader.model),
            };
            vec![
                name,
                figures().count(reader.messages),
                share(reader.unknown, reader.messages),
                figures().count(reader.corrected),
                share(reader.right, reader.corrected),
            ]
        })
        .collect();
    table(t(model::READER)().to_owned(), head.into(), lines).into_any()
}

fn confirmation(former: String, asks: RwSignal<bool>, page: Remote<ModelPage>) -> AnyView {
    let says = tf(model::ROLL_BACK_SAYS, &[("release", &former)]);
    let close = Callback::new(move |()| asks.set(false));
    let roll_back = Callback::new(move |()| {
        asks.set(false);
        let former = former.clone();
        spawn_local(async move {
            match api::roll_back().await {
                Ok(_) => notices::done(tf(model::ROLLED_BACK, &[("release", &former)])),
                Err(failure) => notices::failed(failure.line(locale::current())),
            }
            page.ask_again();
        });
    });
    live(move || {
        let says = says.clone();
        asks.get().then(|| {
            view! {
                <Dialog title=titled(model::ROLL_BACK_TITLE) close=close>
                    <p>{says}</p>
                    <div class="form-foot">
                        <button class="button" type="button" on:click=move |_| close.run(())>
                            {t(common::CANCEL)}
                        </button>
                        <button class="button danger" type="button" on:click=move |_| roll_back.run(())>
                            {t(model::ROLL_BACK)}
                        </button>
                    </div>
                </Dialog>
            }
        })
        .into_any()
    })
}
