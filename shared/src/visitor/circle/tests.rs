use alloc::{boxed::Box, format, vec};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    catalog::Catalog,
    compiled::Compiled,
    config::Config,
    consent::{NoticeVersion, Purpose},
    delivery::DeliveryState,
    event::Arrival,
    id::{KeyId, UserId},
    identity::{external::ExternalId, held::Learned, proof::Proven},
    money::Minor,
    visitor::Effect,
};

const NOTICE: NoticeVersion = NoticeVersion::new(1);

fn minute(count: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_767_574_800_000 + count * 60_000)
}

fn name(person: &str) -> ProfileId {
    person.parse().unwrap()
}

fn config() -> Compiled {
    let config: Config = serde_json::from_value(json!({
        "settings": {"id": "demo", "name": "Demo", "write_keys": ["pk_demo"], "currency": "CNY", "notice": 1},
        "rules": [
            {"id": "wish", "name": "心愿单", "priority": 5, "triggers": ["Product Added to Wishlist"], "class": "marketing",
             "condition": {"visits": {"$gte": 1}}, "times_max": 1,
             "action": {"kind": "offer", "offer": "limited"}},
            {"id": "rare", "name": "限量", "priority": 5, "triggers": ["Product Shared"], "class": "marketing",
             "condition": {"visits": {"$gte": 1}}, "action": {"kind": "offer", "offer": "rare"}}
        ],
        "offers": [
            {"id": "limited", "title": {"zh-CN": "限时券", "en": "Limited"}, "body": {"zh-CN": "今天", "en": "Today"},
             "benefit": {"kind": "amount_off", "amount_minor": 20_000}, "valid_secs": 7200},
            {"id": "rare", "title": {"zh-CN": "限量券", "en": "Rare"}, "body": {"zh-CN": "一百张", "en": "A hundred"},
             "benefit": {"kind": "amount_off", "amount_minor": 20_000}, "valid_secs": 7200, "stock": {"coupons_max": 100}}
        ],
        "holdout": {"seed": "s", "share": 0.0},
        "frequency_rules": [{"class": "marketing", "touches_max": 1, "window_secs": 86_400}]
    }))
    .unwrap();
    Compiled::new(config, "hash".into(), Catalog::default()).unwrap()
}

/// People who are one, or who still are two, as the edge keeps them.
struct World {
    config: Compiled,
    root: ProfileId,
    /// What is decided by.
    whole: Visitor,
    parts: Parts,
    noted: Vec<Noted>,
    sent: u32,
}

impl World {
    /// Somebody new.
    fn of(person: &str) -> Self {
        let whole = Visitor::default();
        let parts = Parts::from([(name(person), whole.clone())]);
        Self { config: config(), root: name(person), whole, parts, noted: vec![], sent: 0 }
    }

    fn event(&mut self, person: &str, at: i64, json: Value) -> Event {
        self.sent += 1;
        let mut json = json;
        json["anonymousId"] = json!(person);
        json["messageId"] = json!(format!("{person}-{}", self.sent));
        json["timestamp"] = json!(minute(at).to_rfc3339());
        let arrival = Arrival { received_at: minute(10_000), sent_at: None, context: None };
        Event::parse(json, arrival).unwrap()
    }

    /// An event of one of them arrives.
    fn takes(&mut self, person: &str, at: i64, json: Value) -> Vec<Effect> {
        let event = self.event(person, at, json);
        self.takes_event(person, at, event)
    }

    fn takes_event(&mut self, person: &str, at: i64, event: Event) -> Vec<Effect> {
        self.noted
            .push(Noted { who: name(person), what: Happening::Event(Box::new(event.clone())) });
        self.applies(person, at, &Command::TakeIn { events: vec![event] })
    }

    fn applies(&mut self, person: &str, at: i64, command: &Command) -> Vec<Effect> {
        let context = Context {
            id: &self.root,
            config: &self.config,
            now: minute(at),
            zones: &crate::zone::NoZones,
            secret: b"secret",
            explain: false,
        };
        let effects = self.whole.apply(command.clone(), context);
        if self.parts.len() == 1 {
            self.parts.insert(self.root.clone(), self.whole.clone());
        } else if let Some(part) = self.parts.get_mut(&name(person)) {
            part.shadow(command, &self.whole, context);
        }
        effects
    }

