//! Placeholder until the next commit.
use anyhow::{Result, bail};
pub(crate) fn run() -> Result<()> { bail!("not yet") }
