//! The monthly loop: what is heard and corrected, what may leave as a training file, which release answers.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { startServer } from "../harness/server.mjs";
import { SITE, eventually, person, post, send, track, visitor } from "./shop.mjs";

const root = resolve(import.meta.dirname, "../..");
const dist = join(root, "model/dist");
const NAMES = ["intent.onnx", "vocab.txt", "manifest.json"];
const OPERATOR = { email: "ann@shop.example", name: "Ann", password: "a long enough password" };

let server;
before(async () => (server = await startServer({ seed: true })));
after(() => server?.stop());

const model = () => server.admin("GET", "/v1/admin/model");
const rate = { label: "marketing.discount", score: 0.62, alternatives: [{ label: "pre_sales.price", score: 0.3 }], flags: [], entities: [], lang: "zh", source: "model", model: "test" };

/** A visitor who agreed to everything, or chose nothing. */
async function shopper(agreed) {
  const who = await visitor(server);
  if (agreed) await send(server, [track(who.id, "Cart Viewed", {})], who.token);
  return who;
}

const say = (who, text, intent, id = randomUUID()) =>
  post(server, "/v1/messages", { id, text, intent, locale: "zh-CN" }, { authorization: `Bearer ${who.token}` }).then(({ json }) => json.message.id);

async function raw(method, path, body) {
  const headers = { authorization: `Bearer ${server.secrets.ADMIN_TOKEN}`, "content-type": "application/json" };
  const answer = await server.fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const [text, type] = [await answer.text(), answer.headers.get("content-type") ?? ""];
  const json = /^application\/(problem\+)?json/.test(type) ? JSON.parse(text) : undefined;
  return { status: answer.status, headers: answer.headers, text, json };
}

const label = (profile, message, label) => raw("PUT", "/v1/admin/model/labels", { profile, message, label });

async function corrections() {
  const { text, headers } = await raw("GET", "/v1/admin/model/corrections");
  assert.equal(headers.get("content-type"), "application/x-ndjson");
  return text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The shipped release with what `change` makes of its manifest, and its name. */
function release(change = () => {}, onnx = readFileSync(join(dist, "intent.onnx"))) {
  const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));
  change(manifest);
  const bytes = Buffer.from(JSON.stringify(manifest));
  const files = [onnx, readFileSync(join(dist, "vocab.txt")), bytes];
  return {
    id: sha256(bytes).slice(0, 12),
    manifest: bytes,
    body: { files: Object.fromEntries(NAMES.map((name, place) => [name, files[place].toString("base64")])) },
  };
}

const cooler = release((manifest) => (manifest.temperature = 2.5));
const warmer = release((manifest) => (manifest.temperature = 0.7));
const understand = async (text = "太贵了,有没有优惠") => (await post(server, "/v1/intent", { writeKey: SITE, text })).json;
const pointer = async () => (await server.fetch("/w/1/model.json")).json();

test("a message is counted once, with its reader, its week and its confidence", async () => {
  const who = await shopper(true);
  const id = randomUUID();
  await say(who, "可以便宜点吗", rate, id);
  await say(who, "可以便宜点吗", rate, id);
  const { report, queue } = await eventually("the message is counted", async () => {
    const page = await model();
    return page.report.messages > 0 && page;
  });
  assert.equal(report.messages, 1);
  assert.equal(report.weeks.length, 12);
  assert.deepEqual(report.weeks.at(-1).mix, [["marketing.discount", 1]]);
  assert.equal(report.weeks.at(-1).drift.drift, "too_few");
  assert.equal(report.histogram[6].all, 1);
  assert.deepEqual(report.readers.map(({ model, messages }) => [model, messages]), [["test", 1]]);
  assert.deepEqual(queue.map(({ text, message }) => [text, message]), [["可以便宜点吗", id]]);
});

