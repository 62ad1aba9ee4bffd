//! An experiment while it is edited: how people are split, and whether it runs.
//!
//! An experiment is a document in GrowthBook's field names. What the form shows is written here; everything else stays
//! as it is.

use serde_json::{Map, Value, json};
use shared::{
    bucket::Holdout,
    config::Config,
    experiment::{Holdouts, KEY_PREFIX, comparison_key},
    id::ScenarioId,
    limits::ID_LEN_BYTES_MAX,
    rule::Rule,
};

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

/// What the fields of the form say; shares in percent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ExperimentDraft {
    /// Its name in the API; fixed once it exists.
    pub(crate) key: String,
    /// What operators call it.
    pub(crate) name: String,
    /// The variations, the control first.
    pub(crate) variations: Vec<VariationDraft>,
    /// Share of people who take part at all.
    pub(crate) coverage: String,
    /// Who may take part.
    pub(crate) condition: Value,
    /// The exclusion group; empty for none.
    pub(crate) group: String,
    /// The part of the group that it takes: from here.
    pub(crate) group_from: String,
    /// To here.
    pub(crate) group_to: String,
}

/// One variation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VariationDraft {
    /// What operators call it; empty for its place.
    pub(crate) name: String,
    /// Its share.
    pub(crate) weight: String,
}

/// Whether a key is that of a scenario beside its holdout.
pub(crate) fn is_holdout(key: &str) -> bool {
    key.starts_with(KEY_PREFIX)
}

/// The scenarios that hold people out, as experiments; their names are those of the scenarios.
pub(crate) fn comparisons(holdouts: &Holdouts) -> Vec<Value> {
    let one = |(scenario, holdout): (&ScenarioId, &Holdout)| {
        let key = comparison_key(scenario)?;
        Some(json!({
            "key": key.as_str(), "name": scenario.as_str(), "variations": [false, true],
            "weights": [holdout.share, 1.0 - holdout.share],
        }))
    };
    holdouts.scenarios.iter().filter_map(one).collect()
}

