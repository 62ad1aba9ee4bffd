//! A config made ready to decide: conditions read, rules indexed, names resolved.
//!
//! Compiling happens once for each published config and isolate. What does not compile is
//! refused at publish, with the JSON path, so that a decision never meets a broken rule.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::{String, ToString},
    vec::Vec,
};

use thiserror::Error;

use crate::{
    attributes,
    catalog::{Catalog, names::ProductNames},
    condition::Condition,
    config::Config,
    conversation::Playbook,
    experiment::{Experiment, Experiments, KEY_PREFIX},
    id::OfferId,
    limits::{ARMS_MAX, RULES_MAX},
    offer::Offer,
    predict::PurchaseModel,
    profile::yardstick::Yardstick,
    ranking::{Band, Learned, Method, Policies},
    rule::{Action, Rule, fairness},
    rule_index::RuleIndex,
    segment::{Segments, Tracks},
    settings::rfm::RfmCuts,
};

/// A config ready to decide with.
#[derive(Debug)]
pub struct Compiled {
    /// Content hash of the config; decisions name it.
    pub hash: String,
    /// The config itself, its rules sorted by priority, highest first.
    pub config: Config,
    /// What the shop sells.
    pub catalog: Catalog,
    /// What its products are called.
    pub names: ProductNames,
    /// The groups of people.
    pub segments: Segments,
    /// What is asked about a person's events.
    pub tracks: Tracks,
    /// Where the fifths of the workspace's customers lie, once there are enough of them.
    pub cuts: Option<RfmCuts>,
    /// What its customers show about orders to come, once they were looked at.
    pub purchases: Option<PurchaseModel>,
    /// Which rules can match an occasion.
    pub index: RuleIndex,
    /// What splits people.
    pub experiments: Experiments,
    // What each scenario's holdout is compared by.
    comparisons: Vec<Experiment>,
    /// What was learned so far.
    pub learned: Learned,
    /// Draws made ready from what was learned.
    pub policies: Policies,
    // Whether each rule, by its place, reads what the person did before.
    personal: Vec<bool>,
    // Whether another rule that is switched on has the same priority.
    shared: Vec<bool>,
}

/// Why a config cannot be published.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{path}: {detail}")]
pub struct ConfigError {
    /// Where, such as `$.rules[3].condition`.
    pub path: String,
    /// What is wrong.
    pub detail: String,
}

impl Compiled {
    /// Compiles a config with the catalog it recommends from.
    ///
    /// Rules of equal priority keep the order of their ids, so that every machine tries them
    /// in one order.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] with the path of the first thing that is wrong: a condition that is
    /// not understood, an offer or experiment that does not exist, two things of one name.
    pub fn new(mut config: Config, hash: String, catalog: Catalog) -> Result<Self, ConfigError> {
        check_names(&config)?;
        check_offers(&config)?;
        check_holdouts(&config)?;
        let experiments = experiments(&config)?;
        check_rules(&config, &experiments)?;
        check_quiet_hours(&config)?;
        check_bands(&config)?;
        check_playbooks(&config)?;
        let segments = Segments::compile(&config.segments)
            .map_err(|(place, detail)| wrong(format!("$.segments[{place}].condition"), detail))?;
        check_lifecycle(&config)?;
        let conditions = conditions(&config)?;
        let targeting = experiments.iter().filter_map(|known| known.condition.as_ref());
        let tracks = Tracks::compile(segments.conditions().chain(&conditions).chain(targeting))
            .map_err(|error| wrong("$".into(), error.to_string()))?;
        let mut rules: Vec<(Rule, Condition)> =
            core::mem::take(&mut config.rules).into_iter().zip(conditions).collect();
        rules.sort_by(|(a, _), (b, _)| b.priority.cmp(&a.priority).then_with(|| a.id.cmp(&b.id)));
        let index = RuleIndex::compile(rules.iter().map(|(rule, condition)| {
            // A rule that is switched off has no trigger, so it costs nothing.
            (if rule.enabled { rule.triggers.as_slice() } else { &[] }, condition)
        }));
        let personal = rules.iter().map(|(rule, _)| reads_the_person(rule)).collect();
        config.rules = rules.into_iter().map(|(rule, _)| rule).collect();
        let comparisons = config.holdout.comparisons().collect();
        let names = ProductNames::of(&catalog);
        let shared = shares_priority(&config.rules);
        Ok(Self {
            hash,
            config,
            catalog,
            names,
            segments,
            tracks,
            cuts: None,
            purchases: None,
            index,
            experiments,
            comparisons,
            learned: Learned::default(),
            policies: Policies::default(),
            personal,
            shared,
        }
        .with_learned(Learned::default()))
    }

