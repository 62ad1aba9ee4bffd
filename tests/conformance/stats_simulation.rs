//! Ten thousand experiments in which nothing differs: how often does a test cry wolf?

use shared::{
    special::{normal_quantile, real},
    stats::{
        Difference, Effect, Horizon, MinimumEffect, Plan, Prior, Question, SEQUENTIAL_TUNING,
        Statistic, Sums, Verdict, analyse, bayesian, effect, sequential, two_sided_t,
    },
};

/// Experiments in each simulation.
const RUNS: u32 = 10_000;

/// `SplitMix64` (Steele, Lea and Flood 2014): the same sequence on every machine.
struct Chance(u64);

impl Chance {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From above 0 to below 1.
    fn share(&mut self) -> f64 {
        (real(self.bits() >> 12) + 0.5) / 4_503_599_627_370_496.0
    }

    fn is(&mut self, share: f64) -> bool {
        self.share() < share
    }

    fn normal(&mut self) -> f64 {
        normal_quantile(self.share())
    }
}

/// What a shop's people spend: one in five buys, for an amount with a long tail.
fn spend(chance: &mut Chance) -> f64 {
    if chance.is(0.2) { -100.0 * chance.share().ln() } else { 0.0 }
}

fn plus(sums: Sums, amount: f64) -> Sums {
    Sums { sum: sums.sum + amount, sum_squares: sums.sum_squares + amount * amount }
}

/// So many more people.
fn spenders(chance: &mut Chance, before: Sums, people: u64) -> Sums {
    (0..people).fold(before, |sums, _| plus(sums, spend(chance)))
}

fn share_of(count: u32) -> f64 {
    f64::from(count) / f64::from(RUNS)
}

#[test]
fn the_t_test_cries_wolf_one_time_in_twenty() {
    let mut chance = Chance(20_260_105);
    let (mut of_mean, mut of_share, mut of_ratio) = (0_u32, 0_u32, 0_u32);
    for _ in 0..RUNS {
        let mean = |chance: &mut Chance| {
            Statistic::mean(200, spenders(chance, Sums::default(), 200)).unwrap()
        };
        let share = |chance: &mut Chance| {
            let bought = (0..400).filter(|_| chance.is(0.3)).count();
            Statistic::proportion(400, real(bought.try_into().unwrap())).unwrap()
        };
        let ratio = |chance: &mut Chance| {
            let (mut revenue, mut orders, mut products) = (Sums::default(), Sums::default(), 0.0);
            for _ in 0..80 {
                let count = real(1 + chance.bits() % 4);
                let amount = count * (20.0 + 10.0 * chance.share());
                revenue = plus(revenue, amount);
                orders = plus(orders, count);
                products += count * amount;
            }
            Statistic::ratio(80, revenue, orders, products).unwrap()
        };
        let p_value = |a: Statistic, b: Statistic| {
            two_sided_t(&effect(&a, &b, Difference::Absolute).unwrap(), 0.05).unwrap().p_value
        };
        of_mean += u32::from(p_value(mean(&mut chance), mean(&mut chance)) < 0.05);
        of_share += u32::from(p_value(share(&mut chance), share(&mut chance)) < 0.05);
        of_ratio += u32::from(p_value(ratio(&mut chance), ratio(&mut chance)) < 0.05);
    }
    for (name, count) in [("mean", of_mean), ("proportion", of_share), ("ratio", of_ratio)] {
        println!("A/A, t test of a {name}: {:.2} % false positives", 100.0 * share_of(count));
        assert!((0.045..=0.055).contains(&share_of(count)), "{name}: {count} of {RUNS}");
    }
}

