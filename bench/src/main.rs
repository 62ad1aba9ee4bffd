//! `cargo run --release --package bench -- decision`: prints how fast the core is.
//!
//! `decision native` leaves out what runs under Node, for a quick look while working.

#![expect(clippy::print_stderr, reason = "a bench is a command")]

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let name = env::args().nth(1);
    let outcome = match (name.as_deref(), env::args().nth(2).as_deref()) {
        (Some("decision"), None) => bench::decision::run(),
        (Some("decision"), Some("native")) => bench::decision::run_native(),
        _ => Err("usage: bench decision [native]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}
