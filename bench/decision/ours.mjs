//! Times our index as wasm: `node ours.mjs SUITES.json INDEX.wasm`, timings as JSON to stdout.

import { readFileSync } from "node:fs";
import { nanosPerCall } from "./stopwatch.mjs";

const suites = JSON.parse(readFileSync(process.argv[2], "utf8"));
const module = new WebAssembly.Module(readFileSync(process.argv[3]));
const timings = [];

for (const suite of suites) {
  const { exports } = new WebAssembly.Instance(module, {});
  const json = new TextEncoder().encode(JSON.stringify(suite));
  const place = exports.input(json.length);
  new Uint8Array(exports.memory.buffer, place, json.length).set(json);
  const rules = exports.load();
  if (rules !== suite.rules.length) throw new Error(`loaded ${rules} of ${suite.rules.length} rules`);

  for (const [engine, call] of [["ours_wasm", exports.decide], ["ours_wasm_explained", exports.explain]]) {
    const matches = call(suite.moments.length);
    timings.push({ engine, rules, nanos: await nanosPerCall((calls) => void call(calls)), matches });
  }
}

process.stdout.write(JSON.stringify(timings));
