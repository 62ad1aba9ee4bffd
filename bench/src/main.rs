//! `cargo run --release --package bench -- decision`: prints how fast the core is.

#![expect(clippy::print_stderr, reason = "a bench is a command")]

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let name = env::args().nth(1);
    let outcome = match name.as_deref() {
        Some("decision") => bench::decision::run(),
        _ => Err("usage: bench decision".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}