test("a correction is in the matrix, beside the message, out of the queue and in the training file, masked", async () => {
  const who = await shopper(true);
  const message = await say(who, "打13812345678告诉我多少钱", rate);
  await eventually("it waits for a label", async () => (await model()).queue.some((waiting) => waiting.message === message));
  assert.equal((await label(who.id, message, "pre_sales.price")).status, 204);
  assert.equal((await label(who.id, message, "pre_sales.price")).status, 204, "twice is once");
  const { report, queue } = await model();
  assert.deepEqual(report.confusion, [{ said: "marketing.discount", corrected: "pre_sales.price", count: 1 }]);
  assert.ok(!queue.some((waiting) => waiting.message === message));
  assert.deepEqual((await person(server, who.id)).labels, [{ message, label: "pre_sales.price" }]);
  const [row] = await corrections();
  assert.match(row.at, /^\d{4}-\d\d-\d\dT/);
  assert.deepEqual({ ...row, at: "" }, { text: "打138****5678告诉我多少钱", label: "pre_sales.price", lang: "zh", at: "", was: "marketing.discount", model: "test" });
});

test("without a yes to analytics there are counts, a matrix, and no words", async () => {
  const before = await model();
  const who = await shopper(false);
  const message = await say(who, "没有同意的话", rate);
  await eventually("it is counted", async () => (await model()).report.messages === before.report.messages + 1);
  assert.equal((await label(who.id, message, "chitchat.chitchat")).status, 204);
  const after = await model();
  assert.equal(after.report.corrected, before.report.corrected + 1);
  assert.ok(!JSON.stringify(after).includes("没有同意"));
  assert.ok(!JSON.stringify(await corrections()).includes("没有同意"));
});

test("who takes consent back takes the words back, and keeps being counted", async () => {
  const who = await shopper(true);
  const message = await say(who, "收回同意之前说的话", rate);
  await label(who.id, message, "human.human_agent");
  assert.ok(JSON.stringify(await corrections()).includes("收回同意"));
  const before = (await model()).report.corrected;
  const context = { consent: { categoryPreferences: { analytics: false, marketing: false } } };
  await send(server, [track(who.id, "Segment Consent Preference Updated", {}, { context })], who.token);
  await eventually("the words are gone", async () => !JSON.stringify(await corrections()).includes("收回同意"));
  assert.equal((await model()).report.corrected, before);
});

test("a label taken back is as if it had never been given", async () => {
  const who = await shopper(true);
  const message = await say(who, "按错了的标签", rate);
  await label(who.id, message, "human.human_agent");
  const before = (await model()).report.corrected;
  assert.equal((await label(who.id, message, null)).status, 204);
  assert.equal((await model()).report.corrected, before - 1);
  assert.deepEqual((await person(server, who.id)).labels ?? [], []);
});

test("a label that does not exist and a message that does not exist are refused by name", async () => {
  const who = await shopper(true);
  const message = await say(who, "随便看看", rate);
  const wrong = await label(who.id, message, "marketing.nonsense");
  assert.deepEqual([wrong.status, wrong.json.code, wrong.json.path], [422, "unknown_label", "$.label"]);
  assert.match(wrong.json.detail, /marketing\.nonsense.*pre_sales\.product.*other\.oos/);
  assert.equal((await label(who.id, "nobody-said-this", "other.oos")).status, 404);
  assert.equal((await raw("PUT", "/v1/admin/model/labels", { profile: who.id })).status, 400);
});

test("the keyword list is named where it answered: in the report and in the decision", async () => {
  const who = await shopper(true);
  const words = { ...rate, label: "pre_sales.product", score: 0.9, source: "keywords", model: "keywords-1" };
  await say(who, "续航怎么样", words);
  await eventually("the report has it", async () => (await model()).report.keywords === 1);
  const { timeline } = await person(server, who.id);
  const { decision } = timeline.find((item) => item.kind === "decision");
  const told = await server.admin("GET", `/v1/admin/visitors/${who.id}/decisions/${decision}`);
  assert.deepEqual(told.read_by, { source: "keywords", model: "keywords-1" });
});

