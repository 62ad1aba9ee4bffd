//! What other objects must hear of a person, delivered at least once.
//!
//! Rows are written in the turn that makes them and deleted only after the receiver has
//! answered; the receiver counts each once by its number. A delivery that fails is tried
//! again by the alarm, less and less often.

use core::time::Duration;

use shared::{
    attributes::Occasion,
    compiled::Compiled,
    consent::{Consents, NoticeVersion},
    id::{CouponCode, ProfileId, WorkspaceId},
    learning::Utterance,
    ledger::{Entry, Fact},
    time::Timestamp,
    visitor::{Context, Effect, Redemption},
};
use worker::{Result, SqlStorageValue as Value};

use super::{Visitor, Who};
use crate::{
    clock, config,
    durable::{
        directory, learning, ledger,
        sql::{self, Sql},
        stock,
    },
    error::{Answer, ApiError},
    zones::Platform,
};

const ENTRY: &str = "entry";
const COUPON: &str = "coupon";
const COUPON_BACK: &str = "coupon_back";
const LINK: &str = "link";
const LEARN: &str = "learn";
const FORGET: &str = "forget";
const REDEEM: &str = "redeem";
const CIRCLE: &str = "circle";

/// Before a failed delivery is tried again, and at most so long after many failures.
const RETRY_AFTER: Duration = Duration::from_secs(15);
const RETRY_AFTER_MAX: Duration = Duration::from_mins(15);

/// Between two looks for events that are past their time.
const SWEEP_EVERY: Duration = Duration::from_hours(24);

/// Rows sent at a time; the rest follows with the next alarm.
const ROWS_MAX: i64 = 500;

/// Puts what others must hear into the outbox.
pub(super) fn put(sql: &Sql, effects: &[Effect]) -> Result<()> {
    let mut rows = Vec::new();
    for effect in effects {
        let (kind, json) = match effect {
            Effect::Enter(entry) => (ENTRY, sql::to_json(entry)?),
            Effect::Register(code) => (COUPON, sql::to_json(code)?),
            Effect::Link(link) => (LINK, sql::to_json(link)?),
            Effect::Redeem(redemption) => (REDEEM, sql::to_json(redemption)?),
            Effect::Show(_)
            | Effect::Record(_)
            | Effect::Reserve(_)
            | Effect::Post(_)
            | Effect::File(_)
            | Effect::Explain(_)
            | Effect::WakeAt(_)
            | Effect::Erase { .. } => continue,
        };
        rows.push(vec![Value::String(kind.into()), json]);
    }
    sql.insert("INSERT INTO outbox (kind, json)", rows, "")
}

/// Puts what was said into the outbox, for learning: the words only where the person's answers allow it.
pub(super) fn put_learnt(
    sql: &Sql,
    effects: &[Effect],
    (profile, consents, notice): (&ProfileId, &Consents, NoticeVersion),
) -> Result<()> {
    let mut rows = Vec::new();
    let mut posted = effects.iter().filter_map(Effect::posted).peekable();
    while let Some(message) = posted.next() {
        let heard = Utterance::heard(profile, message, consents, notice);
        if let Some(heard) = heard.map(|heard| heard.replied(posted.peek().copied())) {
            rows.push(vec![Value::String(LEARN.into()), sql::to_json(&heard)?]);
        }
    }
    sql.insert("INSERT INTO outbox (kind, json)", rows, "")
}

/// Puts into the outbox that the person's words may no longer be learnt from.
pub(super) fn put_forget(sql: &Sql) -> Result<()> {
    sql.run("INSERT INTO outbox (kind, json) VALUES (?, '')", vec![Value::String(FORGET.into())])
}

/// Puts into the outbox that reports must hear anew as whom these people count.
pub(super) fn put_circle(sql: &Sql, people: &[ProfileId]) -> Result<()> {
    let row = vec![Value::String(CIRCLE.into()), sql::to_json(&people)?];
    sql.run("INSERT INTO outbox (kind, json) VALUES (?, ?)", row)
}

