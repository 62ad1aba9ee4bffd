//! A unit in which a time is typed.

/// A unit in which a time is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Sixty seconds.
    Minutes,
    /// Sixty minutes.
    Hours,
    /// Twenty-four hours.
    Days,
}

impl Unit {
    /// The units in the order in which they are offered.
    pub(crate) const ALL: [Self; 3] = [Self::Minutes, Self::Hours, Self::Days];

    /// Seconds in one.
    pub(crate) const fn secs(self) -> u32 {
        match self {
            Self::Minutes => 60,
            Self::Hours => 3_600,
            Self::Days => 86_400,
        }
    }

    /// The largest unit in which so many seconds are a whole number, with that number. What is
    /// no whole number of minutes is rounded up, so that a promise never gets weaker.
    pub(crate) fn fit(secs: u32) -> (u32, Self) {
        let unit = [Self::Days, Self::Hours]
            .into_iter()
            .find(|unit| secs != 0 && secs.is_multiple_of(unit.secs()))
            .unwrap_or(Self::Minutes);
        (secs.div_ceil(unit.secs()), unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cooldown_never_gets_shorter_by_being_shown() {
        assert_eq!(Unit::fit(0), (0, Unit::Minutes));
        assert_eq!(Unit::fit(90), (2, Unit::Minutes));
        assert_eq!(Unit::fit(7_200), (2, Unit::Hours));
        assert_eq!(Unit::fit(172_800), (2, Unit::Days));
    }
}
