//! What the numbers promise, beyond GrowthBook's own rows and the simulations (see `tests/conformance`).

use alloc::{vec, vec::Vec};

use proptest::prelude::*;

use super::*;

fn shares(of: &[(u64, f64)]) -> Vec<Statistic> {
    of.iter()
        .map(|(people, successes)| Statistic::proportion(*people, *successes).unwrap())
        .collect()
}

fn verdicts(of: &[(u64, f64)], question: &Question) -> Vec<Verdict> {
    analyse(&shares(of), question).comparisons.into_iter().map(|one| one.verdict).collect()
}

fn halves(people_planned: u64) -> Question {
    Question::new(people_planned, vec![0.5, 0.5])
}

#[test]
fn a_clear_difference_is_won_or_lost_by_the_goal() {
    let clear = [(10_000, 500.0), (10_000, 800.0)];
    assert_eq!(verdicts(&clear, &halves(10_000)), [Verdict::Won]);
    let fewer_refunds = Question { goal: Goal::Decrease, ..halves(10_000) };
    assert_eq!(verdicts(&clear, &fewer_refunds), [Verdict::Lost]);
    let Reading::Measured(measured) =
        analyse(&shares(&clear), &fewer_refunds).comparisons[0].reading
    else {
        panic!("enough people, but no reading")
    };
    assert!(measured.bayesian.chance_to_win < 1e-6);
}

#[test]
fn an_experiment_that_is_not_over_says_how_many_people_are_missing() {
    let early = [(400, 20.0), (390, 24.0)];
    assert_eq!(verdicts(&early, &halves(8_155)), [Verdict::TooEarly { people_more: 7_765 }]);
    assert_eq!(verdicts(&early, &halves(390)), [Verdict::NoDifference]);
}

#[test]
fn nobody_wins_with_a_handful_of_people() {
    let question = Question { difference: Difference::Absolute, ..halves(50) };
    let lucky = [(99, 30.0), (99, 70.0)];
    assert_eq!(verdicts(&lucky, &question), [Verdict::TooEarly { people_more: 1 }]);
    assert_eq!(verdicts(&[(100, 30.0), (100, 70.0)], &question), [Verdict::Won]);
}

#[test]
fn a_wrong_split_is_all_that_is_said() {
    let lopsided = [(5_300, 100.0), (4_700, 900.0)];
    let found = verdicts(&lopsided, &halves(1_000));
    assert!(matches!(found[..], [Verdict::SampleRatioMismatch { p_value }] if p_value < 1e-8));
    let as_planned = Question::new(1_000, vec![0.53, 0.47]);
    assert_eq!(verdicts(&lopsided, &as_planned), [Verdict::Won]);
    // Weights that say nothing about three variations cannot clear them.
    assert_eq!(verdicts(&[(10, 1.0); 3], &halves(1)), [Verdict::NoResult; 2]);
}

#[test]
fn what_cannot_be_known_is_said_and_not_shown_as_a_number() {
    let nobody = [(0, 0.0), (1, 1.0)];
    let analysis = analyse(&shares(&nobody), &halves(100));
    let written = serde_json::to_value(&analysis.comparisons[0]).unwrap();
    assert_eq!(written["reading"]["because"], "too_few_people");
    assert_eq!(written["reading"]["arm"], "control");
    assert_eq!(analysis.comparisons[0].control_mean, None);
    assert_eq!(analyse(&[], &halves(100)).comparisons, []);
    let read: Comparison = serde_json::from_value(written).unwrap();
    assert_eq!(read, analysis.comparisons[0]);
}

