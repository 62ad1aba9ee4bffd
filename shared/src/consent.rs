//! What the person allowed us to do with their data.
//!
//! Under the Personal Information Protection Law (PIPL) arts. 13-15 each purpose needs the
//! person's own, informed and revocable consent. Silence is not consent, so there is no
//! default and no "assumed" state, and a new notice asks again (art. 14).
//!
//! Refusing marketing never disables service (art. 16): nothing here is asked before
//! answering a question.
//!
//! Source: product brief, section 四.1 (隐私合规); reference law P01-P04.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{text::Locale, time::Timestamp};

/// What the data may be used for. Each is asked for by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Remembering what the person does in the shop, to build their profile.
    Analytics,
    /// Recommending and making offers, in the chat or over other channels.
    Marketing,
}

/// Version of the privacy notice shown to the person.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct NoticeVersion(u16);

/// Where an answer came from; kept as proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentSource {
    /// The notice in the chat widget.
    Widget,
    /// The merchant's own consent tool, through the SDK or the API.
    Merchant,
}

/// One answer to one question; answers are only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was asked.
    pub purpose: Purpose,
    /// Yes or no.
    pub granted: bool,
    /// Which text they saw.
    pub notice: NoticeVersion,
    /// The language they saw it in.
    pub locale: Locale,
    /// Where they answered.
    pub source: ConsentSource,
    /// When they answered.
    pub at: Timestamp,
}

/// What a person has answered so far: the newest answer for each purpose.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Consents(Vec<Answer>);

/// Proof that marketing is allowed right now.
///
/// Only [`Consents::marketing_permit`] makes one, and it cannot be stored or sent, so code
/// that needs a permit cannot be reached without asking.
#[derive(Debug)]
pub struct MarketingPermit(());

impl NoticeVersion {
    /// Wraps the version number printed on the notice.
    #[must_use]
    pub const fn new(version: u16) -> Self {
        Self(version)
    }

    /// The version number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl Consents {
    /// Takes an answer in; says whether it changed anything.
    ///
    /// An answer older than the one on record is ignored, so a queue that delivers late
    /// cannot undo a withdrawal.
    pub fn record(&mut self, answer: Answer) -> Recorded {
        match self.0.iter_mut().find(|known| known.purpose == answer.purpose) {
            Some(known) if answer.at < known.at => Recorded::Older,
            Some(known) if known.granted == answer.granted && known.notice == answer.notice => {
                Recorded::Same
            }
            Some(known) => {
                *known = answer;
                Recorded::Changed
            }
            None => {
                self.0.push(answer);
                Recorded::Changed
            }
        }
    }

    /// Says whether the person agreed to `purpose` under the notice in force.
    ///
    /// A yes to an older text than `in_force` does not count.
    #[must_use]
    pub fn allows(&self, purpose: Purpose, in_force: NoticeVersion) -> bool {
        self.0
            .iter()
            .any(|known| known.purpose == purpose && known.granted && in_force <= known.notice)
    }

    /// The permit that every marketing delivery needs, or `None` where consent is missing.
    #[must_use]
    pub fn marketing_permit(&self, in_force: NoticeVersion) -> Option<MarketingPermit> {
        self.allows(Purpose::Marketing, in_force).then_some(MarketingPermit(()))
    }

    /// Takes in what somebody answered who turned out to be the same person: for each purpose the newer answer counts, and of
    /// two at one moment the no.
    pub fn absorb(&mut self, other: &Self) {
        for theirs in &other.0 {
            let own = self.0.iter_mut().find(|own| own.purpose == theirs.purpose);
            let is_older = |own: &Answer| (own.at, !own.granted) < (theirs.at, !theirs.granted);
            match own {
                Some(own) if is_older(own) => *own = theirs.clone(),
                Some(_) => {}
                None => self.0.push(theirs.clone()),
            }
        }
        self.0.sort_by_key(|answer| answer.purpose);
    }

    /// The refusals among the answers.
    #[must_use]
    pub fn refusals(&self) -> Self {
        Self(self.0.iter().filter(|answer| !answer.granted).cloned().collect())
    }

    /// The newest answers, one a purpose.
    #[must_use]
    pub fn answers(&self) -> &[Answer] {
        &self.0
    }
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It is now the person's answer.
    Changed,
    /// It repeats what they said before.
    Same,
    /// A newer answer is on record.
    Older,
}

/// The three answers as the widget and Segment's `context.consent` send them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CategoryPreferences {
    /// Segment's category for profile building.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analytics: Option<bool>,
    /// Segment's category for marketing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marketing: Option<bool>,
    /// Categories of the merchant's own, which we do not act on.
    #[serde(flatten)]
    pub others: alloc::collections::BTreeMap<String, bool>,
}

#[cfg(test)]
#[expect(clippy::fn_params_excessive_bools, reason = "yes and no are what is tested")]
mod tests {
    use super::*;

    fn answered(granted: bool, version: u16, millis: i64) -> Answer {
        Answer {
            purpose: Purpose::Marketing,
            granted,
            notice: NoticeVersion::new(version),
            locale: Locale::ZhCn,
            source: ConsentSource::Widget,
            at: Timestamp::from_unix_millis(millis),
        }
    }

    #[test]
    fn silence_is_not_consent() {
        assert!(Consents::default().marketing_permit(NoticeVersion::new(1)).is_none());
    }

    #[test]
    fn a_yes_to_an_older_notice_does_not_count() {
        let mut consents = Consents::default();
        consents.record(answered(true, 1, 10));
        assert!(consents.marketing_permit(NoticeVersion::new(1)).is_some());
        assert!(consents.marketing_permit(NoticeVersion::new(2)).is_none());
    }

    #[test]
    fn a_late_yes_does_not_undo_a_withdrawal() {
        let mut consents = Consents::default();
        consents.record(answered(false, 1, 20));
        assert_eq!(consents.record(answered(true, 1, 10)), Recorded::Older);
        assert!(consents.marketing_permit(NoticeVersion::new(1)).is_none());
    }

    #[test]
    fn a_yes_to_one_purpose_is_no_yes_to_another() {
        let mut consents = Consents::default();
        consents.record(answered(true, 1, 10));
        assert!(!consents.allows(Purpose::Analytics, NoticeVersion::new(1)));
    }
}