    fn circle(&self) -> Circle<'_> {
        Circle {
            root: &self.root,
            parts: &self.parts,
            noted: &self.noted,
            currency: Currency::CNY,
            gone: &[],
        }
    }

    /// Somebody else turns out to be the same.
    fn joined_by(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self.noted.extend(other.noted);
        self.sent = self.sent.max(other.sent);
        self.whole = self.whole.whole(self.circle());
        self
    }

    /// Takes one of them out again.
    fn parted(mut self, person: &str) -> (Self, Visitor) {
        let mut leaves = self.parts.remove(&name(person)).unwrap();
        leaves.leave(&self.whole, &[]);
        self.whole = self.whole.whole(self.circle());
        (self, leaves)
    }
}

fn track(event: &str, properties: Value) -> Value {
    json!({"type": "track", "event": event, "properties": properties})
}

fn view(product: &str) -> Value {
    track("Product Viewed", json!({"product_id": product, "category": "phone", "price": 4999.0}))
}

fn order(id: &str, revenue: f64) -> Value {
    track("Order Completed", json!({"order_id": id, "revenue": revenue}))
}

#[expect(clippy::fn_params_excessive_bools, reason = "yes and no are what is tested")]
fn answering(mut event: Value, marketing: bool) -> Value {
    event["context"] = json!({"consent": {"categoryPreferences": {"marketing": marketing}}});
    event
}

fn proven(user: &str) -> Proven {
    let user: UserId = user.parse().unwrap();
    let key: KeyId = "hs-1".parse().unwrap();
    let ids = vec![ExternalId::user(&user)];
    Proven { user, ids, claims: vec![], learned: Learned::Hash { key } }
}

fn wishes() -> Value {
    answering(track("Product Added to Wishlist", json!({"product_id": "p"})), true)
}

fn was_given(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Show(_)))
}

#[test]
fn what_a_browser_did_before_signing_in_belongs_to_the_customer_afterwards() {
    let mut phone = World::of("phone");
    phone.takes("phone", 0, view("a"));
    phone.takes("phone", 1, order("o-1", 100.0));
    let mut laptop = World::of("laptop");
    laptop.takes("laptop", 0, view("b"));
    laptop.takes("laptop", 2, view("b"));
    let customer = phone.joined_by(laptop).whole.profile;
    assert_eq!(customer.visits.count, 2, "one visit in each browser");
    assert_eq!(customer.interests.products.len(), 2);
    assert_eq!((customer.orders.count, customer.last_seen), (1, minute(2)));
}

#[test]
fn an_order_that_two_browsers_report_counts_once_with_its_refund() {
    let mut shop = World::of("server");
    shop.takes("server", 0, order("o-1", 100.0));
    shop.takes("server", 5, order("o-2", 50.0));
    shop.takes("server", 9, track("Order Refunded", json!({"order_id": "o-1", "total": 30.0})));
    let mut phone = World::of("phone");
    phone.takes("phone", 1, order("o-1", 100.0));
    let both = shop.joined_by(phone);
    let orders = &both.whole.profile.orders;
    assert_eq!((orders.count, orders.net_minor()), (2, Minor::new(12_000)));
    let hidden = both.circle().reported_twice();
    assert_eq!(hidden, BTreeMap::from([(name("phone"), vec!["o-1".parse().unwrap()])]));
}

#[test]
fn of_two_reports_of_an_order_the_one_that_a_delivery_brought_counts() {
    let mut server = World::of("server");
    server.takes("server", 3, order("o-1", 100.0));
    let mut phone = World::of("phone");
    assert!(was_given(&phone.takes("phone", 1, wishes())));
    let code = phone.whole.coupons[0].code.as_str().to_owned();
    let bought = json!({"order_id": "o-1", "revenue": 100.0, "coupon": code});
    phone.takes("phone", 3, track("Order Completed", bought));
    let both = server.joined_by(phone);
    let hidden = both.circle().reported_twice();
    assert_eq!(hidden.keys().collect::<Vec<_>>(), [&name("server")]);
    assert!(matches!(both.whole.deliveries[0].state, DeliveryState::Converted { .. }));
}

