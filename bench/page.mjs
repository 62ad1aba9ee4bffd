//! What the tag costs the shop's page and how soon it helps, beside a button written by hand and one real peer.
//
// Chromium at a quarter of its speed, on a line of 1.6 Mbps and 150 ms, loads the shop's front page: with no tag, with each
// peer's and with ours; cold (a fresh profile) and warm (the second visit). The variants take turns, so that a busy moment
// of the machine hits all of them. CPU is the main thread's own clock; times are the wall's.

import { setTimeout as pause } from "node:timers/promises";
import { startServer } from "../tests/harness/server.mjs";
import { asNewVisitor, openTab, spread } from "./browser.mjs";
import { dress, peerFile, VARIANTS } from "./page/variants.mjs";
import { openWire } from "./wire.mjs";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SLOWDOWN = 4;
const SHAPE = { latencyMs: 150, bitsPerSecond: 1_600_000 };
const PAGE = "/shop/";
/** The page is idle when nothing was on the line for so long and the main threads, page and frame, did next to nothing. */
const QUIET_MS = 1_500;
const QUIET_CPU_MS = 40;
const WATCH_MS_MIN = 4_000;
const WATCH_MS_MAX = 40_000;
const PATIENCE_MS = 20_000;
/** Of a column. */
const WIDTH = 22;

/** The bars of the design. */
const BLOCKING_ADDED_MS_MAX = 40;
const CPU_RATIO_MAX = 1.2;
const USABLE_MS_MAX = 100;
const SHIFT_MAX = 0;
/** The shop's own pictures move by a few thousandths from load to load. */
const SHIFT_STEP = 0.01;

let variant;
let isLate = false;
const server = await startServer({ seed: true, files: process.env.BENCH_FILES });
const wire = await openWire({
  upstream: server.port,
  local: peerFile,
  rewrite: (html) => (variant ? dress(html, variant, origin(), isLate) : html),
});
const origin = () => `http://127.0.0.1:${wire.port}`;

const loads = VARIANTS.map(() => ({ cold: [], warm: [], alone: [] }));
try {
  // The first round packs files and compiles code; nobody looks at its figures.
  for (let round = 0; round <= ROUNDS; round += 1) {
    wire.shape = round === 0 ? undefined : SHAPE;
    for (const at of turn(round)) {
      variant = VARIANTS[at];
      const both = await asNewVisitor(async (context) => ({ cold: await load(context), warm: await load(context) }));
      if (process.env.BENCH_VERBOSE) console.log(variant.name, JSON.stringify(both));
      if (round === 0) continue;
      for (const kind of ["cold", "warm"]) loads[at][kind].push(both[kind]);
      if (at > 0) loads[at].alone.push(await asNewVisitor(alone));
    }
  }
  console.log(`${ROUNDS} rounds, medians (least–most); CPU at 1/${SLOWDOWN}, ${SHAPE.bitsPerSecond / 1e6} Mbps, ${SHAPE.latencyMs} ms`);
  for (const kind of ["cold", "warm"]) table(kind);
  blockingAlone();
  bars();
} finally {
  await wire.close();
  await server.stop();
}

/** Each round begins with another variant. */
function turn(round) {
  return VARIANTS.map((_, at) => (at + round) % VARIANTS.length);
}

async function load(context) {
  const { page, cpu } = await openTab(context, { slowdown: SLOWDOWN });
  wire.forget();
  const begun = performance.now();
  await page.goto(`http://localhost:${wire.port}${PAGE}`, { waitUntil: "load" });
  const used = await idle(cpu, begun);
  const seen = await page.evaluate(() => globalThis.seen);
  const asked = wire.asked.filter(({ path }) => path !== "/favicon.ico");
  const figures = {
    launcher: seen.launcher,
    blocking: seen.blocking,
    longest: seen.longest,
    shift: seen.shift,
    task: used.task,
    script: used.script,
    frames: used.frames,
    requests: asked.length,
    bytes: asked.reduce((sum, { up, down }) => sum + up + down, 0),
  };
  if (variant.host) Object.assign(figures, await open(page, seen.place));
  await page.close();
  return figures;
}

/** How long the tag's own tasks block a page that has nothing else to do. */
async function alone(context) {
  const { page, cpu } = await openTab(context, { slowdown: SLOWDOWN });
  isLate = true;
  await page.goto(`http://localhost:${wire.port}${PAGE}`, { waitUntil: "load" });
  isLate = false;
  await idle(cpu, performance.now());
  await page.evaluate(() => {
    Object.assign(globalThis.seen, { blocking: 0, longest: 0 });
    for (const asked of document.querySelector("#late").content.children) {
      // A script that came as markup does not run; one that is made does.
      const script = document.createElement("script");
      for (const { name, value } of asked.attributes) script.setAttribute(name, value);
      script.textContent = asked.textContent;
      document.head.append(script);
    }
  });
  await idle(cpu, performance.now());
  const { blocking, longest } = await page.evaluate(() => globalThis.seen);
  await page.close();
  return { blocking, longest };
}

