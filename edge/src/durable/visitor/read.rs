//! What others may know of a person: conversation, explanation, coupon, the operator's view.

use shared::{
    attributes,
    condition::Condition,
    conversation::{Message, Speaker},
    decision::{Decision, Verdict},
    dry_run::Recorded,
    event::{Event, Origin},
    id::{CouponCode, MessageId},
    learning::Utterance,
    offer::Coupon,
    time::Timestamp,
    visitor::Context,
    wire::admin::{TimelineItem, VisitorDetail},
};
use worker::{Result, SqlStorageValue as Value};

use super::{Detailed, Visitor, Who};
use crate::{
    clock, config,
    durable::sql::{self, Sql},
    error::{Answer, ApiError},
    json,
    zones::Platform,
};

/// Events and messages that a replay of one person looks at.
const RECORDED_MAX: i64 = 2_000;

/// Messages that a returning visitor sees at once.
const MESSAGES_MAX: i64 = 50;

/// Things that an operator sees of one person.
const TIMELINE_MAX: usize = 200;

impl Visitor {
    pub(super) fn messages(&self) -> Answer<Vec<Message>> {
        let mut newest = stored::<Message>(
            self.sql()?,
            "SELECT json FROM messages ORDER BY seq DESC LIMIT ?",
            vec![Value::Integer(MESSAGES_MAX)],
        )?;
        newest.reverse();
        Ok(newest)
    }

    pub(super) fn explanation(&self, id: &str) -> Answer<Decision> {
        let found = stored(
            self.sql()?,
            "SELECT json FROM decisions WHERE id = ?",
            vec![Value::String(id.into())],
        )?;
        found.into_iter().next().ok_or(ApiError::NotFound)
    }

    /// What is kept of a message for learning, as the person's answers allow it now.
    pub(super) async fn utterance(&self, who: Who<'_>, message: &MessageId) -> Answer<Utterance> {
        let notice = config::current(&self.env, who.workspace).await?.config.settings.notice;
        let found = self.sql()?.rows(
            "SELECT json, origin FROM messages WHERE id = ?",
            vec![Value::String(message.to_string())],
        )?;
        let row = found.first().ok_or(ApiError::NotFound)?;
        let message: Message =
            sql::from_json(&row.first().and_then(sql::text).unwrap_or_default())?;
        // It was learnt under the name of whoever said it, also where they turned out to be somebody else.
        let said_by = row.get(1).and_then(sql::text).and_then(|origin| origin.parse().ok());
        let said_by = said_by.as_ref().unwrap_or(who.profile);
        self.known(|person| Utterance::heard(said_by, &message, &person.consents, notice))?
            .ok_or(ApiError::NotFound)
    }

    pub(super) fn coupon(&self, code: &CouponCode) -> Answer<Coupon> {
        let is_named = |coupon: &&Coupon| coupon.code.as_str().eq_ignore_ascii_case(code.as_str());
        self.known(|person| person.coupons.iter().find(is_named).cloned())?
            .filter(|coupon| coupon.is_live(clock::now()))
            .ok_or(ApiError::NotFound)
    }

    /// What the person did and said, as far as it is kept; the newest [`RECORDED_MAX`] of each.
    pub(super) fn recorded(&self) -> Answer<Vec<Recorded>> {
        let limit = vec![Value::Integer(RECORDED_MAX)];
        let sql = self.sql()?;
        let events: Vec<Event> =
            stored(sql, "SELECT json FROM events ORDER BY at DESC LIMIT ?", limit.clone())?;
        let messages: Vec<Message> =
            stored(sql, "SELECT json FROM messages ORDER BY seq DESC LIMIT ?", limit)?;
        let said = messages.into_iter().filter(|message| message.from == Speaker::Visitor);
        let mut recorded: Vec<Recorded> = events
            .into_iter()
            .map(|event| Recorded::Event { event })
            .chain(said.map(|message| Recorded::Message { message }))
            .collect();
        recorded.sort_by_key(Recorded::at);
        Ok(recorded)
    }

