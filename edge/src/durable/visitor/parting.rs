//! Being taken apart again: the survivor gives back who had joined, with everything that happened to them since.
//!
//! First, in one turn, whoever leaves is taken out of the person, and what is theirs is set aside. Then it goes back, in pages, as
//! often as it takes; when it is there, their own object takes it up and is somebody again. Meanwhile whoever asks for
//! them waits here.

use shared::{
    id::ProfileId,
    identity::{merge::MergeId, register::Parting},
    visitor::{
        self,
        circle::{Circle, Parts},
    },
};
use worker::SqlStorageValue as Value;

use super::{
    Call, Visitor, Who,
    joining::{close, keep_parts},
    outbox,
    rows::{self, Journey, merge_number},
    turn::OUTBOX_DELAY,
};
use crate::{
    config,
    durable::sql::{self, Sql, integer, text},
    error::{Answer, ApiError},
};

impl Visitor {
    /// Gives somebody back who had joined. Asked again, it only sees to it that everything is given back.
    pub(super) async fn part(&self, who: Who<'_>, parting: Parting) -> Answer<()> {
        let config = config::current(&self.env, who.workspace).await?;
        let merge = parting.merge.id;
        if self.known(|person| person.identity.merges.contains(&merge))? {
            let sql = self.sql()?;
            let before = self.parts(who.profile)?;
            let noted = rows::noted(sql, who.profile)?;
            let currency = config.config.settings.currency;
            self.change(who, |person| {
                let stay = set_aside(sql, &parting, (before, &*person))?;
                let gone = &parting.ids;
                let circle =
                    Circle { root: who.profile, parts: &stay, noted: &noted, currency, gone };
                let mut whole = person.whole(circle);
                whole.identity.merges.retain(|known| *known != merge);
                *person = whole;
                outbox::put_circle(sql, &stay.keys().cloned().collect::<Vec<_>>())?;
                keep_parts(sql, &stay)
            })?;
            self.wake_within(OUTBOX_DELAY).await?;
            for name in &parting.leaving {
                close(&self.state.get_websockets_with_tag(&format!("via {name}")));
            }
        }
        self.give_back(who).await
    }

    /// Whether somebody is about to be given back.
    pub(super) fn is_leaving(&self, person: &ProfileId) -> Answer<bool> {
        let bound = vec![Value::String(person.to_string())];
        Ok(!self.sql()?.rows("SELECT 1 FROM leaving WHERE person = ?", bound)?.is_empty())
    }

    /// Sends back what was set aside, unless that is done.
    pub(super) async fn give_back(&self, who: Who<'_>) -> Answer<()> {
        let _moving = self.begin_moving().await?;
        self.send_back(who).await
    }

    /// Sends back what was set aside; the caller has begun the move.
    pub(super) async fn send_back(&self, who: Who<'_>) -> Answer<()> {
        let sql = self.sql()?;
        for row in sql.rows("SELECT DISTINCT merge, loser FROM leaving ORDER BY merge", vec![])? {
            let number = row.first().and_then(integer).unwrap_or_default();
            let merge = MergeId::new(u64::try_from(number).unwrap_or_default());
            let loser = row.get(1).and_then(text).and_then(|name| name.parse().ok());
            let loser: ProfileId = loser.ok_or(ApiError::NotFound)?;
            let mut journey = Journey::of_leaving(merge);
            while let Some(rows) = journey.next(sql, who.profile)? {
                let call = Call::ReceiveBack { rows };
                let () = super::ask(&self.env, who.workspace, &loser, call).await?;
            }
            let call = Call::TakeBack { merge, parts: self.set_aside(merge)? };
            let () = super::ask(&self.env, who.workspace, &loser, call).await?;
            for table in ["events", "messages", "decisions"] {
                sql.run(
                    &format!(
                        "DELETE FROM {table}
                         WHERE origin IN (SELECT person FROM leaving WHERE merge = ?)"
                    ),
                    vec![Value::Integer(merge_number(merge))],
                )?;
            }
            sql.run(
                "DELETE FROM leaving WHERE merge = ?",
                vec![Value::Integer(merge_number(merge))],
            )?;
        }
        Ok(())
    }

    /// Is somebody of their own again.
    pub(super) async fn take_back(&self, who: Who<'_>, merge: MergeId, parts: Parts) -> Answer<()> {
        let joined = self.known(|person| person.identity.joined.clone())?;
        if joined.is_none_or(|joined| joined.merge != merge) {
            return Ok(());
        }
        let config = config::current(&self.env, who.workspace).await?;
        let sql = self.sql()?;
        let noted = rows::noted(sql, who.profile)?;
        let currency = config.config.settings.currency;
        self.change(who, |person| {
            let own = parts.get(who.profile).cloned().unwrap_or_default();
            let mut own = own;
            // Messages that came back have numbers of their own by now.
            own.number_on_from(person);
            let circle =
                Circle { root: who.profile, parts: &parts, noted: &noted, currency, gone: &[] };
            let mut back = if parts.len() == 1 { own } else { own.whole(circle) };
            back.identity.merges = core::mem::take(&mut person.identity.merges);
            outbox::put_coupons_back(sql, &back)?;
            *person = back;
            outbox::put_circle(sql, &parts.keys().cloned().collect::<Vec<_>>())?;
            keep_parts(sql, &parts)
        })?;
        self.wake_within(OUTBOX_DELAY).await?;
        Ok(())
    }

    fn set_aside(&self, merge: MergeId) -> Answer<Parts> {
        let rows = self.sql()?.rows(
            "SELECT person, json FROM leaving WHERE merge = ?",
            vec![Value::Integer(merge_number(merge))],
        )?;
        rows.iter()
            .map(|row| {
                let name = row.first().and_then(text).and_then(|name| name.parse().ok());
                let part = sql::from_json(&row.get(1).and_then(text).unwrap_or_default())?;
                Ok((name.ok_or(ApiError::NotFound)?, part))
            })
            .collect()
    }
}

/// Sets those aside who are given back; what is left are those who stay.
fn set_aside(
    sql: &Sql,
    parting: &Parting,
    (mut parts, whole): (Parts, &visitor::Visitor),
) -> Answer<Parts> {
    for name in &parting.leaving {
        let Some(mut part) = parts.remove(name) else { continue };
        part.leave(whole, &parting.ids);
        sql.run(
            "INSERT INTO leaving (person, merge, loser, json) VALUES (?, ?, ?, ?)
             ON CONFLICT (person) DO UPDATE SET json = excluded.json",
            vec![
                Value::String(name.to_string()),
                Value::Integer(merge_number(parting.merge.id)),
                Value::String(parting.merge.loser.to_string()),
                sql::to_json(&part)?,
            ],
        )?;
    }
    Ok(parts)
}
