//! A log of one policy, judged for another of which the truth is known.

use alloc::vec::Vec;

use super::*;

/// A place from 0 to 1 that looks random (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        real((mixed ^ (mixed >> 31)) >> 12) / 4_503_599_627_370_496.0
    }
}

/// Two kinds of people, three arms: how the log was drawn, what is asked about, and how often each orders.
const DRAWN: [[f64; 3]; 2] = [[0.7, 0.2, 0.1], [0.1, 0.2, 0.7]];
const ASKED: [[f64; 3]; 2] = [[0.1, 0.1, 0.8], [0.8, 0.1, 0.1]];
const ORDERS: [[f64; 3]; 2] = [[0.10, 0.20, 0.40], [0.30, 0.20, 0.10]];

/// What the other policy would bring: kinds are equally frequent.
fn truth() -> f64 {
    let of = |kind: usize| -> f64 {
        ASKED[kind].iter().zip(ORDERS[kind]).map(|(share, orders)| share * orders).sum()
    };
    f64::midpoint(of(0), of(1))
}

fn log(chance: &mut Chance, draws: u32) -> (OffPolicy, f64) {
    let (mut log, mut orders) = (OffPolicy::default(), 0.0);
    for _ in 0..draws {
        let kind = usize::from(chance.share() < 0.5);
        let place = chance.share();
        let arm = if place < DRAWN[kind][0] {
            0
        } else {
            1 + usize::from(DRAWN[kind][0] + DRAWN[kind][1] <= place)
        };
        let reward = f64::from(u8::from(chance.share() < ORDERS[kind][arm]));
        orders += reward;
        let (propensity, probability) = (DRAWN[kind][arm], ASKED[kind][arm]);
        log.observe(Logged { propensity, probability, reward }).unwrap();
    }
    (log, orders / f64::from(draws))
}

#[test]
fn inverse_propensities_are_right_on_average_where_the_plain_mean_is_not() {
    let mut chance = Chance(20_260_105);
    let logs = 1_000;
    let (mut ips, mut snips, mut plain, mut covered) = (Vec::new(), Vec::new(), 0.0, 0);
    for _ in 0..logs {
        let (log, mean) = log(&mut chance, 1_000);
        let (first, second) = (log.ips().unwrap(), log.snips().unwrap());
        covered += u32::from(second.interval.contains(truth()));
        ips.push(first.value);
        snips.push(second.value);
        plain += mean / f64::from(logs);
    }
    let mean = |of: &[f64]| of.iter().sum::<f64>() / f64::from(logs);
    let deviation = |of: &[f64]| {
        let middle = mean(of);
        (of.iter().map(|one| (one - middle).powi(2)).sum::<f64>() / f64::from(logs)).sqrt()
    };
    // Unbiased: the mean of a thousand logs is within three of its own standard errors of the truth.
    let error = deviation(&ips) / f64::from(logs).sqrt();
    assert!((mean(&ips) - truth()).abs() < 3.0 * error, "{} is not {}", mean(&ips), truth());
    assert!((mean(&snips) - truth()).abs() < 0.005, "{} is not {}", mean(&snips), truth());
    // What the log itself brought is something else altogether.
    assert!(0.05 < (plain - truth()).abs(), "{plain}");
    assert!(deviation(&snips) < deviation(&ips));
    // An interval of 95 % holds the truth in 93 to 97 of a hundred logs.
    assert!((930..=970).contains(&covered), "{covered}");
}

#[test]
fn a_policy_judged_by_its_own_log_is_what_the_log_brought() {
    let mut log = OffPolicy::default();
    for number in 0..200 {
        let reward = f64::from(u8::from(number % 4 == 0));
        log.observe(Logged { propensity: 0.3, probability: 0.3, reward }).unwrap();
    }
    let (ips, snips) = (log.ips().unwrap(), log.snips().unwrap());
    assert!((ips.value - 0.25).abs() < 1e-12 && (snips.value - 0.25).abs() < 1e-12);
    assert!((snips.effective_draws - 200.0).abs() < 1e-9);
}

#[test]
fn a_log_that_says_nothing_gives_no_number() {
    let mut log = OffPolicy::default();
    let said = |log: &OffPolicy| log.snips().unwrap_err().to_string();
    assert_eq!(said(&log), "the log says as much as 0 draws, fewer than 100");
    for _ in 0..500 {
        log.observe(Logged { propensity: 0.5, probability: 0.0, reward: 1.0 }).unwrap();
    }
    log.observe(Logged { propensity: 0.01, probability: 1.0, reward: 1.0 }).unwrap();
    assert_eq!(said(&log), "the log says as much as 1 draws, fewer than 100");
    let refused = |propensity, probability, reward| {
        let logged = Logged { propensity, probability, reward };
        OffPolicy::default().observe(logged).unwrap_err().to_string()
    };
    assert_eq!(refused(0.0, 0.5, 1.0), "propensity is 0, not above 0 and at most 1");
    assert_eq!(refused(0.5, 1.5, 1.0), "probability is 1.5, not 0 to 1");
    assert_eq!(refused(0.5, 0.5, f64::NAN), "reward is NaN, not 0 to 1");
}

#[test]
fn logs_merge() {
    let mut chance = Chance(3);
    let (mut one, other) = (log(&mut chance, 900).0, log(&mut chance, 100).0);
    one.merge(&other);
    assert_eq!(one.draws, 1_000);
    let whole = log(&mut Chance(3), 1_000).0;
    assert!((one.snips().unwrap().value - whole.snips().unwrap().value).abs() < 1e-12);
    let written = serde_json::to_string(&one).unwrap();
    let read: OffPolicy = serde_json::from_str(&written).unwrap();
    assert!((one.ips().unwrap().value - read.ips().unwrap().value).abs() < 1e-12);
}