#[test]
fn who_peeks_daily_is_fooled_by_the_t_test_and_not_by_the_sequential_one() {
    let mut chance = Chance(7);
    let question = Question::new(1_400, vec![0.5, 0.5]);
    let (mut by_t, mut by_sequential, mut by_verdict) = (0_u32, 0_u32, 0_u32);
    for _ in 0..RUNS {
        let (mut a, mut b) = (Sums::default(), Sums::default());
        let (mut is_t, mut is_sequential, mut is_verdict) = (false, false, false);
        for day in 1..=28 {
            a = spenders(&mut chance, a, 50);
            b = spenders(&mut chance, b, 50);
            let arm = |sums| Statistic::mean(50 * day, sums).unwrap();
            // On the first day it happens that nobody buys; then there is nothing to look at.
            let Ok(effect) = effect(&arm(a), &arm(b), Difference::Relative) else { continue };
            // The t test in short: with so many people its p-value is below 0.05 beyond two standard errors.
            is_t |= 2.0 < effect.lift.abs() / effect.standard_error;
            if sequential(&effect, 0.05, SEQUENTIAL_TUNING).unwrap().p_value < 0.05 {
                is_sequential = true;
                // A verdict needs no less, so that elsewhere it need not be asked for.
                let verdict = analyse(&[arm(a), arm(b)], &question).comparisons[0].verdict;
                is_verdict |= matches!(verdict, Verdict::Won | Verdict::Lost);
            }
        }
        by_t += u32::from(is_t);
        by_sequential += u32::from(is_sequential);
        by_verdict += u32::from(is_verdict);
    }
    println!(
        "A/A, 28 daily looks: t test {:.2} %, sequential {:.2} %, verdict {:.2} % false positives",
        100.0 * share_of(by_t),
        100.0 * share_of(by_sequential),
        100.0 * share_of(by_verdict)
    );
    assert!(share_of(by_sequential) <= 0.05, "{by_sequential} of {RUNS}");
    assert!(by_verdict <= by_sequential);
    assert!(0.15 < share_of(by_t), "the simulation is too tame: {by_t} of {RUNS}");
}

#[test]
fn a_plan_finds_what_it_was_made_for_as_often_as_it_said() {
    let plan = Plan {
        effect: MinimumEffect::Relative(0.2),
        alpha: 0.05,
        power: 0.8,
        variations: 2,
        horizon: Horizon::Once,
    };
    let always = Plan { horizon: Horizon::Always { tuning: SEQUENTIAL_TUNING }, ..plan };
    let mut chance = Chance(3);
    let mut found_with = |people: u64, is_found: &dyn Fn(&Effect) -> bool| {
        let of = |chance: &mut Chance, share: f64| {
            let people_real = real(people);
            let spread = (people_real * share * (1.0 - share)).sqrt();
            Statistic::proportion(people, people_real * share + spread * chance.normal()).unwrap()
        };
        let found = (0..4_000).filter(|_| {
            let (a, b) = (of(&mut chance, 0.05), of(&mut chance, 0.06));
            is_found(&effect(&a, &b, Difference::Absolute).unwrap())
        });
        f64::from(u32::try_from(found.count()).unwrap()) / 4_000.0
    };
    let once = found_with(plan.people_for_proportion(0.05).unwrap(), &|effect| {
        two_sided_t(effect, 0.05).unwrap().p_value < 0.05
    });
    let at_the_end = found_with(always.people_for_proportion(0.05).unwrap(), &|effect| {
        sequential(effect, 0.05, SEQUENTIAL_TUNING).unwrap().p_value < 0.05
    });
    println!(
        "power of a plan for 80 %: {:.1} % once, {:.1} % sequential",
        100.0 * once,
        100.0 * at_the_end
    );
    assert!((0.78..=0.82).contains(&once), "{once}");
    assert!((0.78..=0.82).contains(&at_the_end), "{at_the_end}");
}

#[test]
fn the_chance_to_win_is_calibrated_when_the_prior_is_true() {
    // Lifts drawn from the prior itself: of those with a chance of 80 to 90 %, so many must really be above 0.
    let mut chance = Chance(11);
    let (mut all, mut better) = (0_u32, 0_u32);
    for _ in 0..RUNS {
        let lift = 0.3 * chance.normal();
        let standard_error = 0.2;
        let effect = Effect {
            lift: lift + standard_error * chance.normal(),
            standard_error,
            degrees: 1_000.0,
            people: 2_000,
        };
        let belief = bayesian(&effect, Prior::default(), 0.05).unwrap();
        if (0.8..0.9).contains(&belief.chance_to_win) {
            all += 1;
            better += u32::from(0.0 < lift);
        }
    }
    let share = f64::from(better) / f64::from(all);
    assert!((0.82..0.88).contains(&share), "{better} of {all}");
}
