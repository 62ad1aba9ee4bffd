//! One turn of a person: load, apply, write, tell.

use core::time::Duration;
use std::collections::BTreeSet;

use shared::{
    compiled::Compiled,
    consent::{NoticeVersion, Purpose},
    conversation::{Message, Status},
    event::Event,
    id::{MessageId, ProfileId, WorkspaceId},
    intent::IntentReading,
    ledger::Fact,
    preference::Preferences,
    text::Locale,
    time::Timestamp,
    visitor::{self, Command, Context, Effect, Saying},
    wire::{admin::Conduct, widget::Push},
};
use worker::{Result, SqlStorageValue as Value};

use super::{Asked, Heard, TakenIn, Visitor, Who, joining, outbox};
use crate::{
    clock, config,
    durable::sql::{self, Sql},
    error::{Answer, ApiError},
    settings,
    zones::Platform,
};

/// How long the outbox gathers before it is sent: long enough that a burst of one person
/// becomes one delivery, short enough that an operator calls it live.
pub(super) const OUTBOX_DELAY: Duration = Duration::from_millis(500);

/// The same where nothing happened that anybody waits for: another look at a page, a rule that held back. An alarm and
/// a delivery cost more than the turn itself, so a visit of many looks becomes one delivery every ten seconds.
const OUTBOX_DELAY_QUIET: Duration = Duration::from_secs(10);

/// The heads of the statements that store what happened.
const EVENTS: &str = "INSERT INTO events (origin, message_id, at, received_at, json)";
const MESSAGES: &str = "INSERT INTO messages (origin, seq, id, at, json)";
const DECISIONS: &str = "INSERT INTO decisions (origin, id, at, verdict, json)";

/// What a turn is taken in.
pub(super) struct Setting<'a> {
    pub(super) who: Who<'a>,
    config: &'a Compiled,
    secret: &'a str,
    now: Timestamp,
    /// Whether every considered rule is written down, also where nothing was given.
    explain: bool,
}

/// What an app or the shop's server asks.
pub(super) struct Question {
    pub(super) trigger: String,
    pub(super) intent: Option<IntentReading>,
    pub(super) locale: Option<Locale>,
    pub(super) explain: bool,
}

impl Visitor {
    pub(super) async fn take_in(&self, who: Who<'_>, events: Vec<Event>) -> Answer<TakenIn> {
        let config = config::current(&self.env, who.workspace).await?;
        let secret = settings::signing_key(&self.env)?;
        let now = clock::now();
        let setting = Setting { who, config: &config, secret: &secret, now, explain: false };

        // From here to the alarm nothing waits: one transaction.
        let sql = self.sql()?;
        let (strange, events): (Vec<Event>, Vec<Event>) = self.known(|person| {
            events.into_iter().partition(|event| person.identity.is_strange(event))
        })?;
        let sent = count(events.len());
        let fresh = unseen(sql, events)?;
        let accepted = count(fresh.len());
        let mut cards = Vec::new();
        if !fresh.is_empty() {
            let arrived = rows_of(&fresh, setting.now)?;
            let effects = self.turn(&setting, Command::TakeIn { events: fresh }, arrived).await?;
            let effects = self.settle(&setting, effects).await?;
            cards = effects.iter().filter_map(Effect::shown).cloned().collect();
        }
        Ok(TakenIn { accepted, duplicates: sent.saturating_sub(accepted), cards, strange })
    }

    pub(super) async fn hear(&self, who: Who<'_>, saying: Saying) -> Answer<Heard> {
        self.say(who, saying.id.clone(), Command::Hear { saying }).await
    }

    pub(super) async fn reply(&self, who: Who<'_>, id: MessageId, text: String) -> Answer<Heard> {
        self.say(who, id.clone(), Command::Reply { id, text }).await
    }

