//! GrowthBook's public cases, replayed inside the frame's own wasm in a real browser.
//!
//! The module is the shipped frame with one more export (`cargo xtask test e2e` builds it into `target/conformance-frame`):
//! same sources, same profile, same flags, same wasm-opt.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");
const built = join(root, "target/conformance-frame");
const fixtures = process.env.PROFFER_FIXTURES ?? join(root, "../shared/fixtures");
const file = `${fixtures}/growthbook/cases.json`;
const skip = existsSync(file) ? false : `the public cases are absent (${file})`;
if (skip) console.log(skip);
const cases = skip ? {} : JSON.parse(readFileSync(file, "utf8"));

/** How many cases there are; fewer would be a file that was cut. */
const COUNTS = {
  evalCondition: 248, hash: 15, getBucketRange: 13, chooseVariation: 13, inNamespace: 16, getEqualWeights: 6,
  getQueryStringOverride: 16, run: 73, stickyBucket: 13, contextualBandit: 35,
};

const HOST = "https://frame.example";
const PAGE = "<!doctype html><title>Replay</title>";

let browser;
let page;
before(async () => {
  if (skip) return;
  browser = await chromium.launch({ executablePath: process.env.PROFFER_CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  page = await browser.newPage();
  await page.route(`${HOST}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === "") return route.fulfill({ contentType: "text/html", body: PAGE });
    const contentType = name.endsWith(".wasm") ? "application/wasm" : "text/javascript";
    return route.fulfill({ contentType, body: readFileSync(join(built, name)) });
  });
  await page.goto(`${HOST}/`);
  await page.evaluate(async (host) => {
    const frame = await import(`${host}/frame.js`);
    await frame.default({ module_or_path: `${host}/frame_bg.wasm` });
    globalThis.replay = frame.replay;
  }, HOST);
});
after(() => browser?.close());

for (const [group, count] of Object.entries(COUNTS)) {
  test(`${group} gives GrowthBook's answers in the browser`, { skip }, async () => {
    assert.equal(cases[group].length, count);
    const text = JSON.stringify({ group, cases: cases[group] });
    const { passed, total, failures } = JSON.parse(await page.evaluate((text) => globalThis.replay(text), text));
    console.log(`${group} ${passed}/${total} in the browser`);
    assert.deepEqual(failures, []);
    assert.equal(passed, count);
  });
}

test("a wrong answer is noticed in the browser", { skip }, async () => {
  const text = JSON.stringify({ group: "hash", cases: [["seed", "a", 2, 0.9]] });
  const { passed, failures } = JSON.parse(await page.evaluate((text) => globalThis.replay(text), text));
  assert.equal(passed, 0);
  assert.equal(failures.length, 1);
});
