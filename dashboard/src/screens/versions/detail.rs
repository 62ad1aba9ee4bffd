//! One version: what is different, field by field, and the way back to it.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    config::{
        Config,
        diff::{Became, Difference, FieldChange},
    },
    wire::admin::{Version, VersionDiff},
};

use super::{by, name};
use crate::{
    api::{self, Published, remote},
    explain::{Figures as _, change},
    i18n::{common, dry_run, t, tf, versions},
    screens::dry_run::{Rehearsal, drawer},
    state::{
        figures::figures,
        locale, notices, place,
        route::{Compared, Route},
        session,
    },
    ui::{
        choice::{Labelled, Segmented},
        dialog::Dialog,
        empty::Empty,
        field::Bound,
        icon::{Icon, icon},
        list::{Views as _, live},
        staged,
    },
};

/// The version that is looked at, or what to do.
pub(super) fn detail(
    (chosen, with): (Option<u32>, Compared),
    known: Memo<Vec<Version>>,
    names: Signal<Option<Config>>,
    published: Callback<Published>,
) -> AnyView {
    let found = chosen.and_then(|number| {
        known.with_untracked(|known| {
            let place = known.iter().position(|version| version.version == number)?;
            let older = place.checked_add(1).and_then(|older| known.get(older));
            Some((known.get(place)?.clone(), older.cloned(), known.first()?.clone()))
        })
    });
    let (title, hint) = if chosen.is_some() {
        (common::NOT_FOUND, common::NOT_FOUND_HINT)
    } else {
        (versions::CHOOSE, versions::CHOOSE_HINT)
    };
    let Some((version, older, newest)) = found else {
        return view! {
            <section class="card version-detail">
                <Empty picture=Icon::Versions title=title hint=hint/>
            </section>
        }
        .into_any();
    };
    let compared = match with {
        Compared::Before => older.map(|older| (older.version, version.version)),
        Compared::Now => Some((newest.version, version.version)),
    };
    let is_current = version.version == newest.version;
    let how = [figures().moment(version.published_at).as_str(), " · ", &by(&version.by)].concat();
    let hash: String = version.hash.chars().take(12).collect();
    view! {
        <section class="card version-detail">
            <header class="card-head">
                <div>
                    <h2>{tf(versions::NUMBER, &[("n", &version.version.to_string())])}</h2>
                    <p class="muted small">{how} " · " <code>{hash}</code></p>
                </div>
                {(!is_current).then(|| way_back(&version, names, published))}
            </header>
            {(!is_current).then(|| choice(version.version, with))}
            {match compared {
                None => view! { <p class="muted card-note">{t(versions::FIRST)}</p> }.into_any(),
                Some((from, to)) => {
                    let diff = remote(move || api::version_diff(from, to));
                    view! {
                        <div class="card-body">
                            {staged::staged(diff, 6, move |diff: VersionDiff| differences(&diff, names))}
                        </div>
                    }
                    .into_any()
                }
            }}
        </section>
    }
    .into_any()
}

/// What the version is compared with; the address keeps it.
fn choice(version: u32, with: Compared) -> AnyView {
    let value = Bound::new(
        move || if with == Compared::Now { "now".to_owned() } else { String::new() },
        move |key| {
            let with = if key == "now" { Compared::Now } else { Compared::Before };
            place::go_instead(&Route::Versions { version: Some(version), with });
        },
    );
    let options = vec![("", versions::WITH_BEFORE), ("now", versions::WITH_NOW)];
    view! {
        <div class="card-body">
            <Segmented label=versions::COMPARE value=value options=options labelled=Labelled::Unseen/>
        </div>
    }
    .into_any()
}

fn differences(diff: &VersionDiff, names: Signal<Option<Config>>) -> AnyView {
    if diff.changes.is_empty() {
        return view! { <p class="muted">{t(versions::SAME)}</p> }.into_any();
    }
    let config = names.get();
    let one = |changed: &Difference| difference(changed, config.as_ref());
    view! { <ul class="differences">{diff.changes.iter().map(one).views()}</ul> }.into_any()
}

