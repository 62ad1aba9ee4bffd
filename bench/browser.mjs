//! A real Chromium for the benches: one fresh profile a visit, a slow CPU where it is asked for, the page's own account of
//! its CPU time.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const LAUNCH = {
  executablePath: process.env.PROFFER_CHROMIUM || "/usr/bin/chromium",
  // The product tells people from machines; a bench measures what people get.
  args: ["--no-sandbox", "--disable-gpu", "--disable-blink-features=AutomationControlled"],
  locale: "zh-CN",
  viewport: { width: 1280, height: 860 },
};
const PROBE = readFileSync(join(import.meta.dirname, "page/probe.js"), "utf8");

/** Opens a browser that was never here, does the work and forgets it: private windows would deny a frame its storage. */
export async function asNewVisitor(work) {
  const profile = mkdtempSync(join(tmpdir(), "proffer-bench-"));
  // As Chrome comes: some packages of Chromium deny frames of another site their (partitioned) storage from the start.
  mkdirSync(join(profile, "Default"));
  writeFileSync(join(profile, "Default/Preferences"), JSON.stringify({ profile: { block_third_party_cookies: false, cookie_controls_mode: 0 } }));
  const context = await chromium.launchPersistentContext(profile, LAUNCH);
  try {
    await context.addInitScript(PROBE);
    return await work(context);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Opens a tab whose page and frames run so many times slower, and reads its main thread's counters. */
export async function openTab(context, { slowdown = 1 } = {}) {
  const page = await context.newPage();
  const frames = new Map();
  // A frame of another site has a process, and so a session, of its own.
  page.on("framenavigated", async (frame) => {
    if (frame === page.mainFrame() || frames.has(frame)) return;
    const session = await context.newCDPSession(frame).catch(() => undefined);
    if (!session) return;
    frames.set(frame, session);
    await prepare(session, slowdown).catch(() => undefined);
  });
  const session = await context.newCDPSession(page);
  await prepare(session, slowdown);
  return {
    page,
    /** Milliseconds of CPU so far of the page's main thread, and of those of frames in other processes. */
    async cpu() {
      const own = await counters(session);
      const others = await Promise.all([...frames.values()].map((frame) => counters(frame).catch(() => ({ task: 0 }))));
      return { task: own.task, script: own.script, frames: others.reduce((sum, { task }) => sum + task, 0) };
    },
  };
}

async function prepare(session, slowdown) {
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  if (slowdown > 1) await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
}

async function counters(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  const millis = (name) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1_000;
  return { task: millis("TaskDuration"), script: millis("ScriptDuration") };
}

/** The middle value, and the smallest and largest beside it. */
export function spread(values) {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const half = Math.floor(sorted.length / 2);
  const middle = sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  return { middle, least: sorted[0], most: sorted.at(-1) };
}
