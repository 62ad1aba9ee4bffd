//! How long and how closely a visitor looked at a page.
//!
//! Only time in which the page was visible counts: a tab in the background is not being read.

use std::time::Duration;

use shared::time::Timestamp;

/// Looks shorter than this say nothing: a redirect, a misclick.
const GLANCE: Duration = Duration::from_secs(1);

/// One page being looked at.
#[derive(Debug, Clone, Default)]
pub struct Dwell {
    visible_since: Option<Timestamp>,
    looked: Duration,
    clicks_before: u32,
    clicks: u32,
    depth: u32,
}

/// What came of a look at a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// How long it was visible.
    pub visible: Duration,
    /// Clicks on it.
    pub clicks: u32,
    /// How deep it was scrolled, in tenths.
    pub depth: u32,
}

impl Dwell {
    /// A visible page comes up at `now`.
    pub fn enter(&mut self, now: Timestamp) {
        *self = Self {
            visible_since: Some(now),
            clicks_before: self.clicks,
            clicks: self.clicks,
            ..Self::default()
        };
    }

    /// The page goes into the background.
    pub fn hide(&mut self, now: Timestamp) {
        if let Some(since) = self.visible_since.take() {
            self.looked = self.looked.saturating_add(now.since(since));
        }
    }

    /// The page comes back.
    pub fn show(&mut self, now: Timestamp) {
        self.visible_since.get_or_insert(now);
    }

    /// The visitor clicked or scrolled; totals since the document was loaded.
    pub fn stir(&mut self, clicks: u32, depth: u32) {
        self.clicks = clicks;
        self.depth = depth;
    }

    /// The page is left: what came of it, once, unless it was only a glance.
    pub fn leave(&mut self, now: Timestamp) -> Option<Look> {
        self.hide(now);
        let visible = core::mem::take(&mut self.looked);
        (GLANCE <= visible).then_some(Look {
            visible,
            clicks: self.clicks.saturating_sub(self.clicks_before),
            depth: self.depth,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(seconds: i64) -> Timestamp {
        Timestamp::from_unix_millis(seconds.saturating_mul(1_000))
    }

    #[test]
    fn time_in_the_background_does_not_count() {
        let mut dwell = Dwell::default();
        dwell.enter(second(0));
        dwell.hide(second(10));
        dwell.show(second(100));
        let look = dwell.leave(second(105)).expect("a look");
        assert_eq!(look.visible, Duration::from_secs(15));
    }

    #[test]
    fn clicks_belong_to_the_page_they_were_made_on() {
        let mut dwell = Dwell::default();
        dwell.enter(second(0));
        dwell.stir(3, 5);
        assert_eq!(dwell.leave(second(5)).map(|look| look.clicks), Some(3));
        dwell.enter(second(5));
        dwell.stir(4, 10);
        assert_eq!(dwell.leave(second(9)).map(|look| look.clicks), Some(1));
    }

    #[test]
    fn a_glance_says_nothing_and_a_page_is_left_once() {
        let mut dwell = Dwell::default();
        dwell.enter(second(0));
        assert_eq!(dwell.leave(Timestamp::from_unix_millis(900)), None);
        dwell.enter(second(1));
        assert!(dwell.leave(second(4)).is_some());
        assert_eq!(dwell.leave(second(9)), None);
    }
}
