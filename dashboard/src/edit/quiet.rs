//! Quiet hours while they are edited.

use serde_json::{Map, Value};
use shared::{
    channel::Channel,
    quiet_hours::{CANDIDATES_MAX, QuietHours},
    zone::Zone,
};

use super::{
    draft::{Fault, or_fault},
    hours::minute,
};
use crate::i18n::settings;

/// Quiet hours as the form shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QuietDraft {
    /// Whether there are any.
    pub(crate) on: bool,
    /// From this time on, `HH:MM`.
    pub(crate) from: String,
    /// Until before this time.
    pub(crate) to: String,
    /// The channels that keep them; none means all that may disturb.
    pub(crate) channels: Vec<Channel>,
    /// Where people of unknown zone may be, one a line.
    pub(crate) zones: String,
}

impl QuietDraft {
    /// The form of what is published.
    pub(crate) fn of(hours: Option<&QuietHours>) -> Self {
        match hours {
            Some(hours) => Self {
                on: true,
                from: hours.from.to_string(),
                to: hours.to.to_string(),
                channels: hours.channels.clone(),
                zones: hours.zones.iter().map(Zone::as_str).collect::<Vec<_>>().join("\n"),
            },
            None => Self {
                on: false,
                from: "22:00".to_owned(),
                to: "08:00".to_owned(),
                channels: Vec::new(),
                zones: Zone::default().as_str().to_owned(),
            },
        }
    }

    /// Puts a channel in or takes it out; the channels keep their order.
    pub(crate) fn turn(&mut self, channel: Channel) {
        let known = core::mem::take(&mut self.channels);
        let is_in = |wanted: &Channel| known.contains(wanted) != (*wanted == channel);
        self.channels = Channel::ALL.into_iter().filter(is_in).collect();
    }

    /// The quiet hours that the form means, as they are published; null for none.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its field.
    pub(crate) fn write(&self) -> Result<Value, Vec<Fault>> {
        if !self.on {
            return Ok(Value::Null);
        }
        let mut faults = Vec::new();
        let from = minute(&self.from, "quiet_hours.from", &mut faults);
        let to = minute(&self.to, "quiet_hours.to", &mut faults);
        if from.is_some() && from == to {
            faults.push(Fault::here("quiet_hours.to", settings::FAULT_ENDLESS));
        }
        let lines = self.zones.lines().map(str::trim).filter(|line| !line.is_empty());
        let zones: Result<Vec<Zone>, _> = lines.map(str::parse).collect();
        let zones = or_fault(zones, "quiet_hours.zones", settings::FAULT_ZONE, &mut faults);
        if zones.as_ref().is_some_and(|zones| CANDIDATES_MAX < zones.len()) {
            faults.push(Fault::here("quiet_hours.zones", settings::FAULT_ZONES));
        }
        let (Some(from), Some(to), Some(zones), true) = (from, to, zones, faults.is_empty()) else {
            return Err(faults);
        };
        let mut hours = Map::new();
        hours.insert("from".to_owned(), from.to_string().into());
        hours.insert("to".to_owned(), to.to_string().into());
        if !self.channels.is_empty() {
            let names = self.channels.iter().map(|channel| channel.name().into()).collect();
            hours.insert("channels".to_owned(), Value::Array(names));
        }
        let zones = zones.iter().map(|zone| zone.as_str().into()).collect();
        hours.insert("zones".to_owned(), Value::Array(zones));
        Ok(Value::Object(hours))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn opening_and_saving_quiet_hours_changes_nothing() {
        for written in [
            json!({"from": "22:00", "to": "08:00", "zones": []}),
            json!({"from": "21:30", "to": "09:15", "channels": ["email", "sms"],
                "zones": ["Asia/Shanghai", "Europe/Berlin"]}),
        ] {
            let hours: QuietHours = serde_json::from_value(written.clone()).unwrap();
            assert_eq!(QuietDraft::of(Some(&hours)).write(), Ok(written));
        }
        assert_eq!(QuietDraft::of(None).write(), Ok(Value::Null));
    }

    #[test]
    fn hours_that_would_never_end_and_zones_that_are_none_are_refused_at_their_fields() {
        let draft = QuietDraft {
            on: true,
            to: "22:00".into(),
            zones: "Asia/Shanghai\nthe moon".into(),
            ..QuietDraft::of(None)
        };
        let faults = draft.write().unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["quiet_hours.to", "quiet_hours.zones"]);
    }

    #[test]
    fn channels_keep_the_order_operators_know() {
        let mut draft = QuietDraft::of(None);
        for channel in [Channel::Push, Channel::Email, Channel::Sms, Channel::Push] {
            draft.turn(channel);
        }
        assert_eq!(draft.channels, [Channel::Email, Channel::Sms]);
    }
}
