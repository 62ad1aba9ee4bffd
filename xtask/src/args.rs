//! The words after `cargo xtask`.

use std::collections::VecDeque;

use anyhow::{Context as _, Result, bail};

/// Arguments not yet taken.
#[derive(Debug)]
pub(crate) struct Args(VecDeque<String>);

impl Args {
    /// The process's own arguments.
    pub(crate) fn from_env() -> Self {
        Self(std::env::args().skip(1).collect())
    }

    /// Takes the next plain word.
    pub(crate) fn command(&mut self) -> Option<String> {
        if self.0.front()?.starts_with("--") { None } else { self.0.pop_front() }
    }

    /// Takes every plain word that is left.
    pub(crate) fn words(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.command()).collect()
    }

    /// Takes a flag such as `--fresh`.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let found = self.0.iter().position(|word| word == name);
        found.and_then(|at| self.0.remove(at)).is_some()
    }

    /// Takes a value such as `--data DIR`.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>> {
        let Some(at) = self.0.iter().position(|word| word == name) else { return Ok(None) };
        self.0.remove(at);
        self.0.remove(at).map(Some).with_context(|| format!("{name} needs a value"))
    }

    /// Takes `--port N`.
    pub(crate) fn port(&mut self) -> Result<Option<u16>> {
        let Some(text) = self.value("--port")? else { return Ok(None) };
        text.parse().map(Some).with_context(|| format!("{text:?} is not a port"))
    }

    /// Refuses what nobody took.
    pub(crate) fn finish(&self) -> Result<()> {
        if let Some(word) = self.0.front() {
            bail!("{word:?} is not understood here");
        }
        Ok(())
    }

    /// Takes everything that is left, to hand it on.
    pub(crate) fn rest(&mut self) -> Vec<String> {
        self.0.drain(..).collect()
    }
}
