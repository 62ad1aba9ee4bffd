// The Web Worker that understands what a visitor writes. Start it from the frame (same origin) when they begin to write:
//
//   const worker = new Worker("/w/1/infer-HASH.js", { type: "module" });
//   worker.postMessage({ id: "1", text: "太贵了,有没有优惠" });
//
// It fetches its wasm and the model's three files at once, by the names in `manifest.json` beside it. Each message is
// answered once: { id, reading } with the reading as JSON text, or { id, error }. Questions that come before the model
// wait for it. If the model cannot be had, the word list answers (`source` is "keywords" in the reading); if even wasm
// cannot run, an error does, and the frame goes on without a reading. { id, type: "load" } is answered { id, ready }
// when the model is there. Words are held only while they are read.

import init, { load, read } from 'wasm';

const here = (name) => new URL(name, import.meta.url);

/** Fetches one file; a page that is not the file is an error, not bytes. */
const fetched = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
};

/** The bytes of the model's files, in the order in which `load` takes them. */
const release = async () => {
  const { files } = await (await fetched(here('manifest.json'))).json();
  const bytes = async (name) => new Uint8Array(await (await fetched(new URL(`/${files[name]}`, here('.')))).arrayBuffer());
  return Promise.all(['intent.onnx', 'vocab.txt', 'manifest.json'].map(bytes));
};

const running = init({ module_or_path: here(__WASM_NAME__) });
const loaded = Promise.all([running, release()]).then(([, files]) => load(...files));
// Who asks sees the failure; nobody may be asking yet.
running.catch(() => {});
loaded.catch(() => {});

/** What to answer to one message. */
const answer = async ({ type = 'read', text }) => {
  if (type === 'load') {
    await loaded;
    return { ready: true };
  }
  if (type !== 'read') throw new Error(`unknown type ${type}`);
  await running;
  await loaded.catch(() => {});
  return { reading: read(String(text)) };
};

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ id: data.id, ...(await answer(data)) });
  } catch (error) {
    self.postMessage({ id: data.id, error: String(error?.message ?? error) });
  }
};
