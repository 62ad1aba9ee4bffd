//! How the rules of one priority were ranked for this person.

use leptos::prelude::*;
use shared::{
    decision::Decision,
    id::RuleId,
    propensity::Evidence,
    ranking::{Method, Ranked, Ranking},
};

use crate::{
    explain::Figures as _,
    i18n::{Text, decision as words, rules, t, tf},
    state::{figures::figures, session},
    ui::list::Views as _,
};

/// Draws the ranking, where there was one.
pub(super) fn ranking(decision: &Decision) -> Option<AnyView> {
    let ranking = decision.ranking.as_ref()?;
    let name = |id: &RuleId| {
        let rule = decision.considered.iter().find(|rule| rule.rule == *id);
        rule.map_or_else(|| id.to_string(), |rule| rule.name.clone())
    };
    let drawn = ranking.method == Method::Bandit;
    let rows =
        ranking.ranked.iter().map(|ranked| row(ranked, name(&ranked.rule), ranking.method)).views();
    let region = tf(words::RANKING, &[("n", &ranking.priority.to_string())]);
    let heading = tf(words::RANKING, &[("n", &ranking.priority.to_string())]);
    Some(
        view! {
            <h3>{heading}</h3>
            <p class="muted small">{t(method(ranking))}</p>
            <div class="table-frame" tabindex="0" role="region" aria-label=region>
                <table class="table compact">
                    <thead>
                        <tr>
                            <th scope="col">{t(rules::RULE)}</th>
                            {drawn.then(|| view! { <th scope="col" class="number">{t(words::RANKING_DRAWN)}</th> })}
                            <th scope="col" class="number">{t(words::RANKING_CHANCE)}</th>
                            <th scope="col" class="number">{t(words::RANKING_EXPECTED)}</th>
                            <th scope="col">{t(words::RANKING_EVIDENCE)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any(),
    )
}

fn row(ranked: &Ranked, name: String, method: Method) -> AnyView {
    let drawn = method == Method::Bandit;
    let of = figures();
    let propensity = ranked.propensity.map_or_else(|| "–".to_owned(), |share| of.percent(share));
    let chance = of.percent(ranked.probability);
    let chance =
        if ranked.is_uplift { tf(words::RANKING_UPLIFT, &[("n", &chance)]) } else { chance };
    view! {
        <tr>
            <th scope="row">{name}</th>
            {drawn.then(|| view! { <td class="number">{propensity}</td> })}
            <td class="number">{chance}</td>
            <td class="number">{of.money(ranked.expected_minor, session::currency())}</td>
            <td>{t(evidence(ranked.evidence))}</td>
        </tr>
    }
    .into_any()
}

const fn method(ranking: &Ranking) -> Text {
    match ranking.method {
        Method::Order => rules::METHOD_ORDER_HINT,
        Method::ExpectedValue => rules::METHOD_EXPECTED_HINT,
        Method::Bandit => rules::METHOD_BANDIT_HINT,
    }
}

const fn evidence(evidence: Evidence) -> Text {
    match evidence {
        Evidence::None => words::EVIDENCE_NONE,
        Evidence::Thin => words::EVIDENCE_THIN,
        Evidence::Enough => words::EVIDENCE_ENOUGH,
    }
}