#[test]
fn a_no_that_is_newer_than_a_yes_wins_whoever_said_it() {
    for (first, second) in [("a", "b"), ("b", "a")] {
        let mut one = World::of(first);
        one.takes(first, 0, answering(json!({"type": "page"}), true));
        let mut other = World::of(second);
        other.takes(second, 1, answering(json!({"type": "page"}), false));
        let allows = |world: &World| world.whole.consents.allows(Purpose::Marketing, NOTICE);
        let both = one.joined_by(other);
        assert!(!allows(&both));
        let (stays, leaves) = both.parted(second);
        assert!(!allows(&stays), "the no stays with both when they are taken apart");
        assert!(!leaves.consents.allows(Purpose::Marketing, NOTICE));
    }
}

#[test]
fn a_promise_counts_the_contacts_of_both_and_once_is_once_for_both() {
    let mut phone = World::of("phone");
    assert!(was_given(&phone.takes("phone", 0, wishes())));
    let mut laptop = World::of("laptop");
    laptop.takes("laptop", 1, json!({"type": "page"}));
    let mut both = laptop.joined_by(phone);
    assert!(!was_given(&both.takes("laptop", 2, wishes())), "one marketing message a day");
    // Two days later the cap has room, but the rule gives once.
    assert!(!was_given(&both.takes("laptop", 2 * 24 * 60, wishes())));
    let (mut stays, _) = both.parted("phone");
    assert!(!was_given(&stays.takes("laptop", 10, wishes())), "contacts stay with both");
}

#[test]
fn what_was_given_while_they_were_one_goes_with_whoever_it_was_given_to() {
    let mut phone = World::of("phone");
    phone.takes("phone", 0, json!({"type": "page"}));
    let laptop = World::of("laptop");
    let mut both = laptop.joined_by(phone);
    assert!(was_given(&both.takes("phone", 1, wishes())));
    let (stays, leaves) = both.parted("phone");
    assert_eq!((leaves.deliveries.len(), leaves.coupons.len()), (1, 1));
    assert_eq!((stays.whole.deliveries.len(), stays.whole.coupons.len()), (0, 0));
}

#[test]
fn who_is_taken_apart_is_no_longer_the_customer_that_the_other_is() {
    let mut laptop = World::of("laptop");
    let mut event = laptop.event("laptop", 0, json!({"type": "identify", "userId": "u"}));
    event.proven = Some(proven("u"));
    laptop.takes_event("laptop", 0, event);
    let mut phone = World::of("phone");
    let mut event = phone.event("phone", 1, json!({"type": "identify", "userId": "u"}));
    event.proven = Some(proven("u"));
    phone.takes_event("phone", 1, event.clone());
    let both = laptop.joined_by(phone);
    assert_eq!(both.whole.identity.circle.len(), 2);
    let (stays, leaves) = both.parted("phone");
    assert!(leaves.identity.is_strange(&event), "the same proof is somebody else's");
    assert!(stays.whole.identity.user().is_some());
    assert!(stays.whole.identity.circle.is_empty());
}