/// The experiment of a key, or the comparison of a scenario with its holdout.
pub(crate) fn find(config: &Config, wanted: &str) -> Option<Value> {
    let all = config.experiments.iter().cloned().chain(comparisons(&config.holdout));
    all.into_iter().find(|one| key(one) == wanted)
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

/// The names of its variations; one that is called by its number has none.
pub(crate) fn variations(experiment: &Value) -> Vec<Option<String>> {
    let count = experiment.get("variations").and_then(Value::as_array).map_or(0, Vec::len);
    let meta = experiment.get("meta").and_then(Value::as_array);
    let name = |number: usize| {
        let meta = meta?.get(number)?;
        let named = meta.get("name").or_else(|| meta.get("key"))?.as_str()?;
        (named != number.to_string()).then(|| named.to_owned())
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
    /// An experiment that does not exist yet: two variations, half of the people each.
    pub(crate) fn fresh(key: String) -> Self {
        let half = || VariationDraft { name: String::new(), weight: "50".to_owned() };
        Self {
            key,
            name: String::new(),
            variations: vec![half(), half()],
            coverage: "100".to_owned(),
            condition: Value::Object(Map::new()),
            group: String::new(),
            group_from: "0".to_owned(),
            group_to: "100".to_owned(),
        }
    }

    /// The form of what is published; weights that are not given are equal.
    pub(crate) fn of(experiment: &Value) -> Self {
        let names = variations(experiment);
        let count = names.len();
        let written = experiment.get("weights").and_then(Value::as_array);
        let weight = |number: usize| {
            let given = written.and_then(|weights| weights.get(number)).and_then(Value::as_f64);
            percent(given.unwrap_or_else(|| equal(number, count)))
        };
        let coverage = experiment.get("coverage").and_then(Value::as_f64).unwrap_or(1.0);
        let claim = claim(experiment);
        let (group, from, to) = claim.unwrap_or_else(|| (String::new(), 0.0, 1.0));
        let variation = |(number, name): (usize, Option<String>)| VariationDraft {
            name: name.unwrap_or_default(),
            weight: weight(number),
        };
        let title = experiment.get("name").and_then(Value::as_str).unwrap_or_default();
        let everyone = || Value::Object(Map::new());
        Self {
            key: key(experiment).to_owned(),
            name: title.to_owned(),
            variations: names.into_iter().enumerate().map(variation).collect(),
            coverage: percent(coverage),
            condition: experiment.get("condition").cloned().unwrap_or_else(everyone),
            group,
            group_from: percent(from),
            group_to: percent(to),
        }
    }

    /// Adds a variation, and shares people out evenly.
    pub(crate) fn add(&mut self) {
        self.variations.push(VariationDraft { name: String::new(), weight: String::new() });
        self.share_out();
    }

    /// Takes the last variation away, and shares people out evenly.
    pub(crate) fn remove(&mut self) {
        self.variations.pop();
        self.share_out();
    }

    fn share_out(&mut self) {
        let count = self.variations.len();
        for (number, variation) in self.variations.iter_mut().enumerate() {
            variation.weight = percent(equal(number, count));
        }
    }

    /// The experiment with what the form means; what the form does not show stays as it is.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its field.
    pub(crate) fn write(&self, experiment: Value) -> Result<Value, Vec<Fault>> {
        let mut faults = Vec::new();
        if self.key.trim().is_empty() || self.key.len() > ID_LEN_BYTES_MAX {
            faults.push(Fault::here("key", experiments::FAULT_KEY));
        }
        let weights: Option<Vec<f64>> =
            self.variations.iter().map(|variation| share(&variation.weight)).collect();
        let adds_up = |weights: &Vec<f64>| (weights.iter().sum::<f64>() - 1.0).abs() < 5e-5;
        let weights = weights.filter(adds_up);
        if weights.is_none() {
            faults.push(Fault::here("weights", experiments::FAULT_WEIGHTS));
        }
        let coverage = share(&self.coverage);
        if coverage.is_none() {
            faults.push(Fault::here("coverage", experiments::FAULT_COVERAGE));
        }
        let claimed = share(&self.group_from).zip(share(&self.group_to));
        let claimed = claimed.filter(|(from, to)| from < to);
        if !self.group.trim().is_empty() && claimed.is_none() {
            faults.push(Fault::here("namespace", experiments::FAULT_GROUP));
        }
        let (Some(weights), Some(coverage), true) = (weights, coverage, faults.is_empty()) else {
            return Err(faults);
        };
        let Value::Object(mut fields) = experiment else { return Ok(experiment) };
        let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        put("key", self.key.trim().into());
        put("weights", weights.into_iter().map(Value::from).collect());
        put("coverage", coverage.into());
        self.write_names(&mut fields);
        let is_open = self.condition.as_object().is_some_and(Map::is_empty);
        keep(&mut fields, "condition", (!is_open).then(|| self.condition.clone()));
        let group = self.group.trim();
        let namespace = claimed.filter(|_| !group.is_empty());
        let namespace =
            namespace.map(|(from, to)| Value::Array(vec![group.into(), from.into(), to.into()]));
        keep(&mut fields, "namespace", namespace);
        Ok(Value::Object(fields))
    }

    /// Writes the name, and as many variations as there are with their names.
    fn write_names(&self, fields: &mut Map<String, Value>) {
        let name = self.name.trim();
        keep(fields, "name", (!name.is_empty()).then(|| name.into()));
        let known = fields.get("variations").and_then(Value::as_array).cloned().unwrap_or_default();
        if known.len() != self.variations.len() {
            let numbered =
                |number: usize| known.get(number).cloned().unwrap_or_else(|| number.into());
            let all = (0..self.variations.len()).map(numbered).collect();
            fields.insert("variations".to_owned(), Value::Array(all));
        }
        let known = fields.get("meta").and_then(Value::as_array).cloned().unwrap_or_default();
        let is_named = |variation: &VariationDraft| !variation.name.trim().is_empty();
        if known.is_empty() && !self.variations.iter().any(is_named) {
            return;
        }
        let meta = self.variations.iter().enumerate().map(|(number, variation)| {
            let mut meta = match known.get(number) {
                Some(Value::Object(meta)) => meta.clone(),
                _ => Map::from_iter([("key".to_owned(), number.to_string().into())]),
            };
            let before = meta.get("name").or_else(|| meta.get("key")).and_then(Value::as_str);
            if before != Some(variation.name.trim()) {
                keep(&mut meta, "name", is_named(variation).then(|| variation.name.trim().into()));
            }
            Value::Object(meta)
        });
        let meta = meta.collect();
        fields.insert("meta".to_owned(), Value::Array(meta));
    }
}

/// Puts a field in, or takes it out where there is nothing to say.
fn keep(fields: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    match value {
        Some(value) => drop(fields.insert(name.to_owned(), value)),
        None => drop(fields.remove(name)),
    }
}

/// The exclusion group of an experiment, with the part that it takes.
fn claim(experiment: &Value) -> Option<(String, f64, f64)> {
    let [group, from, to] = experiment.get("namespace")?.as_array()?.as_slice() else {
        return None;
    };
    Some((group.as_str()?.to_owned(), from.as_f64()?, to.as_f64()?))
}

/// Which parts of an exclusion group other experiments take, that are not over: name, from and to in percent.
pub(crate) fn taken(all: &[Value], group: &str, besides: &str) -> Vec<(String, String, String)> {
    let others = all.iter().filter(|one| key(one) != besides && standing(one) != Standing::Stopped);
    let claimed = others.filter_map(|one| {
        let (of, from, to) = claim(one)?;
        (of == group.trim()).then(|| (name(one).to_owned(), percent(from), percent(to)))
    });
    claimed.collect()
}

/// The names of the rules that an experiment splits.
pub(crate) fn users<'a>(rules: &'a [Rule], key: &str) -> Vec<&'a Rule> {
    let splits =
        |rule: &&Rule| rule.experiment.as_ref().is_some_and(|split| split.key.as_str() == key);
    rules.iter().filter(splits).collect()
}

