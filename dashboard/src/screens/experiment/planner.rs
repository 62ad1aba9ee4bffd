//! How many people an experiment takes: the core's planner, in this module itself.

use leptos::prelude::*;
use shared::report::Overview;

use super::ExperimentForm;
use crate::{
    api::{self, remote},
    edit::{
        draft::Said,
        plan::{LIFT_USUAL, LIFTS, Look, PlanDraft, days},
    },
    explain::Figures as _,
    i18n::{experiments, t, tf},
    state::{
        derived::memo,
        figures::{figures, float},
        locale, place,
        route::Route,
    },
    ui::{
        chart::{
            bars::{Bar, bars},
            with_table::{table, table_switch},
        },
        choice::Segmented,
        field::{Bound, TextField},
        list::live,
        page::Card,
    },
};

/// Days of the figures that the planner starts from.
const DAYS: u16 = 30;

/// An experiment that takes longer is none.
const DAYS_MAX: u64 = 365;

/// What the planner is asked.
#[derive(Clone, Copy)]
pub(super) struct Planner {
    baseline: RwSignal<String>,
    /// The smallest lift worth finding, in percent; the address keeps it.
    pub(super) lift: RwSignal<String>,
    power: RwSignal<String>,
    look: RwSignal<String>,
}

impl Planner {
    /// The questions with their usual answers; the lift is the address's, if it has one.
    pub(super) fn new() -> Self {
        let usual = PlanDraft::fresh(String::new());
        let planner = Self {
            baseline: RwSignal::new(usual.baseline),
            lift: RwSignal::new(usual.lift),
            power: RwSignal::new(usual.power),
            look: RwSignal::new(String::new()),
        };
        place::keep(
            [planner.lift],
            |route| {
                let Route::Experiment { lift, .. } = route else { return None };
                Some([if lift.is_empty() { LIFT_USUAL.to_owned() } else { lift }])
            },
            |[lift]| {
                let here = place::current_untracked();
                let Route::Experiment { key, .. } = here else { return here };
                let lift = if lift == LIFT_USUAL { String::new() } else { lift };
                Route::Experiment { key, lift }
            },
        );
        planner
    }

    fn draft(self) -> PlanDraft {
        PlanDraft {
            baseline: self.baseline.get(),
            lift: self.lift.get(),
            power: self.power.get(),
            look: if self.look.get() == "once" { Look::Once } else { Look::Always },
        }
    }

    /// People that each of so many variations needs; 0 while the questions have no answer.
    pub(super) fn people(self, variations: usize) -> u64 {
        self.draft().people(variations).unwrap_or_default()
    }

    /// The smallest lift worth finding in words.
    pub(super) fn lift_words(self) -> String {
        self.draft().lift().map(|lift| figures().percent(lift)).unwrap_or_default()
    }

    /// Says which share of people order anyway, where nobody said so yet.
    pub(super) fn learn(self, share: f64) {
        if self.baseline.with_untracked(String::is_empty) && 0.0 < share {
            // Two digits after the point are more than anybody knows.
            self.baseline.set(((share * 10_000.0).round() / 100.0).to_string());
        }
    }
}

/// The card with the questions and the answer.
pub(super) fn planner(form: ExperimentForm) -> AnyView {
    let planner = form.planner;
    let overview = remote(|| api::overview(DAYS));
    let share = memo(move || overview.value().as_ref().and_then(conversion));
    Effect::new(move |_| {
        if let Some(share) = share.get() {
            planner.learn(share);
        }
    });
    let hint = move || match (overview.value(), share.get()) {
        (_, Some(share)) => tf(experiments::BASELINE_HINT, &[("share", &figures().percent(share))]),
        (Some(_), None) => t(experiments::BASELINE_NONE)().to_owned(),
        (None, None) => String::new(),
    };
    let a_day = memo(move || overview.value().as_ref().map_or(0.0, people_a_day));
    let as_table = RwSignal::new(false);
    let looks = vec![("", experiments::LOOK_ALWAYS), ("once", experiments::LOOK_ONCE)];
    view! {
        <Card title=experiments::PLAN hint=experiments::PLAN_HINT>
            <div class="card-body fields">
                <div class="field-stack">
                    <TextField
                        label=experiments::BASELINE unit="%" value=planner.baseline name="baseline"
                        inputmode="decimal"
                    />
                    <p class="hint">{hint}</p>
                </div>
                <TextField
                    label=experiments::LIFT unit="%" value=planner.lift name="lift" inputmode="decimal"
                    hint=experiments::LIFT_HINT
                />
                <TextField
                    label=experiments::POWER unit="%" value=planner.power name="power" inputmode="decimal"
                />
                <Segmented label=experiments::LOOK value=Bound::from(planner.look) options=looks/>
                {live(move || answer(form, a_day.get(), as_table))}
            </div>
        </Card>
    }
    .into_any()
}

