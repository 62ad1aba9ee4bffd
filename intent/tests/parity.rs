//! The shipped model answers alike everywhere: as ONNX Runtime answered when it was trained, and in rten as in tract.
#![cfg(all(feature = "runtime-rten", feature = "runtime-tract"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where the world is not as it must be"
)]

use intent::{
    Model,
    runtime::{rten::RtenRuntime, tract::TractRuntime},
};
use proptest::prelude::*;
use serde::Deserialize;

const ONNX: &[u8] = include_bytes!("../../model/dist/intent.onnx");
const VOCABULARY: &[u8] = include_bytes!("../../model/dist/vocab.txt");
const MANIFEST: &[u8] = include_bytes!("../../model/dist/manifest.json");
const PARITY: &[u8] = include_bytes!("../../model/parity.json");
const UTTERANCES: &str = include_str!("../../model/corpus/utterances.tsv");

/// How far two runtimes may be apart in one score.
const LOGIT_GAP_MAX: f32 = 1e-4;

/// One sentence with what ONNX Runtime answered.
#[derive(Deserialize)]
struct Case {
    text: String,
    ids: Vec<u32>,
    logits: Vec<f32>,
}

fn in_rten() -> Model {
    Model::load(ONNX, VOCABULARY, MANIFEST).unwrap()
}

fn in_tract() -> Model {
    let runtime = TractRuntime::load(ONNX).unwrap();
    Model::with_runtime(Box::new(runtime), VOCABULARY, MANIFEST).unwrap()
}

fn gap(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

fn best(logits: &[f32]) -> usize {
    (0..logits.len()).max_by(|&a, &b| logits[a].total_cmp(&logits[b])).unwrap()
}

#[test]
fn both_runtimes_answer_as_onnx_runtime_did() {
    let cases: Vec<Case> = serde_json::from_slice(PARITY).unwrap();
    assert!(cases.len() >= 200, "{} cases", cases.len());
    for model in [in_rten(), in_tract()] {
        for case in &cases {
            assert_eq!(model.tokens(&case.text), case.ids, "tokens of {:?}", case.text);
            let gap = gap(&model.logits(&case.text).unwrap(), &case.logits);
            assert!(gap <= LOGIT_GAP_MAX, "{:?}: {gap}", case.text);
        }
    }
}

#[test]
fn rten_and_tract_agree_on_two_thousand_sentences() {
    let (rten, tract) = (in_rten(), in_tract());
    let texts: Vec<&str> = UTTERANCES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.splitn(3, '\t').nth(2))
        .collect();
    let every = texts.len() / 2_050;
    let some: Vec<&str> = texts.into_iter().step_by(every.max(1)).collect();
    assert!(some.len() >= 2_000, "{} sentences", some.len());
    let agree = |text: &&str| {
        let (a, b) = (rten.logits(text).unwrap(), tract.logits(text).unwrap());
        assert_eq!(best(&a), best(&b), "{text}");
        assert!(gap(&a, &b) <= LOGIT_GAP_MAX, "{text}: {}", gap(&a, &b));
    };
    // Two halves at once: this is the longest test of the crate.
    let (first, second) = some.split_at(some.len() / 2);
    std::thread::scope(|scope| {
        scope.spawn(|| first.iter().for_each(agree));
        second.iter().for_each(agree);
    });
}

#[test]
fn files_of_another_release_are_refused() {
    let cut = VOCABULARY.get(..VOCABULARY.len() - 9).unwrap();
    let error = Model::load(ONNX, cut, MANIFEST).unwrap_err();
    assert!(error.to_string().contains("vocabulary has"), "{error}");
    assert!(RtenRuntime::load(b"not a model").is_err());
    assert!(TractRuntime::load(b"not a model").is_err());
}

#[test]
fn a_damaged_network_is_an_error_and_no_panic() {
    for place in (0..ONNX.len()).step_by(ONNX.len() / 40) {
        let mut damaged = ONNX.to_vec();
        damaged[place] ^= 0x5a;
        // Loads with another weight or fails; either is an answer.
        let _answer = Model::load(&damaged, VOCABULARY, MANIFEST);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_gets_a_reading_in_bounds(text in "(\\PC|[太贵退货 aA0９\u{200b}\n]){0,300}") {
        static MODEL: std::sync::OnceLock<Model> = std::sync::OnceLock::new();
        let reading = MODEL.get_or_init(in_rten).read(&text);
        let json = serde_json::to_string(&reading).unwrap();
        let back: shared::intent::IntentReading = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(back, reading);
    }
}