    /// Takes a message in; one that is here already is answered as it was the first time.
    async fn say(&self, who: Who<'_>, id: MessageId, command: Command) -> Answer<Heard> {
        let config = config::current(&self.env, who.workspace).await?;
        let secret = settings::signing_key(&self.env)?;
        let now = clock::now();
        let setting = Setting { who, config: &config, secret: &secret, now, explain: false };
        if let Some(messages) = self.said_before(&id)? {
            return Ok(Heard { messages });
        }
        let effects = self.turn(&setting, command, vec![]).await?;
        let effects = self.settle(&setting, effects).await?;
        Ok(Heard { messages: effects.iter().filter_map(Effect::posted).cloned().collect() })
    }

    pub(super) async fn ask(&self, who: Who<'_>, question: Question) -> Answer<Asked> {
        let Question { trigger, intent, locale, explain } = question;
        let config = config::current(&self.env, who.workspace).await?;
        let secret = settings::signing_key(&self.env)?;
        let now = clock::now();
        let setting = Setting { who, config: &config, secret: &secret, now, explain };
        let effects = self.turn(&setting, Command::Ask { trigger, intent, locale }, vec![]).await?;
        let effects = self.settle(&setting, effects).await?;
        let mut asked = Asked { card: None, decision: None };
        for effect in effects {
            if let Some(card) = effect.shown() {
                asked.card = Some(card.clone());
            }
            if let (true, Some(decision)) = (explain, effect.explained()) {
                asked.decision = Some(decision.clone());
            }
        }
        Ok(asked)
    }

    pub(super) async fn prefer(
        &self,
        who: Who<'_>,
        preferences: Preferences,
    ) -> Answer<Preferences> {
        let config = config::current(&self.env, who.workspace).await?;
        let secret = settings::signing_key(&self.env)?;
        let now = clock::now();
        let setting = Setting { who, config: &config, secret: &secret, now, explain: false };
        self.turn(&setting, Command::Prefer { preferences }, vec![]).await?;
        self.known(|person| person.preferences.clone())
    }

    /// Hands the conversation back, puts it aside or ends it; says what it is then.
    pub(super) async fn conduct(&self, who: Who<'_>, conduct: Conduct) -> Answer<Status> {
        let config = config::current(&self.env, who.workspace).await?;
        let secret = settings::signing_key(&self.env)?;
        let now = clock::now();
        let setting = Setting { who, config: &config, secret: &secret, now, explain: false };
        let step = conduct.step();
        // Nothing waits between the question and the turn: it is asked of the state that the turn finds.
        self.known(|person| person.may_conduct(step, now))??;
        self.turn(&setting, Command::Conduct { step }, vec![]).await?;
        self.known(|person| person.conversation)
    }

    /// The alarm: what is due is done, what is in the outbox is sent. What fails is tried again.
    pub(super) async fn wake(&self) -> Answer<()> {
        let ringing = self.memory.alarm.ring();
        if let Err(error) = self.try_wake().await {
            self.try_again(&error).await?;
        }
        drop(ringing);
        // Nothing waits between the last statement and this, so both are one write.
        self.memory.alarm.keep(&self.state).await
    }

    async fn try_wake(&self) -> Answer<()> {
        let Some((workspace, profile)) = self.who()? else { return Ok(()) };
        let who = Who { workspace: &workspace, profile: &profile, via: None };
        let config = config::current(&self.env, &workspace).await?;
        let secret = settings::signing_key(&self.env)?;
        let now = clock::now();
        let setting = Setting { who, config: &config, secret: &secret, now, explain: false };
        // Whoever lives elsewhere is woken there.
        if self.known(|person| person.identity.joined.is_none())? {
            let effects = self.turn(&setting, Command::Wake, vec![]).await?;
            self.settle(&setting, effects).await?;
        }
        self.send_outbox(who, &config).await
    }

    /// Wakes the person for a config that asks something new of them; says whether it is the
    /// one that is known here.
    pub(super) async fn nudge(&self, who: Who<'_>, hash: &str) -> Answer<bool> {
        if config::current(&self.env, who.workspace).await?.hash != hash {
            return Ok(false);
        }
        self.wake().await?;
        Ok(true)
    }

