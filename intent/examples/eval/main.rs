//! Measures the shipped model on labelled messages, per source, beside the word list.
//!
//! ```text
//! cargo run --release -p intent --example eval --features runtime-tract -- \
//!     [--gold FILE] [--pred FILE] [--model FOLDER] [--runtime rten|tract|keywords]
//! ```
//!
//! `--gold` is a file of JSON lines as `valid.jsonl` (the default, under `PROFFER_DATA`); `--pred` writes
//! `{"id","top","sub","confidence"}` for `score.py`.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a command for developers: it prints, reads its environment and may stop with a message"
)]

mod measure;
mod spans;

use std::{collections::BTreeMap, error::Error, fmt::Write, fs, path::PathBuf, time::Instant};

use intent::{Model, keywords, runtime};
use measure::Row;
use shared::intent::{IntentReading, Label};

/// What the command was asked to do.
struct Wanted {
    gold: PathBuf,
    pred: Option<PathBuf>,
    model: PathBuf,
    runtime: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let wanted = Wanted::from_arguments()?;
    let Ok(rows) = measure::read_rows(&wanted.gold) else {
        println!("absent: {} (set PROFFER_DATA or give --gold)", wanted.gold.display());
        return Ok(());
    };
    let read = reader(&wanted)?;
    let began = Instant::now();
    let readings: Vec<IntentReading> = rows.iter().map(|row| read(&row.text)).collect();
    let each = began.elapsed() / u32::try_from(rows.len().max(1))?;
    println!("{} rows, {} reader, {each:?} each", rows.len(), wanted.runtime);

    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        for name in [
            row.lang.clone(),
            format!("{} {}", row.lang, row.origin),
            format!("{} / {}", row.lang, row.source),
        ] {
            groups.entry(name).or_default().push(at);
        }
    }
    println!(
        "{:28} {:>5} {:>6} {:>6} {:>6} {:>6} {:>6}",
        "group", "rows", "acc", "topF1", "subF1", "ece", "oosAUC"
    );
    for (name, index) in &groups {
        println!("{}", line(name, index, &rows, &readings));
    }
    let entities = wanted.gold.with_file_name("entities.jsonl");
    match spans::table(&entities) {
        Ok(table) => println!("\n{table}"),
        Err(_) => println!("absent: {}", entities.display()),
    }
    if let Some(path) = wanted.pred {
        fs::write(path, predictions(&rows, &readings)?)?;
    }
    Ok(())
}

impl Wanted {
    fn from_arguments() -> Result<Self, Box<dyn Error>> {
        let data = std::env::var("PROFFER_DATA").unwrap_or_else(|_| "../shared/data".into());
        let mut wanted = Self {
            gold: PathBuf::from(data).join("valid.jsonl"),
            pred: None,
            model: PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../model/dist"),
            runtime: "rten".into(),
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--gold" => wanted.gold = value.into(),
                "--pred" => wanted.pred = Some(value.into()),
                "--model" => wanted.model = value.into(),
                "--runtime" => wanted.runtime = value,
                other => return Err(format!("unknown argument {other}").into()),
            }
        }
        Ok(wanted)
    }
}

/// Something that reads a message.
type Reader = Box<dyn Fn(&str) -> IntentReading>;

/// What reads a message: the model in the runtime that was asked for, or the word list.
fn reader(wanted: &Wanted) -> Result<Reader, Box<dyn Error>> {
    if wanted.runtime == "keywords" {
        return Ok(Box::new(keywords::read));
    }
    let file = |name: &str| fs::read(wanted.model.join(name));
    let (onnx, vocabulary, manifest) =
        (file("intent.onnx")?, file("vocab.txt")?, file("manifest.json")?);
    let runtime: Box<dyn runtime::Runtime> = match wanted.runtime.as_str() {
        #[cfg(feature = "runtime-rten")]
        "rten" => Box::new(runtime::rten::RtenRuntime::load(&onnx)?),
        #[cfg(feature = "runtime-tract")]
        "tract" => Box::new(runtime::tract::TractRuntime::load(&onnx)?),
        other => return Err(format!("no runtime {other} in this build").into()),
    };
    let model = Model::with_runtime(runtime, &vocabulary, &manifest)?;
    Ok(Box::new(move |text| model.read(text)))
}

/// One line of the table.
fn line(name: &str, index: &[usize], rows: &[Row], readings: &[IntentReading]) -> String {
    let pairs: Vec<_> = index.iter().map(|&at| (rows[at].label, readings[at].label)).collect();
    let right = pairs.iter().filter(|(gold, guess)| gold == guess).count();
    let share = f64::from(u32::try_from(right).unwrap_or(0))
        / f64::from(u32::try_from(pairs.len()).unwrap_or(1));
    let sure: Vec<_> = index
        .iter()
        .map(|&at| (readings[at].score.as_f64(), readings[at].label == rows[at].label))
        .collect();
    let out: Vec<_> = index
        .iter()
        .map(|&at| {
            (probability(&readings[at], Label::OutOfScope), rows[at].label == Label::OutOfScope)
        })
        .collect();
    format!(
        "{name:28} {:5} {share:6.3} {:6.3} {:6.3} {:6.3} {:6.3}",
        pairs.len(),
        measure::macro_f1(&pairs, measure::top_class),
        measure::macro_f1(&pairs, Label::as_str),
        measure::calibration_error(&sure),
        measure::auroc(&out),
    )
}

/// How likely the reading holds `label`; a label that is not even a runner-up counts as impossible.
fn probability(reading: &IntentReading, label: Label) -> f64 {
    if reading.label == label {
        return reading.score.as_f64();
    }
    reading
        .alternatives
        .iter()
        .find(|other| other.label == label)
        .map_or(0.0, |other| other.score.as_f64())
}

/// The predictions as `score.py` reads them.
fn predictions(rows: &[Row], readings: &[IntentReading]) -> Result<String, Box<dyn Error>> {
    let mut out = String::new();
    for (row, reading) in rows.iter().zip(readings) {
        let prediction = serde_json::json!({
            "id": row.id, "top": reading.label.top(), "sub": reading.label.sub(), "confidence": reading.score,
        });
        writeln!(out, "{prediction}")?;
    }
    Ok(out)
}
