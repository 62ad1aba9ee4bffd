// The same network under onnxruntime-web, in a worker as well: it gets the tokens ready made, ours makes them itself.
import * as ort from "/peer/ort.wasm.min.mjs";

ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = "/peer/";

const ready = ort.InferenceSession.create("/peer/intent.onnx", { executionProviders: ["wasm"], graphOptimizationLevel: "all" });

self.onmessage = async ({ data: { id, ids } }) => {
  const session = await ready;
  const tensor = (values) => new ort.Tensor("int64", BigInt64Array.from(values, BigInt), [values.length]);
  const { logits } = await session.run({ ids: tensor(ids), positions: tensor(ids.map((_, at) => at)) });
  const scores = [...logits.data];
  self.postMessage({ id, best: scores.indexOf(Math.max(...scores)) });
};
