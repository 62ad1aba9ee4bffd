//! Revenue of those who could be reached, beside those who were held out; and what the
//! difference says. A figure of revenue is never shown alone.

use leptos::prelude::*;
use shared::{
    money::{Currency, Minor},
    report::{Arm, Lift},
};

use crate::{
    explain::Figures as _,
    i18n::{Text, overview, t, tf},
    state::figures::{figures, float, minor_float},
    ui::{
        chart::interval::{Finding, Interval, interval},
        page::Card,
    },
};

/// The two arms and the lift.
#[component]
pub(crate) fn ArmsCard(
    /// People who could be reached.
    treated: Arm,
    /// People who were held out.
    holdout: Arm,
    /// What the difference says.
    lift: Lift,
    /// Currency of the amounts.
    currency: Currency,
) -> impl IntoView {
    view! {
        <Card title=overview::REVENUE hint=overview::REVENUE_HINT class="wide">
            <div class="arms">
                <div class="table-frame arms-table" tabindex="0" role="region" aria-label=t(overview::REVENUE)>
                    {crate::ui::list::live(move || (arms_table(treated, holdout, currency)).into_any())}
                </div>
                <div class="lift">
                    {crate::ui::list::live(move || (match lift {
                        Lift::TooFew { people_min } => too_few(people_min, treated, holdout).into_any(),
                        Lift::PerPerson { difference_minor, low_minor, high_minor } => {
                            let interval =
                                Interval { middle: difference_minor, low: low_minor, high: high_minor };
                            found(interval, currency).into_any()
                        }
                    }).into_any())}
                </div>
            </div>
        </Card>
    }
}

fn arms_table(treated: Arm, holdout: Arm, currency: Currency) -> impl IntoView {
    let figures = figures();
    let money = move |amount: f64| write_minor(amount, currency);
    let line = |name: Text, left: String, right: String, class: &'static str| {
        view! {
            <tr class=class>
                <th scope="row">{t(name)}</th>
                <td class="number">{left}</td>
                <td class="number">{right}</td>
            </tr>
        }
    };
    let share = |arm: Arm| {
        if arm.people == 0 {
            "–".to_owned()
        } else {
            figures.percent(float(arm.buyers) / float(arm.people))
        }
    };
    view! {
        <table class="table">
            <caption class="visually-hidden">{t(overview::REVENUE)}</caption>
            <thead>
                <tr>
                    <th scope="col">{t(overview::ARM)}</th>
                    <th scope="col" class="number"><span class="key treated">{t(overview::TREATED)}</span></th>
                    <th scope="col" class="number"><span class="key holdout">{t(overview::HOLDOUT)}</span></th>
                </tr>
            </thead>
            <tbody>
                {line(overview::PER_PERSON, money(per_person(treated)), money(per_person(holdout)), "strong")}
                {line(overview::PEOPLE, figures.count(treated.people), figures.count(holdout.people), "")}
                {line(overview::CONVERSION, share(treated), share(holdout), "")}
                {line(overview::ORDERS, figures.count(treated.orders), figures.count(holdout.orders), "")}
                {line(
                    overview::TOTAL,
                    figures.money(treated.revenue_minor, currency),
                    figures.money(holdout.revenue_minor, currency),
                    "",
                )}
            </tbody>
        </table>
    }
}

fn per_person(arm: Arm) -> f64 {
    if arm.people == 0 { 0.0 } else { minor_float(arm.revenue_minor) / float(arm.people) }
}

/// An amount in minor units that is an average, and so no whole number of them.
pub(crate) fn write_minor(amount: f64, currency: Currency) -> String {
    let major = amount / f64::from(currency.minor_per_major());
    let rounded = Minor::from_major(major, currency).unwrap_or_default();
    figures().money(rounded, currency)
}

fn too_few(people_min: u64, treated: Arm, holdout: Arm) -> impl IntoView {
    let progress = |name: Text, class: &'static str, people: u64| {
        let share = if people_min == 0 { 100.0 } else { float(people) / float(people_min) * 100.0 };
        view! {
            <div class="progress">
                <span class="progress-name">{t(name)}</span>
                <span class="progress-count">
                    {crate::ui::list::live(move || (format!("{} / {}", figures().count(people), figures().count(people_min))).into_any())}
                </span>
                <span class="progress-track"><span class=class style:width=format!("{:.1}%", share.min(100.0))></span></span>
            </div>
        }
    };
    let hint = tf(
        overview::TOO_FEW_HINT,
        &[
            ("min", &figures().count(people_min)),
            ("treated", &figures().count(treated.people)),
            ("holdout", &figures().count(holdout.people)),
        ],
    );
    view! {
        <p class="lift-name">{t(overview::LIFT)}</p>
        <p class="lift-value quiet">{t(overview::TOO_FEW)}</p>
        {progress(overview::TREATED, "treated", treated.people)}
        {progress(overview::HOLDOUT, "holdout", holdout.people)}
        <p class="muted small">{hint}</p>
    }
}

fn found(found: Interval, currency: Currency) -> impl IntoView {
    let money = |amount: f64| write_minor(amount, currency);
    let sign = if 0.0 < found.middle { "+" } else { "" };
    let value = [sign, &money(found.middle)].concat();
    let range =
        tf(overview::LIFT_INTERVAL, &[("low", &money(found.low)), ("high", &money(found.high))]);
    let (class, says) = match found.finding() {
        Finding::Up => ("lift-value up", overview::LIFT_SURE_UP),
        Finding::Down => ("lift-value down", overview::LIFT_SURE_DOWN),
        Finding::Unsure => ("lift-value", overview::LIFT_UNSURE),
    };
    let label = format!("{} {value}. {range}", t(overview::LIFT)());
    view! {
        <p class="lift-name">{t(overview::LIFT)}</p>
        <p class=class>{value}</p>
        {interval(label, found)}
        <p class="muted small">{range}</p>
        <p class="small">{t(says)}</p>
    }
}
