//! Who the person is, told to those who must know: the directory, and the ledgers that count people.

use std::collections::BTreeSet;

use shared::{
    compiled::Compiled,
    id::{ProfileId, UserId},
    identity::{held::HeldId, known::Link, register},
    visitor::{Context, circle::Circle},
    wire::identity::Unsigned,
};

use super::{Visitor, Who, joining::born};
use crate::{
    clock,
    durable::{directory, ledger, sql},
    error::Answer,
    identity,
    zones::Platform,
};

impl Visitor {
    /// Tells the directory what was said of the person, and what is proven. Whoever turns out to be somebody else joins them.
    pub(super) async fn say_who_they_are(&self, who: Who<'_>, links: &[String]) -> Answer<()> {
        let mut proven: Vec<HeldId> = Vec::new();
        for json in links {
            match link(json)? {
                Link::Claimed(user) => self.say_claimed(who, &user).await?,
                Link::Proven(ids) => proven.extend(ids),
            }
        }
        if proven.is_empty() || self.known(|person| person.identity.joined.is_some())? {
            return Ok(());
        }
        let now = clock::now();
        let link = register::Link {
            person: who.profile.clone(),
            born: self.known(|person| born(person, now))?,
            ids: proven,
            at: now,
        };
        let linked = directory::prove(&self.env, who.workspace, link).await?.linked;
        if !linked.refused.is_empty() {
            self.change(who, |person| {
                linked.refused.iter().for_each(|refused| person.identity.lose(&refused.id));
                Ok(())
            })?;
        }
        match linked.merges.into_iter().find(|merge| merge.loser == *who.profile) {
            Some(merge) => self.join(who, merge.id, merge.survivor).await,
            None => Ok(()),
        }
    }

    async fn say_claimed(&self, who: Who<'_>, user: &UserId) -> Answer<()> {
        let keys = identity::keys(&self.env, who.workspace).await?;
        match keys.unsigned {
            Unsigned::Believed => {
                let key = directory::user_key(user);
                directory::link(&self.env, who.workspace, &key, who.profile).await
            }
            Unsigned::Ignored => Ok(()),
        }
    }

    /// Tells the ledgers as whom these people count, and which of their orders somebody else reports too.
    pub(super) async fn say_who_counts(
        &self,
        who: Who<'_>,
        people: &[String],
        compiled: &Compiled,
    ) -> Answer<()> {
        let mut news: BTreeSet<ProfileId> = BTreeSet::new();
        for json in people {
            news.extend(sql::from_json::<Vec<ProfileId>>(json)?);
        }
        if news.is_empty() {
            return Ok(());
        }
        let now = clock::now();
        let context = Context {
            id: who.profile,
            config: compiled,
            now,
            zones: &Platform,
            secret: b"",
            explain: false,
        };
        let held_out = self.known(|person| person.is_held_out(context))?;
        let parts = self.parts(who.profile)?;
        let currency = compiled.config.settings.currency;
        let circle = Circle { root: who.profile, parts: &parts, noted: &[], currency, gone: &[] };
        let mut hidden = circle.reported_twice();
        for profile in news {
            // Who has left says so by themselves.
            let Some(part) = parts.get(&profile) else { continue };
            let standing = ledger::Standing {
                root: (1 < parts.len()).then(|| who.profile.clone()),
                held_out,
                hidden: hidden.remove(&profile).unwrap_or_default(),
                profile,
            };
            let since = born(part, now);
            ledger::stand(&self.env, who.workspace, (since, now), &standing).await?;
        }
        Ok(())
    }
}

/// A link as it was put into the outbox; an earlier version put only the user id there.
fn link(json: &str) -> Answer<Link> {
    match shared::json::parse::<UserId>(json) {
        Ok(user) => Ok(Link::Claimed(user)),
        Err(_) => Ok(sql::from_json(json)?),
    }
}
