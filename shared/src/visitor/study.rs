//! Learning from what was given: each gift, and each experiment met, leads to one lesson.
//!
//! The first order that is credited to a gift, or that follows an experiment, is noted; what came of it is told when its
//! time is over, by the alarm if nothing else happens. Whoever wants nothing personal is not studied, and what was noted
//! of them is dropped.

use alloc::{boxed::Box, vec::Vec};

use super::{Context, Effect, Visitor};
use crate::{
    id::{DeliveryId, ExperimentKey},
    ledger::Fact,
    money::Minor,
    ranking::{Lesson, Study, Subject},
    time::Timestamp,
};

impl Visitor {
    /// Notes an order in the study of what it is credited to.
    pub(super) fn learn_from_order(
        &mut self,
        credited: &DeliveryId,
        (brought, at): (Minor, Timestamp),
        effects: &mut Vec<Effect>,
    ) {
        let delivery = self.deliveries.iter_mut().find(|delivery| delivery.id == *credited);
        let early = delivery.and_then(|delivery| {
            let of = Subject::Rule { rule: delivery.rule.clone() };
            delivery.study.as_mut()?.brings(brought, of)
        });
        self.teach(early, at, effects);
    }

    /// Notes an order in the studies of experiments that were met before it.
    pub(super) fn learn_from_experiments(
        &mut self,
        met: &[(ExperimentKey, u32)],
        (brought, at): (Minor, Timestamp),
    ) {
        for known in &mut self.exposures {
            let is_met = met.iter().any(|(experiment, _)| *experiment == known.experiment);
            if let Some(study) = known.study.as_mut().filter(|study| is_met && at < study.due_at) {
                // No draw hangs on being in an experiment.
                let _none = study.brings(brought, subject(&known.experiment, known.variation));
            }
        }
    }

    /// Tells what came of everything whose time is over.
    pub(super) fn end_studies(&mut self, context: Context<'_>, effects: &mut Vec<Effect>) {
        if !self.preferences.personalisation {
            self.drop_studies();
            return;
        }
        let is_over = |study: &mut Box<Study>| study.due_at <= context.now;
        let given = self.deliveries.iter_mut().filter_map(|delivery| {
            let study = delivery.study.take_if(is_over)?;
            Some(study.lesson(Subject::Rule { rule: delivery.rule.clone() }))
        });
        let met = self.exposures.iter_mut().filter_map(|known| {
            let study = known.study.take_if(is_over)?;
            Some(study.lesson(subject(&known.experiment, known.variation)))
        });
        let lessons: Vec<Lesson> = given.chain(met).collect();
        self.teach(lessons, context.now, effects);
    }

    /// When the next study is over.
    pub(super) fn next_study_ends(&self) -> Option<Timestamp> {
        let given = self.deliveries.iter().filter_map(|delivery| delivery.study.as_deref());
        let met = self.exposures.iter().filter_map(|known| known.study.as_deref());
        given.chain(met).map(|study| study.due_at).min()
    }

    fn drop_studies(&mut self) {
        self.deliveries.iter_mut().for_each(|delivery| delivery.study = None);
        self.exposures.iter_mut().for_each(|known| known.study = None);
    }

    fn teach(
        &mut self,
        lessons: impl IntoIterator<Item = Lesson>,
        at: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        for lesson in lessons {
            self.enter(Fact::Learned { lesson: lesson.into() }, at, effects);
        }
    }
}

fn subject(experiment: &ExperimentKey, variation: u32) -> Subject {
    Subject::Experiment { experiment: experiment.clone(), variation }
}
