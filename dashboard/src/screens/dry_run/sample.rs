//! The occasions on which somebody would have got something else.

use leptos::prelude::*;
use shared::{
    config::Config,
    dry_run::{Changed, DryRun},
    id::RuleId,
};

use super::rule_name;
use crate::{
    explain::{Figures as _, trigger},
    i18n::{dry_run, t},
    screens::visitors::line::anonymous,
    state::{figures::figures, locale, route::Route},
    ui::{
        icon::{Icon, icon},
        list::Views as _,
    },
};

/// The list, with a link to each person.
pub(super) fn sample(run: &DryRun, config: Signal<Option<Config>>) -> AnyView {
    if run.sample.is_empty() {
        return view! {
            <h3>{t(dry_run::SAMPLE)}</h3>
            <p class="muted">{t(dry_run::SAMPLE_EMPTY)}</p>
        }
        .into_any();
    }
    let lines = config.with_untracked(|config| {
        run.sample.iter().map(|changed| line(changed, config.as_ref())).views()
    });
    view! {
        <h3>{t(dry_run::SAMPLE)}</h3>
        <p class="muted small">{t(dry_run::SAMPLE_HINT)}</p>
        <ul class="lines flat">{lines}</ul>
    }
    .into_any()
}

fn line(changed: &Changed, config: Option<&Config>) -> AnyView {
    let name = |rule: &Option<RuleId>| match rule {
        Some(rule) => rule_name(config, rule.as_str()),
        None => t(dry_run::NOTHING)().to_owned(),
    };
    let person = Route::Visitor { profile: changed.profile.to_string(), decision: None }.address();
    let started = trigger::name(&changed.trigger, locale::current());
    view! {
        <li class="line">
            <span class="line-main">
                <a class="link" href=person>{anonymous(changed.profile.as_str())}</a>
                <span class="muted small">{figures().moment(changed.at)} " · " {started}</span>
            </span>
            <span class="from-to">
                <span class="muted">{name(&changed.before)}</span>
                {icon(Icon::Forward)}
                <strong>{name(&changed.rule)}</strong>
            </span>
        </li>
    }
    .into_any()
}