#[test]
fn a_claim_that_waits_for_its_coupon_is_settled_once_wherever_it_is_by_then() {
    let shares = answering(track("Product Shared", json!({"product_id": "p"})), true);
    let granted = |phone: &World| Command::Settle {
        delivery: phone.whole.deliveries[0].id.clone(),
        grant: crate::stock::Grant::Granted,
    };
    // The coupon comes when the two are one.
    let mut phone = World::of("phone");
    phone.takes("phone", 0, shares.clone());
    let settle = granted(&phone);
    assert_eq!(phone.whole.pending.len(), 1);
    let mut both = World::of("laptop").joined_by(phone);
    assert_eq!(both.whole.pending.len(), 1);
    assert!(was_given(&both.applies("phone", 1, &settle)));
    let both = both.joined_by(World::of("tablet"));
    assert!(both.whole.pending.is_empty(), "it is not asked for again");
    let (stays, leaves) = both.parted("phone");
    assert_eq!((leaves.coupons.len(), leaves.pending.len()), (1, 0));
    assert_eq!((stays.whole.coupons.len(), stays.whole.deliveries.len()), (0, 0));

    // The two are taken apart before it comes.
    let mut both = World::of("laptop").joined_by(World::of("phone"));
    both.takes("phone", 0, shares);
    assert_eq!(both.whole.pending.len(), 1);
    let (stays, leaves) = both.parted("phone");
    assert_eq!((leaves.pending.len(), stays.whole.pending.len()), (1, 0));
}

#[test]
fn who_is_erased_is_erased_as_everybody_they_were() {
    let mut both = World::of("laptop").joined_by(World::of("phone"));
    let context = Context {
        id: &both.root,
        config: &both.config,
        now: minute(1),
        zones: &crate::zone::NoZones,
        secret: b"secret",
        explain: false,
    };
    let effects = both.whole.apply(Command::Erase, context);
    let Effect::Erase { circle, .. } = &effects[0] else { panic!("not erased") };
    assert_eq!(*circle, [name("laptop"), name("phone")]);
    assert!(both.whole.identity.circle.is_empty());
}

#[test]
fn what_events_say_together_is_not_counted_a_second_time() {
    let mut phone = World::of("phone");
    for minutes in 0..4 {
        phone.takes("phone", minutes, view("a"));
    }
    let alone = phone.whole.profile.hesitation.score(minute(5));
    let derived = Event::derived(
        "d-1".parse().unwrap(),
        ("Price Rechecked", serde_json::Map::new()),
        minute(3),
    );
    phone.noted.push(Noted { who: name("phone"), what: Happening::Event(Box::new(derived)) });
    let both = World::of("laptop").joined_by(phone);
    assert_eq!(both.whole.profile.hesitation.score(minute(5)), alone);
}

#[test]
fn a_history_older_than_the_kept_events_is_not_lost() {
    let mut old = World::of("z-old");
    for number in 0..5 {
        old.takes("z-old", i64::from(number), order(&format!("o-{number}"), 10.0));
    }
    // The events themselves are long gone.
    old.noted.clear();
    let mut phone = World::of("phone");
    phone.takes("phone", 200_000, view("a"));
    let both = phone.joined_by(old).whole.profile;
    assert_eq!((both.orders.count, both.first_seen), (5, minute(0)));
    assert_eq!((both.interests.products.len(), both.visits.count), (1, 2));
}

/// What people do, in short: who, after how many minutes, what.
fn doing() -> impl Strategy<Value = (usize, i64, u8)> {
    (0..3_usize, 0..90_i64, 0..10_u8)
}

fn what(kind: u8) -> Value {
    match kind {
        0..=2 => view(&format!("p-{kind}")),
        3 => track("Product Added", json!({"product_id": "p-1", "price": 20.0})),
        4 => order("o-shared", 20.0),
        5 => order("o-own", 35.5),
        6 => track("Order Refunded", json!({"order_id": "o-shared", "total": 5.0})),
        7 => json!({"type": "identify", "traits": {"city": "上海", "level": kind}}),
        8 => answering(json!({"type": "page"}), true),
        _ => answering(json!({"type": "page"}), false),
    }
}

const PEOPLE: [&str; 3] = ["a", "b", "c"];