    /// With what was learned so far; of rules and experiments that are no longer there nothing is kept.
    #[must_use]
    pub fn with_learned(self, mut learned: Learned) -> Self {
        let rules: Vec<&Rule> = self.config.rules.iter().filter(|rule| rule.enabled).collect();
        let is_rule = |id: &str| self.config.rules.iter().any(|rule| rule.id.as_str() == id);
        learned.retain(is_rule, |key| self.experiments.get(key).is_some());
        // A band too large to draw from was refused when the config was compiled.
        let policies = Policies::ready(&self.config.bands, &rules, &learned).unwrap_or_default();
        Self { learned, policies, ..self }
    }

    /// How the rules of a priority are ranked.
    #[must_use]
    pub fn band(&self, priority: i32) -> Band {
        let known = self.config.bands.iter().find(|band| band.priority == priority);
        known.copied().unwrap_or(Band { priority, method: Method::default() })
    }

    /// The priority of the rule at this place.
    pub(crate) fn priority(&self, place: usize) -> i32 {
        self.config.rules.get(place).map(|rule| rule.priority).unwrap_or_default()
    }

    /// Whether the rule at this place has others of its priority beside it, so that it is ranked.
    #[must_use]
    pub fn shares_its_priority(&self, place: usize) -> bool {
        self.shared.get(place).copied().unwrap_or_default()
    }

    /// With what the workspace's customers are compared with, where that was made.
    #[must_use]
    pub fn with_yardstick(self, yardstick: Option<Yardstick>) -> Self {
        match yardstick {
            Some(Yardstick { cuts, purchases, .. }) => Self { cuts, purchases, ..self },
            None => self,
        }
    }

    /// The offer with this id.
    #[must_use]
    pub fn offer(&self, id: &OfferId) -> Option<&Offer> {
        self.config.offers.iter().find(|offer| offer.id == *id)
    }

    /// Whether the rule at this place reads anything of the person's profile: its condition names
    /// an attribute of it, or its products are chosen by what they looked at.
    #[must_use]
    pub fn reads_the_person(&self, place: usize) -> bool {
        self.personal.get(place).copied().unwrap_or(true)
    }

    /// The experiment with this key, or the comparison of a scenario with its holdout.
    #[must_use]
    pub fn experiment(&self, key: &str) -> Option<&Experiment> {
        let comparison = || self.comparisons.iter().find(|known| known.key == key);
        self.experiments.get(key).or_else(comparison)
    }
}

fn conditions(config: &Config) -> Result<Vec<Condition>, ConfigError> {
    config
        .rules
        .iter()
        .enumerate()
        .map(|(place, rule)| {
            Condition::parse(&rule.condition)
                .map_err(|error| wrong(format!("$.rules[{place}].condition"), error.to_string()))
        })
        .collect()
}

fn experiments(config: &Config) -> Result<Experiments, ConfigError> {
    let mut found = Vec::new();
    for (place, json) in config.experiments.iter().enumerate() {
        let path = |detail: String| wrong(format!("$.experiments[{place}]"), detail);
        let experiment: Experiment =
            crate::json::read(json).map_err(|error| path(error.to_string()))?;
        if experiment.key.starts_with(KEY_PREFIX) {
            let detail =
                format!("key `{}` begins with {KEY_PREFIX}, which holdouts have", experiment.key);
            return Err(path(detail));
        }
        found.push(experiment);
    }
    let places: Vec<String> = found.iter().map(|experiment| experiment.key.clone()).collect();
    Experiments::new(found).map_err(|error| {
        let place = places.iter().rposition(|key| key == error.key());
        let path = place.map_or("$.experiments".into(), |place| format!("$.experiments[{place}]"));
        wrong(path, error.to_string())
    })
}

/// Whether each rule has another of its priority beside it that is switched on.
fn shares_priority(rules: &[Rule]) -> Vec<bool> {
    let mut counts: BTreeMap<i32, u32> = BTreeMap::new();
    for rule in rules.iter().filter(|rule| rule.enabled) {
        let count = counts.entry(rule.priority).or_default();
        *count = count.saturating_add(1);
    }
    rules.iter().map(|rule| counts.get(&rule.priority).is_some_and(|count| 1 < *count)).collect()
}

fn check_bands(config: &Config) -> Result<(), ConfigError> {
    for (place, band) in config.bands.iter().enumerate() {
        let again = config.bands.iter().take(place).any(|known| known.priority == band.priority);
        if again {
            let detail = format!("{} is the priority of two bands", band.priority);
            return Err(wrong(format!("$.bands[{place}].priority"), detail));
        }
        let rules = config.rules.iter().filter(|rule| rule.enabled);
        let count = rules.filter(|rule| rule.priority == band.priority).count();
        if band.method == Method::Bandit && ARMS_MAX < count {
            let detail = format!(
                "bandit has {count} rules of priority {} to draw from, more than {ARMS_MAX}",
                band.priority
            );
            return Err(wrong(format!("$.bands[{place}].method"), detail));
        }
    }
    Ok(())
}

