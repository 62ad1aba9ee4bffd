//! An experiment while it is edited: how people are split, and whether it runs.
//!
//! An experiment is a document in GrowthBook's field names. Only `weights`, `coverage`, `status` and `active` are
//! written here; everything else stays as it is.

use serde_json::Value;

use super::draft::{Fault, optional};
use crate::i18n::experiments;

/// Where an experiment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It assigns people.
    Running,
    /// It was never started.
    Draft,
    /// It is over, or switched off.
    Stopped,
}

/// What the fields of the form say, in percent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExperimentDraft {
    /// Share of each variation.
    pub(crate) weights: Vec<String>,
    /// Share of people who take part at all.
    pub(crate) coverage: String,
}

/// The key of an experiment.
pub(crate) fn key(experiment: &Value) -> &str {
    experiment.get("key").and_then(Value::as_str).unwrap_or_default()
}

/// What operators call it: its name, else its key.
pub(crate) fn name(experiment: &Value) -> &str {
    let named = experiment.get("name").and_then(Value::as_str);
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| key(experiment))
}

/// The names of its variations; one without a name is known by its number.
pub(crate) fn variations(experiment: &Value) -> Vec<Option<String>> {
    let count = experiment.get("variations").and_then(Value::as_array).map_or(0, Vec::len);
    let meta = experiment.get("meta").and_then(Value::as_array);
    let name = |number: usize| {
        let meta = meta?.get(number)?;
        let named = meta.get("name").or_else(|| meta.get("key"))?;
        named.as_str().map(str::to_owned)
    };
    (0..count).map(name).collect()
}

/// Where it stands; one that says nothing runs, as in GrowthBook.
pub(crate) fn standing(experiment: &Value) -> Standing {
    let is_off = experiment.get("active") == Some(&Value::Bool(false));
    match experiment.get("status").and_then(Value::as_str) {
        Some("draft") => Standing::Draft,
        Some("stopped") => Standing::Stopped,
        _ if is_off => Standing::Stopped,
        _ => Standing::Running,
    }
}

/// Whether ranges split it instead of weights: they are not edited here.
pub(crate) fn has_ranges(experiment: &Value) -> bool {
    experiment.get("ranges").is_some_and(|ranges| !ranges.is_null())
}

/// The experiment started or stopped.
pub(crate) fn turned(mut experiment: Value, to: Standing) -> Value {
    let status = match to {
        Standing::Running => "running",
        Standing::Draft => "draft",
        Standing::Stopped => "stopped",
    };
    if let Some(fields) = experiment.as_object_mut() {
        fields.insert("status".to_owned(), status.into());
        if fields.contains_key("active") {
            fields.insert("active".to_owned(), (to == Standing::Running).into());
        }
    }
    experiment
}

impl ExperimentDraft {
    /// The form of what is published; weights that are not given are equal.
    pub(crate) fn of(experiment: &Value) -> Self {
        let count = variations(experiment).len();
        let written = experiment.get("weights").and_then(Value::as_array);
        let weight = |number: usize| {
            let given = written.and_then(|weights| weights.get(number)).and_then(Value::as_f64);
            percent(given.unwrap_or_else(|| equal(number, count)))
        };
        let coverage = experiment.get("coverage").and_then(Value::as_f64).unwrap_or(1.0);
        Self { weights: (0..count).map(weight).collect(), coverage: percent(coverage) }
    }

    /// The experiment with what the form means.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its field.
    pub(crate) fn write(&self, mut experiment: Value) -> Result<Value, Vec<Fault>> {
        let mut faults = Vec::new();
        let weights: Option<Vec<f64>> = self.weights.iter().map(|text| share(text)).collect();
        let adds_up = |weights: &Vec<f64>| (weights.iter().sum::<f64>() - 1.0).abs() < 5e-5;
        let weights = weights.filter(adds_up);
        if weights.is_none() {
            faults.push(Fault::here("weights", experiments::FAULT_WEIGHTS));
        }
        let coverage = share(&self.coverage);
        if coverage.is_none() {
            faults.push(Fault::here("coverage", experiments::FAULT_COVERAGE));
        }
        let (Some(weights), Some(coverage), Some(fields)) =
            (weights, coverage, experiment.as_object_mut())
        else {
            return Err(faults);
        };
        let weights = weights.into_iter().map(Value::from).collect();
        fields.insert("weights".to_owned(), Value::Array(weights));
        fields.insert("coverage".to_owned(), coverage.into());
        Ok(experiment)
    }
}

