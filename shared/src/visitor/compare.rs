//! Products beside one another, for who names two or three of them.
//!
//! A question that names what it is about is answered before any rule recommends something else.

use alloc::vec::Vec;

use super::{Context, Effect, Visitor};
use crate::{
    conversation::{Message, Play, Playbook},
    id::ProductId,
    intent::Label,
};

impl Visitor {
    /// Answers with a comparison where that is what was asked for, and says whether it did. Who waits for a human, or is upset, gets
    /// none.
    pub(super) fn compare(
        &mut self,
        named: &[ProductId],
        (label, about): (Label, &[&str]),
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let steps = Playbook::steps(&context.config.config.playbooks, label);
        let may_answer = steps.contains(&Play::Compare)
            && self.upset == 0
            && !self.conversation.is_with_human()
            && !self.conversation.is_pending();
        let locale = self.locale();
        let found =
            if may_answer { context.config.catalog.compare(named, about, locale) } else { None };
        let Some(comparison) = found else { return false };
        let verdict = comparison.verdict(about, locale);
        let Some(message) = self.by_assistant(verdict, None, context) else { return false };
        effects.push(Effect::Post(Message { comparison: Some(comparison), ..message }));
        true
    }
}
