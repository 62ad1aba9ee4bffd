//! A network between browser and server that can be slow, and that counts what goes over it.
//
// Chromium's own shaping reaches only the page's process; a frame of another origin lives in another one. So the network
// is shaped here, for every process alike: a round trip before each answer, one more for a new connection, and one line
// of so many bits a second that all answers share. As a CDN would, it packs text and WebAssembly with brotli (strongest,
// kept after the first time).

import { createHash } from "node:crypto";
import { createServer, request as ask } from "node:http";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { brotliCompressSync, constants } from "node:zlib";

const HOST = "127.0.0.1";
/** As much as a line carries between two looks at the clock. */
const CHUNK_LEN_BYTES = 4096;
const PACKABLE = /^(text\/|image\/svg|application\/(json|javascript|wasm))/;
const CORS = { "access-control-allow-origin": "*", "access-control-allow-headers": "*", "access-control-max-age": "600" };

/**
 * Opens the network in front of the server on `upstream`. `local` answers a path by itself (`{ type, body, headers }`), or
 * does not; `rewrite` may change an HTML page.
 */
export async function openWire({ upstream, local = () => undefined, rewrite = (html) => html }) {
  const wire = new Wire(upstream, local, rewrite);
  await wire.open();
  return wire;
}

class Wire {
  #upstream;
  #local;
  #rewrite;
  #server;
  #packed = new Map();
  #greeted = new WeakSet();
  #sockets = new Set();
  #freeAt = 0;
  #busy = 0;
  #quietSince = performance.now();

  constructor(upstream, local, rewrite) {
    this.#upstream = upstream;
    this.#local = local;
    this.#rewrite = rewrite;
    /** How slow: `{ latencyMs, bitsPerSecond }`; nothing is as fast as it can be. */
    this.shape = undefined;
    this.forget();
  }

  async open() {
    this.#server = createServer((req, res) => this.#serve(req, res).catch(() => res.destroy()));
    this.#server.on("upgrade", (req, socket, head) => this.#tunnel(req, socket, head));
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    await new Promise((ready) => this.#server.listen(0, ready));
    this.port = this.#server.address().port;
  }

  async close() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((closed) => this.#server.close(closed));
  }

  /** Starts counting anew. */
  forget() {
    /** What was asked: `{ method, path, up, down, status }`, bytes of the bodies as they were on the wire. */
    this.asked = [];
  }

  /** Resolves when nothing was under way for so long. */
  async quiet(forMs) {
    while (this.#busy > 0 || performance.now() - this.#quietSince < forMs) await pause(50);
  }

  async #serve(req, res) {
    this.#busy += 1;
    try {
      const body = await read(req);
      const noted = { method: req.method, path: req.url, up: body.length, down: 0, headers: req.headers, body };
      this.asked.push(noted);
      await this.#travel(req.socket);
      const answer = await this.#answer(req, body);
      noted.status = answer.status;
      noted.down = answer.body.length;
      res.writeHead(answer.status, answer.headers);
      await this.#send(res, answer.body);
    } finally {
      this.#busy -= 1;
      this.#quietSince = performance.now();
    }
  }

  async #travel(socket) {
    if (!this.shape) return;
    const trips = this.#greeted.has(socket) ? 1 : 2;
    this.#greeted.add(socket);
    await pause(this.shape.latencyMs * trips);
  }

  async #answer(req, body) {
    if (req.method === "OPTIONS" && this.#local(req.url.split("?")[0], "POST")) return { status: 204, headers: CORS, body: Buffer.alloc(0) };
    const own = this.#local(req.url.split("?")[0], req.method, body);
    if (own) return this.#pack(req, 200, { ...CORS, "content-type": own.type, "cache-control": "public, max-age=31536000", ...own.headers }, Buffer.from(own.body));
    const answer = await forward(this.#upstream, req, body);
    if (/^text\/html/.test(answer.headers["content-type"] ?? "") && answer.status === 200) {
      answer.body = Buffer.from(this.#rewrite(answer.body.toString(), req.headers.host));
      delete answer.headers.etag;
    }
    return this.#pack(req, answer.status, answer.headers, answer.body);
  }

  #pack(req, status, headers, plain) {
    delete headers["content-length"];
    delete headers["transfer-encoding"];
    const wanted = /\bbr\b/.test(req.headers["accept-encoding"] ?? "") && PACKABLE.test(headers["content-type"] ?? "");
    if (status !== 200 || !wanted || headers["content-encoding"]) return { status, headers, body: plain };
    const key = createHash("sha256").update(plain).digest("hex");
    if (!this.#packed.has(key)) this.#packed.set(key, brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    return { status, headers: { ...headers, "content-encoding": "br" }, body: this.#packed.get(key) };
  }

  async #send(res, body) {
    if (!this.shape) return void res.end(body);
    for (let at = 0; at < body.length; at += CHUNK_LEN_BYTES) {
      const chunk = body.subarray(at, at + CHUNK_LEN_BYTES);
      const now = performance.now();
      this.#freeAt = Math.max(now, this.#freeAt) + (chunk.length * 8_000) / this.shape.bitsPerSecond;
      await pause(Math.max(0, this.#freeAt - now));
      res.write(chunk);
    }
    res.end();
  }

  /** A WebSocket: passed through, and noted as one request. */
  async #tunnel(req, socket, head) {
    this.asked.push({ method: "WS", path: req.url, up: 0, down: 0, status: 101 });
    await this.#travel(socket);
    const far = connect(this.#upstream, HOST, () => {
      const lines = [`GET ${req.url} HTTP/1.1`, ...pairs(req.rawHeaders).map(([name, value]) => `${name}: ${value}`), "", ""];
      far.write(lines.join("\r\n"));
      far.write(head);
      far.pipe(socket).pipe(far);
    });
    for (const end of [far, socket]) end.on("error", () => (far.destroy(), socket.destroy()));
  }
}

async function read(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

function forward(port, { method, url, headers }, body) {
  return new Promise((resolve, reject) => {
    const { "accept-encoding": _, ...kept } = headers;
    const asked = ask({ host: HOST, port, method, path: url, headers: kept }, async (answer) => {
      resolve({ status: answer.statusCode, headers: { ...answer.headers }, body: await read(answer) });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

function pairs(list) {
  return Array.from({ length: list.length / 2 }, (_, at) => [list[at * 2], list[at * 2 + 1]]);
}
