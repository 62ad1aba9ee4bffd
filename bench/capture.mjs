//! What one captured event costs the shop's page and the visitor's line, beside npm `posthog-js`.
//
// A real page in Chromium calls the public SDK: ours, `proffer('track', …)` against our Worker on real workerd; PostHog's,
// `posthog.capture(…)` against a server that takes everything, its own batching as it comes. Every event must arrive, or the
// bench fails. Before it, the same loop on the same page calls a function that does nothing: what that costs is taken off.
//
// CPU is the main thread's own clock. Our frame is another site and has a process of its own; its CPU stands beside.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { startServer } from "../tests/harness/server.mjs";
import { asNewVisitor, openTab, spread } from "./browser.mjs";
import { openWire } from "./wire.mjs";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SITE = "pk_main_demo";
const EVENT = "Product Viewed";
const PATIENCE_MS = 20_000;
/** A page that was just loaded has other things to do. */
const SETTLE_MS = 1_500;

/** How events come: so many in one task, then a pause; watched for longer than that and anybody's batching take. */
const PATTERNS = [
  { name: "bursts of ten", count: 400, together: 10, gapMs: 20, watchMs: 4_500 },
  { name: "one at a time", count: 200, together: 1, gapMs: 20, watchMs: 8_000 },
];

/** The bars of the design. */
const CPU_MS_MAX = 0.03;
const REQUESTS_PER_100_MAX = 2;
const KB_PER_100_MAX = 4;

const STUB = "window.proffer=window.proffer||function(){(proffer.q=proffer.q||[]).push(arguments)}";
const SUBJECTS = [
  {
    name: "Proffer",
    head: (origin) =>
      `<script>${STUB};proffer('on','boot',()=>globalThis.isReady=true);globalThis.call=(name,properties)=>proffer('track',name,properties)</script>` +
      `<script async src="${origin}/w/1/loader.js" data-site="${SITE}" data-consent="granted"></script>`,
    path: "/v1/batch",
    events: (body) => body.batch,
  },
  {
    name: "array and beacon",
    // As little as one can write by hand: no consent, no page, no identity, nothing kept for a bad network.
    head: (origin) =>
      `<script>const kept=[];const send=()=>kept.length&&navigator.sendBeacon("${origin}/beacon",JSON.stringify(kept.splice(0)));setInterval(send,1000);` +
      `globalThis.call=(event,properties)=>{kept.push({event,properties,at:Date.now(),url:location.href});kept.length>49&&send()};globalThis.isReady=true</script>`,
    path: "/beacon",
    events: (body) => body,
  },
  {
    name: "posthog-js",
    // It takes a browser without a screen for a machine, and more than ten events a second for a mistake: it is told otherwise.
    head: (origin) =>
      `<script type="module">import posthog from "${origin}/peer/posthog.js";` +
      `posthog.init("phc_bench",{api_host:"${origin}",opt_out_useragent_filter:true,rate_limiting:{events_per_second:1e4,events_burst_limit:1e4},loaded:()=>globalThis.isReady=true});globalThis.call=(name,properties)=>posthog.capture(name,properties)</script>`,
    path: "/e/",
    events: (body) => (Array.isArray(body) ? body : (body.batch ?? [body])),
  },
];

const require = createRequire(import.meta.url);
const posthog = readFileSync(require.resolve("posthog-js/dist/module.js"));
/** What PostHog's own service says of a project with nothing switched on. */
const PROJECT = JSON.stringify({ supportedCompression: ["gzip", "gzip-js"], sessionRecording: false, heatmaps: false, surveys: false, featureFlags: {}, hasFeatureFlags: false });

const server = await startServer({ seed: true, files: process.env.BENCH_FILES });
const wire = await openWire({
  upstream: server.port,
  local(path) {
    const subject = SUBJECTS.find(({ name }) => path === `/capture/${encodeURIComponent(name)}`);
    if (subject) return { type: "text/html", body: `<!doctype html><html lang="zh-CN"><title>Capture</title><body><h1>Capture</h1>${subject.head(origin())}` };
    if (path === "/peer/posthog.js") return { type: "text/javascript", body: posthog };
    if (path === "/beacon") return { type: "text/plain", body: "" };
    if (path === "/e/") return { type: "application/json", body: '{"status":1}' };
    if (path.startsWith("/flags/") || path.endsWith("/config")) return { type: "application/json", body: PROJECT };
    if (path.startsWith("/array/") || path.startsWith("/static/")) return { type: "text/javascript", body: "" };
    return undefined;
  },
});
const origin = () => `http://127.0.0.1:${wire.port}`;

const runs = PATTERNS.map(() => SUBJECTS.map(() => []));
try {
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let step = 0; step < SUBJECTS.length; step += 1) {
      const at = (step + round) % SUBJECTS.length;
      await asNewVisitor(async (context) => {
        for (const [which, pattern] of PATTERNS.entries()) {
          const figures = await measure(context, SUBJECTS[at], pattern);
          if (process.env.BENCH_VERBOSE) console.log(pattern.name, SUBJECTS[at].name, JSON.stringify(figures));
          runs[which][at].push(figures);
        }
      });
    }
  }
  for (const which of PATTERNS.keys()) table(which);
} finally {
  await wire.close();
  await server.stop();
}

