//! Releases of the intent model on a running installation: publish, go back, fetch what people corrected.
//
//   cargo xtask model publish --to URL [--canary SHARE] [--dir model/dist] [--force]
//   cargo xtask model rollback --to URL
//   cargo xtask model corrections --to URL --out FILE
//
// Signs in as an operator: PROFFER_EMAIL and PROFFER_PASSWORD. `publish` first holds the new manifest against that of
// the release in use (`model/gate.py`) and stops where it is worse; `--force` publishes all the same, and says so.
// Without `--canary` the release is in use at once; with it a share of people, at most 0.5, gets it beside the one in use.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const FILES = ["intent.onnx", "vocab.txt", "manifest.json"];
const here = import.meta.dirname;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    to: { type: "string" },
    canary: { type: "string" },
    dir: { type: "string", default: join(here, "dist") },
    out: { type: "string" },
    force: { type: "boolean", default: false },
  },
});
const steps = { publish, rollback, corrections };

try {
  const step = steps[positionals[0]];
  if (!step || positionals.length !== 1) fail("publish, rollback or corrections?");
  if (!values.to) fail("--to URL is needed");
  await step(await signedIn(new URL(values.to)));
} catch (error) {
  console.error(`model: ${error.message}`);
  process.exitCode = 1;
}

async function publish(ask) {
  const share = values.canary === undefined ? undefined : Number(values.canary);
  if (share !== undefined && !(share > 0 && share <= 0.5)) fail(`--canary is ${values.canary}, not above 0 and at most 0.5`);
  const read = (name) => readFileSync(join(resolve(values.dir), name));
  const page = await (await ask("GET", "/v1/admin/model")).json();
  await gate(ask, page);
  const files = Object.fromEntries(FILES.map((name) => [name, read(name).toString("base64")]));
  const { id } = await (await ask("POST", "/v1/admin/model/releases", { files })).json();
  const choice = share === undefined ? { release: id } : { release: page.now.release, canary: { release: id, share } };
  await ask("PUT", "/v1/admin/model/current", choice);
  console.log(share === undefined ? `release ${id} is in use` : `release ${id} is on trial with ${share * 100} % of people`);
}

/** Stops where the new release is worse than the one in use. */
async function gate(ask, { now, built_in }) {
  const current = now.release ?? built_in;
  const folder = mkdtempSync(join(tmpdir(), "proffer-gate-"));
  try {
    const before = join(folder, "manifest.json");
    writeFileSync(before, Buffer.from(await (await ask("GET", `/m/${current}/manifest.json`)).arrayBuffer()));
    const words = [join(here, "gate.py"), before, join(resolve(values.dir), "manifest.json")];
    const { status, error } = spawnSync("python3", words, { stdio: "inherit" });
    if (error) fail(`the gate cannot run: ${error.message}`);
    if (status === 0) return;
    if (!values.force) fail(`the gate refuses this release beside ${current}; --force publishes it all the same`);
    console.log("published against the gate, as --force says");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rollback(ask) {
  const { release, canary } = await (await ask("POST", "/v1/admin/model/rollback", {})).json();
  const trial = canary ? `, ${canary.release} on trial with ${canary.share * 100} % of people` : "";
  console.log(`${release ? `release ${release}` : "the model of the installation"} is in use${trial}`);
}

async function corrections(ask) {
  if (!values.out) fail("--out FILE is needed");
  const text = await (await ask("GET", "/v1/admin/model/corrections")).text();
  // Whole or not at all: a training run must not read half a file.
  const out = resolve(values.out);
  writeFileSync(`${out}.part`, text, { mode: 0o600 });
  renameSync(`${out}.part`, out);
  console.log(`${text.split("\n").filter(Boolean).length} corrections are in ${out}`);
}

/** Signs in; the answer sends requests with the session. */
async function signedIn(origin) {
  const { PROFFER_EMAIL: email, PROFFER_PASSWORD: password } = process.env;
  if (!email || !password) fail("PROFFER_EMAIL and PROFFER_PASSWORD are needed");
  const headers = { "x-proffer": "1", "content-type": "application/json" };
  const ask = async (method, path, body) => {
    const answer = await fetch(new URL(path, origin), { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) fail(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const { headers: got } = await ask("POST", "/v1/admin/sign-in", { email, password });
  headers.cookie = (got.get("set-cookie") ?? "").split(";")[0];
  return ask;
}

function fail(message) {
  throw new Error(message);
}
