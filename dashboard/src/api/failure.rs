//! Why a request did not bring what was asked for.

use shared::{text::Locale, wire::problem::Problem};

use crate::i18n::common;

/// Why a request failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The edge could not be reached.
    Offline,
    /// Nobody is signed in, or not any more.
    SignedOut,
    /// The edge refused, and says why.
    Problem(Problem),
    /// The answer was not what we understand: another version, or not our server.
    Unreadable {
        /// The HTTP status.
        status: u16,
        /// What could not be read.
        detail: String,
    },
}

impl Failure {
    /// What happened, in one line.
    pub(crate) fn title(&self, locale: Locale) -> String {
        match self {
            Self::Offline => common::FAILED_OFFLINE.say(locale).to_owned(),
            Self::SignedOut => common::FAILED_SIGNED_OUT.say(locale).to_owned(),
            Self::Problem(problem) if problem.status == 404 => {
                common::FAILED_NOT_FOUND.say(locale).to_owned()
            }
            Self::Problem(problem) if problem.status == 429 => {
                common::FAILED_TOO_OFTEN.say(locale).to_owned()
            }
            Self::Problem(problem) if problem.status < 500 => {
                common::FAILED_REFUSED.say(locale).to_owned()
            }
            Self::Problem(_) => common::FAILED_SERVER.say(locale).to_owned(),
            Self::Unreadable { .. } => common::FAILED_UNREADABLE.say(locale).to_owned(),
        }
    }

    /// What exactly was wrong; empty if the title says it all.
    pub(crate) fn detail(&self) -> String {
        match self {
            Self::Offline | Self::SignedOut => String::new(),
            Self::Problem(problem) => {
                let said = if problem.detail.is_empty() { &problem.title } else { &problem.detail };
                if problem.path.is_empty() {
                    said.clone()
                } else {
                    format!("{}: {said}", problem.path)
                }
            }
            Self::Unreadable { status, detail } => format!("HTTP {status}: {detail}"),
        }
    }

    /// Title and detail in one line.
    pub(crate) fn line(&self, locale: Locale) -> String {
        let detail = self.detail();
        let title = self.title(locale);
        if detail.is_empty() { title } else { format!("{title} {detail}") }
    }

    /// Where in the body the fault is, as the edge names it; empty if it does not.
    pub(crate) fn path(&self) -> &str {
        match self {
            Self::Problem(problem) => &problem.path,
            Self::Offline | Self::SignedOut | Self::Unreadable { .. } => "",
        }
    }

    /// The status of the answer, if there was one.
    pub(crate) const fn status(&self) -> Option<u16> {
        match self {
            Self::Offline => None,
            Self::SignedOut => Some(401),
            Self::Problem(problem) => Some(problem.status),
            Self::Unreadable { status, .. } => Some(*status),
        }
    }
}
