//! Public cases of identity: signed user ids, and anonymous events that turn out to be a customer's.
//!
//! The stitching cases are `jitsu`'s; there an event is sent out once more with the user's id when the user becomes known. Here
//! nothing is sent again: the anonymous person *is* the customer afterwards. The adapter says whose each event is
//! after each batch, and what became known about it; that is what the cases list.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use shared::{
    catalog::Catalog,
    compiled::Compiled,
    config::Config,
    digest,
    event::{Arrival, Event},
    id::{ProfileId, UserId},
    identity::{
        external::{ExternalId, IdKind},
        key::{Key, KeySet, Material},
        known::Link,
        proof::{Door, Presented},
        register::{self, Register},
    },
    money::{Currency, Minor},
    time::Timestamp,
    visitor::{
        Command, Context, Effect, Visitor,
        circle::{Circle, Happening, Noted, Parts},
    },
};

const NOW: Timestamp = Timestamp::from_unix_millis(1_767_574_800_000);
const SECRET: &str = "the secret of the cases' workspace";

fn keys(secret: &str) -> KeySet {
    let material = Material::Secret { secret: secret.into() };
    KeySet::newest(vec![Key { kid: "hs-1".parse().unwrap(), material }])
}

fn door(keys: &KeySet) -> Door<'_> {
    Door { keys, audience: "main", now: NOW }
}

#[test]
fn a_user_id_is_proven_by_its_own_hash_and_by_nothing_else() {
    let Some(suite) = tests::fixture("identity/hmac_identity.json") else { return };
    let keys = keys(suite["secret"].as_str().unwrap());
    let cases = suite["cases"].as_array().unwrap();
    for case in cases {
        let proof = json!({ "identity": { "identifier_hash": case["identifier_hash"] } });
        let presented = Presented::of_event(&proof).unwrap().unwrap();
        // An empty id is nobody's, as it is in Segment's format.
        let user: Option<UserId> = case["identifier"].as_str().unwrap().parse().ok();
        let checked = presented.check(user.as_ref(), door(&keys));
        assert_eq!(checked.is_ok(), case["accept"] == true, "{case}");
    }
    println!("hmac_identity {}/{}", cases.len(), cases.len());
    assert!(!cases.is_empty());
}

/// Whether the merchant's server signs the user ids of the cases, which have no signatures of their own.
#[derive(Clone, Copy, PartialEq)]
enum Signing {
    Signed,
    Unsigned,
}

/// A workspace in memory: people, what happened to them, and the register.
struct Workspace {
    config: Compiled,
    keys: KeySet,
    signing: Signing,
    register: Register,
    people: BTreeMap<ProfileId, Person>,
    /// Who said first that they are a customer.
    claimed: BTreeMap<UserId, ProfileId>,
}

#[derive(Default)]
struct Person {
    whole: Visitor,
    parts: Parts,
    noted: Vec<Noted>,
    seen: BTreeSet<String>,
    /// The events as they were sent, in order.
    raw: Vec<Value>,
}

impl Workspace {
    fn new(signing: Signing) -> Self {
        let config: Config = serde_json::from_value(json!({
            "settings": {"id": "main", "name": "Shop", "write_keys": ["pk_main_x"], "currency": "CNY"}
        }))
        .unwrap();
        Self {
            config: Compiled::new(config, "hash".into(), Catalog::default()).unwrap(),
            keys: keys(SECRET),
            signing,
            register: Register::default(),
            people: BTreeMap::new(),
            claimed: BTreeMap::new(),
        }
    }

    fn person_of(&mut self, event: &Event) -> ProfileId {
        let named = match (&event.anonymous_id, &event.user_id) {
            (Some(anonymous), _) => anonymous.as_str().parse().unwrap(),
            (None, Some(user)) => match self.claimed.get(user) {
                Some(claimed) => claimed.clone(),
                None => {
                    let name = format!("user:{user}").parse().unwrap();
                    self.register.found(&ExternalId::user(user), &name, NOW)
                }
            },
            (None, None) => panic!("the cases name somebody"),
        };
        self.register.root(&named)
    }

    fn take_in(&mut self, raw: &Value) {
        let arrival = Arrival { received_at: NOW, sent_at: None, context: None };
        let mut event = Event::parse(raw.clone(), arrival).unwrap();
        if let (Signing::Signed, Some(user)) = (self.signing, &event.user_id) {
            let hash = digest::hmac_hex(SECRET.as_bytes(), user.as_str().as_bytes());
            let proof = json!({ "identity": { "identifier_hash": hash } });
            let presented = Presented::of_event(&proof).unwrap().unwrap();
            event.proven = Some(presented.check(Some(user), door(&self.keys)).unwrap());
        }
        let who = self.person_of(&event);
        let person = self.people.entry(who.clone()).or_default();
        if !person.seen.insert(event.message_id.to_string()) {
            return;
        }
        person.raw.push(raw.clone());
        person
            .noted
            .push(Noted { who: who.clone(), what: Happening::Event(Box::new(event.clone())) });
        let context = Context {
            id: &who,
            config: &self.config,
            now: NOW,
            zones: &shared::zone::NoZones,
            secret: b"secret",
            explain: false,
        };
        let effects = person.whole.apply(Command::TakeIn { events: vec![event] }, context);
        for effect in effects {
            if let Effect::Link(link) = effect {
                self.link(&who, link);
            }
        }
    }