/** One page calls so many events and waits until all have arrived. */
async function measure(context, subject, pattern) {
  const { page, cpu } = await openTab(context);
  await page.goto(`http://localhost:${wire.port}/capture/${encodeURIComponent(subject.name)}`);
  await page.waitForFunction(() => globalThis.isReady === true);
  await pause(SETTLE_MS);
  await wire.quiet(SETTLE_MS);
  const loop = await watch("idle");
  wire.forget();
  const spent = await watch("call");
  const sent = wire.asked.filter(({ path }) => path.startsWith(subject.path));
  await page.close();
  return {
    loop: loop.task,
    cpu: spent.task - loop.task,
    frame: spent.frames - loop.frames,
    requests: sent.length,
    bytes: sent.reduce((sum, { up }) => sum + up, 0),
    wire: sent.reduce((sum, { up, down, headers }) => sum + up + down + length(headers), 0),
  };

  /** Runs the loop, as long for everyone: a page has a little to do even when nothing happens. */
  async function watch(name) {
    const before = await cpu();
    const watched = pause(pattern.watchMs);
    await page.evaluate(fire, { ...pattern, event: EVENT, name });
    if (name === "call") await arrived(subject, pattern.count);
    await watched;
    const after = await cpu();
    return { task: after.task - before.task, frames: after.frames - before.frames };
  }
}

/** Runs in the page. */
async function fire({ name, event, count, together, gapMs }) {
  globalThis.idle = () => undefined;
  for (let at = 0; at < count; at += together) {
    for (let next = at; next < at + together; next += 1) {
      globalThis[name](event, { product_id: `p-${next % 24}`, sku: `S-${next % 24}`, name: "Novera 12 Endure", category: "phone", brand: "Novera", price: 3299, currency: "CNY", position: next });
    }
    await new Promise((wake) => setTimeout(wake, gapMs));
  }
}

/** Waits until the server has every event, each once. */
async function arrived(subject, count) {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const places = wire.asked.filter(({ path, status, body }) => status && body.length > 0 && path.startsWith(subject.path)).flatMap(({ body }) => positions(subject, body));
    if (new Set(places).size === count) return;
    if (performance.now() > end) throw new Error(`${subject.name}: ${new Set(places).size} of ${count} events arrived`);
    await pause(100);
  }
}

function positions(subject, body) {
  const text = body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body).toString() : body.toString();
  return subject
    .events(JSON.parse(text))
    .filter(({ event }) => event === EVENT)
    .map(({ properties }) => properties.position);
}

function length(headers) {
  return Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + String(value).length + 4, 0);
}

function table(which) {
  const { name, count, together, gapMs } = PATTERNS[which];
  console.log(`\n${name}: ${count} events, ${together} each ${gapMs} ms; ${ROUNDS} rounds, medians (least–most) for one event`);
  console.log(`${"".padEnd(18)}${["page CPU ms", "frame CPU ms", "requests a 100", "body KB a 100", "on the wire KB a 100"].map((column) => column.padStart(26)).join("")}`);
  const middles = SUBJECTS.map((subject, at) => {
    const of = (take) => spread(runs[which][at].map(take));
    const seen = {
      cpu: of(({ cpu }) => cpu / count),
      loop: of(({ loop }) => loop / count),
      frame: of(({ frame }) => frame / count),
      requests: of(({ requests }) => (requests * 100) / count),
      bytes: of(({ bytes }) => (bytes * 100) / count / 1024),
      wire: of(({ wire }) => (wire * 100) / count / 1024),
    };
    const cells = [figure(seen.cpu, 4), figure(seen.frame, 4), figure(seen.requests, 1), figure(seen.bytes, 2), figure(seen.wire, 2)];
    console.log(subject.name.padEnd(18) + cells.map((cell) => cell.padStart(26)).join(""));
    return seen;
  });
  const [ours, floor, peer] = middles;
  console.log(`the loop alone, taken off: ${figure(ours.loop, 4)} on our page, ${figure(peer.loop, 4)} on the other`);
  const ratio = (key) => (ours[key].middle / peer[key].middle).toFixed(2);
  console.log(`ours beside posthog-js: page CPU × ${ratio("cpu")}, requests × ${ratio("requests")}, bytes × ${ratio("bytes")}; page CPU beside the array × ${(ours.cpu.middle / floor.cpu.middle).toFixed(2)}`);
  bar("page CPU per event, ms", ours.cpu.middle, CPU_MS_MAX, 4);
  bar("requests per 100 events", ours.requests.middle, REQUESTS_PER_100_MAX, 1);
  bar("KB per 100 events, bodies", ours.bytes.middle, KB_PER_100_MAX, 2);
}

function figure({ middle, least, most }, digits) {
  return `${middle.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
}

function bar(what, seen, most, digits) {
  console.log(`${what.padEnd(28)} ${seen.toFixed(digits).padStart(8)} at most ${most}: ${seen <= most ? "met" : "MISSED"}`);
}
