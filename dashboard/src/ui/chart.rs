//! Charts. Each is a picture for the eye; the table with the same figures stands beside it.

pub(crate) mod bars;
pub(crate) mod beside;
pub(crate) mod funnel;
pub(crate) mod interval;
pub(crate) mod scale;
pub(crate) mod stack;
pub(crate) mod trend;
pub(crate) mod with_table;
