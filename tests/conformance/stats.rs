//! The numbers of experiments against GrowthBook's own: `gbstats`' answers, row by row, to 1e-5.

use std::collections::BTreeMap;

use serde_json::Value;
use shared::stats::{
    Difference, NoResult, Prior, Statistic, Sums, bayesian, effect, sample_ratio, sequential,
    two_sided_t,
};

const SUITE: &str = "growthbook/stats_golden.json";

/// What the suite itself says of its rows.
const TOLERANCE: f64 = 1e-5;

fn number(json: &Value, field: &str) -> f64 {
    json[field].as_f64().unwrap_or_else(|| panic!("no number `{field}` in {json}"))
}

fn statistic(json: &Value) -> Result<Statistic, NoResult> {
    let people = json["n"].as_u64().unwrap();
    let sums = |sum: &str, sum_squares: &str| Sums {
        sum: number(json, sum),
        sum_squares: number(json, sum_squares),
    };
    match json["kind"].as_str().unwrap() {
        "proportion" => Statistic::proportion(people, number(json, "sum")),
        "mean" => Statistic::mean(people, sums("sum", "sum_squares")),
        "cuped" => Statistic::adjusted(
            people,
            sums("post_sum", "post_sum_squares"),
            sums("pre_sum", "pre_sum_squares"),
            number(json, "post_pre_sum_of_products"),
        ),
        other => panic!("no kind `{other}`"),
    }
}

/// Our numbers under GrowthBook's names.
fn answer(row: &Value) -> Result<Vec<(&'static str, f64)>, NoResult> {
    let config = &row["config"];
    let difference = match config["difference_type"].as_str().unwrap() {
        "relative" => Difference::Relative,
        _ => Difference::Absolute,
    };
    let alpha = number(config, "alpha");
    let effect = effect(&statistic(&row["control"])?, &statistic(&row["treatment"])?, difference)?;
    let of_test = |test: shared::stats::Frequentist| {
        vec![
            ("expected", effect.lift),
            ("uplift.mean", effect.lift),
            ("uplift.stddev", effect.standard_error),
            ("ci.0", test.interval.low),
            ("ci.1", test.interval.high),
            ("pValue", test.p_value),
        ]
    };
    match row["test"].as_str().unwrap() {
        "two_sided_t" => Ok(of_test(two_sided_t(&effect, alpha)?)),
        "sequential_two_sided_t" => {
            let tuning = number(config, "sequential_tuning_parameter");
            Ok(of_test(sequential(&effect, alpha, tuning)?))
        }
        "bayesian_effect" => {
            let prior = &config["prior"];
            let prior = if prior["proper"] == true {
                Prior::Normal { mean: number(prior, "mean"), variance: number(prior, "variance") }
            } else {
                Prior::Flat
            };
            let belief = bayesian(&effect, prior, alpha)?;
            Ok(vec![
                ("expected", belief.expected),
                ("uplift.mean", belief.expected),
                ("uplift.stddev", belief.standard_deviation),
                ("ci.0", belief.interval.low),
                ("ci.1", belief.interval.high),
                ("chanceToWin", belief.chance_to_win),
                ("risk.0", belief.risk_of_control),
                ("risk.1", belief.risk_of_treatment),
            ])
        }
        other => panic!("no test `{other}`"),
    }
}

/// The number at `a.b` of a result.
fn expected(result: &Value, name: &str) -> f64 {
    let pointer = format!("/{}", name.replace('.', "/"));
    result.pointer(&pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("no {name}"))
}

/// GrowthBook's name for what we refuse with a reason of our own.
fn growthbooks_message(because: &NoResult) -> &'static str {
    match because {
        NoResult::TooFewPeople { .. } | NoResult::NoVariance { .. } => "ZERO_NEGATIVE_VARIANCE",
        NoResult::NoBaseline { .. } => "ZERO_NEGATIVE_BASELINE_VARIATION",
        _ => "",
    }
}

#[test]
fn every_row_of_growthbooks_statistics_comes_out() {
    let Some(suite) = tests::fixture(SUITE) else { return };
    assert_eq!(suite["tolerance"], "1e-5 abs on p-values/CI/chanceToWin");
    let rows = suite["cases"].as_array().unwrap();
    let (mut passed, mut worst) = (BTreeMap::<&str, u32>::new(), 0.0_f64);
    let mut failures = Vec::new();
    for row in rows {
        let result = &row["result"];
        let test = row["test"].as_str().unwrap();
        match answer(row) {
            Ok(numbers) => {
                if !result["errorMessage"].is_null() {
                    failures.push(format!("a number where there is none: {row}"));
                    continue;
                }
                let off = numbers
                    .iter()
                    .map(|(name, number)| (number - expected(result, name)).abs())
                    .fold(0.0, f64::max);
                worst = worst.max(off);
                if TOLERANCE < off || off.is_nan() {
                    failures.push(format!("{off:e} off: {numbers:?} for {row}"));
                    continue;
                }
            }
            Err(because) => {
                if result["errorMessage"] != growthbooks_message(&because) {
                    failures.push(format!("refused ({because}): {row}"));
                    continue;
                }
            }
        }
        *passed.entry(test).or_default() += 1;
    }
    let total = passed.values().sum::<u32>();
    println!("gbstats {total}/{} rows, worst {worst:.1e} off: {passed:?}", rows.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!((total, rows.len()), (185, 185));
}

#[test]
fn every_split_of_people_is_judged_as_growthbook_judges_it() {
    let Some(suite) = tests::fixture(SUITE) else { return };
    let rows = suite["srm"].as_array().unwrap();
    for row in rows {
        let people: Vec<u64> = serde_json::from_value(row["users"].clone()).unwrap();
        let weights: Vec<f64> = serde_json::from_value(row["weights"].clone()).unwrap();
        let split = sample_ratio(&people, &weights).unwrap();
        assert!((split.p_value - number(row, "p_value")).abs() <= TOLERANCE, "{row}");
        assert_eq!(split.is_mismatch(), row["flag_at_0.001"], "{row}");
    }
    println!("gbstats sample ratio {0}/{0}", rows.len());
    assert_eq!(rows.len(), 4);
}
