//! Who takes part.

use serde::Deserialize;

/// One engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::enum_variant_names, reason = "the names of the libraries")]
pub(super) enum Engine {
    Ours,
    OursExplained,
    OursWasm,
    OursWasmExplained,
    HandRust,
    HandJs,
    Datalogic,
    JsonLogicEngine,
    Zen,
    Growthbook,
    JsonRulesEngine,
    JsonLogicJs,
}

/// What one engine took for one number of rules.
#[derive(Debug, Deserialize)]
pub(super) struct Timing {
    pub(super) engine: Engine,
    pub(super) rules: usize,
    /// Nanoseconds for one decision.
    pub(super) nanos: f64,
    /// Matches in all moments together.
    pub(super) matches: usize,
}

impl Engine {
    /// All, in the order of the table.
    pub(super) const ALL: [Self; 12] = [
        Self::Ours,
        Self::OursExplained,
        Self::OursWasm,
        Self::OursWasmExplained,
        Self::HandRust,
        Self::HandJs,
        Self::Datalogic,
        Self::JsonLogicEngine,
        Self::Zen,
        Self::Growthbook,
        Self::JsonRulesEngine,
        Self::JsonLogicJs,
    ];

    /// The engines that we want to be a hundred times faster than.
    pub(super) const PEERS: [Self; 5] = [
        Self::JsonRulesEngine,
        Self::JsonLogicEngine,
        Self::Zen,
        Self::Growthbook,
        Self::Datalogic,
    ];

    /// How it is called in the table.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours, native",
            Self::OursExplained => "ours, native, every rule explained",
            Self::OursWasm => "ours, wasm under Node",
            Self::OursWasmExplained => "ours, wasm, every rule explained",
            Self::HandRust => "index written by hand, Rust, typed",
            Self::HandJs => "index written by hand, JavaScript",
            Self::Datalogic => "datalogic-rs 5.4, compiled",
            Self::JsonLogicEngine => "json-logic-engine, compiled",
            Self::Zen => "@gorules/zen-engine, decision table",
            Self::Growthbook => "@growthbook/growthbook evalCondition",
            Self::JsonRulesEngine => "json-rules-engine",
            Self::JsonLogicJs => "json-logic-js",
        }
    }
}