#[test]
fn every_reason_names_what_was_wrong() {
    let said = |result: Result<Statistic, NoResult>| result.unwrap_err().to_string();
    assert_eq!(said(Statistic::proportion(10, 11.0)), "successes is 11, not 0 to 10, the people");
    assert_eq!(
        said(Statistic::mean(10, Sums { sum: f64::NAN, sum_squares: 1.0 })),
        "amount is not a finite number"
    );
    assert_eq!(
        said(Statistic::mean(2, Sums { sum: 10.0, sum_squares: 1.0 })),
        "no people can have these sums: amount would have a negative variance"
    );
    let same = Statistic::mean(10, Sums { sum: 50.0, sum_squares: 250.0 }).unwrap();
    let other = Statistic::mean(10, Sums { sum: 60.0, sum_squares: 400.0 }).unwrap();
    let compare =
        |a: &Statistic, b: &Statistic| effect(a, b, Difference::Relative).unwrap_err().to_string();
    assert_eq!(compare(&same, &other), "everybody in control has the same value");
    assert_eq!(compare(&other, &same), "everybody in treatment has the same value");
    let share = Statistic::proportion(10, 5.0).unwrap();
    assert_eq!(compare(&share, &other), "control and treatment are not the same kind of metric");
    let refunds = Statistic::mean(10, Sums { sum: -60.0, sum_squares: 400.0 }).unwrap();
    assert_eq!(
        compare(&refunds, &other),
        "the control's mean is -6, so that there is no lift relative to it"
    );
    assert!(effect(&refunds, &other, Difference::Absolute).is_ok());
    let nothing_below =
        Statistic::ratio(10, Sums { sum: 5.0, sum_squares: 9.0 }, Sums::default(), 0.0).unwrap();
    assert_eq!(compare(&nothing_below, &nothing_below), "the denominator of control is 0");
}

#[test]
fn an_alpha_or_prior_out_of_bounds_is_refused() {
    let arms = shares(&[(100, 40.0), (100, 50.0)]);
    let effect = effect(&arms[0], &arms[1], Difference::Relative).unwrap();
    assert_eq!(
        two_sided_t(&effect, 1.0).unwrap_err().to_string(),
        "alpha is 1, not between 0 and 1"
    );
    assert!(sequential(&effect, 0.05, 0.0).is_err());
    let no_number = sequential(&effect, f64::NAN, 5_000.0).unwrap_err();
    assert_eq!(no_number.to_string(), "alpha is NaN, not between 0 and 1");
    let written = serde_json::to_string(&no_number).unwrap();
    assert_eq!(serde_json::from_str::<NoResult>(&written).unwrap(), no_number);
    assert!(bayesian(&effect, Prior::Normal { mean: 0.0, variance: 0.0 }, 0.05).is_err());
}

#[test]
fn a_ratio_has_the_variance_of_the_delta_method() {
    // numpy: m = [3, 0, 8, 5, 2], d = [1, 0, 3, 2, 1]; Σm 18, Σm² 102, Σd 7, Σd² 15, Σmd 39.
    let revenue = Sums { sum: 18.0, sum_squares: 102.0 };
    let orders = Sums { sum: 7.0, sum_squares: 15.0 };
    let one = Statistic::ratio(5, revenue, orders, 39.0).unwrap();
    let effect = effect(&one, &one, Difference::Absolute).unwrap();
    // var m 9.3, var d 1.3, cov 3.45; (9.3 + 1.3 r² − 2 · 3.45 r) / 1.4² with r 18/7, twice over 5 people.
    let r = 18.0 / 7.0;
    let variance = (9.3 + 1.3 * r * r - 2.0 * 3.45 * r) / (1.4 * 1.4);
    assert!((effect.standard_error - (2.0_f64 * variance / 5.0).sqrt()).abs() < 1e-12);
    assert!((one.mean_shown().unwrap() - r).abs() < 1e-12);
}

#[test]
fn a_covariate_that_explains_nothing_changes_nothing() {
    let post = Sums { sum: 120.0, sum_squares: 1_700.0 };
    let flat = Sums { sum: 10.0, sum_squares: 10.0 };
    let plain = Statistic::mean(10, post).unwrap();
    let other = Statistic::mean(10, Sums { sum: 130.0, sum_squares: 1_900.0 }).unwrap();
    let adjusted = Statistic::adjusted(10, post, flat, 120.0).unwrap();
    let other_adjusted =
        Statistic::adjusted(10, Sums { sum: 130.0, sum_squares: 1_900.0 }, flat, 130.0).unwrap();
    assert_eq!(
        effect(&adjusted, &other_adjusted, Difference::Relative),
        effect(&plain, &other, Difference::Relative)
    );
}