fn difference(changed: &Difference, config: Option<&Config>) -> AnyView {
    let kind = change::kind_of(&changed.kind)
        .map_or_else(|| changed.kind.clone(), |text| t(text)().to_owned());
    let (class, word) = match changed.change {
        Became::Added => ("badge good", versions::ADDED),
        Became::Removed => ("badge bad", versions::REMOVED),
        Became::Changed => ("badge intent", versions::CHANGED),
    };
    let called = name(config, &changed.kind, &changed.id);
    view! {
        <li class="difference">
            <p class="difference-head">
                <span class=class>{t(word)}</span>
                <span class="muted">{kind}</span>
                <strong>{called}</strong>
            </p>
            {(!changed.fields.is_empty()).then(|| fields(&changed.fields))}
        </li>
    }
    .into_any()
}

fn fields(fields: &[FieldChange]) -> AnyView {
    let line = |changed: &FieldChange| {
        let (name, rest) = change::field(&changed.path, locale::current());
        let said = |value| change::value(&changed.path, value, session::currency(), &figures());
        view! {
            <div class="field-change">
                <dt>{name} {(!rest.is_empty()).then(|| view! { " " <code>{rest}</code> })}</dt>
                <dd>
                    <span class="visually-hidden">{t(versions::BEFORE)}</span>
                    <del>{said(&changed.before)}</del>
                    {icon(Icon::Forward)}
                    <span class="visually-hidden">{t(versions::AFTER)}</span>
                    <ins>{said(&changed.after)}</ins>
                </dd>
            </div>
        }
    };
    view! { <dl class="field-changes">{fields.iter().map(line).views()}</dl> }.into_any()
}

/// Rehearses the way back, and takes it.
fn way_back(
    version: &Version,
    names: Signal<Option<Config>>,
    published: Callback<Published>,
) -> AnyView {
    let number = version.version;
    let (asks, rehearsal) = (RwSignal::new(false), RwSignal::new(None::<Rehearsal>));
    let rehearse = move |_| {
        spawn_local(async move {
            match api::version_config(number).await {
                Ok(config) => {
                    let change = api::config_change(config);
                    drop(rehearsal.try_set(Some(Rehearsal { change, rule: None })));
                }
                Err(failure) => notices::failed(failure.line(locale::current())),
            }
        });
    };
    let moment = figures().moment(version.published_at);
    view! {
        <div class="page-actions">
            <button class="button small" type="button" on:click=rehearse>
                {icon(Icon::Rehearse)} {t(dry_run::TITLE)}
            </button>
            <button class="button small" type="button" on:click=move |_| asks.set(true)>
                {icon(Icon::Versions)} {t(versions::RESTORE)}
            </button>
        </div>
        {drawer(rehearsal, names)}
        {confirmation((number, moment), asks, published)}
    }
    .into_any()
}

fn confirmation(
    (number, moment): (u32, String),
    asks: RwSignal<bool>,
    published: Callback<Published>,
) -> AnyView {
    let n = number.to_string();
    let close = Callback::new(move |()| asks.set(false));
    let restore = move |_| {
        asks.set(false);
        let begun = place::current_untracked();
        spawn_local(async move {
            match api::restore(number).await {
                Ok(new) => {
                    let hash: String = new.hash.chars().take(12).collect();
                    let number = number.to_string();
                    notices::done(tf(versions::RESTORED, &[("n", &number), ("hash", &hash)]));
                    published.try_run(new);
                    place::go_from(&begun, &Route::versions());
                }
                Err(failure) => notices::failed(failure.line(locale::current())),
            }
        });
    };
    live(move || {
        let (n, moment) = (n.clone(), moment.clone());
        asks.get()
            .then(|| {
                let title = tf(versions::RESTORE_TITLE, &[("n", &n)]);
                view! {
                    <Dialog title=Signal::stored(title) close=close>
                        <p>{tf(versions::RESTORE_SAYS, &[("moment", &moment)])}</p>
                        <div class="form-foot">
                            <button class="button" type="button" on:click=move |_| close.run(())>
                                {t(common::CANCEL)}
                            </button>
                            <button class="button primary" type="button" on:click=restore>
                                {t(versions::RESTORE_GO)}
                            </button>
                        </div>
                    </Dialog>
                }
            })
            .into_any()
    })
}
