//! Which release of the intent model answers, and who gets the one on trial.
//!
//! A release is three files under one name. The [`Pointer`] says which of them is in use; without one it is the model
//! that came with the installation. A new release can first go to a share of people: each person always falls on the
//! same side, wherever they are asked about, because the side is worked out from their name (as in
//! [`crate::bucket`]). A larger share keeps those who had it.
//!
//! Going back needs nothing but the pointer: the former choices are remembered here, and files are never changed.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    bucket,
    id::ReleaseId,
    limits::{CANARY_SHARE_MAX, FORMER_RELEASES_MAX},
};

/// The experiment that a release on trial is: its key is the seed of the draw.
pub const CANARY_EXPERIMENT: &str = "model-canary";

/// The three files of a release, by the names that they are served under.
pub const FILES: [&str; 3] = ["intent.onnx", "vocab.txt", "manifest.json"];

/// Digits of a manifest's SHA-256 that name its release.
pub const RELEASE_DIGITS: usize = 12;

/// Which releases answer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The release in use; none is the model that came with the installation.
    #[serde(default)]
    pub release: Option<ReleaseId>,
    /// The release on trial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canary: Option<Canary>,
}

/// A release on trial.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Canary {
    /// Which.
    pub release: ReleaseId,
    /// The share of people who get it, 0 to [`CANARY_SHARE_MAX`].
    pub share: f64,
}

/// The choice in force, and those before it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Pointer {
    /// What answers.
    pub now: Choice,
    // Newest last; at most FORMER_RELEASES_MAX.
    former: Vec<Choice>,
}

/// A choice that cannot be made.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ChoiceError {
    /// The share is no share, or too large for a trial.
    #[error("canary share is {0}, not 0 to {CANARY_SHARE_MAX}")]
    Share(f64),
    /// The release on trial is the one in use.
    #[error("release {0} is in use and cannot be on trial beside itself")]
    Same(ReleaseId),
    /// There is nothing to go back to.
    #[error("nothing was chosen before this")]
    NoFormer,
}

impl Choice {
    /// The release that a person gets; none is the model that came with the installation.
    ///
    /// Who asks without a name gets the release in use.
    #[must_use]
    pub fn of(&self, person: Option<&str>) -> Option<&ReleaseId> {
        match (&self.canary, person) {
            (Some(canary), Some(person)) if in_canary(canary.share, person) => {
                Some(&canary.release)
            }
            (Some(_) | None, _) => self.release.as_ref(),
        }
    }

    /// Refuses a choice that makes no sense, whichever releases there are.
    ///
    /// # Errors
    ///
    /// [`ChoiceError::Share`], [`ChoiceError::Same`].
    pub fn check(&self) -> Result<(), ChoiceError> {
        let Some(canary) = &self.canary else { return Ok(()) };
        if !(0.0..=CANARY_SHARE_MAX).contains(&canary.share) {
            return Err(ChoiceError::Share(canary.share));
        }
        if self.release.as_ref() == Some(&canary.release) {
            return Err(ChoiceError::Same(canary.release.clone()));
        }
        Ok(())
    }
}

impl Pointer {
    /// Makes a choice and remembers the former; the same choice again changes nothing.
    ///
    /// # Errors
    ///
    /// As [`Choice::check`].
    pub fn point(&mut self, choice: Choice) -> Result<(), ChoiceError> {
        choice.check()?;
        if choice == self.now {
            return Ok(());
        }
        if FORMER_RELEASES_MAX <= self.former.len() {
            self.former.remove(0);
        }
        self.former.push(core::mem::replace(&mut self.now, choice));
        Ok(())
    }

    /// Goes back to the former choice. What was left is not a choice to go back to: going back twice goes further.
    ///
    /// # Errors
    ///
    /// [`ChoiceError::NoFormer`] where nothing was chosen before.
    pub fn roll_back(&mut self) -> Result<(), ChoiceError> {
        self.now = self.former.pop().ok_or(ChoiceError::NoFormer)?;
        Ok(())
    }

    /// What going back would choose.
    #[must_use]
    pub fn former(&self) -> Option<&Choice> {
        self.former.last()
    }
}

/// Whether a person is in the share that gets the release on trial.
#[must_use]
pub fn in_canary(share: f64, person: &str) -> bool {
    bucket::hash(CANARY_EXPERIMENT, person, 2).is_some_and(|place| place < share)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    fn release(name: &str) -> Choice {
        Choice { release: name.parse().ok(), canary: None }
    }

    fn trial(share: f64) -> Choice {
        let canary = Canary { release: "new".parse().unwrap(), share };
        Choice { canary: Some(canary), ..release("old") }
    }

    #[test]
    fn going_back_restores_what_was_before_and_twice_goes_further() {
        let mut pointer = Pointer::default();
        pointer.point(release("one")).unwrap();
        pointer.point(release("two")).unwrap();
        pointer.point(release("two")).unwrap();
        assert_eq!(pointer.former(), Some(&release("one")));
        pointer.roll_back().unwrap();
        assert_eq!(pointer.now, release("one"));
        pointer.roll_back().unwrap();
        assert_eq!(pointer.now, Choice::default());
        assert_eq!(pointer.roll_back(), Err(ChoiceError::NoFormer));
    }

    #[test]
    fn a_long_history_keeps_its_newest_part() {
        let mut pointer = Pointer::default();
        for number in 0..100 {
            pointer.point(release(&format!("r{number}"))).unwrap();
        }
        assert_eq!(pointer.former.len(), FORMER_RELEASES_MAX);
        assert_eq!(pointer.former(), Some(&release("r98")));
    }

    #[test]
    fn a_trial_has_its_share_of_people_and_a_larger_one_keeps_them() {
        let people = || (0..10_000).map(|number| format!("a-{number}"));
        let on = |share: f64, person: &str| {
            trial(share).of(Some(person)).is_some_and(|release| release.as_str() == "new")
        };
        let count = people().filter(|person| on(0.1, person)).count();
        assert!((900..1_100).contains(&count), "{count}");
        assert!(people().all(|person| !on(0.1, &person) || on(0.5, &person)));
        assert!(people().all(|person| !on(0.0, &person)));
        assert_eq!(trial(0.5).of(None).unwrap().as_str(), "old");
    }

    #[test]
    fn a_trial_of_most_people_or_of_nobody_knows_what_is_refused() {
        assert_eq!(trial(0.5).check(), Ok(()));
        for share in [0.51, -0.1, f64::NAN] {
            assert!(matches!(trial(share).check(), Err(ChoiceError::Share(_))));
        }
        let mut same = trial(0.1);
        same.release = "new".parse().ok();
        let mut pointer = Pointer::default();
        assert!(matches!(pointer.point(same), Err(ChoiceError::Same(_))));
        assert_eq!(pointer, Pointer::default());
    }
}
