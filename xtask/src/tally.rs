//! Sums what the test suites report, and says it once at the end.

use std::fmt;

/// How many tests ended which way.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that held.
    pub(crate) passed: usize,
    /// Tests that did not.
    pub(crate) failed: usize,
    /// Tests that could not run here.
    pub(crate) skipped: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, failed, skipped } = self;
        write!(out, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

impl Tally {
    /// Adds another suite.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed = self.passed.saturating_add(other.passed);
        self.failed = self.failed.saturating_add(other.failed);
        self.skipped = self.skipped.saturating_add(other.skipped);
    }

    /// One thing that held.
    pub(crate) fn one_passed() -> Self {
        Self { passed: 1, ..Self::default() }
    }

    /// A suite that could not even start counts as one failure.
    pub(crate) fn broken() -> Self {
        Self { failed: 1, ..Self::default() }
    }

    /// Counts as skipped what counted as passed only because it had nothing to look at.
    pub(crate) fn call_skipped(&mut self, hollow: usize) {
        self.passed = self.passed.saturating_sub(hollow);
        self.skipped = self.skipped.saturating_add(hollow);
    }

    /// Whether a test says in this line that its public suite is absent, and that it did nothing.
    pub(crate) fn is_hollow(line: &str) -> bool {
        line.contains("skipped: no ")
    }

    /// Reads one line of Rust's test harness: `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    pub(crate) fn of_rust_line(line: &str) -> Option<Self> {
        let counts = line.strip_prefix("test result: ")?;
        let count = |word: &str| -> Option<usize> {
            let before = counts.split(word).next()?;
            before.trim_end().rsplit([' ', ';']).next()?.parse().ok()
        };
        Some(Self {
            passed: count(" passed")?,
            failed: count(" failed")?,
            skipped: count(" ignored")?,
        })
    }

    /// Reads one line of Node's test runner: `# pass 3` (TAP) or `ℹ pass 3` (spec).
    pub(crate) fn of_node_line(line: &str) -> Option<Self> {
        let counted = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))?;
        let (word, count) = counted.split_once(' ')?;
        let count = count.trim().parse().ok()?;
        match word {
            "pass" => Some(Self { passed: count, ..Self::default() }),
            "fail" | "cancelled" => Some(Self { failed: count, ..Self::default() }),
            "skipped" | "todo" => Some(Self { skipped: count, ..Self::default() }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn a_summary_line_of_the_rust_harness_is_counted() {
        let line =
            "test result: FAILED. 41 passed; 2 failed; 3 ignored; 0 measured; 0 filtered out";
        let counted = Tally { passed: 41, failed: 2, skipped: 3 };
        assert_eq!(Tally::of_rust_line(line), Some(counted));
    }

    #[test]
    fn a_test_without_its_suite_is_not_called_passed() {
        let mut tally = Tally { passed: 5, ..Tally::default() };
        assert!(Tally::is_hollow("skipped: no growthbook/cases.json under PROFFER_FIXTURES"));
        tally.call_skipped(1);
        assert_eq!(tally, Tally { passed: 4, failed: 0, skipped: 1 });
    }

    #[test]
    fn a_line_about_one_test_is_no_summary() {
        assert_eq!(Tally::of_rust_line("test one_test ... ok"), None);
    }

    #[test]
    fn each_count_of_node_goes_where_it_belongs() {
        let passed = Tally { passed: 7, ..Tally::default() };
        let failed = Tally { failed: 1, ..Tally::default() };
        assert_eq!(Tally::of_node_line("# pass 7"), Some(passed));
        assert_eq!(Tally::of_node_line("ℹ cancelled 1"), Some(failed));
        assert_eq!(Tally::of_node_line("# tests 8"), None);
    }
}
