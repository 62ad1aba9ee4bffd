//! What understanding a message costs in the browser, beside `onnxruntime-web` on the same ONNX file in the same run.
//
// Chromium, a Web Worker each, loopback without shaping. First answer: from making the worker to its first answer, with
// everything fetched, compiled and loaded, in a fresh profile. After that one message of 32 tokens many times over, asked
// and answered through the worker's port. Ours also folds the text, cuts it into tokens, scans it for entities and flags
// and writes the reading; the peer is handed token numbers and only runs the network.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { startServer } from "../tests/harness/server.mjs";
import { asNewVisitor, openTab, spread } from "./browser.mjs";
import { openWire } from "./wire.mjs";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const TIMES = 400;
const TOKENS = 32;
/** Until a browser that was just started has done its own work: nobody writes to a shop in that moment, and the noise of it was half of the figure. */
const CALM_MS = 1_500;
/** The bars of the design. */
const FIRST_SHARE_MAX = 1 / 3;
const KB_MAX = 1_000;

const root = join(import.meta.dirname, "..");
const ort = dirname(createRequire(import.meta.url).resolve("onnxruntime-web"));
const onnx = readFileSync(join(root, "model/dist/intent.onnx"));
const { labels } = JSON.parse(readFileSync(join(root, "model/dist/manifest.json"), "utf8"));
/** The sentences that the runtimes are held to, with the tokens that they have. */
const parity = JSON.parse(readFileSync(join(root, "model/parity.json"), "utf8"));
const sentence = parity.reduce((best, next) => (Math.abs(next.ids.length - TOKENS) < Math.abs(best.ids.length - TOKENS) ? next : best));
const best = ({ logits }) => labels[logits.indexOf(Math.max(...logits))];

const TYPES = { mjs: "text/javascript", js: "text/javascript", wasm: "application/wasm", onnx: "application/octet-stream" };
const PEER = {
  "/peer/peer.js": readFileSync(join(import.meta.dirname, "intent/peer.js")),
  "/peer/intent.onnx": onnx,
  "/peer/ort.wasm.min.mjs": readFileSync(join(ort, "ort.wasm.min.mjs")),
  "/peer/ort-wasm-simd-threaded.mjs": readFileSync(join(ort, "ort-wasm-simd-threaded.mjs")),
  "/peer/ort-wasm-simd-threaded.wasm": readFileSync(join(ort, "ort-wasm-simd-threaded.wasm")),
};

const server = await startServer({ files: process.env.BENCH_FILES });
const wire = await openWire({
  upstream: server.port,
  local(path) {
    if (path === "/intent") return { type: "text/html", body: "<!doctype html><title>Intent</title>" };
    const body = PEER[path];
    return body && { type: TYPES[path.split(".").at(-1)], body, headers: { "cache-control": "no-store" } };
  },
});
const { files } = await (await fetch(`http://127.0.0.1:${wire.port}/w/1/manifest.json`)).json();

const SUBJECTS = [
  { name: "Proffer", worker: `/${files["infer.js"]}`, ask: { text: sentence.text }, label: ({ reading }) => JSON.parse(reading).label },
  { name: "onnxruntime-web", worker: "/peer/peer.js", ask: { ids: sentence.ids }, label: ({ best: at }) => labels[at] },
];

const runs = SUBJECTS.map(() => []);
try {
  // The first round packs files; nobody looks at its figures.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (let step = 0; step < SUBJECTS.length; step += 1) {
      const at = (step + round) % SUBJECTS.length;
      const figures = await asNewVisitor((context) => measure(context, SUBJECTS[at]));
      if (round > 0) runs[at].push(figures);
    }
  }
  table();
  bytes();
} finally {
  await wire.close();
  await server.stop();
}

async function measure(context, { name, worker, ask, label }) {
  const { page } = await openTab(context);
  await page.goto(`http://127.0.0.1:${wire.port}/intent`);
  await new Promise((calm) => setTimeout(calm, CALM_MS));
  const { first, each, answer } = await page.evaluate(run, { worker, ask, times: TIMES });
  await page.close();
  if (label(answer) !== best(sentence)) throw new Error(`${name} says ${label(answer)}, ONNX Runtime ${best(sentence)}: ${JSON.stringify(answer)}`);
  const sorted = each.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.floor(share * (sorted.length - 1))];
  return { first, p50: at(0.5), p95: at(0.95) };
}

/** Runs in the page. */
async function run({ worker: address, ask, times }) {
  const begun = performance.now();
  const worker = new Worker(address, { type: "module" });
  const once = (id) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage({ id, ...ask });
    });
  const answer = await once("first");
  const first = performance.now() - begun;
  // Until the compilers have settled.
  for (let at = 0; at < 100; at += 1) await once(`${at}`);
  const each = [];
  for (let at = 0; at < times; at += 1) {
    const from = performance.now();
    await once(`${at}`);
    each.push(performance.now() - from);
  }
  worker.terminate();
  return { first, each, answer };
}

function figure(values, digits) {
  const { middle, least, most } = spread(values);
  return `${middle.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
}

function table() {
  console.log(`${ROUNDS} rounds, medians (least–most); ${sentence.ids.length} tokens, ${TIMES} times`);
  console.log(`${"".padEnd(18)}${["first answer ms", "p50 ms", "p95 ms"].map((column) => column.padStart(24)).join("")}`);
  for (const [at, { name }] of SUBJECTS.entries()) {
    const of = (key) => runs[at].map((seen) => seen[key]);
    console.log(name.padEnd(18) + [figure(of("first"), 0), figure(of("p50"), 2), figure(of("p95"), 2)].map((cell) => cell.padStart(24)).join(""));
  }
  const [ours, peer] = runs.map((seen) => ({ first: spread(seen.map(({ first }) => first)).middle, p50: spread(seen.map(({ p50 }) => p50)).middle }));
  bar("first answer beside onnxruntime-web", ours.first / peer.first, FIRST_SHARE_MAX);
  bar("p50 beside onnxruntime-web", ours.p50 / peer.p50, 1);
}

/** What a browser downloads until it understands, packed as a CDN would. */
function bytes() {
  const packed = (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length / 1024;
  const own = ["infer.js", "infer.wasm", "intent.onnx", "vocab.txt", "manifest.json"].map((name) => packed(readFileSync(join(root, "public/dist", files[name]))));
  const sum = (sizes) => sizes.reduce((all, size) => all + size, 0);
  const peer = Object.entries(PEER).filter(([path]) => path !== "/peer/intent.onnx").map(([, body]) => packed(body));
  console.log(`\nKB of brotli: ours ${sum(own).toFixed(0)} in all (runtime ${own[1].toFixed(0)}, network ${own[2].toFixed(0)}, vocabulary ${own[3].toFixed(0)}); onnxruntime-web ${sum(peer).toFixed(0)} without a model`);
  bar("KB in all", sum(own), KB_MAX);
}

function bar(what, seen, most) {
  console.log(`${what.padEnd(44)} ${seen.toFixed(2).padStart(8)} at most ${most.toFixed(2)}: ${seen <= most ? "met" : "MISSED"}`);
}