/// The share of people who ordered, in all; none without anybody, or without an order.
fn conversion(overview: &Overview) -> Option<f64> {
    let people = overview.treated.people.saturating_add(overview.holdout.people);
    let buyers = overview.treated.buyers.saturating_add(overview.holdout.buyers);
    (0 < people && 0 < buyers).then(|| float(buyers) / float(people))
}

/// People a day since the first of the days on which there was anybody.
fn people_a_day(overview: &Overview) -> f64 {
    let since = overview.by_day.iter().skip_while(|day| day.funnel.visits == 0).count();
    let since = u64::try_from(since).unwrap_or_default();
    if since == 0 { 0.0 } else { float(overview.funnel.visits) / float(since) }
}

fn answer(form: ExperimentForm, a_day: f64, as_table: RwSignal<bool>) -> AnyView {
    let plan = form.planner.draft();
    let (groups, coverage) = form.draft.with(|draft| {
        let coverage = draft.coverage.trim().parse::<f64>().unwrap_or(100.0);
        (draft.variations.len(), coverage / 100.0)
    });
    let each = match plan.people(groups) {
        Ok(each) => each,
        Err(fault) => {
            let says = match fault.said {
                Said::Here(text) => text.say(locale::current()).to_owned(),
                Said::There(detail) => detail,
            };
            return view! { <p class="muted" role="status">{says}</p> }.into_any();
        }
    };
    let all = each.saturating_mul(u64::try_from(groups).unwrap_or(u64::MAX));
    let figure = |name, value: String| {
        view! { <div class="figure"><dt>{t(name)}</dt><dd>{value}</dd></div> }
    };
    view! {
        <div role="status">
            <dl class="figures plan">
                {figure(experiments::PLAN_EACH, figures().count(each))}
                {figure(experiments::PLAN_ALL, figures().count(all))}
                {figure(experiments::PLAN_DAYS, how_long(days(all, a_day, coverage)))}
            </dl>
        </div>
        {others(&plan, groups, (a_day, coverage), as_table)}
    }
    .into_any()
}

fn how_long(days: Option<u64>) -> String {
    match days {
        None => t(experiments::PLAN_NEVER)().to_owned(),
        Some(days) if DAYS_MAX < days => t(experiments::PLAN_LONG)().to_owned(),
        Some(days) => tf(experiments::PLAN_DAYS_N, &[("n", &figures().count(days))]),
    }
}

/// What other lifts would take, as bars or as a table.
fn others(
    plan: &PlanDraft,
    groups: usize,
    (a_day, coverage): (f64, f64),
    as_table: RwSignal<bool>,
) -> AnyView {
    let lines: Vec<(String, u64, String)> = LIFTS
        .into_iter()
        .filter_map(|lift| {
            let each = plan.people_for(lift / 100.0, groups).ok()?;
            let all = each.saturating_mul(u64::try_from(groups).unwrap_or(u64::MAX));
            let name = ["+", &figures().percent(lift / 100.0)].concat();
            Some((name, each, how_long(days(all, a_day, coverage))))
        })
        .collect();
    let drawn = move || {
        if as_table.get() {
            let head = [experiments::PLAN_LIFT, experiments::PLAN_PEOPLE, experiments::PLAN_TIME]
                .map(|text| t(text)().to_owned());
            let lines = lines
                .iter()
                .map(|(name, each, time)| vec![name.clone(), figures().count(*each), time.clone()])
                .collect();
            return table(t(experiments::PLAN_OTHERS)().to_owned(), head.into(), lines).into_any();
        }
        let most = lines.iter().map(|(_, each, _)| float(*each)).fold(0.0, f64::max);
        let lines = lines.iter().map(|(name, each, _)| Bar {
            name: name.clone(),
            words: figures().count(*each),
            value: float(*each),
            part: 0.0,
        });
        bars(lines.collect(), most)
    };
    view! {
        <div class="part-head">
            <h3>{t(experiments::PLAN_OTHERS)}</h3>
            {table_switch(as_table)}
        </div>
        <div class="flat">{live(drawn)}</div>
    }
    .into_any()
}
