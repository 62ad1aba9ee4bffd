//! Chance that repeats itself: the same shopper always draws the same lots.

/// A stream of numbers from a seed (`SplitMix64`).
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The stream of a shopper.
    pub(crate) fn of(number: u32) -> Self {
        Self(u64::from(number))
    }

    /// A number from 0 to `end`, without `end`; 0 where `end` is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)).checked_rem(end).unwrap_or_default()
    }

    /// Whether something that happens in so many of a hundred cases happens now.
    pub(crate) fn happens(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of several, if there is one.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let end = u64::try_from(from.len()).unwrap_or_default();
        usize::try_from(self.below(end)).ok().and_then(|at| from.get(at))
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn the_same_shopper_draws_the_same_lots() {
        let lots = |number| {
            let mut chance = Chance::of(number);
            [0; 8].map(|_: u64| chance.below(1_000))
        };
        assert_eq!(lots(7), lots(7));
        assert_ne!(lots(7), lots(8));
    }

    #[test]
    fn nothing_is_picked_from_nothing() {
        assert_eq!(Chance::of(1).pick::<u8>(&[]), None);
    }
}