/// Puts into the outbox that coupons came back with their person, whom somebody else gave them while they were one.
pub(super) fn put_coupons_back(sql: &Sql, person: &shared::visitor::Visitor) -> Result<()> {
    let rows: Result<Vec<Vec<Value>>> = person
        .coupons
        .iter()
        .map(|coupon| Ok(vec![Value::String(COUPON_BACK.into()), sql::to_json(&coupon.code)?]))
        .collect();
    sql.insert("INSERT INTO outbox (kind, json)", rows?, "")
}

impl Visitor {
    /// Sends the outbox and the person's projection; what fails stays and is tried again.
    pub(super) async fn send_outbox(&self, who: Who<'_>, compiled: &Compiled) -> Answer<()> {
        match self.try_send(who, compiled).await {
            Ok(()) => {
                self.memory.failures.set(0);
                Ok(())
            }
            Err(error) => self.try_again(&error).await,
        }
    }

    /// Sets the alarm anew after something failed, each time for longer.
    ///
    /// The platform itself gives an alarm up that failed six times, and with it what is in the outbox.
    pub(super) async fn try_again(&self, error: &ApiError) -> Answer<()> {
        worker::console_warn!("outbox waits: {error}");
        let failures = self.memory.failures.get();
        self.memory.failures.set(failures.saturating_add(1));
        let wait = RETRY_AFTER.saturating_mul(1_u32.wrapping_shl(failures.min(6)));
        self.wake_within(wait.min(RETRY_AFTER_MAX)).await
    }

    async fn try_send(&self, who: Who<'_>, compiled: &Compiled) -> Answer<()> {
        let Who { workspace, profile, .. } = who;
        let sql = self.sql()?;
        // Moves that were cut off.
        self.hand_over(who).await?;
        let rows = sql.rows(
            "SELECT id, kind, json FROM outbox ORDER BY id LIMIT ?",
            vec![Value::Integer(ROWS_MAX)],
        )?;
        let last = rows.last().and_then(|row| row.first().and_then(sql::integer));
        let of_kind = |wanted: &str| -> Vec<String> {
            rows.iter()
                .filter(|row| row.get(1).and_then(sql::text).as_deref() == Some(wanted))
                .filter_map(|row| row.get(2).and_then(sql::text))
                .collect()
        };
        let entries: Result<Vec<Entry>> =
            of_kind(ENTRY).iter().map(|json| sql::from_json(json)).collect();
        let entries = entries?;

        let now = clock::now();
        let notable = entries.iter().any(|entry| is_notable(&entry.fact));
        let report = self.report_of(who, (entries, compiled), now)?;

        // First: a human may wait for the next word.
        self.tell_the_desk(who, &report.summary).await?;
        self.register(workspace, profile, &of_kind).await?;
        self.teach(workspace, &of_kind(LEARN)).await?;
        // Last: words of somebody who took their consent back may have been among what was just sent.
        if !of_kind(FORGET).is_empty() {
            let circle = self.known(|person| person.identity.circle.clone())?;
            for profile in circle.into_iter().chain([profile.clone()]) {
                let call = learning::Call::Forget { profile };
                learning::ask::<()>(&self.env, workspace, &call).await?;
            }
        }
        let projection = (&report.summary, &report.attributes);
        let projection = notable.then(|| serde_json::to_string(&projection)).transpose()?;
        self.report(who, report, now).await?;
        self.say_who_counts(who, &of_kind(CIRCLE), compiled).await?;
        // After everything that is this person's: they may turn out to be somebody else.
        self.say_who_they_are(who, &of_kind(LINK)).await?;
        if let Some(projection) = projection {
            config::project(&self.env, workspace.as_str(), profile.as_str(), &projection).await?;
        }
        if let Some(last) = last {
            self.sql()?.run("DELETE FROM outbox WHERE id <= ?", vec![Value::Integer(last)])?;
            if rows.len() >= usize::try_from(ROWS_MAX).unwrap_or(usize::MAX) {
                self.wake_within(Duration::ZERO).await?;
            }
        }
        self.forget_old(now)
    }

