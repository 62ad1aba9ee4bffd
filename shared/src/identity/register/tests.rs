use alloc::{format, string::String};

use proptest::prelude::*;

use super::*;
use crate::{
    id::KeyId,
    identity::{external::IdKind, held::Learned},
    limits::CIRCLE_PEOPLE_MAX,
};

const NOON: i64 = 1_767_574_800_000;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(NOON + millis)
}

fn name(person: &str) -> ProfileId {
    person.parse().unwrap()
}

fn id(text: &str) -> ExternalId {
    let (kind, value) = text.split_once('=').unwrap();
    ExternalId::new(kind, value).unwrap()
}

fn proven(text: &str) -> HeldId {
    let key: KeyId = "hs-1".parse().unwrap();
    HeldId { id: id(text), learned: Learned::Token { key }, since: at(0) }
}

fn link_at(person: &str, born: i64, ids: &[&str]) -> Link {
    Link {
        person: name(person),
        born: at(born),
        ids: ids.iter().map(|text| proven(text)).collect(),
        at: at(born),
    }
}

fn link(person: &str, ids: &[&str]) -> Link {
    link_at(person, 0, ids)
}

#[test]
fn the_first_who_proves_an_id_has_it_and_the_second_is_that_person() {
    let mut register = Register::default();
    assert_eq!(register.link(&link("a", &["user_id=u"])).root, name("a"));
    let linked = register.link(&link("b", &["user_id=u"]));
    assert_eq!(linked.root, name("a"));
    assert_eq!(linked.merges.len(), 1);
    assert_eq!(linked.merges[0].loser, name("b"));
    assert_eq!(linked.merges[0].evidence.id, id("user_id=u"));
    assert_eq!(register.circle(&name("a")), BTreeSet::from([name("a"), name("b")]));
}

#[test]
fn asking_again_changes_nothing() {
    let mut register = Register::default();
    register.link(&link("a", &["user_id=u"]));
    register.link(&link("b", &["user_id=u", "email=b@x.yz"]));
    let before = register.clone();
    let again = register.link(&link("b", &["user_id=u", "email=b@x.yz"]));
    assert_eq!((again.merges.len(), register), (0, before));
}

#[test]
fn two_customers_are_never_one_whatever_they_share() {
    let mut register = Register::default();
    register.link(&link("a", &["user_id=1", "email=x@y.zz"]));
    let linked = register.link(&link("b", &["user_id=2", "email=x@y.zz"]));
    assert_eq!(linked.root, name("b"));
    let refused = &linked.refused[0];
    assert_eq!((refused.why, refused.owner.as_ref()), (Why::RivalIds, Some(&name("a"))));
    assert_eq!(register.owner(&id("email=x@y.zz")), Some(&name("a")));
    // Another customer in the same browser is another person, also before they have one.
    let third = register.link(&link("a", &["user_id=3"]));
    assert_eq!((third.refused[0].why, third.refused[0].owner.as_ref()), (Why::RivalIds, None));
}

#[test]
fn proven_ids_of_any_kind_keep_two_people_two() {
    let mut register = Register::default();
    register.link(&link("a", &["wecom_unionid=w1", "app:ios=a"]));
    register.link(&link("b", &["wecom_unionid=w2", "phone=+8613812345678"]));
    let linked = register.link(&link("a", &["phone=+8613812345678"]));
    assert_eq!(linked.refused[0].why, Why::RivalIds);
}

#[test]
fn an_order_system_that_knew_the_telephone_first_joins_the_customer_who_proves_it() {
    let mut register = Register::default();
    let orders = register.found(&id("phone=+8613812345678"), &name("phone-1"), at(-9));
    assert_eq!(orders, name("phone-1"));
    assert_eq!(register.found(&id("phone=+8613812345678"), &name("other"), at(0)), orders);
    let linked = register.link(&link("a", &["user_id=u", "phone=138 1234 5678"]));
    assert_eq!(linked.root, name("a"), "the shop's own number is stronger than a telephone");
    assert_eq!(linked.merges[0].moved, [id("phone=+8613812345678")]);
    assert!(register.ids(&register.circle(&name("a"))).iter().all(|h| h.learned.is_proven()));
}

#[test]
fn of_two_with_equal_ids_the_older_stays_and_of_two_as_old_the_smaller_name() {
    let share = |one: (&str, i64), two: (&str, i64)| {
        let mut register = Register::default();
        register.link(&link_at(one.0, one.1, &["app:x=1"]));
        register.link(&link_at(two.0, two.1, &["app:y=2"]));
        register.link(&link_at(two.0, two.1, &["app:x=1"])).root
    };
    assert_eq!(share(("a", 5), ("b", 1)), name("b"));
    assert_eq!(share(("a", 1), ("b", 5)), name("a"));
    assert_eq!(share(("b", 1), ("a", 1)), name("a"));
}

