//! What the shipped model answers to two thousand sentences, as ONNX Runtime computed it when the model was made.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const FILE = join(resolve(import.meta.dirname, "../.."), "model/answers.tsv");
/** A score has four decimals; the last may be rounded the other way. */
const GAP_MAX = 0.0002;

/** Each sentence with its label and score. */
export const answers = readFileSync(FILE, "utf8")
  .split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => {
    const [label, score, text] = line.split("\t");
    return { label, score: Number(score), text };
  });

/** Fails where a reading is not the model's, naming the sentence. */
export function isAnswered({ label, score, text }, reading) {
  assert.equal(reading.source, "model", text);
  assert.equal(reading.label, label, text);
  assert.ok(Math.abs(reading.score - score) <= GAP_MAX, `${text}: ${reading.score}, not ${score}`);
}