/** Waits until the page is idle and returns the CPU used so far. */
async function idle(cpu, begun) {
  let used = await cpu();
  for (;;) {
    await pause(QUIET_MS);
    await wire.quiet(QUIET_MS);
    const before = used;
    used = await cpu();
    const waited = performance.now() - begun;
    const isIdle = used.task + used.frames - before.task - before.frames < QUIET_CPU_MS;
    if ((isIdle && waited > WATCH_MS_MIN) || waited > WATCH_MS_MAX) return used;
  }
}

/** Clicks the launcher as a visitor does, and types as soon as there is something to type into. */
async function open(page, place) {
  wire.forget();
  await page.mouse.click(place.x, place.y);
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const clicked = await page.evaluate(() => globalThis.seen.clicked);
    for (const frame of page.frames()) {
      const usable = await frame.evaluate(() => globalThis.seen?.usable).catch(() => undefined);
      if (!usable) continue;
      const afterClick = wire.asked.length;
      await page.keyboard.type("hi");
      const typed = await frame.evaluate(() => globalThis.seen.typed);
      if (typed !== "hi") throw new Error(`${variant.name}: the input has ${JSON.stringify(typed)}`);
      if (process.env.BENCH_SHOTS) await page.screenshot({ path: `${process.env.BENCH_SHOTS}/${variant.name.replace(/\W+/g, "-")}.png` });
      return { usable: usable - clicked, afterClick };
    }
    if (performance.now() > end) throw new Error(`${variant.name}: no input came: ${JSON.stringify(await page.evaluate(() => globalThis.seen))}`);
    await pause(20);
  }
}

function figure(values, digits = 0) {
  const found = spread(values);
  return found ? `${found.middle.toFixed(digits)} (${found.least.toFixed(digits)}–${found.most.toFixed(digits)})` : "–";
}

function middle(at, kind, key) {
  return spread(loads[at][kind].map((load) => load[key]))?.middle;
}

function table(kind) {
  const columns = ["launcher ms", "click→input ms", "blocking ms", "main thread ms", "× no tag", "script ms", "own frame ms", "requests", "KB", "after click"];
  console.log(`\n${kind.padEnd(24)}${columns.map((column) => column.padStart(WIDTH)).join("")}`);
  const bare = middle(0, kind, "task");
  for (const [at, { name }] of VARIANTS.entries()) {
    const of = (key) => loads[at][kind].map((load) => load[key]);
    const cells = [
      figure(of("launcher")),
      figure(of("usable")),
      figure(of("blocking")),
      figure(of("task")),
      (middle(at, kind, "task") / bare).toFixed(2),
      figure(of("script")),
      figure(of("frames")),
      figure(of("requests")),
      figure(of("bytes").map((bytes) => bytes / 1024), 1),
      figure(of("afterClick")),
    ];
    console.log(name.padEnd(24) + cells.map((cell) => cell.padStart(WIDTH)).join(""));
  }
  added(kind);
}

/** What each tag adds to the page, beside ours. */
function added(kind) {
  const bare = (key) => middle(0, kind, key);
  console.log(`added to the page, ${kind}`);
  for (const [at, { name }] of VARIANTS.entries()) {
    if (at === 0) continue;
    const more = (key) => middle(at, kind, key) - bare(key);
    console.log(`  ${name.padEnd(22)} blocking ${more("blocking").toFixed(0).padStart(5)} ms, main thread ${more("task").toFixed(0).padStart(5)} ms, requests ${more("requests").toFixed(0).padStart(3)}, ${(more("bytes") / 1024).toFixed(1).padStart(7)} KB`);
  }
}

function blockingAlone() {
  console.log("\nblocking of the tag alone, put into the idle page");
  for (const [at, { name }] of VARIANTS.entries()) {
    if (at === 0) continue;
    const of = (key) => figure(loads[at].alone.map((load) => load[key]));
    console.log(`  ${name.padEnd(22)} ${of("blocking").padStart(WIDTH)} ms, longest task ${of("longest").padStart(WIDTH)} ms`);
  }
}

function bars() {
  console.log("");
  const ours = VARIANTS.findIndex(({ name }) => name === "Proffer");
  bar("blocking time of the tag, ms", middle(ours, "alone", "blocking"), BLOCKING_ADDED_MS_MAX, 0);
  for (const kind of ["cold", "warm"]) {
    bar(`${kind}: page CPU beside no tag`, middle(ours, kind, "task") / middle(0, kind, "task"), CPU_RATIO_MAX, 2);
    bar(`${kind}: click to usable input once idle, ms`, middle(ours, kind, "usable"), USABLE_MS_MAX, 0);
    const shift = middle(ours, kind, "shift") - middle(0, kind, "shift");
    bar(`${kind}: layout shift added`, Math.round(shift / SHIFT_STEP) * SHIFT_STEP, SHIFT_MAX, 2);
  }
}

function bar(what, seen, most, digits) {
  if (Number.isNaN(seen)) return;
  console.log(`${what.padEnd(44)} ${seen.toFixed(digits).padStart(8)} at most ${most}: ${seen <= most ? "met" : "MISSED"}`);
}
