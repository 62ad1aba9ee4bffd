//! Confidence in ten steps, and the drift of labels by week; each as bars or as a table.

use leptos::prelude::*;
use shared::{
    intent::Label,
    learning::{Bin, Drift, Week},
};

use super::share;
use crate::{
    explain::{Figures as _, intent},
    i18n::{Text, model, t, tf},
    state::{
        figures::{figures, float},
        locale,
    },
    ui::{
        chart::{
            bars::{Bar, bars},
            with_table::{table, table_switch},
        },
        list::live,
        page::Card,
    },
};

/// From here on other people write: the bar of a week that shifted is full.
const FULL: f64 = 0.5;

fn card(title: Text, hint: Text, as_table: RwSignal<bool>, drawn: [AnyView; 1]) -> AnyView {
    let [drawn] = drawn;
    view! {
        <Card title=title hint=hint class="half" aside=(move || table_switch(as_table)).into()>
            {drawn}
        </Card>
    }
    .into_any()
}

/// Messages by confidence.
pub(super) fn confidence(bins: Vec<Bin>, as_table: RwSignal<bool>) -> AnyView {
    let drawn = move || {
        let named = bins.iter().enumerate().map(|(place, bin)| {
            let from = u8::try_from(place.saturating_mul(10)).unwrap_or(90);
            (format!("{from}–{}%", from.saturating_add(10)), *bin)
        });
        if as_table.get() {
            let head = [model::STEP, model::MESSAGES, model::LOOKED_AT, model::RIGHT]
                .map(|text| t(text)().to_owned());
            let lines = named
                .map(|(name, bin)| {
                    let right = share(bin.right, bin.corrected);
                    vec![name, figures().count(bin.all), figures().count(bin.corrected), right]
                })
                .collect();
            return table(t(model::CONFIDENCE)().to_owned(), head.into(), lines).into_any();
        }
        let most = bins.iter().map(|bin| float(bin.all)).fold(0.0, f64::max);
        let lines = named.map(|(name, bin)| Bar {
            name,
            words: figures().count(bin.all),
            value: float(bin.all),
            part: float(bin.right),
        });
        bars(lines.collect(), most)
    };
    card(model::CONFIDENCE, model::CONFIDENCE_HINT, as_table, [live(drawn)])
}

/// How far each week is from those before it, newest first.
pub(super) fn drift(weeks: Vec<Week>, as_table: RwSignal<bool>) -> AnyView {
    let drawn = move || {
        if as_table.get() {
            return mixes(&weeks);
        }
        let lines = weeks.iter().rev().map(|week| {
            let (index, words) = said(week.drift);
            Bar {
                name: figures().day(&week.monday),
                words,
                value: index,
                part: if index < 0.25 { 0.0 } else { index },
            }
        });
        bars(lines.collect(), FULL)
    };
    card(model::DRIFT, model::DRIFT_HINT, as_table, [live(drawn)])
}

/// The index, and what it means.
fn said(drift: Drift) -> (f64, String) {
    let (index, meaning) = match drift {
        Drift::TooFew { messages_min } => {
            return (0.0, tf(model::TOO_FEW, &[("n", &messages_min.to_string())]));
        }
        Drift::Steady { index } => (index, model::STEADY),
        Drift::Shifting { index } => (index, model::SHIFTING),
        Drift::Shifted { index } => (index, model::SHIFTED),
    };
    (index, format!("{} · {}", figures().number(index), t(meaning)()))
}

/// The mix of labels of each week, newest first.
fn mixes(weeks: &[Week]) -> AnyView {
    let used: Vec<Label> = Label::ALL
        .into_iter()
        .filter(|label| weeks.iter().any(|week| week.mix.iter().any(|(known, _)| known == label)))
        .collect();
    let mut head: Vec<String> = [model::WEEK, model::INDEX, model::MESSAGES, model::UNKNOWN]
        .map(|text| t(text)().to_owned())
        .into();
    head.extend(used.iter().map(|label| intent::name(label.as_str(), locale::current())));
    let lines = weeks
        .iter()
        .rev()
        .map(|week| {
            let mut line = vec![
                figures().day(&week.monday),
                said(week.drift).1,
                figures().count(week.messages),
                share(week.unknown, week.messages),
            ];
            line.extend(used.iter().map(|label| {
                let count = week.mix.iter().find(|(known, _)| known == label);
                count.map_or_else(|| "–".to_owned(), |(_, count)| share(*count, week.messages))
            }));
            line
        })
        .collect();
    table(t(model::DRIFT)().to_owned(), head, lines).into_any()
}
