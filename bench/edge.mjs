//! What a batch and a decision cost at the edge, beside the platform's own floor.
//
// One run measures everything, in turns, on bare workerd: a hello-world Worker in Rust, a Worker
// that asks a Durable Object for one SQLite write, our `/v1/batch` (ten events, one person each
// request) and our `/v1/decide`. Server CPU is the process's own, so a busy machine blurs the
// rates but hardly the ratios.

import { startServer } from "../tests/harness/server.mjs";
import { load, request } from "./load.mjs";

const COUNT = Number(process.env.BENCH_COUNT ?? 2_000);
const ROUNDS = 3;
const CONNECTIONS = 16;
const PEOPLE = 200;
const EVENTS = 10;
/** The bars: at most so many times the bare write. */
const BATCH_RATIO_MAX = 3;
const DECIDE_RATIO_MAX = 2;

const JSON_TYPE = { "content-type": "application/json" };
/** The demo shop's public key. */
const KEY = "pk_main_demo";
let serial = 0;

const peer = await startServer({ wrangler: "bench/peer-worker/wrangler.toml", worker: "target/worker-peer", ready: "/hello" });
const ours = await startServer({ seed: true });

const cases = [
  { name: "hello-world (Rust)", server: peer, next: () => request("GET", "/hello") },
  {
    name: "one SQLite write (Rust)",
    server: peer,
    next: (index) => request("POST", `/write?id=${index % PEOPLE}`, { body: "told" }),
  },
  {
    name: "/v1/batch, 10 events",
    server: ours,
    next: (index) => request("POST", "/v1/batch", { body: batch(index % PEOPLE), headers: JSON_TYPE }),
  },
  {
    name: "/v1/decide",
    server: ours,
    next: (index) => request("POST", "/v1/decide", { body: question(index % PEOPLE), headers: JSON_TYPE }),
  },
];

try {
  // People exist and code is compiled before anything is measured.
  for (const { server, next } of cases) await run(server, next, PEOPLE * 2);
  const rounds = cases.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, { server, next }] of cases.entries()) rounds[at].push(await run(server, next, COUNT));
  }
  report(cases.map(({ name }, at) => ({ name, ...median(rounds[at]) })));
} finally {
  await peer.stop();
  await ours.stop();
}

function run(server, next, count) {
  return load({ port: server.port, pid: server.pid, count, connections: CONNECTIONS, next });
}

/** Ten events of one person, as Segment's libraries send them; every message id is new. */
function batch(person) {
  const timestamp = new Date().toISOString();
  const event = (at) => ({
    type: "track",
    event: at % 3 === 0 ? "Product Added" : "Product Viewed",
    messageId: `bench-${(serial += 1)}`,
    anonymousId: `bench-person-${person}`,
    timestamp,
    properties: { product_id: `p-${at}`, sku: `S${at}`, category: "phone", brand: "Novera", name: "Novera 12", price: 3299, currency: "CNY", quantity: 1 },
    context: { page: { url: "https://shop.example/p/12", path: "/p/12", title: "Novera 12" }, locale: "zh-CN", consent: { categoryPreferences: { functional: true, analytics: true, marketing: true } } },
  });
  return JSON.stringify({ writeKey: KEY, sentAt: timestamp, batch: Array.from({ length: EVENTS }, (_, at) => event(at)) });
}

function question(person) {
  return JSON.stringify({ writeKey: KEY, anonymousId: `bench-person-${person}`, trigger: "Product Viewed", locale: "zh-CN" });
}

function median(runs) {
  const middle = (key) => runs.map((run) => run[key]).sort((a, b) => a - b)[Math.floor(runs.length / 2)];
  return { perSecond: middle("perSecond"), p50: middle("p50"), p99: middle("p99"), cpuMicros: middle("cpuMicros") };
}

function report(rows) {
  const write = rows[1].cpuMicros;
  console.log(`${COUNT} requests × ${ROUNDS} rounds, ${CONNECTIONS} connections, ${PEOPLE} people; medians`);
  console.log(`${"".padEnd(26)}${"req/s".padStart(8)}${"p50 ms".padStart(9)}${"p99 ms".padStart(9)}${"CPU µs".padStart(9)}${"× write".padStart(9)}`);
  for (const row of rows) {
    const figures = [row.perSecond.toFixed(0).padStart(8), row.p50.toFixed(1).padStart(9), row.p99.toFixed(1).padStart(9)];
    const cost = [row.cpuMicros.toFixed(0).padStart(9), (row.cpuMicros / write).toFixed(2).padStart(9)];
    console.log(row.name.padEnd(26) + figures.join("") + cost.join(""));
  }
  bar("/v1/batch", rows[2].cpuMicros / write, BATCH_RATIO_MAX);
  bar("/v1/decide", rows[3].cpuMicros / write, DECIDE_RATIO_MAX);
}

function bar(name, ratio, ratioMax) {
  const verdict = ratio <= ratioMax ? "held" : "MISSED";
  console.log(`${name} costs ${ratio.toFixed(2)} × the bare write, at most ${ratioMax}: ${verdict}`);
}
