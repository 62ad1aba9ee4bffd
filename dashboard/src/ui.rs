//! What the pages are built of: one component a file.

pub(crate) mod chart;
pub(crate) mod choice;
pub(crate) mod copyable;
pub(crate) mod dialog;
pub(crate) mod empty;
pub(crate) mod field;
pub(crate) mod help;
pub(crate) mod icon;
pub(crate) mod list;
pub(crate) mod notices;
pub(crate) mod page;
pub(crate) mod search;
pub(crate) mod shell;
pub(crate) mod sidebar;
pub(crate) mod staged;
pub(crate) mod switch;
