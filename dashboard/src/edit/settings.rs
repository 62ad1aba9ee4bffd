//! The workspace's settings while they are edited.

use serde_json::{Map, Value};
use shared::{
    bucket::Holdout,
    channel::Channel,
    experiment::{Holdouts, comparison_key},
    frequency::{FrequencyError, FrequencyRule},
    id::ScenarioId,
    money::{Currency, Minor},
    rule::Class,
    settings::Settings,
    zone::Zone,
};

use super::{
    draft::{Fault, optional},
    hours::HoursDraft,
    unit::Unit,
};
use crate::{api, i18n::settings};

/// A frequency rule as the form shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CapDraft {
    /// Which promises it is about; none for messages of every kind.
    pub(crate) class: Option<Class>,
    /// Over which channel; none for all of them.
    pub(crate) channel: Option<Channel>,
    /// At most so many contacts.
    pub(crate) touches_max: String,
    /// In any window of so many.
    pub(crate) window: String,
    /// The unit of `window`.
    pub(crate) unit: Unit,
}

impl CapDraft {
    /// A cap that is not made yet: three a week.
    pub(crate) fn fresh() -> Self {
        Self {
            class: Some(Class::Marketing),
            channel: None,
            touches_max: "3".into(),
            window: "7".into(),
            unit: Unit::Days,
        }
    }

    /// The form of a cap that is published, from the document: a cap keeps its numbers to itself.
    pub(crate) fn of(written: &Value) -> Self {
        let number = |name: &str| {
            written
                .get(name)
                .and_then(Value::as_u64)
                .and_then(|number| u32::try_from(number).ok())
                .unwrap_or_default()
        };
        let word = |name: &str| written.get(name).and_then(Value::as_str).unwrap_or_default();
        let (window, unit) = Unit::fit(number("window_secs"));
        Self {
            class: class_of(word("class")),
            channel: channel_of(word("channel")),
            touches_max: number("touches_max").to_string(),
            window: window.to_string(),
            unit,
        }
    }

    /// The cap that the form means, as it is published.
    ///
    /// # Errors
    ///
    /// The field that is wrong.
    pub(crate) fn cap(&self) -> Result<Value, Fault> {
        let touches: u16 = match optional(&self.touches_max) {
            Ok(Some(touches)) => touches,
            Ok(None) | Err(()) => return Err(Fault::here("touches_max", settings::FAULT_TOUCHES)),
        };
        let window: Option<u32> = optional(&self.window).ok().flatten();
        let secs = window.and_then(|window| window.checked_mul(self.unit.secs()));
        let Some(secs) = secs else {
            return Err(Fault::here("window_secs", settings::FAULT_WINDOW));
        };
        match FrequencyRule::new(self.class, touches, secs) {
            Ok(_) => {
                let mut cap = Map::new();
                if let Some(class) = self.class {
                    cap.insert("class".to_owned(), api::class_name(class).into());
                }
                if let Some(channel) = self.channel {
                    cap.insert("channel".to_owned(), channel.name().into());
                }
                cap.insert("touches_max".to_owned(), touches.into());
                cap.insert("window_secs".to_owned(), secs.into());
                Ok(Value::Object(cap))
            }
            Err(FrequencyError::Touches { .. }) => {
                Err(Fault::here("touches_max", settings::FAULT_TOUCHES))
            }
            Err(_) => Err(Fault::here("window_secs", settings::FAULT_WINDOW)),
        }
    }
}

/// The class of that name; none for a word that is none.
pub(crate) fn class_of(name: &str) -> Option<Class> {
    [Class::Marketing, Class::Service].into_iter().find(|class| api::class_name(*class) == name)
}

/// The channel of that name; none for a word that is none.
pub(crate) fn channel_of(name: &str) -> Option<Channel> {
    Channel::ALL.into_iter().find(|channel| channel.name() == name)
}

/// Who is held out, as the form shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HoldoutDraft {
    /// Percent of people.
    pub(crate) share: String,
    /// Changing it draws the people anew.
    pub(crate) seed: String,
}

/// Percent of a share. Ten thousandths are enough; 0.07 must not become 7.000000000000001 %.
fn percent(share: f64) -> String {
    ((share * 10_000.0).round() / 100.0).to_string()
}

/// The share that a percentage means.
fn share(percent: &str) -> Result<f64, Fault> {
    let percent = optional::<f64>(percent).ok().flatten();
    let percent = percent.filter(|percent| (0.0..=100.0).contains(percent));
    let percent = percent.ok_or(Fault::here("share", settings::FAULT_SHARE))?;
    Ok((percent * 100.0).round() / 10_000.0)
}

/// The holdout of one scenario, as the form shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ScenarioDraft {
    /// What rules call the scenario.
    pub(crate) name: String,
    /// Percent of people.
    pub(crate) share: String,
    /// Drawn once, and kept while the scenario is.
    pub(crate) seed: String,
}

