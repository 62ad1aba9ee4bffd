//! Turning out to be somebody else: the person's object hands everything over, and from then on sends whoever asks on.
//!
//! The order is what makes it safe. First the person notes, in one turn, that they have joined: from that moment nothing more
//! is taken in here. Then rows and state go over, in pages, as often as it takes. Only when the other has all of it is
//! anybody sent on; who comes in between waits. So nothing is taken in at two places and nothing is left behind,
//! whatever dies in the middle.
//!
//! What was handed over stays here too, out of use: it is what the person is given back to.

use core::{cell::Cell, time::Duration};

use shared::{
    consent::Purpose,
    id::ProfileId,
    identity::{known::Joined, merge::MergeId},
    money::Currency,
    time::Timestamp,
    visitor::{
        self,
        circle::{Circle, Noted, Parts},
    },
};
use worker::{Delay, SqlStorageValue as Value};

use super::{
    Arrival, Call, Visitor, Who, outbox,
    rows::{self, Journey},
    turn::{self, OUTBOX_DELAY},
};
use crate::{
    config,
    durable::sql::{self, Sql, text},
    error::{Answer, ApiError},
};

/// How long who comes in the middle of a move waits between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// How often they look: some ten seconds.
const LOOKS_MAX: u32 = 500;

/// Before a move that was cut off is taken up again.
const RESUME_AFTER: Duration = Duration::from_secs(2);

/// What a browser is told whose socket is closed because the person lives elsewhere: come again (RFC 6455, section 7.4.1).
const SERVICE_RESTART: u16 = 1012;

/// What the circles of one person have in common.
struct Around<'a> {
    root: &'a ProfileId,
    noted: &'a [Noted],
    currency: Currency,
}

impl<'a> Around<'a> {
    fn circle(&self, parts: &'a Parts) -> Circle<'a> {
        let Self { root, noted, currency } = *self;
        Circle { root, parts, noted, currency, gone: &[] }
    }
}

/// That a move is on its way; over when this is dropped.
struct Moving<'a>(&'a Cell<bool>);

impl Drop for Moving<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

impl Visitor {
    /// Where whoever was asked for lives, if not here.
    pub(super) async fn elsewhere(&self, who: Who<'_>) -> Answer<Option<ProfileId>> {
        if let Some(via) = who.via
            && self.is_leaving(via)?
        {
            self.give_back(who).await?;
            return Ok(Some(via.clone()));
        }
        let Some(joined) = self.known(|person| person.identity.joined.clone())? else {
            return Ok(None);
        };
        if !joined.handed_over {
            self.hand_over(who).await?;
        }
        Ok(Some(joined.survivor))
    }

    /// Joins somebody else. Asked again, it only sees to it that everything is handed over.
    pub(super) async fn join(
        &self,
        who: Who<'_>,
        merge: MergeId,
        survivor: ProfileId,
    ) -> Answer<()> {
        let known = self.known(|person| person.identity.joined.clone())?;
        match known {
            Some(joined) if joined.merge != merge => {
                return Err(ApiError::Conflict("the person has joined somebody else".into()));
            }
            Some(_) => {}
            None => {
                self.change(who, |person| {
                    let joined = Joined { merge, survivor, handed_over: false };
                    person.identity.joined = Some(joined);
                    Ok(())
                })?;
                self.wake_within(RESUME_AFTER).await?;
            }
        }
        self.hand_over(who).await
    }

    /// Hands everything over that is not handed over yet.
    pub(super) async fn hand_over(&self, who: Who<'_>) -> Answer<()> {
        let _moving = self.begin_moving().await?;
        // What is somebody else's already must not come along.
        self.send_back(who).await?;
        let (joined, merges) =
            self.known(|person| (person.identity.joined.clone(), person.identity.merges.clone()))?;
        let Some(joined) = joined.filter(|joined| !joined.handed_over) else { return Ok(()) };
        let (workspace, survivor) = (who.workspace, &joined.survivor);
        let mut journey = Journey::default();
        while let Some(rows) = journey.next(self.sql()?, who.profile)? {
            let () = super::ask(&self.env, workspace, survivor, Call::Receive { rows }).await?;
        }
        let parts = self.parts(who.profile)?;
        let arrival = Box::new(Arrival { merge: joined.merge, merges, parts });
        let () = super::ask(&self.env, workspace, survivor, Call::Absorb { arrival }).await?;
        self.change(who, |person| {
            person.identity.joined = Some(Joined { handed_over: true, ..joined });
            Ok(())
        })?;
        // Their browsers connect again, and are passed on.
        close(&self.state.get_websockets());
        Ok(())
    }

