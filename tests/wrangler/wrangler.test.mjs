//! The same build as wrangler sees it: what would be deployed, and a smoke test under its runtime.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { createTestHarness } from "wrangler";

const root = resolve(import.meta.dirname, "../..");
const configPath = join(root, "wrangler.toml");

test("what would be deployed holds the module and every binding", () => {
  const out = mkdtempSync(join(tmpdir(), "proffer-deploy-"));
  try {
    const wrangler = join(root, "node_modules/wrangler/bin/wrangler.js");
    const words = [wrangler, "deploy", "--dry-run", "--outdir", out];
    const said = execFileSync(process.execPath, words, { cwd: root, encoding: "utf8" });
    for (const binding of ["VISITOR", "WORKSPACE", "DIRECTORY", "LEDGER", "DESK", "CONFIG", "ASSETS"]) {
      assert.match(said, new RegExp(`env\\.${binding}\\b`), `${binding} is missing from:\n${said}`);
    }
    const files = readdirSync(out);
    assert.ok(files.includes("index.js") && files.includes("index_bg.wasm"), files.join());
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});

let server;
before(async () => {
  const secrets = { ADMIN_TOKEN: "a".repeat(64), SIGNING_KEY: "b".repeat(64) };
  server = createTestHarness({ workers: [{ configPath, secrets }] });
  await server.listen();
});
after(() => server?.close());

test("the Worker is well under wrangler's runtime", async () => {
  const answer = await server.fetch("/healthz");
  assert.equal(answer.status, 200);
});

test("the Worker serves its static files under wrangler's runtime", async () => {
  const answer = await server.fetch("/w/1/manifest.json");
  assert.equal(answer.status, 200);
  assert.ok((await answer.json()).files["frame.wasm"]);
});
