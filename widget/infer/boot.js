// The Web Worker that understands what a visitor writes. Start it from the frame (same origin) when they begin to write:
//
//   const worker = new Worker("/w/1/infer-HASH.js", { type: "module" });
//   worker.postMessage({ id: "1", text: "太贵了,有没有优惠", person: "a-1" });
//
// It fetches its wasm and the model that came with the installation, asks which release of the model answers
// (`model.json` beside it) and takes the three files that are named there; a share of people, drawn by their name, gets the release on trial. What the pointer says is believed
// for half a minute, so that a release that is taken back is gone from open pages within one. Where the pointer or its
// release cannot be had, the files that came with the installation serve.
//
// Each message is answered once: { id, reading } with the reading as JSON text, or { id, error }. Questions that come
// before the model wait for it. If no model can be had, the word list answers (`source` is "keywords" in the reading);
// if even wasm cannot run, an error does, and the frame goes on without a reading. { id, type: "load", person } is
// answered { id, ready } when the model is there. Words are held only while they are read.

import init, { in_canary, load, read } from 'wasm';

/** How long the pointer is believed, and waited for, in milliseconds. */
const FRESH = 30_000;
const PATIENCE = 800;

const here = (name) => new URL(name, import.meta.url);

/** Fetches one file; a page that is not the file is an error, not bytes. */
const fetched = async (address, options) => {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
};

/** The addresses of the files that came with the installation, by name. */
const BUILT_IN = Object.fromEntries(Object.entries(__MODEL__).map(([name, file]) => [name, here(file).pathname]));

const running = init({ module_or_path: here(__WASM_NAME__) });

// While the wasm is on its way and compiled, these files are fetched too, before the pointer is known: most shops have no other
// model. Where the pointer names another, what has not come yet is given up.
const early = new AbortController();
const ahead = new Map(
  Object.values(BUILT_IN).map((address) => [address, fetched(address, { signal: early.signal }).then((answer) => answer.arrayBuffer())]),
);
for (const bytes of ahead.values()) bytes.catch(() => {});

/** The content of a file, which is fetched once. */
const content = async (address) => {
  const bytes = ahead.get(address) ?? fetched(here(address)).then((answer) => answer.arrayBuffer());
  ahead.delete(address);
  return new Uint8Array(await bytes);
};

/** The addresses of the files that this person gets. */
const pointed = async (person) => {
  const options = { cache: 'no-store', signal: AbortSignal.timeout?.(PATIENCE) };
  const { files, canary } = await (await fetched(here('model.json'), options)).json();
  if (!canary) return files;
  await running;
  return in_canary(canary.share, person) ? canary.files : files;
};

/** The address of the manifest whose release is loaded: it names the release. */
let taken;

/** Loads a release from these addresses, in the order in which `load` takes the files. */
const take = async (files) => {
  if (files['manifest.json'] === taken) return;
  if (files['manifest.json'] !== BUILT_IN['manifest.json']) {
    early.abort();
    ahead.clear();
  }
  const release = await Promise.all(['intent.onnx', 'vocab.txt', 'manifest.json'].map((name) => content(files[name])));
  await running;
  load(...release);
  taken = files['manifest.json'];
};

const follow = async (person) => {
  try {
    await take(await pointed(person));
  } catch (error) {
    // A model that answers is better than the one that could not be had.
    if (!taken) await take(BUILT_IN);
  }
};

let following = Promise.resolve();
let asked = { at: -Infinity };

/** Resolves when the model that this person gets is there. */
const loaded = (person = '') => {
  const now = performance.now();
  if (now - asked.at > FRESH || person !== asked.person) {
    asked = { at: now, person };
    following = following.catch(() => {}).then(() => follow(person));
  }
  return following;
};

// While the model is on its way, one message is read by the word list: the browser compiles a function when it first runs,
// and the first answer need not wait for these. Who asks sees a failure; nobody may be asking yet.
running.then(() => read('您好，订单 20260101 什么时候到？')).catch(() => {});

/** What to answer to one message. */
const answer = async ({ type = 'read', text, person }) => {
  if (type === 'load') {
    await loaded(person);
    return { ready: true };
  }
  if (type !== 'read') throw new Error(`unknown type ${type}`);
  const model = loaded(person).catch(() => {});
  await running;
  await model;
  return { reading: read(String(text)) };
};

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ id: data.id, ...(await answer(data)) });
  } catch (error) {
    self.postMessage({ id: data.id, error: String(error?.message ?? error) });
  }
};
