//! Hearing what a person says, and answering.
//!
//! A message is an occasion like an event: rules on `message` decide whether the answer is a
//! recommendation or an offer. Without one the assistant says what the shop's article says,
//! and names it; without an article that fits it says honestly that it passes the question on to a human.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{Context, Effect, Saying, Visitor, look_up::has_number, numbered};
use crate::{
    attributes::Occasion,
    concept,
    conversation::{Message, Modality, Play, Playbook, Question, Speaker, Step, Why},
    delivery::Card,
    id::{MessageId, ProductId},
    intent::{Flag, IntentReading, Label, Sentiment, mask::mask},
    knowledge::{Choice, Hit, Source, choose},
    ledger::Fact,
    limits::{ASKED_BACK_MAX, UPSET_MAX},
    text::Locale,
    time::Timestamp,
};

impl Visitor {
    pub(super) fn hear(
        &mut self,
        saying: &Saying,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(locale) = saying.locale {
            self.profile.locale = Some(locale);
        }
        let before = self.asked.take();
        if before == Some(Question::Rating)
            && let Some(stars) = self.stars_in(&saying.text)
        {
            self.post(from_visitor(saying, None), context.now, effects);
            self.rate(stars, context, effects);
            return;
        }
        let mut reading = saying.intent.clone().heard_with(saying.heard);
        reading.name_products(&saying.text, &context.config.names);
        self.profile.ask(&reading, context.now);
        let label = reading.label;
        self.upset = self.mood_after(&reading);
        let about = concept::mentioned(&saying.text);
        let names_order = self.is_order_named(&reading, &saying.text)
            || (matches!(before, Some(Question::OrderNumber(_))) && has_number(&saying.text));
        let named: Vec<ProductId> =
            reading.entities.iter().filter_map(|entity| entity.product.clone()).collect();
        self.post(from_visitor(saying, Some(reading)), context.now, effects);
        self.enter(Fact::Intent { label: label.as_str().into() }, context.now, effects);
        self.conduct(Step::Said, context.now);
        let occasion = Occasion { event: None, about: &about, is_message: true };
        if self.compare(&named, (label, &about), context, effects) {
            return;
        }
        let (already, waited) = (effects.len(), self.pending.len());
        self.decide("message", &occasion, context, effects);
        if waited < self.pending.len() {
            self.waits_in_conversation(label);
        } else {
            // Who sends the number that they were asked for asks what they asked before.
            let label = match before {
                Some(Question::OrderNumber(wish)) if names_order => wish,
                _ => label,
            };
            let (text, articles) = (saying.text.as_str(), saying.articles.as_slice());
            // How it was is no question about what they want.
            let before = before.filter(|question| *question != Question::Rating);
            let asked = Asked { label, text, names_order, before, articles };
            self.answer_with(already, asked, context, effects);
        }
    }

    /// Puts the card that was chosen into the conversation, or says what happens next; nothing where a human answers.
    pub(super) fn answer_with(
        &mut self,
        from: usize,
        asked: Asked<'_>,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) {
        if self.conversation.is_with_human() {
            return;
        }
        let shown = effects.iter().skip(from).position(|effect| effect.shown().is_some());
        let card =
            shown.and_then(|place| effects.remove(place.saturating_add(from)).shown().cloned());
        let said = if card.is_some() { Said::default() } else { self.say(asked, context) };
        if !said.choices.is_empty() {
            self.asked = Some(Question::Article);
        }
        if let Some(message) = self.by_assistant(said.text, card, context) {
            let Said { source, choices, .. } = said;
            effects.push(Effect::Post(Message { source, choices, ..message }));
        }
    }

    /// What the assistant says where no rule answers: what the first step of the playbook says that has something to say, else
    /// that a human will answer. Whoever it promises a human waits for one from then on. Who is upset and does not wait yet
    /// gets a human, not an article.
    fn say(&mut self, asked: Asked<'_>, context: Context<'_>) -> Said {
        let why = self.why(asked.label, context);
        let may_answer = asked.label.asks() && (self.conversation.is_pending() || !why.is_mood());
        for step in Playbook::steps(&context.config.config.playbooks, asked.label) {
            let said = match step {
                Play::LookUpOrder if may_answer => self.look_up(asked, context),
                Play::Answer if may_answer => self.answer_from(asked),
                Play::AskOrderNumber if !why.is_mood() => self.ask_for_order(asked),
                // What could be compared was, before the rules.
                Play::LookUpOrder | Play::Answer | Play::AskOrderNumber | Play::Compare => None,
            };
            if let Some(said) = said {
                return said;
            }
        }
        Said::plain(self.promise(asked, why, context))
    }

