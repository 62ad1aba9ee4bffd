//! A load generator that costs little itself: raw HTTP/1.1 on kept connections.

import { readFileSync } from "node:fs";
import { connect } from "node:net";

const HEAD_END = Buffer.from("\r\n\r\n");
const CHUNKED_END = Buffer.from("0\r\n\r\n");
/** Clock ticks a second in /proc, the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** The bytes of one request. */
export function request(method, path, { body = "", headers = {} } = {}) {
  const lines = Object.entries({ host: "bench", "content-length": Buffer.byteLength(body), ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n${body}`);
}

/**
 * Sends `count` requests over `connections` kept connections, `next(i)` being the bytes of the
 * i-th, and measures from the first byte out to the last byte in. Any status but a 2xx fails.
 */
export async function load({ port, pid, count, connections, next }) {
  const times = new Float64Array(count);
  const cpuBefore = cpuSeconds(pid);
  const began = performance.now();
  let started = 0;
  const worker = async () => {
    const connection = await Connection.open(port);
    while (started < count) {
      const index = started++;
      const sent = performance.now();
      await connection.ask(next(index));
      times[index] = performance.now() - sent;
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - began) / 1000;
  const cpu = cpuSeconds(pid) - cpuBefore;
  times.sort();
  return {
    perSecond: count / seconds,
    p50: times[Math.floor(count * 0.5)],
    p99: times[Math.floor(count * 0.99)],
    cpuMicros: (cpu / count) * 1e6,
  };
}

/** What the process has used so far, user and system, all threads. */
export function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is a name that may hold spaces; the rest is counted from its end.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

class Connection {
  #socket;
  #received = Buffer.alloc(0);
  #done;
  #failed;

  static open(port) {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      socket.once("error", reject);
      socket.once("connect", () => resolve(new Connection(socket)));
    });
  }

  constructor(socket) {
    this.#socket = socket;
    socket.on("data", (bytes) => this.#take(bytes));
    socket.on("close", () => this.#failed?.(new Error("the server closed the connection")));
  }

  ask(bytes) {
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
      this.#socket.write(bytes);
    });
  }

  close() {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #take(bytes) {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#received.toString("latin1", 0, headEnd).toLowerCase();
    const length = /content-length: (\d+)/.exec(head)?.[1];
    const bodyStart = headEnd + HEAD_END.length;
    const whole =
      length === undefined
        ? this.#received.subarray(-CHUNKED_END.length).equals(CHUNKED_END) || /^http\/1.1 204/.test(head)
        : this.#received.length >= bodyStart + Number(length);
    if (!whole) return;
    const answer = this.#received;
    this.#received = Buffer.alloc(0);
    if (/^http\/1.1 2/.test(head)) this.#done();
    else this.#failed(new Error(answer.toString("utf8", 0, 600)));
  }
}
