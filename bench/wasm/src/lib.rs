//! The rule index as wasm, to be timed under Node.
//!
//! JavaScript writes the rules into [`input`], calls [`load`] once and [`decide`] with a
//! number of decisions. The loop is in here, because so it is in the product: the Worker
//! decides in Rust and does not cross into wasm for each rule.

use std::sync::Mutex;

use serde::Deserialize;
use serde_json::Value;
use shared::{condition::Condition, rule_index::RuleIndex};

/// What JavaScript has written.
static INPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
/// What is decided.
static WORK: Mutex<Option<Work>> = Mutex::new(None);

/// One size of the bench.
#[derive(Deserialize)]
struct Input {
    rules: Vec<Rule>,
    moments: Vec<Moment>,
}

#[derive(Deserialize)]
struct Rule {
    triggers: Vec<String>,
    condition: Condition,
}

#[derive(Deserialize)]
struct Moment {
    trigger: String,
    document: Value,
}

struct Work {
    index: RuleIndex,
    moments: Vec<Moment>,
}

/// Makes room for `len` bytes of JSON and says where.
#[expect(unsafe_code, reason = "an export needs a name that the linker keeps")]
#[unsafe(no_mangle)]
pub extern "C" fn input(len: usize) -> *mut u8 {
    let Ok(mut input) = INPUT.lock() else { return std::ptr::null_mut() };
    input.resize(len, 0);
    input.as_mut_ptr()
}

/// Compiles what was written. Says how many rules there are, 0 if it could not be read.
#[expect(unsafe_code, reason = "an export needs a name that the linker keeps")]
#[unsafe(no_mangle)]
pub extern "C" fn load() -> usize {
    let (Ok(input), Ok(mut work)) = (INPUT.lock(), WORK.lock()) else { return 0 };
    let Ok(Input { rules, moments }) = serde_json::from_slice(&input) else { return 0 };
    let index = RuleIndex::compile(rules.iter().map(|rule| (&rule.triggers[..], &rule.condition)));
    *work = Some(Work { index, moments });
    rules.len()
}

/// Decides so many times and says how many rules matched in all.
#[expect(unsafe_code, reason = "an export needs a name that the linker keeps")]
#[unsafe(no_mangle)]
pub extern "C" fn decide(times: usize) -> usize {
    each_moment(times, |index, moment| index.matches(&moment.trigger, &moment.document).count())
}

/// Explains so many times and says how many rules matched in all.
#[expect(unsafe_code, reason = "an export needs a name that the linker keeps")]
#[unsafe(no_mangle)]
pub extern "C" fn explain(times: usize) -> usize {
    each_moment(times, |index, moment| {
        let explanation = index.explain(&moment.trigger, &moment.document);
        explanation.outcomes().filter(|outcome| outcome.is_match).count()
    })
}

fn each_moment(times: usize, count: impl Fn(&RuleIndex, &Moment) -> usize) -> usize {
    let Ok(work) = WORK.lock() else { return 0 };
    let Some(Work { index, moments }) = work.as_ref() else { return 0 };
    moments.iter().cycle().take(times).map(|moment| count(index, moment)).sum()
}