    /// Loads the person, applies the command, writes what came of it, and tells.
    ///
    /// `arrived` are the rows of the events that the command is about. Nothing is written before the command was
    /// applied: if that fails, the same events are new again when they are sent again.
    pub(super) async fn turn(
        &self,
        setting: &Setting<'_>,
        command: Command,
        arrived: Vec<Vec<Value>>,
    ) -> Answer<Vec<Effect>> {
        let sql = self.sql()?;
        let mut person = match self.memory.known.take() {
            Some(known) => known,
            None => load(sql)?,
        };
        let context = Context {
            id: setting.who.profile,
            config: setting.config,
            now: setting.now,
            zones: &Platform,
            secret: setting.secret.as_bytes(),
            explain: setting.explain,
        };
        let was_wake = command == Command::Wake;
        // Other operators see at once who has the conversation.
        let is_awaited = matches!(command, Command::Conduct { .. });
        let is_one_of_many = !person.identity.circle.is_empty();
        let relived = is_one_of_many.then(|| command.clone());
        let before = was_wake.then(|| person.clone());
        let notice = setting.config.config.settings.notice;
        // Whatever the notice: a no takes back what was agreed to under an older one as well.
        let agreed = |person: &visitor::Visitor| {
            person.consents.allows(Purpose::Analytics, NoticeVersion::default())
        };
        let had_agreed = agreed(&person);
        recall(sql, &mut person, context)?;
        let effects = person.apply(command, context);
        let has_news = effects.iter().any(|effect| !matches!(effect, Effect::WakeAt(_)));
        // Where humans talk to each other nothing is gathered.
        let is_human = person.conversation.is_with_human() || person.conversation.is_pending();
        let is_talk = is_human && effects.iter().any(|effect| effect.posted().is_some());
        let delay = if is_awaited || is_talk {
            Duration::ZERO
        } else if effects.iter().any(is_urgent) {
            OUTBOX_DELAY
        } else {
            OUTBOX_DELAY_QUIET
        };
        let outbox_at = (!was_wake || has_news).then(|| setting.now.saturating_add(delay));
        let next = next_alarm(&effects, setting.now, outbox_at);
        if !has_news && before.is_some_and(|before| before == person) {
            self.memory.known.replace(Some(person));
            self.wake_at(next).await?;
            return Ok(effects);
        }
        if let Some(command) = relived {
            relive(sql, setting.who, |part| part.shadow(&command, &person, context))?;
        }
        write(sql, arrived, &effects, setting.who.origin())?;
        outbox::put(sql, &effects)?;
        outbox::put_learnt(sql, &effects, (setting.who.account(), &person.consents, notice))?;
        if had_agreed && !agreed(&person) {
            outbox::put_forget(sql)?;
        }
        save(sql, setting.who, &person)?;
        // Before anything waits: whoever comes meanwhile must find what was just written. If the write does not
        // reach the disk, the runtime ends this instance, and its memory with it.
        self.memory.known.replace(Some(person));
        self.wake_at(next).await?;
        self.tell(&effects);
        Ok(effects)
    }

    /// What the person is now, without a turn.
    pub(super) fn known<T>(&self, read: impl FnOnce(&visitor::Visitor) -> T) -> Answer<T> {
        let mut known = self.memory.known.borrow_mut();
        let loaded = match known.take() {
            Some(loaded) => loaded,
            None => load(self.sql()?)?,
        };
        Ok(read(known.insert(loaded)))
    }

    async fn wake_at(&self, moment: Option<Timestamp>) -> Answer<()> {
        match moment {
            Some(moment) => self.memory.alarm.at(&self.state, moment).await,
            None => Ok(()),
        }
    }

