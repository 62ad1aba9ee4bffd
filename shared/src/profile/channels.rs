//! On which channel a person answers.
//!
//! For each channel: how often they were reached, how often they responded (opened a link,
//! tapped, clicked), and from that how likely they are to respond the next time:
//! `(responses + 10 × 5 %) / (reached + 10)`. The ten imagined messages keep one lucky click
//! from making a favourite (shrinkage).
//!
//! What the widget shows is counted by us; what providers send is told by Segment's events for
//! e-mail, push and SMS.
//!
//! Source: Segment, *Email spec* and *Mobile spec* (event names); product brief, section 二.4.

use alloc::{collections::BTreeMap, string::String};

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Imagined messages on a channel before the first.
pub const PRIOR_MESSAGES: f64 = 10.0;

/// The part of them that was responded to: about what marketing mail gets.
pub const PRIOR_RATE: f64 = 0.05;

/// The channels that are counted.
const CHANNELS: [&str; 5] = ["widget", "email", "push", "sms", "wecom"];

/// The channels of one person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Channels(BTreeMap<String, Contact>);

/// What happened on one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// Messages that reached the person.
    pub reached: u32,
    /// Messages they responded to.
    pub responded: u32,
    /// The last of either.
    pub last_at: Timestamp,
}

/// What an event of a provider says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contacted {
    /// A message reached the person on this channel.
    Reached(&'static str),
    /// They responded to one.
    Responded(&'static str),
}

impl Contacted {
    /// What an event of this name says about a channel, if anything.
    #[must_use]
    pub fn of_event(name: &str) -> Option<Self> {
        Some(match name {
            "Email Delivered" => Self::Reached("email"),
            "Email Link Clicked" => Self::Responded("email"),
            "Push Notification Received" => Self::Reached("push"),
            "Push Notification Tapped" => Self::Responded("push"),
            "SMS Delivered" => Self::Reached("sms"),
            "SMS Link Clicked" => Self::Responded("sms"),
            "WeCom Message Delivered" => Self::Reached("wecom"),
            "WeCom Link Clicked" => Self::Responded("wecom"),
            _ => return None,
        })
    }
}

impl Channels {
    /// Notes what happened on a channel.
    pub fn note(&mut self, contacted: Contacted, at: Timestamp) {
        let (Contacted::Reached(name) | Contacted::Responded(name)) = contacted;
        if !CHANNELS.contains(&name) {
            return;
        }
        let contact = self.0.entry(name.into()).or_default();
        let count = match contacted {
            Contacted::Reached(_) => &mut contact.reached,
            Contacted::Responded(_) => &mut contact.responded,
        };
        *count = count.saturating_add(1);
        contact.last_at = contact.last_at.max(at);
    }

    /// The channel they respond on most likely; `None` before they were reached on any.
    ///
    /// Of two that are equal the one whose name comes first.
    #[must_use]
    pub fn best(&self) -> Option<(&str, Contact)> {
        self.iter().fold(None, |best: Option<(&str, Contact)>, (name, contact)| match best {
            Some((_, known)) if contact.affinity() <= known.affinity() => best,
            _ => Some((name, contact)),
        })
    }

    /// Every channel they were reached on.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Contact)> {
        self.0.iter().map(|(name, contact)| (name.as_str(), *contact))
    }

    /// Messages that reached them on any channel.
    #[must_use]
    pub fn reached(&self) -> u32 {
        self.0.values().fold(0, |sum, contact| sum.saturating_add(contact.reached))
    }
}

impl Contact {
    /// How likely they are to respond the next time, 0 to 1.
    ///
    /// More responses than messages are possible (one mail, two clicks); they count as one each.
    #[must_use]
    pub fn affinity(&self) -> f64 {
        let responded = f64::from(self.responded.min(self.reached.max(1)));
        let reached = f64::from(self.reached.max(self.responded.min(1)));
        (responded + PRIOR_MESSAGES * PRIOR_RATE) / (reached + PRIOR_MESSAGES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channels(contacts: &[(&'static str, u32, u32)]) -> Channels {
        let mut channels = Channels::default();
        let at = Timestamp::from_unix_millis(1);
        for (name, reached, responded) in contacts {
            (0..*reached).for_each(|_| channels.note(Contacted::Reached(name), at));
            (0..*responded).for_each(|_| channels.note(Contacted::Responded(name), at));
        }
        channels
    }

    #[test]
    fn one_lucky_click_makes_no_favourite() {
        let channels = channels(&[("email", 1, 1), ("push", 40, 12)]);
        assert_eq!(channels.best().unwrap().0, "push");
        let rates: Vec<f64> = channels.iter().map(|(_, contact)| contact.affinity()).collect();
        assert!((rates[0] - 1.5 / 11.0).abs() < 1e-12);
        assert!((rates[1] - 12.5 / 50.0).abs() < 1e-12);
    }

    #[test]
    fn nobody_responds_more_often_than_always() {
        let contact = Contact { reached: 1, responded: 9, last_at: Timestamp::default() };
        assert!((contact.affinity() - 1.5 / 11.0).abs() < 1e-12);
    }

    #[test]
    fn only_known_channels_are_counted() {
        assert_eq!(channels(&[("smoke", 3, 1)]), Channels::default());
        assert_eq!(Contacted::of_event("Email Opened"), None);
    }
}