    fn link(&mut self, who: &ProfileId, link: Link) {
        match link {
            Link::Claimed(user) => {
                self.claimed.entry(user).or_insert_with(|| who.clone());
            }
            Link::Proven(ids) => {
                let link = register::Link { person: who.clone(), born: NOW, ids, at: NOW };
                for merge in self.register.link(&link).merges {
                    self.join(&merge.loser, &merge.survivor);
                }
            }
        }
    }

    fn join(&mut self, loser: &ProfileId, survivor: &ProfileId) {
        let theirs = self.people.remove(loser).unwrap_or_default();
        let own = self.people.entry(survivor.clone()).or_default();
        for (name, person) in [(survivor, &own.whole), (loser, &theirs.whole)] {
            own.parts.entry(name.clone()).or_insert_with(|| person.clone());
        }
        own.parts.extend(theirs.parts);
        own.noted.extend(theirs.noted);
        own.seen.extend(theirs.seen);
        own.raw.extend(theirs.raw);
        let currency = Currency::CNY;
        let circle =
            Circle { root: survivor, parts: &own.parts, noted: &own.noted, currency, gone: &[] };
        own.whole = own.whole.whole(circle);
    }

    /// Every event by its id, with the user it belongs to now and the e-mail address that is known of them.
    fn belongings(&self) -> BTreeMap<String, (Option<String>, Option<String>)> {
        let mut all = BTreeMap::new();
        for person in self.people.values() {
            let user = person.whole.profile.user_id.as_ref().map(ToString::to_string);
            let email = person.whole.identity.ids().iter().find(|h| h.id.kind() == IdKind::Email);
            let email = email.map(|held| held.id.value().to_owned());
            for event in &person.raw {
                let id = event["messageId"].as_str().unwrap().to_owned();
                all.insert(id, (user.clone(), email.clone()));
            }
        }
        all
    }
}

/// What a batch changed: its own events, and earlier ones that turned out to be somebody's.
fn told(
    workspace: &mut Workspace,
    batch: &[Value],
) -> BTreeMap<String, (Option<String>, Option<String>)> {
    let before = workspace.belongings();
    batch.iter().for_each(|event| workspace.take_in(event));
    let mut after = workspace.belongings();
    let sent: BTreeSet<&str> =
        batch.iter().filter_map(|event| event["messageId"].as_str()).collect();
    after.retain(|id, known| sent.contains(id.as_str()) || before.get(id) != Some(known));
    after
}

fn expected(batch: &Value) -> BTreeMap<String, (Option<String>, Option<String>)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let events = batch.as_array().unwrap().iter();
    events
        .map(|event| {
            let email = text(&event["context"]["traits"]["email"]);
            (text(&event["messageId"]).unwrap(), (text(&event["userId"]), email))
        })
        .collect()
}

fn replay(case: &Value, signing: Signing) {
    let mut workspace = Workspace::new(signing);
    for (place, batch) in case["batches"].as_array().unwrap().iter().enumerate() {
        let changed = told(&mut workspace, batch.as_array().unwrap());
        if let Some(batches) = case.get("expect_out") {
            assert_eq!(changed, expected(&batches[place]), "{}, batch {place}", case["name"]);
        }
    }
    let Some(expect) = case.get("expect") else { return };
    if let Some(profiles) = expect["profiles"].as_u64() {
        assert_eq!(u64::try_from(workspace.people.len()).unwrap(), profiles, "{}", case["name"]);
    }
    if let Some(merged) = expect["merged"].as_bool() {
        assert_eq!(workspace.register.merges().next().is_some(), merged, "{}", case["name"]);
    }
    let kept: usize = workspace.people.values().map(|person| person.raw.len()).sum();
    if let Some(events) = expect["events"].as_u64() {
        assert_eq!(u64::try_from(kept).unwrap(), events, "{}", case["name"]);
    }
    if let Some(revenue) = expect["revenue"].as_f64() {
        let orders =
            workspace.people.values().map(|person| person.whole.profile.orders.net_minor());
        let sum = orders.fold(Minor::ZERO, Minor::plus);
        assert_eq!(Some(sum), Minor::from_major(revenue, Currency::CNY), "{}", case["name"]);
    }
}

#[test]
fn anonymous_events_are_the_customers_afterwards_and_what_is_typed_merges_nobody() {
    let Some(suite) = tests::fixture("identity/stitching_cases.json") else { return };
    let cases = suite["cases"].as_array().unwrap();
    for case in cases {
        replay(case, Signing::Unsigned);
        replay(case, Signing::Signed);
    }
    println!("stitching {}/{}, unsigned and signed", cases.len(), cases.len());
    assert!(!cases.is_empty());
}

#[test]
fn two_browsers_of_one_customer_are_one_only_with_a_signature() {
    let event = |browser: &str, id: &str| json!({"type": "page", "messageId": id, "anonymousId": browser, "userId": "u"});
    for (signing, people) in [(Signing::Signed, 1), (Signing::Unsigned, 2)] {
        let mut workspace = Workspace::new(signing);
        workspace.take_in(&event("phone", "1"));
        workspace.take_in(&event("laptop", "2"));
        assert_eq!(workspace.people.len(), people);
    }
}