test("nobody without a session sees, corrects or publishes", async () => {
  const headers = { "x-proffer": "1", "content-type": "application/json" };
  const routes = [["GET", ""], ["GET", "/corrections"], ["PUT", "/labels"], ["POST", "/releases"], ["PUT", "/current"], ["POST", "/rollback"]];
  for (const [method, path] of routes) {
    const body = method === "GET" ? undefined : "{}";
    assert.equal((await server.fetch(`/v1/admin/model${path}`, { method, headers, body })).status, 401, `${method} ${path}`);
  }
});

test("a fresh installation answers with the model it came with", async () => {
  const { built_in: builtIn, now } = await model();
  assert.equal(now.release, null);
  const { release: pointed, files, canary } = await pointer();
  assert.deepEqual([pointed, canary], [builtIn, undefined]);
  assert.equal(pointed, sha256(readFileSync(join(dist, "manifest.json"))).slice(0, 12));
  for (const name of NAMES) {
    const served = Buffer.from(await (await server.fetch(files[name])).arrayBuffer());
    assert.ok(served.equals(readFileSync(join(dist, name))), name);
    assert.equal((await server.fetch(`/m/${builtIn}/${name}`)).status, 200);
  }
  const reading = await understand();
  assert.deepEqual([reading.source, reading.model], ["model", builtIn]);
  assert.equal((await raw("POST", "/v1/admin/model/rollback", {})).status, 409);
});

test("a release that is broken, foreign or unknown is refused by name", async () => {
  const refused = async (body, what) => {
    const { status, json } = await raw("POST", "/v1/admin/model/releases", body);
    assert.equal(status, 422, JSON.stringify(json));
    assert.match(`${json.path} ${json.detail}`, what);
  };
  const broken = Buffer.alloc(4096, 7);
  const consistent = (manifest) => Object.assign(manifest.model, { bytes: broken.length, sha256: sha256(broken) });
  await refused(release(consistent, broken).body, /does not load/);
  const changed = readFileSync(join(dist, "intent.onnx"));
  changed[changed.length >> 1] ^= 1;
  await refused(release(() => {}, changed).body, /model has SHA-256/);
  await refused(release((manifest) => (manifest.vocabulary.bytes += 1)).body, /vocabulary has \d+ bytes/);
  await refused(release((manifest) => (manifest.temperature = 0)).body, /temperature is 0/);
  await refused(release((manifest) => (manifest.labels = manifest.labels.slice(1))).body, /14 scores for 13 labels/);
  await refused({ files: { ...cooler.body.files, "vocab.txt": "***" } }, /vocab\.txt/);
  const { "vocab.txt": _, ...two } = cooler.body.files;
  await refused({ files: two }, /has no vocab\.txt/);
  const point = await raw("PUT", "/v1/admin/model/current", { release: cooler.id });
  assert.deepEqual([point.status, point.json.path], [422, "$.release"]);
  assert.equal((await raw("POST", "/v1/admin/model/releases", { files: { "intent.onnx": "A".repeat(3 * 1024 * 1024) } })).status, 413);
  assert.deepEqual((await model()).releases, []);
});