    pub(super) async fn detail(&self, who: Who<'_>) -> Answer<Detailed> {
        let compiled = config::current(&self.env, who.workspace).await?;
        let context = Context {
            id: who.profile,
            config: &compiled,
            now: clock::now(),
            zones: &Platform,
            secret: b"",
            explain: false,
        };
        let online = !self.state.get_websockets().is_empty();
        let timeline = timeline(self.sql()?)?;
        let detail = self.known(|person| {
            if *person == shared::visitor::Visitor::default() {
                return None;
            }
            let (attributes, segments) = person.document(&attributes::Occasion::default(), context);
            Some(VisitorDetail {
                summary: person.summary(context, segments, online),
                attributes,
                portrait: person.portrait(context),
                consents: person.consents.answers().to_vec(),
                deliveries: person.deliveries.iter().rev().cloned().collect(),
                timeline,
                // Labels are another object's; who asks for the page adds them.
                labels: Vec::new(),
            })
        })?;
        let detail = detail.ok_or(ApiError::NotFound)?;
        let said = detail.timeline.iter().filter_map(|item| match item {
            TimelineItem::Message { message, .. } if message.from == Speaker::Visitor => {
                Some(message.id.clone())
            }
            TimelineItem::Message { .. }
            | TimelineItem::Event { .. }
            | TimelineItem::Decision { .. } => None,
        });
        let said = said.collect();
        Ok(Detailed { said, json: json::write(&detail)?, summary: detail.summary })
    }
}

impl Visitor {
    /// Whether the person meets a condition that is not published, also where it asks about
    /// events that nobody asked about before.
    pub(super) async fn meets(&self, who: Who<'_>, condition: &serde_json::Value) -> Answer<bool> {
        let compiled = config::current(&self.env, who.workspace).await?;
        let condition = Condition::parse(condition).map_err(|error| ApiError::condition(&error))?;
        let context = Context {
            id: who.profile,
            config: &compiled,
            now: clock::now(),
            zones: &Platform,
            secret: b"",
            explain: false,
        };
        let events = events(self.sql()?)?;
        self.known(|person| person.meets(&condition, &events, context))
    }
}

/// Every event that is kept of the person.
pub(super) fn events(sql: &Sql) -> Result<Vec<Event>> {
    stored(sql, "SELECT json FROM events", vec![])
}

fn timeline(sql: &Sql) -> Answer<Vec<TimelineItem>> {
    let limit = vec![Value::Integer(i64::try_from(TIMELINE_MAX).unwrap_or(i64::MAX))];
    let events: Vec<Event> =
        stored(sql, "SELECT json FROM events ORDER BY at DESC LIMIT ?", limit.clone())?;
    let messages: Vec<Message> =
        stored(sql, "SELECT json FROM messages ORDER BY seq DESC LIMIT ?", limit.clone())?;
    let decisions =
        sql.rows("SELECT id, at, verdict FROM decisions ORDER BY at DESC LIMIT ?", limit)?;
    let mut items: Vec<TimelineItem> = events.into_iter().map(event_item).collect();
    items.extend(
        messages
            .into_iter()
            .map(|message| TimelineItem::Message { at: message.at, message: Box::new(message) }),
    );
    items.extend(decisions.iter().filter_map(|row| decision_item(row)));
    items.sort_by_key(|item| core::cmp::Reverse(item.at()));
    items.truncate(TIMELINE_MAX);
    Ok(items)
}

fn event_item(event: Event) -> TimelineItem {
    let properties = event.properties().cloned().unwrap_or_default();
    TimelineItem::Event {
        at: event.at,
        event_type: event.type_name().into(),
        name: event.trigger().into(),
        // What nobody sent names segments and products, not people.
        properties: match event.context.origin {
            Origin::Derived => properties.into(),
            Origin::Sent => shared::privacy::masked(properties.into()),
        },
        page_url: event.context.page.url,
        derived: event.context.origin == Origin::Derived,
    }
}

fn decision_item(row: &[Value]) -> Option<TimelineItem> {
    let decision = row.first().and_then(sql::text)?.parse().ok()?;
    let at = Timestamp::from_unix_millis(row.get(1).and_then(sql::integer)?);
    let (trigger, verdict): (String, Verdict) =
        sql::from_json(&row.get(2).and_then(sql::text)?).ok()?;
    Some(TimelineItem::Decision { at, decision, trigger, verdict })
}

fn stored<T: serde::de::DeserializeOwned>(
    sql: &Sql,
    statement: &str,
    values: Vec<Value>,
) -> Result<Vec<T>> {
    sql.texts(statement, values)?.iter().map(|json| sql::from_json(json)).collect()
}
