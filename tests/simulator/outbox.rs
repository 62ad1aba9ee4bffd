//! What others must hear of a person, and to whom it goes.

use shared::{
    consent::{Consents, NoticeVersion},
    conversation::Message,
    digest,
    id::ProfileId,
    learning::Utterance,
    ledger::{Entry, Fact},
    time::Timestamp,
    visitor::Effect,
};

use crate::{
    bug::Bug,
    database::{Database, News},
    schedule::Who,
    shops,
    stores::{Asked, Call},
    world::World,
};

/// Shards of a tenant's directory.
pub const DIRECTORY_SHARDS: u8 = 16;

/// Shards of a ledger's month.
const LEDGER_SHARDS: u8 = 4;

/// Puts what others must hear into the outbox.
pub fn put(disk: &mut Database, effect: &Effect) {
    match effect {
        Effect::Enter(entry) => disk.put(News::Entry(Box::new(entry.clone())), 0),
        Effect::Register(code) => disk.put(News::Coupon(code.to_string()), 0),
        Effect::Link(link) => disk.put(News::User(named(link)), 0),
        Effect::Redeem(redemption) => disk.put(News::Used(Box::new(redemption.clone())), 0),
        _ => {}
    }
}

/// Puts what was said into the outbox, the words only where the person's answers allow it.
pub fn put_learnt(
    disk: &mut Database,
    (id, message, consents, notice): (&ProfileId, &Message, &Consents, NoticeVersion),
) {
    if let Some(heard) = Utterance::heard(id, message, consents, notice) {
        disk.put(News::Learnt(Box::new(heard)), 0);
    }
}

/// The name of a month in ledgers' names.
pub fn month(at: Timestamp) -> String {
    at.to_rfc3339().get(..7).unwrap_or("1970-01").to_owned()
}

impl World<'_> {
    /// The calls that hand these rows over, in their order, noting on disk whom they will reach.
    pub fn calls(&mut self, who: Who, rows: &[(u64, News)]) -> Vec<Call> {
        let entries: Vec<Entry> = of(rows, |news| match news {
            News::Entry(entry) => Some((**entry).clone()),
            _ => None,
        });
        let mut calls = self.links(who, rows);
        calls.extend(rows.iter().filter_map(|(_, news)| self.redemption(who, news)));
        let said = of(rows, |news| match news {
            News::Learnt(heard) => Some((**heard).clone()),
            _ => None,
        });
        if !said.is_empty() {
            calls.push(self.call(who, self.learning(who), Asked::Teach { said }));
        }
        // Last: words of somebody who took their consent back may have been among the others.
        if rows.iter().any(|(_, news)| matches!(news, News::ForgetWords)) {
            calls.push(self.call(who, self.learning(who), Asked::ForgetWords));
        }
        if self.people[who].object.disk.person.is_erased() {
            calls.extend(rows.iter().filter_map(|(_, news)| self.forgetting(who, news)));
        } else {
            calls.extend(self.reports(who, entries));
        }
        calls
    }

    fn links(&self, who: Who, rows: &[(u64, News)]) -> Vec<Call> {
        let external = of(rows, |news| match news {
            News::Coupon(code) => Some(format!("coupon {}", code.to_uppercase())),
            News::User(user) => Some(format!("user {user}")),
            _ => None,
        });
        let link = |external: String| {
            let digest = digest::sha256_hex(external.as_bytes());
            let shard = u8::from_str_radix(&digest[..1], 16).expect("a digit");
            self.call(who, self.directory(who, shard), Asked::Link { external })
        };
        external.into_iter().map(link).collect()
    }

    fn redemption(&self, who: Who, news: &News) -> Option<Call> {
        let News::Used(redemption) = news else { return None };
        let tenant = shops::mark(self.people[who].tenant);
        let address = format!("stock\n{tenant}\n{}", redemption.offer);
        let (claim, saved_minor) = (redemption.claim.clone(), redemption.saved_minor);
        Some(self.call(who, address, Asked::Redeem { claim, saved_minor }))
    }

    /// A report for each ledger that some of the entries belong to, and for this month's.
    ///
    /// An entry belongs to the month in which it happened, so that it goes to the same ledger
    /// however often and whenever it is sent.
    fn reports(&mut self, who: Who, entries: Vec<Entry>) -> Vec<Call> {
        let now = self.server_clock(who);
        let by_sending = self.has(Bug::FilesByTheDayOfSending);
        let belongs = |entry: &Entry| month(if by_sending { now } else { entry.at });
        let mut months: Vec<String> = entries.iter().map(belongs).collect();
        months.push(month(now));
        months.sort();
        months.dedup();
        let notable = entries.iter().any(|entry| {
            matches!(
                entry.fact,
                Fact::Delivered { .. } | Fact::Ordered { .. } | Fact::Refunded { .. }
            )
        });
        let shop = self.newest(self.people[who].tenant);
        let person = &mut self.people[who];
        person.object.disk.reported.extend(months.iter().cloned());
        let is_held_out = shop.config.config.holdout.holds_out_of_everything(person.id.as_str());
        let profile = &person.object.disk.person.profile;
        let shown = format!("{:?} {:?} {:?}", person.id, profile.traits, profile.page);
        let mut calls: Vec<Call> = months
            .iter()
            .map(|month| {
                let entries =
                    entries.iter().filter(|entry| belongs(entry) == *month).cloned().collect();
                let report = Asked::Report { is_held_out, shown: shown.clone(), entries };
                self.call(who, self.ledger(who, month), report)
            })
            .collect();
        if notable {
            calls.push(self.call(who, self.projection(who), Asked::Project { text: shown }));
        }
        calls
    }

    fn forgetting(&self, who: Who, news: &News) -> Option<Call> {
        let address = match news {
            News::ForgetInLedger(month) => self.ledger(who, month),
            News::ForgetInLearning => self.learning(who),
            News::ForgetInDirectory(shard) => self.directory(who, *shard),
            News::ForgetProjection => self.projection(who),
            _ => return None,
        };
        Some(self.call(who, address, Asked::Forget))
    }

    fn call(&self, who: Who, address: String, asked: Asked) -> Call {
        Call { address, profile: self.people[who].id.to_string(), asked }
    }

    fn ledger(&self, who: Who, month: &str) -> String {
        let person = &self.people[who];
        let digest = digest::sha256_hex(person.id.as_str().as_bytes());
        let shard = u8::from_str_radix(&digest[..2], 16).expect("two digits") % LEDGER_SHARDS;
        let tenant = if self.has(Bug::SharesALedger) { "all" } else { shops::mark(person.tenant) };
        format!("ledger\n{tenant}\n{month}\n{shard}")
    }

    fn directory(&self, who: Who, shard: u8) -> String {
        format!("directory\n{}\n{shard}", shops::mark(self.people[who].tenant))
    }

    fn learning(&self, who: Who) -> String {
        format!("learning\n{}", shops::mark(self.people[who].tenant))
    }

    fn projection(&self, who: Who) -> String {
        let person = &self.people[who];
        format!("kv\nprofile/{}/{}", shops::mark(person.tenant), person.id)
    }
}

fn of<T>(rows: &[(u64, News)], pick: impl Fn(&News) -> Option<T>) -> Vec<T> {
    rows.iter().filter_map(|(_, news)| pick(news)).collect()
}

/// What a directory is told of a person's ids, in words.
pub fn named(link: &shared::identity::known::Link) -> String {
    serde_json::to_string(link).expect("a link is JSON")
}
