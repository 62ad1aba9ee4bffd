//! Runs other programs.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::paths;

/// A program that starts in the repository and sees the pinned Node first.
pub(crate) fn program(name: impl AsRef<Path>) -> Command {
    let mut command = Command::new(name.as_ref());
    command.current_dir(paths::root());
    let npm = paths::at("node_modules/.bin");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let searched = std::iter::once(npm).chain(std::env::split_paths(&path));
    if let Ok(joined) = std::env::join_paths(searched) {
        command.env("PATH", joined);
    }
    command
}

/// Runs to the end; fails when the program does.
pub(crate) fn check(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("cannot start {shown}"))?;
    if !status.success() {
        bail!("{shown} ended with {status}");
    }
    Ok(())
}

/// Runs to the end in silence and gives what it said; fails, with what it said, when it does.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command.stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("cannot start {shown}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{shown} ended with {}\n{said}{complaint}", output.status);
    }
    Ok(said)
}

/// Whether the program exists and ends well.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