    /// Takes somebody in who has joined.
    pub(super) async fn absorb(&self, who: Who<'_>, arrival: Arrival) -> Answer<()> {
        let config = config::current(&self.env, who.workspace).await?;
        let settings = &config.config.settings;
        let sql = self.sql()?;
        let Arrival { merge, merges, parts: theirs } = arrival;
        if self.known(|person| person.identity.merges.contains(&merge))? {
            return Ok(());
        }
        let own = self.parts(who.profile)?;
        let mut parts = own.clone();
        parts.extend(theirs);
        let noted = rows::noted(sql, who.profile)?;
        let around = Around { root: who.profile, noted: &noted, currency: settings.currency };
        let agreed =
            parts.values().any(|part| part.consents.allows(Purpose::Analytics, settings.notice));
        let (before, after) =
            (around.circle(&own).reported_twice(), around.circle(&parts).reported_twice());
        let is_news = |name: &&ProfileId| {
            !own.contains_key(*name)
                || *name == who.profile
                || before.get(*name) != after.get(*name)
        };
        outbox::put_circle(sql, &parts.keys().filter(is_news).cloned().collect::<Vec<_>>())?;
        self.change(who, |person| {
            let mut whole = person.whole(around.circle(&parts));
            whole.identity.merges.extend(merges.iter().chain([&merge]).copied());
            if agreed && !whole.consents.allows(Purpose::Analytics, settings.notice) {
                outbox::put_forget(sql)?;
            }
            *person = whole;
            keep_parts(sql, &parts)
        })?;
        self.wake_within(OUTBOX_DELAY).await?;
        Ok(())
    }

    /// Each of the people who are this person, as they are by themselves; somebody alone is their only part.
    pub(super) fn parts(&self, own: &ProfileId) -> Answer<Parts> {
        let mut parts = Parts::new();
        for row in self.sql()?.rows("SELECT person, json FROM parts", vec![])? {
            let name = row.first().and_then(text).and_then(|name| name.parse().ok());
            let part = sql::from_json(&row.get(1).and_then(text).unwrap_or_default())?;
            parts.insert(name.ok_or(ApiError::NotFound)?, part);
        }
        if parts.is_empty() {
            let mut alone = self.known(visitor::Visitor::clone)?;
            alone.identity.joined = None;
            parts.insert(own.clone(), alone);
        } else if let Some(own) = parts.get_mut(own) {
            // The whole goes on numbering for them.
            self.known(|person| own.number_on_from(person))?;
        }
        Ok(parts)
    }

    /// Changes the person outside a turn, and keeps that, in one go.
    pub(super) fn change<T>(
        &self,
        who: Who<'_>,
        change: impl FnOnce(&mut visitor::Visitor) -> Answer<T>,
    ) -> Answer<T> {
        let sql = self.sql()?;
        let mut person = match self.memory.known.take() {
            Some(known) => known,
            None => turn::load(sql)?,
        };
        let changed = change(&mut person)?;
        turn::save(sql, who, &person)?;
        self.memory.known.replace(Some(person));
        Ok(changed)
    }

    /// Begins a move, after whatever move is on its way.
    pub(super) async fn begin_moving(&self) -> Answer<impl Drop + '_> {
        let is_moving = &self.memory.is_moving;
        for _ in 0..LOOKS_MAX {
            if !is_moving.replace(true) {
                return Ok(Moving(is_moving));
            }
            Delay::from(LOOK_EVERY).await;
        }
        Err(ApiError::Internal(worker::Error::RustError("a move takes too long".into())))
    }
}

/// Closes the sockets of browsers whose person lives elsewhere.
pub(super) fn close(sockets: &[worker::WebSocket]) {
    for socket in sockets {
        if socket.close(Some(SERVICE_RESTART), Some("moved")).is_err() {
            worker::console_debug!("a socket was closed already");
        }
    }
}

/// Keeps the parts of a person; somebody alone has none apart from themselves.
pub(super) fn keep_parts(sql: &Sql, parts: &Parts) -> Answer<()> {
    sql.run("DELETE FROM parts", vec![])?;
    if 1 < parts.len() {
        for (name, part) in parts {
            keep_part(sql, name, part)?;
        }
    }
    Ok(())
}

/// Keeps one part of a person.
pub(super) fn keep_part(sql: &Sql, name: &ProfileId, part: &visitor::Visitor) -> Answer<()> {
    sql.run(
        "INSERT INTO parts (person, json) VALUES (?, ?)
         ON CONFLICT (person) DO UPDATE SET json = excluded.json",
        vec![Value::String(name.to_string()), sql::to_json(part)?],
    )?;
    Ok(())
}

/// One part of a person.
pub(super) fn part(sql: &Sql, name: &ProfileId) -> Answer<Option<visitor::Visitor>> {
    let bound = vec![Value::String(name.to_string())];
    let stored = sql.text("SELECT json FROM parts WHERE person = ?", bound)?;
    stored.map(|json| Ok(sql::from_json(&json)?)).transpose()
}

/// When a person was seen first, for whom that counts among people who turn out to be one.
pub(super) fn born(person: &visitor::Visitor, now: Timestamp) -> Timestamp {
    if person.profile.visits.count == 0 { now } else { person.profile.first_seen }
}
