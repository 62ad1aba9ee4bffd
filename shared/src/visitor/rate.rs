//! Asking how it was, once a human has ended a conversation.
//!
//! The answer is one of five words, given with one touch or typed, and counts as `Conversation Rated`. Whatever else is said
//! begins anew, and nobody is asked a second time. Both the end and the rating are occasions for rules: an invitation of friends
//! after a good word, a trade-in after a repair.
//!
//! Source: product brief, sections 一 (社交裂变引导) and 三 (售后场景).

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use serde_json::{Map, Value};

use super::{Context, Effect, Visitor};
use crate::{
    conversation::{Message, Question, Status, Step},
    text::Locale,
};

/// The answers with the stars that they mean, best first.
const RATINGS: [(u8, &str, &str); 5] = [
    (5, "非常满意", "Very good"),
    (4, "满意", "Good"),
    (3, "一般", "Fair"),
    (2, "不满意", "Poor"),
    (1, "非常不满意", "Very poor"),
];

/// From this many stars on people are thanked, below it they are told sorry.
const STARS_GOOD: u8 = 3;

impl Visitor {
    /// A human hands the conversation back, puts it aside or ends it. Where one has talked and ends it, the person is asked how
    /// it was.
    pub(super) fn conducted(
        &mut self,
        step: Step,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) {
        let was_with_human = self.conversation.is_with_human();
        self.conduct(step, context.now);
        if !was_with_human || step != Step::Resolved {
            return;
        }
        self.asked = Some(Question::Rating);
        let locale = self.locale();
        let choices = RATINGS.map(|(_, zh, en)| match locale {
            Locale::ZhCn => zh.to_string(),
            Locale::En => en.to_string(),
        });
        if let Some(message) = self.by_assistant(how_was_it(locale).into(), None, context) {
            effects.push(Effect::Post(Message { choices: choices.to_vec(), ..message }));
        }
        self.tell(("Conversation Resolved", Map::new()), context, effects);
    }

    /// The stars that a text means, while the conversation is closed.
    pub(super) fn stars_in(&self, text: &str) -> Option<u8> {
        let said = text.trim();
        let is_said =
            |(_, zh, en): &&(u8, &str, &str)| *zh == said || en.eq_ignore_ascii_case(said);
        let rating = RATINGS.iter().find(is_said).map(|(stars, ..)| *stars);
        let is_over = matches!(self.conversation, Status::Resolved { .. });
        rating.filter(|_| is_over)
    }

    /// Takes a rating in and thanks for it.
    pub(super) fn rate(&mut self, stars: u8, context: Context<'_>, effects: &mut Vec<Effect>) {
        self.profile.satisfaction.rate(stars.into(), context.now);
        if let Some(message) = self.by_assistant(thanks(stars, self.locale()).into(), None, context)
        {
            effects.push(Effect::Post(message));
        }
        let properties = Map::from_iter([("rating".to_string(), stars.into())]);
        self.tell(("Conversation Rated", properties), context, effects);
    }

    /// Records what happened to the conversation, which rules may follow.
    fn tell(
        &mut self,
        what: (&str, Map<String, Value>),
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(event) = self.record(what, context.now, context, effects) {
            self.offer_on_event(&event, context, effects);
        }
    }
}

const fn how_was_it(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhCn => "这次服务已结束。您对人工客服满意吗？",
        Locale::En => "This conversation is closed. How was it?",
    }
}

const fn thanks(stars: u8, locale: Locale) -> &'static str {
    match (STARS_GOOD <= stars, locale) {
        (true, Locale::ZhCn) => "谢谢您的评价！",
        (true, Locale::En) => "Thank you for telling us!",
        (false, Locale::ZhCn) => "谢谢您告诉我们。很抱歉这次没有做好，我们会改进。",
        (false, Locale::En) => "Thank you for telling us. We are sorry, and will do better.",
    }
}