    /// What the ledgers hear of the person: how they stand now, and what happened.
    fn report_of(
        &self,
        who: Who<'_>,
        (entries, config): (Vec<Entry>, &Compiled),
        now: Timestamp,
    ) -> Answer<ledger::Report> {
        let context =
            Context { id: who.profile, config, now, zones: &Platform, secret: b"", explain: false };
        let online = !self.state.get_websockets().is_empty();
        self.known(|person| {
            let (attributes, segments) = person.document(&Occasion::default(), context);
            let inside = person.membership.iter().map(|(segment, _)| segment.clone());
            ledger::Report {
                summary: person.summary(context, segments, online),
                attributes,
                entries,
                root: person.identity.joined.as_ref().map(|joined| joined.survivor.clone()),
                segments: Some(inside.collect()),
            }
        })
    }

    /// Tells the ledgers; in a new month, the one before lets go of the person.
    async fn report(&self, who: Who<'_>, report: ledger::Report, now: Timestamp) -> Answer<()> {
        let month = ledger::month(now, 0);
        let last = self.reported()?;
        if let Some(before) = last.as_ref().filter(|last| **last < month) {
            ledger::leave(&self.env, who.workspace, before, who.profile).await?;
        }
        ledger::report(&self.env, who.workspace, now, report).await?;
        if last.is_none_or(|last| last < month) {
            self.sql()?.run(
                "INSERT INTO reported (month) VALUES (?) ON CONFLICT DO NOTHING",
                vec![Value::String(month)],
            )?;
        }
        Ok(())
    }

    /// The last month whose ledger knows the person.
    fn reported(&self) -> Answer<Option<String>> {
        Ok(self.sql()?.text("SELECT MAX(month) FROM reported", vec![])?)
    }

    /// Makes coupons findable, and tells stocks what was used.
    async fn register(
        &self,
        workspace: &WorkspaceId,
        profile: &ProfileId,
        of_kind: &impl Fn(&str) -> Vec<String>,
    ) -> Answer<()> {
        for coupon in of_kind(COUPON) {
            let code: CouponCode = sql::from_json(&coupon)?;
            directory::link(&self.env, workspace, &directory::coupon_key(&code), profile).await?;
        }
        for coupon in of_kind(COUPON_BACK) {
            let code: CouponCode = sql::from_json(&coupon)?;
            directory::settle(&self.env, workspace, &directory::coupon_key(&code), profile).await?;
        }
        for used in of_kind(REDEEM) {
            let redemption: Redemption = sql::from_json(&used)?;
            stock::redeem(&self.env, workspace, &redemption).await?;
        }
        Ok(())
    }

    /// Hands over what was said.
    async fn teach(&self, workspace: &WorkspaceId, said: &[String]) -> Answer<()> {
        if said.is_empty() {
            return Ok(());
        }
        let utterances: Result<Vec<Utterance>> =
            said.iter().map(|json| sql::from_json(json)).collect();
        let call = learning::Call::Hear { utterances: utterances? };
        learning::ask(&self.env, workspace, &call).await
    }

    /// Drops raw events that are past their time (`docs/privacy.md`), counted from when they
    /// reached us: an imported history must still be known when it is sent again.
    ///
    /// Once a day is enough, and once in the life of an instance that lives shorter.
    fn forget_old(&self, now: Timestamp) -> Answer<()> {
        if now < self.memory.swept_at.get().saturating_add(SWEEP_EVERY) {
            return Ok(());
        }
        self.memory.swept_at.set(now);
        let oldest = now.saturating_sub(shared::limits::EVENTS_KEPT);
        self.sql()?.run(
            "DELETE FROM events WHERE received_at < ?",
            vec![Value::Integer(oldest.unix_millis())],
        )?;
        Ok(())
    }
}

/// What readers of the projection in KV want to know soon; KV takes one write a second.
const fn is_notable(fact: &Fact) -> bool {
    match fact {
        Fact::Delivered { .. } | Fact::Ordered { .. } | Fact::Refunded { .. } => true,
        Fact::Visited
        | Fact::Intent { .. }
        | Fact::Exposed { .. }
        | Fact::Measured { .. }
        | Fact::Learned { .. }
        | Fact::StageChanged { .. }
        | Fact::SegmentEntered { .. }
        | Fact::SegmentExited { .. }
        | Fact::Suppressed { .. }
        | Fact::Clicked { .. } => false,
    }
}