#[test]
fn many_variations_are_held_to_a_stricter_measure() {
    let question = Question::new(10_000, vec![1.0; 11]);
    let mut arms = vec![(10_000, 500.0)];
    // One looks good: alone it would win, among ten it may be luck.
    arms.push((10_000, 620.0));
    assert_eq!(verdicts(&arms, &Question::new(10_000, vec![1.0; 2])), [Verdict::Won]);
    arms.extend([(10_000, 500.0); 9]);
    assert_eq!(verdicts(&arms, &question)[0], Verdict::NoDifference);
}

#[test]
fn corrections_agree_with_r() {
    // R: p.adjust(c(0.01, 0.02, 0.03, 0.005, 0.9), "holm") and "BH".
    let p_values = [0.01, 0.02, 0.03, 0.005, 0.9];
    let close = |found: Vec<f64>, expected: [f64; 5]| {
        found.iter().zip(expected).all(|(one, other)| (one - other).abs() < 1e-12)
    };
    assert!(close(holm(&p_values), [0.04, 0.06, 0.06, 0.025, 0.9]));
    assert!(close(benjamini_hochberg(&p_values), [0.025, 0.1 / 3.0, 0.037_5, 0.025, 0.9]));
    assert_eq!(holm(&[]), Vec::<f64>::new());
    assert_eq!(holm(&[f64::NAN, 0.01]), [1.0, 0.02]);
}

#[test]
fn a_plan_for_looking_daily_asks_for_more_people() {
    let once = Plan {
        effect: MinimumEffect::Relative(0.2),
        alpha: 0.05,
        power: 0.8,
        variations: 2,
        horizon: Horizon::Once,
    };
    let always = Plan { horizon: Horizon::Always { tuning: SEQUENTIAL_TUNING }, ..once };
    let four = Plan { variations: 4, ..once };
    // G*Power's normal approximation with unpooled variance gives 8,155 an arm.
    assert_eq!(once.people_for_proportion(0.05), Ok(8_155));
    assert!((14_000..20_000).contains(&always.people_for_proportion(0.05).unwrap()));
    assert!(8_155 < four.people_for_proportion(0.05).unwrap());
    // Cohen: a difference of half a standard deviation needs 63 an arm.
    let half = Plan { effect: MinimumEffect::Absolute(5.0), ..once };
    assert_eq!(half.people_for_mean(100.0, 10.0), Ok(63));
}

#[test]
fn a_plan_that_cannot_be_is_refused_with_its_bound() {
    let plan = Plan {
        effect: MinimumEffect::Relative(0.2),
        alpha: 0.05,
        power: 0.8,
        variations: 2,
        horizon: Horizon::Once,
    };
    let said = |plan: Plan, baseline| plan.people_for_proportion(baseline).unwrap_err().to_string();
    assert_eq!(said(plan, 1.5), "baseline is 1.5, not between 0 and 1");
    assert_eq!(said(plan, 0.9), "lifted share is 1.08, not between 0 and 1");
    assert_eq!(said(Plan { variations: 1, ..plan }, 0.1), "variations is 1, not 2 to 64");
    assert_eq!(said(Plan { power: 1.0, ..plan }, 0.1), "power is 1, not between 0 and 1");
    let nothing = Plan { effect: MinimumEffect::Absolute(0.0), ..plan };
    assert_eq!(said(nothing, 0.1), "minimum effect is 0, not between 0 and inf");
    let tiny = Plan { effect: MinimumEffect::Absolute(1e-9), ..plan };
    assert!(said(tiny, 0.1).contains("look for a larger lift"));
}