impl ScenarioDraft {
    /// The forms of what is published.
    pub(crate) fn all(holdouts: &Holdouts) -> Vec<Self> {
        let draft = |(name, holdout): (&ScenarioId, &Holdout)| Self {
            name: name.to_string(),
            share: percent(holdout.share),
            seed: holdout.seed.clone(),
        };
        holdouts.scenarios.iter().map(draft).collect()
    }

    /// A scenario that holds nobody out yet.
    pub(crate) const fn fresh(seed: String) -> Self {
        Self { name: String::new(), share: String::new(), seed }
    }

    /// What the form means.
    ///
    /// # Errors
    ///
    /// The field that is wrong.
    pub(crate) fn holdout(&self) -> Result<(ScenarioId, Holdout), Fault> {
        let name: Option<ScenarioId> = self.name.trim().parse().ok();
        // Its comparison has the name in its key.
        let name = name.filter(|name| comparison_key(name).is_some());
        let name = name.ok_or(Fault::here("scenario", settings::FAULT_SCENARIO))?;
        Ok((name, Holdout { seed: self.seed.clone(), share: share(&self.share)? }))
    }
}

impl HoldoutDraft {
    /// The form of what is published.
    pub(crate) fn of(holdouts: &Holdouts) -> Self {
        Self { share: percent(holdouts.share), seed: holdouts.seed.clone() }
    }

    /// What the form means.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its field.
    pub(crate) fn holdout(&self) -> Result<Holdout, Vec<Fault>> {
        let seed = self.seed.trim();
        let no_seed = seed.is_empty().then_some(Fault::here("seed", settings::FAULT_SEED));
        match (share(&self.share), no_seed) {
            (Ok(share), None) => Ok(Holdout { seed: seed.to_owned(), share }),
            (share, no_seed) => Err(share.err().into_iter().chain(no_seed).collect()),
        }
    }
}

/// The workspace as the form shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WorkspaceDraft {
    /// What people call the shop.
    pub(crate) name: String,
    /// Origins that may embed the widget, one a line.
    pub(crate) origins: String,
    /// Main colour of the widget.
    pub(crate) colour: String,
    /// The zone of the shop's clock.
    pub(crate) zone: String,
    /// After so many minutes a cart is abandoned.
    pub(crate) abandoned: String,
    /// From so much, in major units, a person is high-value.
    pub(crate) high_value: String,
    /// When humans answer.
    pub(crate) hours: HoursDraft,
}

impl WorkspaceDraft {
    /// The form of what is published.
    pub(crate) fn of(settings: Settings) -> Self {
        Self {
            hours: HoursDraft::of(settings.service_hours.as_ref()),
            name: settings.name,
            origins: settings.allowed_origins.join("\n"),
            colour: settings.primary_colour,
            zone: settings.zone.as_str().to_owned(),
            abandoned: settings.cart_abandoned_secs.div_ceil(60).to_string(),
            high_value: Minor::new(settings.high_value_minor)
                .to_major(settings.currency)
                .to_string(),
        }
    }

    /// Writes what the form means into the settings of a config's document; what the form does not show stays.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its field; the document is then unchanged.
    pub(crate) fn write(
        &self,
        document: &mut Map<String, Value>,
        currency: Currency,
    ) -> Result<(), Vec<Fault>> {
        let mut faults = Vec::new();
        let minutes =
            optional::<u32>(&self.abandoned).ok().flatten().filter(|minutes| 0 < *minutes);
        let secs = minutes.and_then(|minutes| minutes.checked_mul(60));
        let high_value = self.high_value_minor(currency);
        if self.name.trim().is_empty() {
            faults.push(Fault::here("name", settings::FAULT_NAME));
        }
        if !is_colour(&self.colour) {
            faults.push(Fault::here("primary_colour", settings::FAULT_COLOUR));
        }
        let zone = self.zone.trim().parse::<Zone>();
        if zone.is_err() {
            faults.push(Fault::here("zone", settings::FAULT_ZONE));
        }
        if secs.is_none() {
            faults.push(Fault::here("cart_abandoned_secs", settings::FAULT_MINUTES));
        }
        if high_value.is_none() {
            faults.push(Fault::here("high_value_minor", settings::FAULT_MONEY));
        }
        let hours = self.hours.hours(&mut faults);
        let (Some(secs), Some(high_value), Ok(zone), Some(hours), true) =
            (secs, high_value, zone, hours, faults.is_empty())
        else {
            return Err(faults);
        };
        match hours {
            Some(hours) => document.insert("service_hours".to_owned(), api::weekly_hours(&hours)),
            None => document.remove("service_hours"),
        };
        let origins = self.origins().into_iter().map(Value::String).collect();
        document.insert("name".to_owned(), self.name.trim().into());
        document.insert("allowed_origins".to_owned(), Value::Array(origins));
        document
            .insert("primary_colour".to_owned(), self.colour.trim().to_ascii_lowercase().into());
        // A time that was no whole number of minutes stays exact unless it was edited.
        let known = document.get("cart_abandoned_secs").and_then(Value::as_u64);
        if known.is_none_or(|known| known.div_ceil(60) != u64::from(secs / 60)) {
            document.insert("cart_abandoned_secs".to_owned(), secs.into());
        }
        document.insert("high_value_minor".to_owned(), high_value.get().into());
        // Where nobody chose a zone, none is written: the default may be chosen for them.
        if document.contains_key("zone") || zone != Zone::default() {
            document.insert("zone".to_owned(), zone.as_str().into());
        }
        Ok(())
    }

