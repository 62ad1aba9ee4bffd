//! How much work one evaluation may do.
//!
//! A condition comes from a tenant and the document from the internet. Their product could be
//! expensive, and in production the clock stands still while the processor works, so the
//! limit is counted in steps.

use crate::limits::CONDITION_FUEL;

/// Steps that are left.
#[derive(Debug, Clone)]
pub(crate) struct Fuel {
    steps_left: u32,
}

/// The steps were used up before there was an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OutOfFuel;

impl Fuel {
    /// What every evaluation starts with.
    pub(crate) const fn full() -> Self {
        Self { steps_left: CONDITION_FUEL }
    }

    /// Takes one step.
    #[inline]
    pub(crate) fn step(&mut self) -> Result<(), OutOfFuel> {
        self.burn(1)
    }

    /// Takes as many steps as there are things to look at.
    #[inline]
    pub(crate) fn burn(&mut self, steps: usize) -> Result<(), OutOfFuel> {
        let steps = u32::try_from(steps).map_err(|_too_many| OutOfFuel)?;
        self.steps_left = self.steps_left.checked_sub(steps).ok_or(OutOfFuel)?;
        Ok(())
    }
}