    /// What an article says, or which articles may be meant. It never asks back twice in a row.
    fn answer_from(&self, asked: Asked<'_>) -> Option<Said> {
        let Asked { label, articles, .. } = asked;
        let has_just_asked = asked.before.is_some();
        match choose(articles) {
            // What does not sound like a question for a shop is not answered outright, unless it is the article's own words, or
            // the answer to a question back.
            Choice::Answer(hit)
                if label != Label::OutOfScope || hit.is_exact() || has_just_asked =>
            {
                Some(Said {
                    text: hit.answer.clone(),
                    source: Some(hit.source.clone()),
                    choices: Vec::new(),
                })
            }
            Choice::Answer(hit) => Some(self.ask_back(&[hit])),
            Choice::Ask(hits) if label != Label::OutOfScope && !has_just_asked => {
                Some(self.ask_back(&hits))
            }
            Choice::Ask(_) | Choice::Nothing => None,
        }
    }

    /// Promises a human, and says where none is there at this hour; who greets is only greeted.
    fn promise(&mut self, asked: Asked<'_>, why: Why, context: Context<'_>) -> String {
        let label = asked.label;
        let (waited, locale) = (self.conversation.is_pending(), self.locale());
        if label == Label::Chitchat && !why.is_mood() {
            return words(label, locale).into();
        }
        self.conduct(Step::Promised { why }, context.now);
        if waited {
            return passed_on_too(locale).into();
        }
        let label = if why.is_mood() { Label::ComplaintService } else { label };
        let is_numbered = why == Why::AfterSales && asked.names_order;
        let words = if is_numbered { numbered_words(locale) } else { words(label, locale) };
        [out_of_hours(locale, context).unwrap_or_default().as_str(), words].concat()
    }

    /// How many messages in a row sounded upset, with this one. A threat to leave counts as enough of them.
    fn mood_after(&self, reading: &IntentReading) -> u32 {
        if reading.flags.contains(&Flag::ChurnThreat) {
            return UPSET_MAX;
        }
        match reading.sentiment {
            Sentiment::Negative => self.upset.saturating_add(1),
            Sentiment::Neutral | Sentiment::Positive => 0,
        }
    }

    /// Why they would be promised a human now. Of somebody who is worth much, one upset word is enough.
    fn why(&self, label: Label, context: Context<'_>) -> Why {
        let dear = context.config.config.settings.high_value_minor;
        if 0 < self.upset && dear <= self.profile.orders.net_minor().get() {
            Why::HighValue
        } else if UPSET_MAX <= self.upset && Why::of(label) == Why::NoAnswer {
            Why::Upset
        } else {
            Why::of(label)
        }
    }

    /// Asks which article is meant, or none.
    fn ask_back(&self, hits: &[&Hit]) -> Said {
        let titles = hits.iter().take(ASKED_BACK_MAX).map(|hit| hit.source.title.clone());
        let (text, none) = match self.locale() {
            Locale::ZhCn => ("您想了解的是下面哪一个？", "都不是，转人工"),
            Locale::En => ("Which of these do you mean?", "None of these, ask a human"),
        };
        let choices = titles.chain([none.to_string()]).collect();
        Said { text: text.into(), source: None, choices }
    }

    /// Files the card that was just shown in the conversation, where a later visit finds it.
    pub(super) fn file_shown(
        &mut self,
        from: usize,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) {
        let shown = effects.iter().skip(from).find_map(Effect::shown).cloned();
        if let Some(card) = shown
            && let Some(message) = self.by_assistant(String::new(), Some(card), context)
        {
            effects.push(Effect::File(message));
        }
    }

    /// The next message of the conversation, by the assistant.
    pub(super) fn by_assistant(
        &mut self,
        text: String,
        card: Option<Card>,
        context: Context<'_>,
    ) -> Option<Message> {
        let seq = self.messages.saturating_add(1);
        let id = numbered("assistant", context.id, seq.into()).parse().ok()?;
        self.messages = seq;
        Some(Message {
            seq,
            id,
            from: Speaker::Assistant,
            text,
            at: context.now,
            modality: Modality::Text,
            confidence: None,
            intent: None,
            card,
            source: None,
            choices: Vec::new(),
            comparison: None,
        })
    }

    /// Numbers a message and posts it.
    pub(super) fn post(&mut self, message: Message, now: Timestamp, effects: &mut Vec<Effect>) {
        self.messages = self.messages.saturating_add(1);
        effects.push(Effect::Post(Message { seq: self.messages, at: now, ..message }));
    }
}

