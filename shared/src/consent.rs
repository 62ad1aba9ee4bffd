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

use crate::{limits::CONSENT_DOUBT, text::Locale, time::Timestamp};

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
    /// When they answered, by our clock.
    pub at: Timestamp,
    /// When they said the same last; events repeat the answer that they were sent under.
    #[serde(default)]
    pub confirmed_at: Timestamp,
    /// When they answered by the clock of their own device, where it says so. Says which of two
    /// answers given on one device came first, however late they reach us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen_at: Option<Timestamp>,
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
    /// Takes an answer in at `now`; says whether it changed anything.
    ///
    /// An answer older than the one on record is ignored, so a queue that delivers late
    /// cannot undo a withdrawal, nor can a tab that was not told of it. Where nobody can tell
    /// which of a yes and a no came last, the no counts: clocks differ, deliveries take time,
    /// and a yes that is on record from the future shows that a clock was wrong.
    pub fn record(&mut self, answer: Answer, now: Timestamp) -> Recorded {
        let Some(known) = self.0.iter_mut().find(|known| known.purpose == answer.purpose) else {
            self.0.push(answer);
            return Recorded::Changed;
        };
        if !answer.follows(known, now) {
            return Recorded::Older;
        }
        // A yes to a newer text stands for the older text as well.
        if known.granted == answer.granted && answer.notice <= known.notice {
            known.confirmed_at = known.confirmed_at.max(answer.at);
            known.chosen_at = known.chosen_at.max(answer.chosen_at);
            return Recorded::Same;
        }
        // What counted as newer in doubt must not be overtaken by what came between.
        let confirmed_at = known.last_at().min(now).max(answer.at);
        *known = Answer { confirmed_at, ..answer };
        Recorded::Changed
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

impl Answer {
    fn last_at(&self) -> Timestamp {
        self.at.max(self.confirmed_at)
    }

    /// Whether it was given after the one on record, or may have been and is a no.
    fn follows(&self, known: &Self, now: Timestamp) -> bool {
        if let (Some(then), Some(mine)) = (known.chosen_at, self.chosen_at) {
            if then < mine {
                return true;
            }
            // A no goes on: nobody may block it by a yes that claims to come from next year.
            if mine < then && self.granted {
                return false;
            }
        }
        let last_at = known.last_at();
        let is_newer = last_at <= self.at;
        let may_be_newer = last_at <= self.at.saturating_add(CONSENT_DOUBT) || now < last_at;
        is_newer || (!self.granted && may_be_newer)
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

/// What a sender says about an answer besides yes and no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// When the person chose, by our clock.
    pub at: Timestamp,
    /// The same by the clock of their device, as it was sent.
    pub chosen_at: Timestamp,
    /// The last moment at which it can have been, where the sender did not say what its clock shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_at: Option<Timestamp>,
    /// The notice they saw, where the sender says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<NoticeVersion>,
}

impl Choice {
    /// When a no counts as given: the last moment at which it can have been, so that in doubt
    /// nobody is contacted.
    #[must_use]
    pub fn no_counts_from(self) -> Timestamp {
        self.latest_at.unwrap_or(self.at)
    }
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
            at: at(millis),
            confirmed_at: Timestamp::default(),
            chosen_at: None,
        }
    }

    fn chosen(granted: bool, at_millis: i64, device_millis: i64) -> Answer {
        Answer { chosen_at: Some(at(device_millis)), ..answered(granted, 1, at_millis) }
    }

    const fn at(millis: i64) -> Timestamp {
        Timestamp::from_unix_millis(millis)
    }

    const HOUR: i64 = 3_600_000;

    fn allowed(consents: &Consents) -> bool {
        consents.allows(Purpose::Marketing, NoticeVersion::new(1))
    }

    #[test]
    fn silence_is_not_consent() {
        assert!(Consents::default().marketing_permit(NoticeVersion::new(1)).is_none());
    }

    #[test]
    fn a_yes_to_an_older_notice_does_not_count() {
        let mut consents = Consents::default();
        consents.record(answered(true, 1, 10), at(10));
        assert!(consents.marketing_permit(NoticeVersion::new(1)).is_some());
        assert!(consents.marketing_permit(NoticeVersion::new(2)).is_none());
    }

    #[test]
    fn a_late_yes_does_not_undo_a_withdrawal() {
        let mut consents = Consents::default();
        consents.record(answered(false, 1, 20), at(20));
        assert_eq!(consents.record(answered(true, 1, 10), at(30)), Recorded::Older);
        assert!(consents.marketing_permit(NoticeVersion::new(1)).is_none());
    }

    #[test]
    fn a_yes_to_one_purpose_is_no_yes_to_another() {
        let mut consents = Consents::default();
        consents.record(answered(true, 1, 10), at(10));
        assert!(!consents.allows(Purpose::Analytics, NoticeVersion::new(1)));
    }

    #[test]
    fn a_yes_between_two_noes_that_arrives_last_changes_nothing() {
        let mut consents = Consents::default();
        for (granted, millis) in [(false, 20), (false, 40), (true, 30)] {
            consents.record(answered(granted, 1, millis), at(50));
        }
        assert!(!allowed(&consents));
    }

    #[test]
    fn a_no_of_a_clock_that_was_put_back_a_little_counts() {
        let mut consents = Consents::default();
        consents.record(answered(true, 1, HOUR), at(HOUR));
        consents.record(answered(false, 1, HOUR - 240_000), at(HOUR + 60_000));
        assert!(!allowed(&consents));
    }

    #[test]
    fn a_yes_from_before_a_no_in_doubt_does_not_overtake_it() {
        let mut consents = Consents::default();
        consents.record(answered(true, 1, HOUR), at(HOUR));
        consents.record(answered(false, 1, HOUR - 240_000), at(HOUR));
        consents.record(answered(true, 1, HOUR - 100_000), at(HOUR));
        assert!(!allowed(&consents));
    }

    #[test]
    fn a_no_out_of_an_old_history_does_not_undo_a_yes() {
        let mut consents = Consents::default();
        consents.record(answered(true, 1, 100 * HOUR), at(100 * HOUR));
        consents.record(answered(false, 1, HOUR), at(101 * HOUR));
        assert!(allowed(&consents));
    }

    #[test]
    fn a_no_after_a_yes_from_the_future_counts() {
        let mut consents = Consents::default();
        consents.record(answered(true, 1, 48 * HOUR), at(48 * HOUR));
        consents.record(answered(false, 1, HOUR), at(HOUR));
        assert!(!allowed(&consents));
    }

    #[test]
    fn a_tab_that_was_not_told_of_a_withdrawal_does_not_undo_it() {
        let mut consents = Consents::default();
        consents.record(chosen(true, HOUR, 5), at(HOUR));
        consents.record(chosen(false, 2 * HOUR, 9), at(2 * HOUR));
        assert_eq!(consents.record(chosen(true, 3 * HOUR, 5), at(3 * HOUR)), Recorded::Older);
        assert!(!allowed(&consents));
        consents.record(chosen(true, 2 * HOUR, 10), at(3 * HOUR));
        assert!(allowed(&consents), "on one device the order of the deeds decides");
    }

    #[test]
    fn a_yes_that_claims_to_come_from_next_year_blocks_no_withdrawal() {
        let mut consents = Consents::default();
        consents.record(chosen(true, HOUR, 9_999 * HOUR), at(HOUR));
        consents.record(chosen(false, 2 * HOUR, 2 * HOUR), at(2 * HOUR));
        assert!(!allowed(&consents));
    }

    #[test]
    fn a_yes_to_the_newer_notice_outlives_a_repeat_under_the_older() {
        let mut consents = Consents::default();
        consents.record(answered(true, 2, 10), at(10));
        assert_eq!(consents.record(answered(true, 1, 20), at(20)), Recorded::Same);
        assert!(consents.allows(Purpose::Marketing, NoticeVersion::new(2)));
    }
}
