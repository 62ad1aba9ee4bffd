//! placeholder
use anyhow::{Result, bail};
pub(crate) fn run(_args: &mut crate::args::Args) -> Result<()> { bail!("not yet") }
