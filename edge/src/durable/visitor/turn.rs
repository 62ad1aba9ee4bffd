//! One turn of a person: load, apply, write, tell.

use core::time::Duration;
use std::collections::BTreeSet;

use shared::{
    compiled::Compiled,
    consent::{NoticeVersion, Purpose},
    conversation::Message,
    event::Event,
    id::{MessageId, ProfileId, WorkspaceId},
    intent::IntentReading,
    ledger::Fact,
    preference::Preferences,
    text::Locale,
    time::Timestamp,
    visitor::{self, Command, Context, Effect, Saying},
    wire::widget::Push,
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
/// a delivery cost more than the turn itself, so a visit of many looks becomes one delivery every five seconds.
const OUTBOX_DELAY_QUIET: Duration = Duration::from_secs(5);

/// The head of the statement that stores events.
const EVENTS: &str = "INSERT INTO events (message_id, at, received_at, json, origin)";

/// A person as loaded, with the alarm that is set (zero if none).
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) person: visitor::Visitor,
    pub(super) alarm_at: Timestamp,
}

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
            let arrived = rows_of(&fresh, setting.now, &who.origin())?;
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

    /// The alarm: what is due is done, what is in the outbox is sent. What fails is tried again.
    pub(super) async fn wake(&self) -> Answer<()> {
        match self.try_wake().await {
            Ok(()) => Ok(()),
            Err(error) => self.try_again(&error).await,
        }
    }

    async fn try_wake(&self) -> Answer<()> {
        let Some((workspace, profile)) = self.who()? else { return Ok(()) };
        let who = Who { workspace: &workspace, profile: &profile, via: None };
        let config = config::current(&self.env, &workspace).await?;
        let secret = settings::signing_key(&self.env)?;
        let now = clock::now();
        let setting = Setting { who, config: &config, secret: &secret, now, explain: false };
        self.alarm_is_spent()?;
        // Whoever lives elsewhere is woken there.
        if self.known(|person| person.identity.joined.is_none())? {
            let effects = self.turn(&setting, Command::Wake, vec![]).await?;
            self.settle(&setting, effects).await?;
        }
        self.send_outbox(who, &config).await?;
        self.set_next_alarm().await
    }

    /// Sets the alarm that the turn of this alarm asked for. Only now: the runtime starts a handler again that died, but
    /// not one that had set its next alarm, and what is in the outbox would wait for that.
    async fn set_next_alarm(&self) -> Answer<()> {
        let known = self.memory.known.borrow().as_ref().map(|known| known.alarm_at);
        let storage = self.state.storage();
        let wanted = known.filter(|at| *at != Timestamp::default()).map(Timestamp::unix_millis);
        if let Some(wanted) = wanted
            && storage.get_alarm().await?.is_none_or(|set| wanted < set)
        {
            storage.set_alarm(wanted.saturating_sub(clock::now().unix_millis()).max(0)).await?;
        }
        Ok(())
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
        let Loaded { mut person, alarm_at } = match self.memory.known.take() {
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
        if before.is_some_and(|before| before == person) && !wants_alarm(&effects) {
            self.memory.known.replace(Some(Loaded { person, alarm_at }));
            return Ok(effects);
        }
        let has_news =
            !was_wake || effects.iter().any(|effect| !matches!(effect, Effect::WakeAt(_)));
        let delay = if effects.iter().any(is_urgent) { OUTBOX_DELAY } else { OUTBOX_DELAY_QUIET };
        let outbox_at = has_news.then(|| setting.now.saturating_add(delay));
        let next = next_alarm(&effects, setting.now, outbox_at);
        let set_at = match next {
            Some(next) if alarm_at == Timestamp::default() || next < alarm_at => Some(next),
            Some(_) | None => None,
        };
        if let Some(command) = relived {
            relive(sql, setting.who, |part| part.shadow(&command, &person, context))?;
        }
        sql.insert(EVENTS, arrived, "")?;
        write(sql, &effects, &setting.who.origin())?;
        outbox::put(sql, &effects)?;
        outbox::put_learnt(sql, &effects, (setting.who.account(), &person.consents, notice))?;
        if had_agreed && !agreed(&person) {
            outbox::put_forget(sql)?;
        }
        let alarm_at = set_at.unwrap_or(alarm_at);
        save(sql, setting.who, &person, alarm_at)?;
        // Before anything waits: whoever comes meanwhile must find what was just written. If the write does not
        // reach the disk, the runtime ends this instance, and its memory with it.
        self.memory.known.replace(Some(Loaded { person, alarm_at }));
        if let Some(at) = set_at.filter(|_| !was_wake) {
            self.state
                .storage()
                .set_alarm(at.unix_millis().saturating_sub(clock::now().unix_millis()).max(0))
                .await?;
        }
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
        Ok(read(&known.insert(loaded).person))
    }

    fn alarm_is_spent(&self) -> Result<()> {
        if let Some(known) = &mut *self.memory.known.borrow_mut() {
            known.alarm_at = Timestamp::default();
        }
        match &self.sql {
            Some(sql) => sql.run("UPDATE person SET alarm_at = 0", vec![]),
            None => Ok(()),
        }
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
pub(super) fn load(sql: &Sql) -> Answer<Loaded> {
    let rows = sql.rows("SELECT json, alarm_at FROM person", vec![])?;
    let Some(row) = rows.first() else {
        return Ok(Loaded { person: visitor::Visitor::default(), alarm_at: Timestamp::default() });
    };
    let json = row.first().and_then(sql::text).unwrap_or_default();
    let alarm_at = row.get(1).and_then(sql::integer).unwrap_or_default();
    Ok(Loaded {
        person: sql::from_json(&json).map_err(ApiError::Internal)?,
        alarm_at: Timestamp::from_unix_millis(alarm_at),
    })
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
    alarm_at: Timestamp,
) -> Result<()> {
    sql.run(
        "INSERT INTO person (id, workspace, profile, json, alarm_at) VALUES (1, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET json = excluded.json, alarm_at = excluded.alarm_at",
        vec![
            Value::String(workspace.to_string()),
            Value::String(profile.to_string()),
            sql::to_json(person)?,
            Value::Integer(alarm_at.unix_millis()),
        ],
    )
}

/// The events that were not seen before, each once, in the order they happened.
fn unseen(sql: &Sql, events: Vec<Event>) -> Result<Vec<Event>> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for ids in events.chunks(sql::BOUND_MAX) {
        let marks = vec!["?"; ids.len()].join(",");
        known.extend(sql.texts(
            &format!("SELECT message_id FROM events WHERE message_id IN ({marks})"),
            ids.iter().map(|event| Value::String(event.message_id.to_string())).collect(),
        )?);
    }
    let mut fresh: Vec<Event> =
        events.into_iter().filter(|event| known.insert(event.message_id.to_string())).collect();
    fresh.sort_by_key(|event| event.at);
    Ok(fresh)
}

fn rows_of(events: &[Event], received_at: Timestamp, origin: &str) -> Result<Vec<Vec<Value>>> {
    events
        .iter()
        .map(|event| {
            Ok(vec![
                Value::String(event.message_id.to_string()),
                Value::Integer(event.at.unix_millis()),
                Value::Integer(received_at.unix_millis()),
                sql::to_json(event)?,
                Value::String(origin.into()),
            ])
        })
        .collect()
}

fn write(sql: &Sql, effects: &[Effect], origin: &str) -> Result<()> {
    for effect in effects {
        match effect {
            Effect::Post(message) | Effect::File(message) => sql.run(
                "INSERT INTO messages (seq, id, at, json, origin) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT DO NOTHING",
                vec![
                    Value::Integer(i64::from(message.seq)),
                    Value::String(message.id.to_string()),
                    Value::Integer(message.at.unix_millis()),
                    sql::to_json(message)?,
                    Value::String(origin.into()),
                ],
            )?,
            Effect::Explain(decision) => sql.run(
                "INSERT INTO decisions (id, at, verdict, json, origin) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT DO NOTHING",
                vec![
                    Value::String(decision.id.to_string()),
                    Value::Integer(decision.at.unix_millis()),
                    sql::to_json(&(&decision.trigger, &decision.verdict))?,
                    sql::to_json(decision)?,
                    Value::String(origin.into()),
                ],
            )?,
            Effect::Record(event) => sql.run(
                "INSERT INTO events (message_id, at, received_at, json, origin)
                 VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                vec![
                    Value::String(event.message_id.to_string()),
                    Value::Integer(event.at.unix_millis()),
                    Value::Integer(event.at.unix_millis()),
                    sql::to_json(event)?,
                    Value::String(origin.into()),
                ],
            )?,
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

fn wants_alarm(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| effect.wakes_at().is_some())
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
    effect
        .shown()
        .map(|card| Push::Card { card: card.clone() })
        .or_else(|| effect.posted().map(|message| Push::Message { message: message.clone() }))
}

fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