test("the pointer moves, a trial has its share, and going back restores what was", async () => {
  const first = await understand();
  for (const { body, id } of [cooler, warmer]) {
    const { status, json } = await raw("POST", "/v1/admin/model/releases", body);
    assert.deepEqual([status, json.id], [200, id], JSON.stringify(json));
  }
  assert.equal((await raw("PUT", "/v1/admin/model/current", { release: cooler.id })).status, 200);
  const { release: pointed, files } = await pointer();
  assert.equal(pointed, cooler.id);
  const served = await server.fetch(files["manifest.json"]);
  assert.match(served.headers.get("cache-control"), /immutable/);
  assert.equal(served.headers.get("access-control-allow-origin"), "*");
  assert.ok(Buffer.from(await served.arrayBuffer()).equals(cooler.manifest));
  const second = await understand();
  assert.equal(second.model, cooler.id);
  assert.equal(second.label, first.label);
  assert.ok(second.score < first.score, "a higher temperature is less sure");

  const trial = { release: cooler.id, canary: { release: warmer.id, share: 0.5 } };
  for (const [canary, path] of [[{ release: warmer.id, share: 0.6 }, "$.canary.share"], [{ release: cooler.id, share: 0.1 }, "$.canary.release"]]) {
    const { status, json } = await raw("PUT", "/v1/admin/model/current", { ...trial, canary });
    assert.deepEqual([status, json.path], [422, path]);
  }
  assert.equal((await raw("PUT", "/v1/admin/model/current", trial)).status, 200);
  const { canary } = await pointer();
  assert.deepEqual([canary.release, canary.share, canary.experiment], [warmer.id, 0.5, "model-canary"]);
  const readers = new Set();
  for (let number = 0; number < 24 && readers.size < 2; number += 1) {
    const who = await visitor(server);
    const readBy = async () => {
      const { json } = await post(server, "/v1/messages", { id: randomUUID(), text: "太贵了" }, { authorization: `Bearer ${who.token}` });
      return json.message.intent.model;
    };
    const reader = await readBy();
    assert.equal(await readBy(), reader, "one person, one model");
    readers.add(reader);
  }
  assert.deepEqual(readers, new Set([cooler.id, warmer.id]));
  assert.equal((await understand()).model, cooler.id, "who has no name is on no trial");

  const steps = [{ release: cooler.id }, { release: null }];
  for (const step of steps) assert.deepEqual((await raw("POST", "/v1/admin/model/rollback", {})).json, step);
  assert.deepEqual(await understand(), first);
  assert.equal((await pointer()).canary, undefined);
});

test("the choice survives the end of the process", async () => {
  await raw("PUT", "/v1/admin/model/current", { release: warmer.id });
  await server.restart();
  assert.equal((await understand()).model, warmer.id);
  await raw("POST", "/v1/admin/model/rollback", {});
});

test("the command publishes behind the gate, goes back, and fetches the corrections", async () => {
  const setup = { ...OPERATOR, token: server.secrets.ADMIN_TOKEN };
  await post(server, "/v1/admin/setup", setup, { "x-proffer": "1", "content-type": "application/json" });
  const folder = mkdtempSync(join(tmpdir(), "proffer-release-"));
  const env = { ...process.env, PROFFER_EMAIL: OPERATOR.email, PROFFER_PASSWORD: OPERATOR.password };
  const run = promisify(execFile);
  const command = (...words) => run(process.execPath, [join(root, "model/release.mjs"), ...words, "--to", server.origin], { env, encoding: "utf8" });
  const write = (change) => {
    const { id, body } = release(change);
    for (const name of NAMES) writeFileSync(join(folder, name), Buffer.from(body.files[name], "base64"));
    return id;
  };
  try {
    const worse = write((manifest) => Object.values(manifest.metrics)[0] && (Object.values(Object.values(manifest.metrics)[0])[0].top_macro_f1 -= 0.02));
    await assert.rejects(command("publish", "--dir", folder), /the gate refuses/);
    assert.ok(!(await model()).releases.some(({ id }) => id === worse));
    const id = write((manifest) => (manifest.seed = 8));
    assert.match((await command("publish", "--dir", folder, "--canary", "0.1")).stdout, new RegExp(`release ${id} is on trial`));
    assert.deepEqual((await model()).now, { release: null, canary: { release: id, share: 0.1 } });
    assert.match((await command("rollback")).stdout, /the model of the installation is in use/);
    const out = join(folder, "rows.jsonl");
    await command("corrections", "--out", out);
    assert.equal(readFileSync(out, "utf8").split("\n").filter(Boolean).length, (await corrections()).length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
