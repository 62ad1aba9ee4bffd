//! The network in rten: small, fast, only the operators that our graph has.
//!
//! An ONNX file with another operator is refused when it loads, not when it runs.

use ::rten::{ModelOptions, NodeId, op_registry};
use rten_tensor::{NdTensor, prelude::*};

use super::{POOLED, Runtime, RuntimeError};

/// The network in rten.
pub struct RtenRuntime {
    model: ::rten::Model,
    ids: NodeId,
    positions: NodeId,
    logits: NodeId,
    pooled: Option<NodeId>,
}

impl RtenRuntime {
    /// Loads the ONNX file `onnx`.
    ///
    /// # Errors
    ///
    /// [`RuntimeError::Load`] when the file is broken or holds an unknown operator.
    pub fn load(onnx: &[u8]) -> Result<Self, RuntimeError> {
        let operators = op_registry!(
            Add,
            Concat,
            DequantizeLinear,
            Div,
            Gather,
            MatMul,
            Mul,
            ReduceMax,
            ReduceMean,
            Relu,
            Reshape,
            Softmax,
            Sqrt,
            Sub,
            Transpose
        );
        let model = ModelOptions::with_ops(operators)
            .load(onnx.to_vec())
            .map_err(|error| RuntimeError::Load(error.to_string()))?;
        let node =
            |name| model.node_id(name).map_err(|error| RuntimeError::Load(error.to_string()));
        let (ids, positions, logits) = (node("ids")?, node("positions")?, node("logits")?);
        let pooled = model.node_id(POOLED).ok();
        Ok(Self { model, ids, positions, logits, pooled })
    }

    /// The numbers of one value of the network, run on `tokens`.
    fn run(&self, tokens: &[u32], wanted: NodeId) -> Result<Vec<f32>, RuntimeError> {
        let run = |error: String| RuntimeError::Run(error);
        let ids: Vec<i32> =
            tokens.iter().map(|token| i32::try_from(*token).unwrap_or_default()).collect();
        let positions: Vec<i32> = (0..).take(ids.len()).collect();
        let inputs = vec![
            (self.ids, NdTensor::from_data([ids.len()], ids).into()),
            (self.positions, NdTensor::from_data([positions.len()], positions).into()),
        ];
        let [found] =
            self.model.run_n(inputs, [wanted], None).map_err(|error| run(error.to_string()))?;
        let found: NdTensor<f32, 2> =
            found.try_into().map_err(|_other| run("scores are not a table of numbers".into()))?;
        Ok(found.iter().copied().collect())
    }
}

impl Runtime for RtenRuntime {
    fn logits(&self, tokens: &[u32]) -> Result<Vec<f32>, RuntimeError> {
        self.run(tokens, self.logits)
    }

    fn pooled(&self, tokens: &[u32]) -> Result<Option<Vec<f32>>, RuntimeError> {
        self.pooled.map(|pooled| self.run(tokens, pooled)).transpose()
    }
}

impl core::fmt::Debug for RtenRuntime {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("RtenRuntime").finish_non_exhaustive()
    }
}
