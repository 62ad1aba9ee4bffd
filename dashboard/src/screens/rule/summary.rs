//! The rule in one sentence, as it stands in the form.

use core::time::Duration;

use leptos::prelude::*;
use shared::rule::Rule;

use super::RuleForm;
use crate::ui::list::Views as _;
use crate::{
    explain::{benefit, condition, period, trigger},
    i18n::{common, facts, rules, t},
    state::{figures::figures, locale, session},
    ui::page::Card,
};

/// When, for whom and what, read back to who writes it.
#[component]
pub(super) fn Summary(
    /// The form.
    form: RuleForm,
) -> impl IntoView {
    let lines = move || {
        form.draft.with(|draft| {
            let locale = locale::current();
            let when: Vec<String> =
                draft.triggers.iter().map(|name| trigger::name(name, locale)).collect();
            let who = condition::say(&draft.condition, session::currency(), &figures());
            let rule = draft.rule();
            let what = rule.as_ref().map(|rule| does(rule, form)).unwrap_or_default();
            let rests = rule.map(|rule| rests(&rule)).unwrap_or_default();
            [
                (rules::WHEN, when.join(facts::LIST_AND.say(locale))),
                (rules::FOR_WHOM, who),
                (rules::WHAT, what),
                (rules::COOLDOWN, rests),
            ]
        })
    };
    let hash = move || {
        form.config.value().map(|published| published.hash.chars().take(12).collect::<String>())
    };
    view! {
        <Card title=rules::RULE>
            <dl class="summary">
                {crate::ui::list::live(move || (lines()
                    .into_iter()
                    .filter(|(_, said)| !said.is_empty())
                    .map(|(name, said)| view! { <div><dt>{t(name)}</dt><dd>{said}</dd></div> })
                    .views()).into_any())}
            </dl>
            <p class="card-foot muted small">
                {crate::ui::list::live(move || (hash().map(|hash| crate::i18n::tf(common::CONFIG_NOW, &[("hash", &hash)]))).into_any())}
            </p>
        </Card>
    }
}

fn does(rule: &Rule, form: RuleForm) -> String {
    let offers = form.published().map(|config| config.offers).unwrap_or_default();
    benefit::action(&rule.action, &offers, &figures())
}

fn rests(rule: &Rule) -> String {
    if rule.cooldown_secs == 0 {
        return String::new();
    }
    period::length(Duration::from_secs(rule.cooldown_secs.into()), locale::current())
}
