//! One decision over many rules of which hardly any matches.
//!
//! Every engine gets the same generated rules and the same moments, and must find the same
//! number of matches; a peer that does not is a failure of the bench, not a slow peer.
//! An engine without triggers tests the name of the event as its first clause.

mod engines;
mod hand_index;
mod native;
mod node;
mod rules;

use std::fs;

use crate::{Failure, fold};
use engines::{Engine, Timing};
use rules::Suite;

/// Numbers of rules that are measured.
pub(crate) const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

/// The size for which the bars are set.
const BAR_SIZE: usize = 1_000;

/// Measures all engines and prints the table and the bars.
///
/// # Errors
///
/// [`Failure`] if Node or a peer is missing, or if two engines disagree about the matches.
pub fn run() -> Result<(), Failure> {
    let suites = suites();
    let input = std::env::temp_dir().join(format!("proffer-decision-{}.json", std::process::id()));
    fs::write(&input, serde_json::to_vec(&suites)?)?;
    let mut timings = native::measure(&suites)?;
    let measured = node::measure(&input);
    fs::remove_file(&input)?;
    timings.extend(measured?);
    report(&timings)?;
    fold::run()
}

/// Measures the native engines only.
///
/// # Errors
///
/// [`Failure`] if two engines disagree about the matches.
pub fn run_native() -> Result<(), Failure> {
    report(&native::measure(&suites())?)?;
    fold::run()
}

fn suites() -> Vec<Suite> {
    SIZES.iter().map(|size| Suite::generate(*size)).collect()
}

fn report(timings: &[Timing]) -> Result<(), Failure> {
    agree(timings)?;
    print_table(timings);
    print_bars(timings);
    Ok(())
}

/// Every engine must find the same matches.
fn agree(timings: &[Timing]) -> Result<(), Failure> {
    for size in SIZES {
        let mut of_size = timings.iter().filter(|timing| timing.rules == size);
        let Some(first) = of_size.next() else { continue };
        if let Some(other) = of_size.find(|timing| timing.matches != first.matches) {
            return Err(format!(
                "{size} rules: {} finds {} matches, {} finds {}",
                first.engine.name(),
                first.matches,
                other.engine.name(),
                other.matches
            )
            .into());
        }
    }
    Ok(())
}

fn nanos(timings: &[Timing], engine: Engine, rules: usize) -> Option<f64> {
    timings
        .iter()
        .find(|timing| timing.engine == engine && timing.rules == rules)
        .map(|timing| timing.nanos)
}

fn print_table(timings: &[Timing]) {
    println!(
        "\nOne decision, fastest of many samples; rules that mostly do not match; same matches from all\n"
    );
    print!("{:<42}", "engine");
    for size in SIZES {
        print!("{:>12}", format!("{size} rules"));
    }
    println!("{:>24}", format!("ratio to ours, {BAR_SIZE}"));
    let ours = nanos(timings, Engine::Ours, BAR_SIZE);
    for engine in Engine::ALL {
        print!("{:<42}", engine.name());
        for size in SIZES {
            let time = nanos(timings, engine, size).map_or_else(|| "-".to_string(), readable);
            print!("{time:>12}");
        }
        let ratio = nanos(timings, engine, BAR_SIZE).zip(ours).map(|(peer, ours)| peer / ours);
        println!("{:>24}", ratio.map_or_else(|| "-".to_string(), |ratio| format!("{ratio:.2} ×")));
    }
}

fn print_bars(timings: &[Timing]) {
    let at = |engine, size| nanos(timings, engine, size).unwrap_or(f64::NAN);
    let ours = at(Engine::Ours, BAR_SIZE);
    let met = |is_met| if is_met { "met" } else { "NOT MET" };
    let peers = Engine::PEERS.map(|engine| (engine, at(engine, BAR_SIZE)));
    let fastest = peers.into_iter().min_by(|(_, one), (_, other)| one.total_cmp(other));
    println!("\nBars, {BAR_SIZE} rules");
    bar("a decision", "< 1 µs", &readable(ours), met(ours < 1_000.0));
    if let Some((peer, time)) = fastest {
        let ratio = time / ours;
        let what = format!("faster than the fastest engine ({})", peer.name());
        bar(&what, "≥ 100 ×", &format!("{ratio:.0} ×"), met(ratio >= 100.0));
    }
    let slower = ours / at(Engine::HandRust, BAR_SIZE);
    bar(
        "beside the hand-written Rust index",
        "≤ 20 ×",
        &format!("{slower:.1} ×"),
        met(slower <= 20.0),
    );
    let growth = ours / at(Engine::Ours, 10);
    bar(
        "1,000 rules beside 10",
        "nearly flat: ≤ 5 ×",
        &format!("{growth:.1} ×"),
        met(growth <= 5.0),
    );
    let explained = at(Engine::OursExplained, BAR_SIZE);
    bar("with every rule explained", "≤ 10 µs", &readable(explained), met(explained <= 10_000.0));
    let wasm = at(Engine::OursWasm, BAR_SIZE);
    println!("  in wasm under Node: {} ({:.1} × native)", readable(wasm), wasm / ours);
}

fn bar(what: &str, wanted: &str, measured: &str, verdict: &str) {
    println!("  {verdict:<8}{what}: {measured} (bar {wanted})");
}

fn readable(nanos: f64) -> String {
    match nanos {
        _ if nanos < 1_000.0 => format!("{nanos:.0} ns"),
        _ if nanos < 1_000_000.0 => format!("{:.2} µs", nanos / 1e3),
        _ => format!("{:.2} ms", nanos / 1e6),
    }
}