    /// Wakes the person soon, for what was put into the outbox.
    pub(super) async fn wake_within(&self, delay: Duration) -> Answer<()> {
        self.memory.alarm.at(&self.state, clock::now().saturating_add(delay)).await
    }

    pub(super) fn who(&self) -> Answer<Option<(WorkspaceId, ProfileId)>> {
        let rows = self.sql()?.rows("SELECT workspace, profile FROM person", vec![])?;
        Ok(rows.first().and_then(|row| {
            let workspace = row.first().and_then(sql::text)?.parse().ok()?;
            let profile = row.get(1).and_then(sql::text)?.parse().ok()?;
            Some((workspace, profile))
        }))
    }

    /// Tells every connected browser of the person; one that is gone is none of our business.
    fn tell(&self, effects: &[Effect]) {
        let mut pushes = effects.iter().filter_map(push).peekable();
        if pushes.peek().is_none() {
            return;
        }
        let sockets = self.state.get_websockets();
        for text in pushes.filter_map(|push| serde_json::to_string(&push).ok()) {
            let closed = sockets.iter().filter(|socket| socket.send_with_str(&text).is_err());
            for _ in closed {
                worker::console_debug!("a socket closed before it was told");
            }
        }
    }

    fn said_before(&self, id: &MessageId) -> Answer<Option<Vec<Message>>> {
        let sql = self.sql()?;
        let known =
            sql.rows("SELECT seq FROM messages WHERE id = ?", vec![Value::String(id.to_string())])?;
        let Some(seq) = known.first().and_then(|row| row.first().and_then(sql::integer)) else {
            return Ok(None);
        };
        // The message and the assistant's answer, which was posted in the same turn.
        let texts = sql.texts(
            "SELECT json FROM messages WHERE seq IN (?, ?) ORDER BY seq",
            vec![Value::Integer(seq), Value::Integer(seq.saturating_add(1))],
        )?;
        let messages: Result<Vec<Message>> =
            texts.iter().map(|json| sql::from_json(json)).collect();
        Ok(Some(messages?))
    }
}

/// Answers questions about events that were published since, from the events that are kept.
fn recall(sql: &Sql, person: &mut visitor::Visitor, context: Context<'_>) -> Result<()> {
    if person.lacks_history(context.config) {
        let kept = sql.texts("SELECT json FROM events", vec![])?;
        let events: Result<Vec<Event>> = kept.iter().map(|json| sql::from_json(json)).collect();
        person.recall(&events?, context);
    }
    Ok(())
}

/// Loads the person; somebody new is empty.
pub(super) fn load(sql: &Sql) -> Answer<visitor::Visitor> {
    match sql.text("SELECT json FROM person", vec![])? {
        Some(json) => sql::from_json(&json).map_err(ApiError::Internal),
        None => Ok(visitor::Visitor::default()),
    }
}

/// Lets the one of several people who are this person on whose account something happened live through it.
fn relive(sql: &Sql, who: Who<'_>, live: impl FnOnce(&mut visitor::Visitor)) -> Answer<()> {
    let known = joining::part(sql, who.account())?.map(|part| (who.account(), part));
    let (name, mut part) = match known {
        Some(known) => known,
        None => (who.profile, joining::part(sql, who.profile)?.unwrap_or_default()),
    };
    live(&mut part);
    joining::keep_part(sql, name, &part)
}

pub(super) fn save(
    sql: &Sql,
    Who { workspace, profile, .. }: Who<'_>,
    person: &visitor::Visitor,
) -> Result<()> {
    sql.run(
        "INSERT INTO person (id, workspace, profile, json, alarm_at) VALUES (1, ?, ?, ?, 0)
         ON CONFLICT (id) DO UPDATE SET json = excluded.json",
        vec![
            Value::String(workspace.to_string()),
            Value::String(profile.to_string()),
            sql::to_json(person)?,
        ],
    )
}

