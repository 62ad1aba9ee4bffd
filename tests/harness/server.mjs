//! A real workerd for one test file: starts it, kills it, starts it again on the same data.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const xtask = process.env.PROFFER_XTASK ?? join(root, "target/debug/xtask");
const READY_TRIES = 400;

/**
 * Starts an instance with its own data folder and port. Build first: `cargo xtask build --release`.
 *
 * `seed: true` loads the demo's shop (catalog, rules, offers) and no shoppers, `articles: true` its help articles too; `faults: true` serves the variant with the `/__fault/*`
 * routes (`build --release --faults`). `worker` and `wrangler` serve another Worker altogether,
 * `files` other static files than the built ones.
 * The answer has `origin`,
 * `shop` (the shop's origin, another one on purpose), `secrets`, `fetch(path, options)`,
 * `admin(method, path, body)`, `restart()`, `kill()` (as a power cut does) and `stop()`.
 */
export async function startServer({ faults = false, seed = false, articles = false, worker, wrangler, files, port: wanted, ready = "/healthz" } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "proffer-"));
  const port = wanted ?? (await freePort());
  const words = ["config", "--port", String(port), "--data", folder];
  if (faults) words.push("--faults");
  if (worker) words.push("--worker", resolve(root, worker), "--wrangler", wrangler);
  if (files) words.push("--files", files);
  let server;
  try {
    const config = JSON.parse(execFileSync(xtask, words, { encoding: "utf8" }));
    server = new Server(config, folder, port, ready);
    await server.start();
    if (seed) execFileSync(xtask, ["seed", "--port", String(port), "--data", folder, "--shoppers", "0", ...(articles ? [] : ["--no-articles"])]);
    return server;
  } catch (error) {
    await server?.kill();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

class Server {
  #child;
  #config;
  #folder;

  #ready;

  constructor(config, folder, port, ready) {
    this.#ready = ready;
    this.#config = config;
    this.#folder = folder;
    this.port = port;
    this.origin = config.origin;
    this.shop = `http://localhost:${port}`;
    this.secrets = config.secrets;
    /** What workerd wrote to its log. */
    this.log = "";
  }

  get pid() {
    return this.#child?.pid;
  }

  /** Whether the process was started and has not ended. */
  get isAlive() {
    const child = this.#child;
    return child !== undefined && child.exitCode === null && child.signalCode === null && !child.killed;
  }

  async start() {
    const [program, ...words] = this.#config.command;
    const env = {
      ...process.env,
      PROFFER_ADMIN_TOKEN: this.secrets.ADMIN_TOKEN,
      PROFFER_SIGNING_KEY: this.secrets.SIGNING_KEY,
    };
    const child = spawn(program, words, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => (this.log += text));
    }
    for (let tries = 0; tries < READY_TRIES; tries += 1) {
      if (child.exitCode !== null) throw new Error(`workerd ended:\n${this.log}`);
      const ready = await fetch(this.origin + this.#ready).catch(() => undefined);
      await ready?.text();
      if (ready?.ok) return;
      await new Promise((wake) => setTimeout(wake, 25));
    }
    await this.kill();
    throw new Error(`workerd did not answer:\n${this.log}`);
  }

  /** Ends the process at once, with nothing flushed. */
  async kill() {
    if (!this.isAlive) return;
    const child = this.#child;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }

  async restart() {
    await this.kill();
    await this.start();
  }

  async stop() {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  fetch(path, options) {
    return fetch(this.origin + path, options);
  }

  /** A call of the automation routes; fails when the answer is not a 2xx. */
  async admin(method, path, body) {
    const answer = await this.fetch(path, {
      method,
      headers: { authorization: `Bearer ${this.secrets.ADMIN_TOKEN}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }
}

/** A port that nobody listens on. */
export async function freePort() {
  const probe = createServer();
  await new Promise((ready) => probe.listen(0, "127.0.0.1", ready));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}