    /// The origins, one a line; empty lines are no origins.
    pub(crate) fn origins(&self) -> Vec<String> {
        self.origins
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn high_value_minor(&self, currency: Currency) -> Option<Minor> {
        let major = optional::<f64>(&self.high_value).ok().flatten()?;
        Minor::from_major(major, currency).filter(|amount| Minor::ZERO <= *amount)
    }
}

fn is_colour(text: &str) -> bool {
    let digits = text.trim().strip_prefix('#').unwrap_or_default();
    digits.len() == 6 && digits.chars().all(|digit| digit.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn known() -> Settings {
        serde_json::from_value(json!({
            "id": "w1", "name": "Shop", "write_keys": ["pk_1"], "currency": "CNY",
            "allowed_origins": ["https://a.example", "https://b.example"], "cart_abandoned_secs": 1_799
        }))
        .unwrap()
    }

    fn document() -> Map<String, Value> {
        let Ok(Value::Object(document)) = serde_json::to_value(known()) else {
            panic!("an object")
        };
        document
    }

    #[test]
    fn opening_and_saving_the_settings_changes_nothing() {
        let mut written = document();
        written.insert("of_a_later_version".into(), json!({"kept": true}));
        let before = written.clone();
        WorkspaceDraft::of(known()).write(&mut written, Currency::CNY).unwrap();
        assert_eq!(written, before);
        let known = Holdouts::default();
        let holdout = Holdout { seed: known.seed.clone(), share: known.share };
        assert_eq!(HoldoutDraft::of(&known).holdout(), Ok(holdout));
        for cap in [
            FrequencyRule::new(Class::Service, 3, 7 * 86_400).unwrap(),
            FrequencyRule::new(None, 9, 3_600).unwrap().over(Channel::Sms),
        ] {
            let cap = serde_json::to_value(cap).unwrap();
            assert_eq!(CapDraft::of(&cap).cap(), Ok(cap));
        }
    }

    #[test]
    fn a_fault_leaves_the_settings_as_they_were() {
        let mut written = document();
        let draft = WorkspaceDraft {
            name: "New".into(),
            colour: "blue".into(),
            ..WorkspaceDraft::of(known())
        };
        let faults = draft.write(&mut written, Currency::CNY).unwrap_err();
        assert_eq!(faults, [Fault::here("primary_colour", settings::FAULT_COLOUR)]);
        assert_eq!(written, document());
    }

    #[test]
    fn a_zone_is_written_once_somebody_chose_it() {
        let mut written = document();
        written.remove("zone");
        let draft =
            WorkspaceDraft { zone: " Europe/Berlin ".into(), ..WorkspaceDraft::of(known()) };
        WorkspaceDraft::of(known()).write(&mut written, Currency::CNY).unwrap();
        assert!(!written.contains_key("zone"));
        draft.write(&mut written, Currency::CNY).unwrap();
        assert_eq!(written["zone"], "Europe/Berlin");
        let nowhere = WorkspaceDraft { zone: "the moon".into(), ..draft };
        let faults = nowhere.write(&mut written, Currency::CNY).unwrap_err();
        assert_eq!(faults, [Fault::here("zone", settings::FAULT_ZONE)]);
    }

    #[test]
    fn a_share_is_typed_in_percent() {
        let draft = HoldoutDraft { share: "7.5".into(), seed: "s".into() };
        assert!((draft.holdout().unwrap().share - 0.075).abs() < 1e-12);
        for (share, taken) in
            [("0", true), ("100", true), ("100.1", false), ("-1", false), ("", false)]
        {
            let draft = HoldoutDraft { share: share.into(), seed: "s".into() };
            assert_eq!(draft.holdout().is_ok(), taken, "{share}");
        }
    }

    #[test]
    fn a_cap_beyond_its_bounds_names_the_field() {
        let cap = |touches: &str, window: &str| {
            CapDraft { touches_max: touches.into(), window: window.into(), ..CapDraft::fresh() }
                .cap()
        };
        assert_eq!(cap("0", "7"), Err(Fault::here("touches_max", settings::FAULT_TOUCHES)));
        assert_eq!(cap("3", "91"), Err(Fault::here("window_secs", settings::FAULT_WINDOW)));
        assert!(cap("3", "90").is_ok());
    }
}