/// The events that were not seen before, each once, in the order they happened.
fn unseen(sql: &Sql, events: Vec<Event>) -> Result<Vec<Event>> {
    let ids: Vec<&MessageId> = events.iter().map(|event| &event.message_id).collect();
    let mut known: BTreeSet<String> = sql
        .texts(
            "SELECT message_id FROM events WHERE message_id IN (SELECT value FROM json_each(?))",
            vec![sql::to_json(&ids)?],
        )?
        .into_iter()
        .collect();
    let mut fresh: Vec<Event> =
        events.into_iter().filter(|event| known.insert(event.message_id.to_string())).collect();
    fresh.sort_by_key(|event| event.at);
    Ok(fresh)
}

fn rows_of(events: &[Event], received_at: Timestamp) -> Result<Vec<Vec<Value>>> {
    events.iter().map(|event| event_row(event, received_at)).collect()
}

fn event_row(event: &Event, received_at: Timestamp) -> Result<Vec<Value>> {
    Ok(vec![
        Value::String(event.message_id.to_string()),
        Value::Integer(event.at.unix_millis()),
        Value::Integer(received_at.unix_millis()),
        sql::to_json(event)?,
    ])
}

/// Writes what happened, each table with as few statements as can be: a statement costs more than a row.
fn write(sql: &Sql, arrived: Vec<Vec<Value>>, effects: &[Effect], origin: String) -> Result<()> {
    let (mut events, mut messages, mut decisions) = (arrived, Vec::new(), Vec::new());
    for effect in effects {
        match effect {
            Effect::Post(message) | Effect::File(message) => messages.push(vec![
                Value::Integer(i64::from(message.seq)),
                Value::String(message.id.to_string()),
                Value::Integer(message.at.unix_millis()),
                sql::to_json(message)?,
            ]),
            Effect::Explain(decision) => decisions.push(vec![
                Value::String(decision.id.to_string()),
                Value::Integer(decision.at.unix_millis()),
                sql::to_json(&(&decision.trigger, &decision.verdict))?,
                sql::to_json(decision)?,
            ]),
            Effect::Record(event) => events.push(event_row(event, event.at)?),
            // Entries and coupons go through the outbox; cards are told; alarms are set.
            Effect::Show(_)
            | Effect::Enter(_)
            | Effect::Reserve(_)
            | Effect::Redeem(_)
            | Effect::Register(_)
            | Effect::Link(_)
            | Effect::WakeAt(_)
            | Effect::Erase { .. } => {}
        }
    }
    let origin = Value::String(origin);
    for (head, rows) in [(EVENTS, events), (MESSAGES, messages), (DECISIONS, decisions)] {
        sql.insert_under(head, (origin.clone(), rows), "ON CONFLICT DO NOTHING")?;
    }
    Ok(())
}

/// Whether somebody waits for it: an operator who looks on, a report, a receiver of links.
const fn is_urgent(effect: &Effect) -> bool {
    match effect {
        Effect::Enter(entry) => !matches!(entry.fact, Fact::Suppressed { .. }),
        Effect::Show(_)
        | Effect::Post(_)
        | Effect::File(_)
        | Effect::Redeem(_)
        | Effect::Register(_)
        | Effect::Link(_)
        | Effect::Erase { .. } => true,
        Effect::Record(_) | Effect::Reserve(_) | Effect::Explain(_) | Effect::WakeAt(_) => false,
    }
}

/// When to wake next: for the outbox, or for what the person themselves waits for.
fn next_alarm(
    effects: &[Effect],
    now: Timestamp,
    outbox_at: Option<Timestamp>,
) -> Option<Timestamp> {
    let wake_at = effects.iter().find_map(Effect::wakes_at).map(|at| at.max(now));
    wake_at.into_iter().chain(outbox_at).min()
}

fn push(effect: &Effect) -> Option<Push> {
    effect.shown().map(|card| Push::Card { card: card.clone() }).or_else(|| {
        effect.posted().map(|message| Push::Message { message: message.clone().into() })
    })
}

fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