#[test]
fn found_from_both_sides_at_once_they_end_in_one_survivor() {
    let mut register = Register::default();
    register.link(&link_at("a", 5, &["app:x=1"]));
    register.link(&link_at("b", 1, &["app:y=2"]));
    let both = ["app:x=1", "app:y=2"];
    let roots = |first: &str, second: &str| {
        let mut register = register.clone();
        register.link(&link_at(first, 9, &both));
        register.link(&link_at(second, 9, &both));
        (register.root(&name("a")), register.root(&name("b")), register.merges().count())
    };
    assert_eq!(roots("a", "b"), roots("b", "a"));
    assert_eq!(roots("a", "b"), (name("b"), name("b"), 1));
}

#[test]
fn what_was_taken_apart_stays_apart_and_the_log_says_who_did_it() {
    let mut register = Register::default();
    register.link(&link("a", &["user_id=u"]));
    let merge = register.link(&link("b", &["user_id=u"])).merges[0].id;
    let parting = register.undo(merge, "ann", at(7)).unwrap();
    assert_eq!((parting.root, parting.leaving), (name("a"), BTreeSet::from([name("b")])));
    assert_eq!(register.undo(merge, "ann", at(8)), None, "once");
    let again = register.link(&link("b", &["user_id=u"]));
    assert_eq!((again.root, again.refused[0].why), (name("b"), Why::TakenApart));
    let undone = register.history(&name("b"))[0].undone.clone().unwrap();
    assert_eq!((undone.by.as_str(), undone.at), ("ann", at(7)));
}

#[test]
fn undoing_an_inner_merge_takes_out_those_who_came_with_it_and_nobody_else() {
    let mut register = Register::default();
    register.link(&link("a", &["user_id=u"]));
    register.found(&id("phone=+8613812345678"), &name("p"), at(0));
    register.link(&link("b", &["phone=+8613812345678"]));
    register.link(&link("c", &["user_id=u"]));
    let joined = register.link(&link("c", &["phone=+8613812345678"])).merges[0].clone();
    assert_eq!(joined.survivor, name("a"));
    let parting = register.undo(joined.id, "ann", at(1)).unwrap();
    assert_eq!(parting.leaving, BTreeSet::from([name("b"), name("p")]));
    assert_eq!(parting.ids, [id("phone=+8613812345678")]);
    assert_eq!(register.circle(&name("a")), BTreeSet::from([name("a"), name("c")]));
}

#[test]
fn a_till_that_signs_everybody_in_does_not_become_one_giant_customer() {
    let mut register = Register::default();
    for browser in 0..CIRCLE_PEOPLE_MAX {
        register.link(&link(&format!("b-{browser}"), &["user_id=till"]));
    }
    let one_more = register.link(&link("b-more", &["user_id=till"]));
    assert_eq!(one_more.refused[0].why, Why::TooMany);
}

/// What can be asked of a register: somebody proves an id, or an operator undoes a merge.
#[derive(Debug, Clone)]
enum Step {
    Link { person: u8, born: u8, ids: Vec<u8> },
    Undo { merge: u8 },
}

/// Few people and few ids, so that they meet.
fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..6_u8, 0..4_u8, prop::collection::vec(0..8_u8, 1..4))
            .prop_map(|(person, born, ids)| Step::Link { person, born, ids }),
        1 => (1..8_u8).prop_map(|merge| Step::Undo { merge }),
    ]
}

/// Eight ids: three customers, two telephones, two accounts of one app, one of another.
fn any_id(number: u8) -> &'static str {
    const IDS: [&str; 8] = [
        "user_id=1",
        "user_id=2",
        "user_id=3",
        "phone=+8613800000001",
        "phone=+8613800000002",
        "app:x=1",
        "app:x=2",
        "app:y=1",
    ];
    IDS[usize::from(number) % IDS.len()]
}

fn run(register: &mut Register, step: &Step) {
    match step {
        Step::Link { person, born, ids } => {
            let ids: Vec<&str> = ids.iter().map(|number| any_id(*number)).collect();
            register.link(&link_at(&format!("p-{person}"), i64::from(*born), &ids));
        }
        Step::Undo { merge } => {
            register.undo(MergeId::new(u64::from(*merge)), "ann", at(9));
        }
    }
}

/// Whom everybody is one with.
fn partition(register: &Register) -> BTreeSet<BTreeSet<ProfileId>> {
    register.people().keys().map(|person| register.circle(&register.root(person))).collect()
}

