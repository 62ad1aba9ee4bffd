//! One rule in the list: what it says in a sentence, what it did, and whether it is on.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    report::RuleReport,
    rule::{Class, Rule},
};

use super::band::Told;
use crate::state::derived::derived;
use crate::{
    api::{self, Published, Remote},
    explain::{benefit, condition, trigger},
    i18n::{Text, facts, rules, t, tf},
    state::{figures::figures, locale, notices, route::Route, session},
    ui::{
        icon::{Icon, icon},
        switch::Switch,
    },
};

/// Draws the line; it follows the rule.
pub(super) fn line(
    rule: Memo<Option<Rule>>,
    Told { config, reports, .. }: Told,
    shadow: Memo<Option<(String, String)>>,
) -> impl IntoView {
    let name =
        move || rule.with(|rule| rule.as_ref().map(|rule| rule.name.clone()).unwrap_or_default());
    let address = move || {
        rule.with(|rule| {
            rule.as_ref().map(|rule| Route::Rule { id: rule.id.to_string() }.address())
        })
    };
    let count = move |of: fn(&RuleReport) -> u64| {
        move || {
            let id = rule.with(|rule| rule.as_ref().map(|rule| rule.id.to_string()));
            reports.with(|reports| figure(reports.as_deref(), &id.unwrap_or_default(), of))
        }
    };
    let number = |name: Text, value: Signal<String>| {
        view! { <span class="number rule-figure"><span class="rule-figure-name">{t(name)}</span> {value}</span> }
    };
    view! {
        <li class="rule-line" class:off=move || rule.with(|rule| rule.as_ref().is_some_and(|rule| !rule.enabled)) data-line="">
            <div class="rule-words">
                <p class="rule-name"><a href=address>{name}</a> {move || rule.get().map(|rule| class(rule.class))}</p>
                <p class="muted small clip-two">{move || rule.get().map(|rule| who(&rule))}</p>
                <p class="small rule-does">{move || rule.get().map(|rule| does(&rule, config))}</p>
                {crate::ui::list::live(move || shadow.get().map(|(id, name)| view! {
                    <p class="rule-note warn">
                        {icon(Icon::Alert)}
                        <span>
                            <a class="link" href=Route::Rule { id }.address()>
                                {tf(rules::SHADOWED, &[("name", &name)])}
                            </a>
                            " " {t(rules::SHADOWED_HINT)}
                        </span>
                    </p>
                }).into_any())}
            </div>
            {number(rules::DELIVERED, derived(count(|report| report.delivered)))}
            {number(rules::CLICKED, derived(count(|report| report.clicked)))}
            {number(rules::ORDERS, derived(count(|report| report.orders)))}
            <Switch
                label=derived(move || tf(rules::ENABLED, &[("name", &name())]))
                on=derived(move || rule.with(|rule| rule.as_ref().is_some_and(|rule| rule.enabled)))
                change=Callback::new(move |_| turn(rule, config))
            />
        </li>
    }
}

/// What a rule did; a dash while that is not known.
fn figure(reports: Option<&[RuleReport]>, id: &str, of: fn(&RuleReport) -> u64) -> String {
    let Some(reports) = reports else { return "–".to_owned() };
    let report = reports.iter().find(|report| report.rule.as_str() == id);
    figures().count(report.map_or(0, of))
}

fn class(class: Class) -> impl IntoView {
    match class {
        Class::Marketing => view! { <span class="badge">{t(facts::CLASS_MARKETING)}</span> },
        Class::Service => view! { <span class="badge">{t(facts::CLASS_SERVICE)}</span> },
    }
}

/// When and for whom, in a sentence.
fn who(rule: &Rule) -> String {
    let locale = locale::current();
    let triggers: Vec<String> =
        rule.triggers.iter().map(|name| trigger::name(name, locale)).collect();
    let who = condition::say(&rule.condition, session::currency(), &figures());
    format!("{} · {who}", triggers.join(facts::LIST_AND.say(locale)))
}

fn does(rule: &Rule, config: Remote<Published>) -> String {
    let offers = config.value().map(|published| published.config.offers).unwrap_or_default();
    benefit::action(&rule.action, &offers, &figures())
}

/// Publishes the rule turned off where it is on, and on where it is off; where that fails it stays as it was.
fn turn(rule: Memo<Option<Rule>>, config: Remote<Published>) {
    let Some(rule) = rule.get_untracked() else { return };
    let on = !rule.enabled;
    let changed = Rule { enabled: on, ..rule };
    spawn_local(async move {
        match api::put_rule(&changed).await {
            Ok(published) => {
                config.put(published);
                let said = if on { rules::TURNED_ON } else { rules::TURNED_OFF };
                notices::done(tf(said, &[("name", &changed.name)]));
            }
            Err(failure) => {
                notices::failed(failure.line(locale::current()));
                // The switch moved under the finger: what is published moves it back.
                config.change(|_| {});
            }
        }
    });
}