/// Each by themselves, in the order in which things happened to them.
fn alone(doings: &[(usize, i64, u8)]) -> Vec<World> {
    let mut worlds: Vec<World> = PEOPLE.iter().map(|person| World::of(person)).collect();
    let mut at = 0;
    for (number, (who, minutes, kind)) in doings.iter().enumerate() {
        at += minutes;
        let world = &mut worlds[*who];
        world.sent = u32::try_from(number).unwrap();
        world.takes(PEOPLE[*who], at, what(*kind));
    }
    worlds
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn taken_apart_each_has_the_profile_of_their_own_events(
        before in prop::collection::vec(doing(), 0..20),
        after in prop::collection::vec(doing(), 0..20),
        leaver in 0..3_usize,
    ) {
        let all: Vec<(usize, i64, u8)> = before.iter().chain(&after).copied().collect();
        let expected = alone(&all);

        let mut worlds = alone(&before).into_iter();
        let (a, b, c) = (worlds.next().unwrap(), worlds.next().unwrap(), worlds.next().unwrap());
        let mut one = a.joined_by(b).joined_by(c);
        let mut at: i64 = before.iter().map(|(_, minutes, _)| minutes).sum();
        for (number, (who, minutes, kind)) in after.iter().enumerate() {
            at += minutes;
            one.sent = u32::try_from(before.len() + number).unwrap();
            one.takes(PEOPLE[*who], at, what(*kind));
        }
        // The survivor does not leave; whoever they joined does not exist any more.
        let leaver = if leaver == 0 { 1 } else { leaver };
        let (stays, leaves) = one.parted(PEOPLE[leaver]);
        prop_assert_eq!(&leaves.profile, &expected[leaver].whole.profile);
        let other = 3 - leaver;
        let (stays, leaves) = stays.parted(PEOPLE[other]);
        prop_assert_eq!(&leaves.profile, &expected[other].whole.profile);
        prop_assert_eq!(&stays.whole.profile, &expected[0].whole.profile);
    }

    #[test]
    fn in_whatever_order_they_come_together_they_are_the_same_person(doings in prop::collection::vec(doing(), 0..30)) {
        let together = |second: usize, third: usize| {
            let mut worlds = alone(&doings);
            let third = std::mem::replace(&mut worlds[third], World::of("nobody"));
            let second = std::mem::replace(&mut worlds[second], World::of("nobody"));
            let first = worlds.remove(0);
            first.joined_by(second).joined_by(third).whole
        };
        prop_assert_eq!(together(1, 2), together(2, 1));
        // The two others may have been one already.
        let mut worlds = alone(&doings).into_iter();
        let (a, b, c) = (worlds.next().unwrap(), worlds.next().unwrap(), worlds.next().unwrap());
        prop_assert_eq!(a.joined_by(b.joined_by(c)).whole, together(1, 2));
    }

    #[test]
    fn joined_once_more_they_are_as_they_were(doings in prop::collection::vec(doing(), 0..30)) {
        let mut worlds = alone(&doings).into_iter();
        let (a, b) = (worlds.next().unwrap(), worlds.next().unwrap());
        let mut one = a.joined_by(b);
        let before = one.whole.clone();
        one.whole = one.whole.whole(one.circle());
        prop_assert_eq!(one.whole, before);
    }

    #[test]
    fn everything_counts_and_nothing_counts_twice(doings in prop::collection::vec(doing(), 0..30)) {
        let mut worlds = alone(&doings).into_iter();
        let (a, b, c) = (worlds.next().unwrap(), worlds.next().unwrap(), worlds.next().unwrap());
        let visits = [&a, &b, &c].map(|world| world.whole.profile.visits.count);
        let one = a.joined_by(b).joined_by(c).whole.profile;
        prop_assert_eq!(one.visits.count, visits.iter().sum::<u32>());
        let distinct: std::collections::BTreeSet<u8> =
            doings.iter().map(|(_, _, kind)| *kind).filter(|kind| matches!(kind, 4 | 5)).collect();
        prop_assert_eq!(usize::try_from(one.orders.count).unwrap(), distinct.len());
    }
}

#[test]
fn the_whole_survives_being_stored() {
    let mut phone = World::of("phone");
    phone.takes("phone", 0, wishes());
    let both = World::of("laptop").joined_by(phone);
    let stored = serde_json::to_string(&both.whole).unwrap();
    assert_eq!(serde_json::from_str::<Visitor>(&stored).unwrap(), both.whole);
}
