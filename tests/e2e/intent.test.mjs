//! The model in the visitor's own browser: the shipped worker, in Chromium.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { answers, isAnswered } from "../harness/answers.mjs";
import { openStage } from "./stage.mjs";

let stage;
let page;
before(async () => {
  stage = await openStage();
  page = await stage.tab();
  // A page of the widget's own origin, as the frame is.
  await page.goto(`${stage.origin}/w/1/manifest.json`);
});
after(() => stage?.close());

/** Runs in the page: the readings of some texts. */
async function readAll(texts) {
  const { files } = await (await fetch("/w/1/manifest.json")).json();
  const worker = new Worker(`/${files["infer.js"]}`, { type: "module" });
  const waiting = new Map();
  worker.onmessage = ({ data }) => waiting.get(data.id)(data);
  const ask = (id, more) =>
    new Promise((resolve) => {
      waiting.set(id, resolve);
      worker.postMessage({ id, ...more });
    });
  const { error } = await ask("load", { type: "load" });
  if (error) throw new Error(error);
  const readings = await Promise.all(texts.map((text, at) => ask(at, { text })));
  worker.terminate();
  return readings.map(({ reading }) => reading);
}

test("two thousand sentences are understood in the browser as ONNX Runtime understands them", async () => {
  assert.ok(answers.length >= 2_000, `${answers.length} sentences`);
  const readings = await page.evaluate(readAll, answers.map(({ text }) => text));
  answers.forEach((answer, at) => isAnswered(answer, JSON.parse(readings[at])));
});

test("ten thousand characters and broken text are read in bounds", async () => {
  const texts = ["退货".repeat(5_000), "\u{1f600}".repeat(5_000), "\ud800 alone", "a".repeat(10_000), "北京市路1号".repeat(1_600)];
  const began = Date.now();
  const readings = await page.evaluate(readAll, texts);
  assert.equal(readings.filter(Boolean).length, texts.length);
  for (const reading of readings) assert.ok(JSON.parse(reading).label);
  assert.ok(Date.now() - began < 60_000);
});