#[test]
fn totals_are_written_as_text_so_that_javascript_does_not_round_them() {
    let mut totals = Totals::default();
    totals.observe(Observation { amount: i64::MAX, denominator: 2, before: -3 });
    let written = serde_json::to_value(totals).unwrap();
    assert_eq!(written["amount_squares"], "1000000000000000000000000000000");
    assert_eq!(serde_json::from_value::<Totals>(written).unwrap(), totals);
    assert_eq!(serde_json::from_str::<Totals>("{}").unwrap(), Totals::default());
}

fn observation() -> impl Strategy<Value = Observation> {
    (any::<i64>(), any::<i64>(), any::<i64>())
        .prop_map(|(amount, denominator, before)| Observation { amount, denominator, before })
}

proptest! {
    #[test]
    fn shards_merge_to_the_same_whole_in_any_order(
        people in proptest::collection::vec(observation(), 0..40),
        cut in 0_usize..40,
    ) {
        let of = |people: &[Observation]| {
            let mut totals = Totals::default();
            for person in people {
                totals.observe(*person);
            }
            totals
        };
        let (first, second) = people.split_at(cut.min(people.len()));
        let (mut forwards, mut backwards) = (of(first), of(second));
        forwards.merge(&of(second));
        backwards.merge(&of(first));
        prop_assert_eq!(forwards, of(&people));
        prop_assert_eq!(backwards, of(&people));
        for metric in [Metric::Mean, Metric::Ratio, Metric::Adjusted] {
            prop_assert!(forwards.statistic(metric).is_ok());
        }
    }

    #[test]
    fn no_sums_whatever_give_a_number_that_is_none(
        people in any::<(u64, u64)>(),
        sums in any::<[f64; 8]>(),
        products in any::<(f64, f64)>(),
        settings in any::<(f64, f64)>(),
        planned in any::<u64>(),
    ) {
        let sums = |at: usize| Sums { sum: sums[at], sum_squares: sums[at + 1] };
        let kinds = |people, at: usize, products| [
            Statistic::proportion(people, sums(at).sum),
            Statistic::mean(people, sums(at)),
            Statistic::ratio(people, sums(at), sums(at + 2), products),
            Statistic::adjusted(people, sums(at), sums(at + 2), products),
        ];
        let question = Question { alpha: settings.0, sequential_tuning: settings.1, ..halves(planned) };
        for (control, treatment) in
            kinds(people.0, 0, products.0).into_iter().zip(kinds(people.1, 4, products.1))
        {
            let (Ok(control), Ok(treatment)) = (control, treatment) else { continue };
            let written = serde_json::to_string(&analyse(&[control, treatment], &question)).unwrap();
            // serde_json writes not-a-number and infinity as null; only what is absent may be null.
            prop_assert!(!written.contains("\"p_value\":null") && !written.contains("\"lift\":null"), "{}", written);
            prop_assert!(!written.contains("\"low\":null") && !written.contains("_win\":null"), "{}", written);
        }
    }

    #[test]
    fn ordinary_experiments_always_have_a_reading(
        people in (2_u64..100_000, 2_u64..100_000),
        share in (0.01..0.99_f64, 0.01..0.99_f64),
    ) {
        let some = |people: u64, share: f64| {
            let successes = (crate::special::real(people) * share).ceil();
            Statistic::proportion(people, successes.min(crate::special::real(people) - 1.0)).unwrap()
        };
        let arms = [some(people.0, share.0), some(people.1, share.1)];
        let Reading::Measured(found) = &analyse(&arms, &halves(10)).comparisons[0].reading else {
            return Err(TestCaseError::fail("no reading"));
        };
        if 30.0 < found.effect.degrees {
            prop_assert!(found.sequential.interval.contains(found.fixed.interval.low));
            prop_assert!(found.sequential.interval.contains(found.fixed.interval.high));
        }
        prop_assert!(found.sequential.p_value <= found.p_value_adjusted);
        prop_assert!(found.fixed.p_value <= found.p_value_adjusted);
        prop_assert!((0.0..=1.0).contains(&found.bayesian.chance_to_win));
        prop_assert!(0.0 <= found.bayesian.risk_of_control.min(found.bayesian.risk_of_treatment));
    }
}