/// The equal share of a variation, in hundredths of a percent; the first takes what is left over, so that the sum is
/// one exactly.
fn equal(number: usize, count: usize) -> f64 {
    let count = u32::try_from(count).unwrap_or(1).max(1);
    let each = 10_000_u32.checked_div(count).unwrap_or(10_000);
    let rest = 10_000_u32.saturating_sub(each.saturating_mul(count));
    f64::from(if number == 0 { each.saturating_add(rest) } else { each }) / 10_000.0
}

/// A share in percent, to a hundredth of one.
fn percent(share: f64) -> String {
    ((share * 10_000.0).round() / 100.0).to_string()
}

/// A share of one, from percent.
fn share(text: &str) -> Option<f64> {
    let percent = optional::<f64>(text).ok().flatten()?;
    (0.0..=100.0).contains(&percent).then(|| (percent * 100.0).round() / 10_000.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn draft(weights: &[&str], coverage: &str) -> ExperimentDraft {
        let weights = weights.iter().map(|weight| (*weight).to_owned()).collect();
        ExperimentDraft { weights, coverage: coverage.to_owned() }
    }

    #[test]
    fn opening_and_saving_changes_only_what_the_form_shows() {
        let written = json!({"key": "e1", "variations": [0, 1, 2], "seed": "s", "hashVersion": 2,
            "weights": [0.5, 0.25, 0.25], "coverage": 0.8});
        assert_eq!(ExperimentDraft::of(&written).write(written.clone()), Ok(written));
    }

    #[test]
    fn weights_that_are_not_given_are_equal_and_add_up() {
        for count in 1..=7_usize {
            let written = json!({"key": "e1", "variations": vec![0; count]});
            let saved = ExperimentDraft::of(&written).write(written).unwrap();
            let sum: f64 =
                saved["weights"].as_array().unwrap().iter().filter_map(Value::as_f64).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{count}: {saved}");
        }
    }

    #[test]
    fn weights_that_do_not_add_up_are_refused_at_their_field() {
        let written = json!({"key": "e1", "variations": [0, 1]});
        for weights in [["50", "49"], ["50", ""], ["-50", "150"]] {
            let faults = draft(&weights, "100").write(written.clone()).unwrap_err();
            assert_eq!(faults, [Fault::here("weights", experiments::FAULT_WEIGHTS)]);
        }
        let faults = draft(&["50", "50"], "120").write(written).unwrap_err();
        assert_eq!(faults, [Fault::here("coverage", experiments::FAULT_COVERAGE)]);
    }

    #[test]
    fn an_experiment_is_started_and_stopped() {
        let draft = json!({"key": "e1", "variations": [0, 1], "status": "draft", "active": false});
        assert_eq!(standing(&draft), Standing::Draft);
        let running = turned(draft, Standing::Running);
        assert_eq!(standing(&running), Standing::Running);
        assert_eq!(running["active"], json!(true));
        assert_eq!(standing(&turned(running, Standing::Stopped)), Standing::Stopped);
        assert_eq!(standing(&json!({"key": "e1", "active": false})), Standing::Stopped);
        assert_eq!(standing(&json!({"key": "e1"})), Standing::Running);
    }

    #[test]
    fn a_variation_is_called_by_its_name_where_it_has_one() {
        let named = json!({"variations": [0, 1, 2], "meta": [{"name": "对照"}, {"key": "b"}]});
        assert_eq!(variations(&named), [Some("对照".to_owned()), Some("b".to_owned()), None]);
    }
}