/// Makes one variation what everybody gets: the rules that the experiment splits do what it does, and the experiment is
/// over. Says how many rules.
pub(crate) fn adopt(config: &mut Map<String, Value>, of: &str, variation: usize) -> usize {
    let mut changed: usize = 0;
    for rule in config.get_mut("rules").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(fields) = rule.as_object_mut() else { continue };
        let splits = fields.get("experiment").is_some_and(|split| key(split) == of);
        if !splits {
            continue;
        }
        let split = fields.remove("experiment").unwrap_or_default();
        let actions = split.get("actions").and_then(Value::as_array);
        if let Some(action) = actions.and_then(|actions| actions.get(variation)) {
            fields.insert("action".to_owned(), action.clone());
        }
        changed = changed.saturating_add(1);
    }
    for one in config.get_mut("experiments").and_then(Value::as_array_mut).into_iter().flatten() {
        if key(one) == of {
            *one = turned(one.take(), Standing::Stopped);
        }
    }
    changed
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
        let variation =
            |weight: &&str| VariationDraft { name: String::new(), weight: (*weight).to_owned() };
        ExperimentDraft {
            variations: weights.iter().map(variation).collect(),
            coverage: coverage.to_owned(),
            ..ExperimentDraft::fresh("e1".into())
        }
    }

    #[test]
    fn opening_and_saving_changes_nothing() {
        for written in [
            json!({"key": "e1", "variations": [0, 1, 2], "seed": "s", "hashVersion": 2,
                "weights": [0.5, 0.25, 0.25], "coverage": 0.8}),
            json!({"key": "e1", "name": "E", "variations": ["a", "b"], "weights": [0.5, 0.5], "coverage": 1.0,
                "meta": [{"key": "x"}, {"key": "y", "name": "Y", "passthrough": true}],
                "condition": {"visits": {"$gte": 2}}, "namespace": ["checkout", 0.25, 0.75]}),
        ] {
            assert_eq!(ExperimentDraft::of(&written).write(written.clone()), Ok(written));
        }
    }

    #[test]
    fn an_experiment_that_is_written_here_is_one_for_the_core() {
        let mut draft = ExperimentDraft::fresh("e-1".into());
        draft.name = " 运费 ".into();
        draft.add();
        draft.variations[1].name = "包邮".into();
        draft.condition = json!({"visits": 2});
        draft.group = "checkout".into();
        draft.group_to = "40".into();
        let start =
            json!({"key": "e-1", "variations": [0, 1], "hashVersion": 2, "status": "draft"});
        let written = draft.write(start).unwrap();
        let read: shared::experiment::Experiment = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(read.check(), Ok(()));
        assert_eq!(read.name.as_deref(), Some("运费"));
        assert_eq!(read.weights, Some(vec![0.3334, 0.3333, 0.3333]));
        assert_eq!(written["variations"], json!([0, 1, 2]));
        assert_eq!(variations(&written), [None, Some("包邮".into()), None]);
        let fewer = ExperimentDraft {
            group: String::new(),
            condition: json!({}),
            ..ExperimentDraft::of(&written)
        };
        let fewer = fewer.write(written).unwrap();
        assert!(fewer.get("namespace").is_none() && fewer.get("condition").is_none());
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
    fn what_is_wrong_is_refused_at_its_field() {
        let written = json!({"key": "e1", "variations": [0, 1]});
        for weights in [["50", "49"], ["50", ""], ["-50", "150"]] {
            let faults = draft(&weights, "100").write(written.clone()).unwrap_err();
            assert_eq!(faults, [Fault::here("weights", experiments::FAULT_WEIGHTS)]);
        }
        let faults = draft(&["50", "50"], "120").write(written.clone()).unwrap_err();
        assert_eq!(faults, [Fault::here("coverage", experiments::FAULT_COVERAGE)]);
        let upside_down = ExperimentDraft {
            key: " ".into(),
            group: "g".into(),
            group_from: "60".into(),
            group_to: "40".into(),
            ..draft(&["50", "50"], "100")
        };
        let faults = upside_down.write(written).unwrap_err();
        assert_eq!(
            faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(),
            ["key", "namespace"]
        );
    }

    #[test]
    fn a_part_of_a_group_is_taken_until_its_experiment_is_over() {
        let all = [
            json!({"key": "a", "name": "A", "namespace": ["g", 0.0, 0.5]}),
            json!({"key": "b", "namespace": ["g", 0.5, 0.75], "status": "draft"}),
            json!({"key": "c", "namespace": ["g", 0.75, 1.0], "status": "stopped"}),
            json!({"key": "d", "namespace": ["other", 0.0, 1.0]}),
        ];
        let part =
            |name: &str, from: &str, to: &str| (name.to_owned(), from.to_owned(), to.to_owned());
        assert_eq!(taken(&all, " g ", "e"), [part("A", "0", "50"), part("b", "50", "75")]);
        assert_eq!(taken(&all, "g", "a"), [part("b", "50", "75")]);
    }

    #[test]
    fn what_won_is_what_everybody_gets() {
        let mut config = json!({
            "experiments": [{"key": "e1", "status": "running"}, {"key": "e2", "status": "running"}],
            "rules": [
                {"id": "r1", "action": {"kind": "say"}, "experiment": {"key": "e1", "actions": [{"kind": "nothing"}, {"kind": "offer"}]}},
                {"id": "r2", "action": {"kind": "say"}, "experiment": {"key": "e2", "actions": []}},
                {"id": "r3", "action": {"kind": "say"}},
            ],
        });
        let Value::Object(fields) = &mut config else { panic!("an object") };
        assert_eq!(adopt(fields, "e1", 1), 1);
        assert_eq!(config["rules"][0], json!({"id": "r1", "action": {"kind": "offer"}}));
        assert_eq!(config["rules"][1]["experiment"]["key"], "e2");
        assert_eq!(
            config["experiments"],
            json!([{"key": "e1", "status": "stopped"}, {"key": "e2", "status": "running"}])
        );
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
