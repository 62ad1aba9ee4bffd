//! GrowthBook's public cases, replayed inside the Worker's own wasm on workerd.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";

const fixtures = process.env.PROFFER_FIXTURES ?? resolve(import.meta.dirname, "../../../shared/fixtures");
const file = `${fixtures}/growthbook/cases.json`;
const skip = existsSync(file) ? false : `the public cases are absent (${file})`;
if (skip) console.log(skip);
const cases = skip ? {} : JSON.parse(readFileSync(file, "utf8"));

let server;
before(async () => (server = await startServer({ faults: true })));
after(() => server?.stop());

const groups = ["evalCondition", "hash", "getBucketRange", "chooseVariation", "inNamespace", "getEqualWeights", "getQueryStringOverride", "run", "stickyBucket", "contextualBandit"];
for (const group of groups) {
  test(`${group} gives GrowthBook's answers at the edge`, { skip }, async () => {
    const answer = await server.fetch("/__fault/replay", { method: "POST", body: JSON.stringify({ group, cases: cases[group] }) });
    const { passed, total, failures } = await answer.json();
    console.log(`${group} ${passed}/${total} on workerd`);
    assert.equal(total, cases[group].length);
    assert.deepEqual(failures, []);
  });
}