/// A message by the person; numbered and timed when it is posted.
fn from_visitor(saying: &Saying, intent: Option<IntentReading>) -> Message {
    Message {
        seq: 0,
        id: saying.id.clone(),
        from: Speaker::Visitor,
        // Masked here, before anything stores, logs or shows it.
        text: mask(&saying.text).into_owned(),
        at: Timestamp::default(),
        modality: saying.modality,
        confidence: saying.heard,
        intent,
        card: None,
        source: None,
        choices: Vec::new(),
        comparison: None,
    }
}

/// A message by a human of the shop; numbered and timed when it is posted.
pub(super) fn from_agent(id: MessageId, text: &str) -> Message {
    Message {
        seq: 0,
        id,
        from: Speaker::Agent,
        text: mask(text).into_owned(),
        at: Timestamp::default(),
        modality: Modality::Text,
        confidence: None,
        intent: None,
        card: None,
        source: None,
        choices: Vec::new(),
        comparison: None,
    }
}

/// What the assistant is asked.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// What about.
    pub label: Label,
    /// In these words.
    pub text: &'a str,
    /// Whether they name an order, theirs or another.
    pub names_order: bool,
    /// What the assistant had asked right before: it never asks twice in a row.
    pub before: Option<Question>,
    /// What the shop knows about it, best first.
    pub articles: &'a [Hit],
}

impl Asked<'_> {
    /// A question of which only the subject is remembered; it is not answered with another.
    pub(super) const fn about(label: Label) -> Self {
        Self { label, text: "", names_order: false, before: Some(Question::Article), articles: &[] }
    }
}

/// What the assistant says.
#[derive(Default)]
pub(super) struct Said {
    text: String,
    source: Option<Source>,
    choices: Vec<String>,
}

impl Said {
    /// Words alone.
    pub(super) fn plain(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// That nobody is there at this hour, and when somebody is. Where the platform does not know the shop's zone nothing is said.
pub(super) fn out_of_hours(locale: Locale, context: Context<'_>) -> Option<String> {
    let settings = &context.config.config.settings;
    let hours = settings.service_hours.as_ref()?;
    let clock = settings.zone.wall_clock(context.zones, context.now)?;
    if hours.contains(clock) {
        return None;
    }
    let (from, to) = (hours.from, hours.to);
    Some(match locale {
        Locale::ZhCn => format!("现在不是人工服务时间（{from}–{to}）。"),
        Locale::En => format!("Nobody is here right now (hours: {from}–{to}). "),
    })
}

/// What the assistant says to who waits for a human already: they are not promised another.
const fn passed_on_too(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhCn => "好的，这句我也转给人工客服了，他们会在这里回复您。",
        Locale::En => "I have passed that on too; a colleague will answer you here.",
    }
}

/// What the assistant says about an after-sales question that came with the number of the order.
const fn numbered_words(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhCn => "收到，订单号已经记下，已转给人工客服，他们会在这里回复您。",
        Locale::En => {
            "Thank you, I have passed that on with the order number; a colleague will answer you here."
        }
    }
}

/// What the assistant says when nothing answers: what it understood, and who does.
const fn words(label: Label, locale: Locale) -> &'static str {
    let (zh, en) = match label {
        Label::Chitchat => (
            "您好！我是本店的 AI 助手。您可以问我商品、价格、优惠或订单的问题。",
            "Hello! I am this shop's AI assistant. Ask me about products, prices, offers or orders.",
        ),
        Label::HumanAgent => (
            "好的，已通知人工客服，他们会在这里回复您。",
            "Of course. I have told a colleague, who will answer you here.",
        ),
        Label::ComplaintService | Label::ComplaintProductDefect => (
            "非常抱歉给您带来不好的体验。我已把您的话转给人工客服，他们会在这里回复您。",
            "I am sorry about that. I have passed your words on to a colleague, who will answer you here.",
        ),
        Label::AfterSalesReturnExchange | Label::AfterSalesFaultRepair => (
            "收到您的售后问题。已转给人工客服，请留下订单号，他们会在这里回复您。",
            "I have passed your after-sales question on to a colleague. Please leave your order number; they will answer here.",
        ),
        Label::PreSalesProduct
        | Label::PreSalesPrice
        | Label::MarketingDiscount
        | Label::MarketingCampaign
        | Label::OrderShipping
        | Label::AccountPrivacy
        | Label::OtherService
        | Label::OutOfScope => (
            "收到。这个问题我还不能自己回答，已转给人工客服，他们会在这里回复您。",
            "Got it. I cannot answer this one myself yet; a colleague will answer you here.",
        ),
    };
    match locale {
        Locale::ZhCn => zh,
        Locale::En => en,
    }
}
