//! Rules of one priority: those that may go first are ranked, and tried in that order.

use alloc::vec::Vec;

use super::{Asked, Candidate, Ruling};
use crate::{
    decision::Suppression,
    limits::CERTAIN_PPM,
    ranking::{self, Method, Ranking, Study},
    rule::Rule,
};

/// Tries the candidates of one band.
///
/// What a gate refuses is noted first. The control of an experiment takes its turn as if it
/// could be given: who is drawn must not hang on what they were assigned.
pub(super) fn rank<'a>(
    band: &mut Vec<Candidate<'a>>,
    asked: Asked<'a, '_>,
    ruling: &mut Ruling<'a>,
) {
    let (mut able, refused): (Vec<_>, Vec<_>) = core::mem::take(band)
        .into_iter()
        .partition(|it| matches!(it.passed, Ok(_) | Err(Suppression::Control { .. })));
    for candidate in refused {
        ruling.take(candidate);
    }
    let Some(first) = able.first() else { return };
    let how = asked.config.band(first.rule.priority);
    let mut study = Study::of(asked.occasion.document, asked.occasion.now);
    let ranking = (1 < able.len()).then(|| {
        let rules: Vec<&Rule> = able.iter().map(|candidate| candidate.rule).collect();
        let learned = (&asked.config.learned, &asked.config.policies);
        let (person, decision) = (asked.standing.id, asked.occasion.id);
        Ranking::of(how, &rules, learned, ranking::Asked { person, decision, study: &study })
    });
    if let Some(ranking) = &ranking {
        let rank = |candidate: &Candidate<'_>| {
            ranking.ranked.iter().position(|ranked| ranked.rule == candidate.rule.id)
        };
        able.sort_by_key(rank);
    }
    for candidate in able {
        ruling.take(candidate);
    }
    let Some(chosen) = &ruling.chosen else { return };
    if how.method == Method::Bandit {
        let drawn = ranking.as_ref().map(|ranking| ranking.propensity_ppm(&chosen.rule.id));
        study.propensity_ppm = drawn.unwrap_or(Some(CERTAIN_PPM));
    }
    ruling.study = Some(study);
    ruling.ranking = ranking;
}