fn is_sound(register: &Register) {
    for person in register.people().keys() {
        let root = register.root(person);
        assert_eq!(register.root(&root), root, "a root is its own root");
        let circle = register.circle(&root);
        assert!(circle.contains(person));
        let users: BTreeSet<&ExternalId> = register
            .ids(&circle)
            .into_iter()
            .map(|held| &held.id)
            .filter(|id| id.kind() == IdKind::UserId)
            .collect();
        assert!(users.len() <= 1, "{users:?} are one person");
    }
    let owned: Vec<&ExternalId> =
        register.people().values().flat_map(|entry| &entry.ids).map(|held| &held.id).collect();
    let distinct: BTreeSet<&&ExternalId> = owned.iter().collect();
    assert_eq!(owned.len(), distinct.len(), "an id has two owners");
}

proptest! {
    #[test]
    fn no_story_makes_two_customers_one_or_gives_an_id_to_two(steps in prop::collection::vec(step(), 1..40)) {
        let mut register = Register::default();
        for step in &steps {
            run(&mut register, step);
            is_sound(&register);
        }
    }

    #[test]
    fn a_step_that_is_taken_twice_counts_once(steps in prop::collection::vec(step(), 1..25)) {
        let (mut once, mut twice) = (Register::default(), Register::default());
        for step in &steps {
            run(&mut once, step);
            run(&mut twice, step);
            run(&mut twice, step);
        }
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn undoing_the_last_merge_gives_both_people_back(steps in prop::collection::vec(step(), 1..25), person in 0..6_u8, other in 0..8_u8) {
        let mut register = Register::default();
        for step in &steps {
            run(&mut register, step);
        }
        let person = format!("p-{person}");
        register.link(&link(&person, &[]));
        let before = register.clone();
        let linked = register.link(&link(&person, &[any_id(other)]));
        if let Some(merge) = linked.merges.last() {
            register.undo(merge.id, "ann", at(9)).unwrap();
            prop_assert_eq!(partition(&register), partition(&before));
            for known in before.people().keys() {
                prop_assert_eq!(register.root(known), before.root(known));
                prop_assert_eq!(&register.people()[known].ids, &before.people()[known].ids);
            }
        }
    }

    /// Each customer has one id of each kind, and nobody signs in as two: then the order of arrival plays no part.
    #[test]
    fn merges_in_any_order_end_with_the_same_people(
        links in prop::collection::vec((0..8_u8, prop::collection::vec(0..4_usize, 1..4)), 1..20),
        order in any::<prop::sample::Index>(),
    ) {
        let of = |person: u8, kind: usize| {
            let customer = person % 3;
            [
                format!("user_id={customer}"),
                format!("wecom_unionid=w-{customer}"),
                format!("app:x={customer}"),
                format!("phone=+861380000000{customer}"),
            ][kind].clone()
        };
        let all: Vec<Link> = links
            .iter()
            .map(|(person, kinds)| {
                let ids: Vec<String> = kinds.iter().map(|kind| of(*person, *kind)).collect();
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                link_at(&format!("p-{person}"), i64::from(*person), &ids)
            })
            .collect();
        let told = |links: Vec<Link>| {
            let mut register = Register::default();
            for link in &links {
                register.link(link);
            }
            register
        };
        let mut turned = all.clone();
        turned.rotate_left(order.index(all.len()));
        let mut backwards = all.clone();
        backwards.reverse();
        let forwards = told(all);
        is_sound(&forwards);
        for other in [told(turned), told(backwards)] {
            prop_assert_eq!(partition(&forwards), partition(&other));
            let owned = |register: &Register| -> BTreeSet<ExternalId> {
                register.people().values().flat_map(|e| e.ids.iter().map(|h| h.id.clone())).collect()
            };
            prop_assert_eq!(owned(&forwards), owned(&other));
        }
    }

    #[test]
    fn a_part_of_the_register_decides_like_the_whole(steps in prop::collection::vec(step(), 1..25), person in 0..6_u8, other in 0..8_u8) {
        let mut whole = Register::default();
        for step in &steps {
            run(&mut whole, step);
        }
        let asked = link(&format!("p-{person}"), &[any_id(other)]);
        let mut part = whole.around(&asked.person, &asked.ids);
        prop_assert_eq!(whole.link(&asked), part.link(&asked));
    }
}

#[test]
fn a_stored_register_reads_back() {
    let mut register = Register::default();
    register.link(&link("a", &["user_id=u", "email=a@b.cd"]));
    register.link(&link("b", &["user_id=u"]));
    let stored = serde_json::to_string(&register).unwrap();
    assert_eq!(serde_json::from_str::<Register>(&stored).unwrap(), register);
}