fn check_names(config: &Config) -> Result<(), ConfigError> {
    if RULES_MAX < config.rules.len() {
        let count = config.rules.len();
        return Err(wrong("$.rules".into(), format!("has {count} rules, more than {RULES_MAX}")));
    }
    let rules: Vec<&str> = config.rules.iter().map(|rule| rule.id.as_str()).collect();
    let offers: Vec<&str> = config.offers.iter().map(|offer| offer.id.as_str()).collect();
    let segments: Vec<&str> = config.segments.iter().map(|segment| segment.id.as_str()).collect();
    for (list, ids) in [("rules", rules), ("offers", offers), ("segments", segments)] {
        let mut seen = BTreeSet::new();
        for (place, id) in ids.into_iter().enumerate() {
            if !seen.insert(id) {
                return Err(wrong(
                    format!("$.{list}[{place}].id"),
                    format!("{id} is the id of two {list}"),
                ));
            }
        }
    }
    Ok(())
}

fn check_offers(config: &Config) -> Result<(), ConfigError> {
    for (place, offer) in config.offers.iter().enumerate() {
        offer.check().map_err(|error| wrong(format!("$.offers[{place}]"), error.to_string()))?;
    }
    Ok(())
}

fn check_lifecycle(config: &Config) -> Result<(), ConfigError> {
    let lifecycle = config.settings.lifecycle.check();
    lifecycle.map_err(|error| wrong("$.settings.lifecycle".into(), error.to_string()))
}

fn check_holdouts(config: &Config) -> Result<(), ConfigError> {
    let checked = config.holdout.check();
    checked.map_err(|error| wrong(format!("$.holdout{}", error.path()), error.to_string()))
}

fn check_quiet_hours(config: &Config) -> Result<(), ConfigError> {
    match &config.quiet_hours {
        Some(hours) => {
            hours.check().map_err(|error| wrong("$.quiet_hours".into(), error.to_string()))
        }
        None => Ok(()),
    }
}

fn check_playbooks(config: &Config) -> Result<(), ConfigError> {
    Playbook::check(&config.playbooks).map_err(|error| {
        let path = format!("$.playbooks[{}].{}", error.place, error.field);
        wrong(path, error.detail)
    })
}

fn reads_the_person(rule: &Rule) -> bool {
    let paths = fairness::paths(&rule.condition);
    paths.iter().any(|path| attributes::is_personal(path))
        || rule.actions().any(|action| matches!(action, Action::Recommend { .. }))
}

fn check_rules(config: &Config, experiments: &Experiments) -> Result<(), ConfigError> {
    for (place, rule) in config.rules.iter().enumerate() {
        if rule.triggers.is_empty() {
            return Err(wrong(
                format!("$.rules[{place}].triggers"),
                "is empty; name at least one event, `page`, `message` or `cart_lingered`".into(),
            ));
        }
        check_action(config, &rule.action, &format!("$.rules[{place}].action"))?;
        if let Some(input) = fairness::unfair_input(rule, &config.segments) {
            return Err(wrong(
                format!("$.rules[{place}].condition"),
                format!(
                    "gives an offer by {input}, a guess at what people are able to pay; use what they say \
                     or do instead, or set justification (at least {} characters)",
                    fairness::JUSTIFICATION_CHARS_MIN
                ),
            ));
        }
        if let Some(treatment) = &rule.experiment {
            let path = format!("$.rules[{place}].experiment");
            let Some(experiment) = experiments.get(treatment.key.as_str()) else {
                return Err(wrong(
                    format!("{path}.key"),
                    format!("there is no experiment {}", treatment.key),
                ));
            };
            let (actions, variations) = (treatment.actions.len(), experiment.variations.len());
            if actions != variations {
                return Err(wrong(
                    format!("{path}.actions"),
                    format!("has {actions} actions for {variations} variations"),
                ));
            }
            for action in &treatment.actions {
                check_action(config, action, &path)?;
            }
        }
    }
    Ok(())
}

fn check_action(config: &Config, action: &Action, path: &str) -> Result<(), ConfigError> {
    match action {
        Action::Offer { offer } if config.offers.iter().all(|known| known.id != *offer) => {
            Err(wrong(format!("{path}.offer"), format!("there is no offer {offer}")))
        }
        Action::Offer { .. } | Action::Recommend { .. } | Action::Say { .. } | Action::Nothing => {
            Ok(())
        }
    }
}

fn wrong(path: String, detail: String) -> ConfigError {
    ConfigError { path, detail }
}
