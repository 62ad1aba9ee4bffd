//! The network in tract: the reference, heavier and independent of rten.

use std::{io::Cursor, sync::Arc};

use tract_onnx::prelude::{
    Framework, InferenceModelExt, IntoRunnable, Tensor, TypedSimplePlan, tvec,
};

use super::{Runtime, RuntimeError};

/// The network in tract.
pub struct TractRuntime {
    plan: Arc<TypedSimplePlan>,
}

impl TractRuntime {
    /// Loads the ONNX file `onnx`.
    ///
    /// # Errors
    ///
    /// [`RuntimeError::Load`] when the file is broken or holds an unknown operator.
    pub fn load(onnx: &[u8]) -> Result<Self, RuntimeError> {
        let plan = tract_onnx::onnx()
            .model_for_read(&mut Cursor::new(onnx))
            .and_then(InferenceModelExt::into_optimized)
            .and_then(IntoRunnable::into_runnable)
            .map_err(|error| RuntimeError::Load(format!("{error:#}")))?;
        Ok(Self { plan })
    }
}

impl Runtime for TractRuntime {
    fn logits(&self, tokens: &[u32]) -> Result<Vec<f32>, RuntimeError> {
        let run = |error: tract_onnx::prelude::TractError| RuntimeError::Run(format!("{error:#}"));
        let ids: Vec<i64> = tokens.iter().map(|token| i64::from(*token)).collect();
        let positions: Vec<i64> = (0..).take(ids.len()).collect();
        let shape = [ids.len()];
        let ids = Tensor::from_shape(&shape, &ids).map_err(run)?;
        let positions = Tensor::from_shape(&shape, &positions).map_err(run)?;
        let outputs = self.plan.run(tvec!(ids.into(), positions.into())).map_err(run)?;
        let logits = outputs.first().ok_or_else(|| RuntimeError::Run("no scores".into()))?;
        Ok(logits.to_plain_array_view::<f32>().map_err(run)?.iter().copied().collect())
    }
}

impl core::fmt::Debug for TractRuntime {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("TractRuntime").finish_non_exhaustive()
    }
}
