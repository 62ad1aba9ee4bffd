//! How often each rule would be given, beside how often it is now; and why one would be held back.

use leptos::prelude::*;
use shared::{
    config::Config,
    dry_run::{DryRun, RuleTally, Tally},
};

use super::rule_name;
use crate::{
    explain::outcome,
    i18n::{dry_run, t, tf},
    state::{
        figures::{figures, float},
        locale,
    },
    ui::{
        chart::{
            bars::{Bar, bars},
            beside::{Pair, beside},
            with_table::{table, table_switch},
        },
        list::live,
    },
};

/// One rule under both configs.
struct Line {
    name: String,
    before: RuleTally,
    after: RuleTally,
}

/// The rules of which the number changes, as bars or as a table of all.
pub(super) fn rules(run: &DryRun, config: Signal<Option<Config>>) -> AnyView {
    let lines = StoredValue::new(config.with_untracked(|config| lines(run, config.as_ref())));
    let as_table = RwSignal::new(false);
    view! {
        <div class="part-head">
            <h3>{t(dry_run::RULES)}</h3>
            {table_switch(as_table)}
        </div>
        {live(move || lines.with_value(|lines| {
            if as_table.get() { as_lines(lines) } else { as_bars(lines) }
        }))}
    }
    .into_any()
}

fn lines(run: &DryRun, config: Option<&Config>) -> Vec<Line> {
    let ids: std::collections::BTreeSet<_> =
        run.before.rules.iter().chain(&run.after.rules).map(|rule| &rule.rule).collect();
    let mut all: Vec<Line> = ids
        .into_iter()
        .map(|id| {
            let of = |tally: &Tally| {
                let found = tally.rules.iter().find(|rule| rule.rule == *id);
                found.cloned().unwrap_or_else(|| none(id))
            };
            Line {
                name: rule_name(config, id.as_str()),
                before: of(&run.before),
                after: of(&run.after),
            }
        })
        .collect();
    all.sort_by_key(|line| core::cmp::Reverse(line.after.chosen.abs_diff(line.before.chosen)));
    all
}

fn none(rule: &shared::id::RuleId) -> RuleTally {
    RuleTally {
        rule: rule.clone(),
        chosen: 0,
        people: 0,
        outranked: 0,
        suppressed: std::collections::BTreeMap::new(),
    }
}

fn as_bars(lines: &[Line]) -> AnyView {
    let changed = |line: &&Line| line.before.chosen != line.after.chosen;
    let pairs: Vec<Pair> = lines
        .iter()
        .filter(changed)
        .map(|line| Pair {
            name: line.name.clone(),
            before: float(line.before.chosen.into()),
            before_words: figures().count(line.before.chosen.into()),
            after: float(line.after.chosen.into()),
            after_words: figures().count(line.after.chosen.into()),
        })
        .collect();
    let others = lines.len().saturating_sub(pairs.len());
    if pairs.is_empty() {
        return view! { <p class="muted">{t(dry_run::RULES_SAME)}</p> }.into_any();
    }
    view! {
        {beside((t(dry_run::NOW)(), t(dry_run::THEN)()), pairs)}
        {(0 < others).then(|| view! {
            <p class="muted small">{tf(dry_run::RULES_OTHERS, &[("n", &others.to_string())])}</p>
        })}
    }
    .into_any()
}

fn as_lines(lines: &[Line]) -> AnyView {
    let head = [
        dry_run::RULE,
        dry_run::NOW,
        dry_run::THEN,
        dry_run::PEOPLE,
        dry_run::OUTRANKED,
        dry_run::HELD,
    ]
    .map(|text| t(text)().to_owned());
    let count = |number: u32| figures().count(number.into());
    let rows = lines
        .iter()
        .map(|line| {
            vec![
                line.name.clone(),
                count(line.before.chosen),
                count(line.after.chosen),
                count(line.after.people),
                count(line.after.outranked),
                count(sum(&line.after)),
            ]
        })
        .collect();
    table(t(dry_run::RULES)().to_owned(), head.into(), rows).into_any()
}

/// Times that a rule would be held back.
fn sum(tally: &RuleTally) -> u32 {
    tally.suppressed.values().fold(0, |sum, times| sum.saturating_add(*times))
}

/// Why the rule would be held back, most frequent first; nothing where it never is.
pub(super) fn held(run: &DryRun, (id, name): &(String, String)) -> AnyView {
    let Some(tally) = run.after.rules.iter().find(|rule| rule.rule.as_str() == id) else {
        return ().into_any();
    };
    let mut reasons: Vec<(&String, u32)> =
        tally.suppressed.iter().map(|(reason, times)| (reason, *times)).collect();
    if reasons.is_empty() {
        return ().into_any();
    }
    reasons.sort_by_key(|(_, times)| core::cmp::Reverse(*times));
    let most = reasons.iter().map(|(_, times)| float((*times).into())).fold(0.0, f64::max);
    let lines = reasons.into_iter().map(|(reason, times)| Bar {
        name: outcome::held_name(reason, locale::current()),
        words: figures().count(times.into()),
        value: float(times.into()),
        part: 0.0,
    });
    view! {
        <h3>{tf(dry_run::HELD_WHY, &[("name", name)])}</h3>
        {bars(lines.collect(), most)}
    }
    .into_any()
}
