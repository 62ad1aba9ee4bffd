//! A day in the shop, in a minute: a hundred visitors and ten agents talk at once, on real workerd.
//!
//! Everybody has the socket that a browser has, and answers when they hear. What is counted: nothing lost, nothing twice,
//! on the sockets and in the log. How long a word takes from one to the other is printed.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { eventually, person, post, send, track, visitor } from "./shop.mjs";

const VISITORS = 100;
const AGENTS = 10;
const ROUNDS = 4;
/** Visitors come within so many milliseconds. */
const COME_WITHIN = 8_000;
/** Somebody thinks so long, at most, before they write. */
const THINK = 8_000;
const PATIENCE = 60_000;

const marked = { "x-proffer": "1", "content-type": "application/json" };
const password = "three quiet words here";
const pause = (millis) => new Promise((wake) => setTimeout(wake, millis));
/** A pause that keeps nothing alive. */
const limit = (millis) => new Promise((wake) => setTimeout(wake, millis).unref());
const socketOf = (path, ...more) => new WebSocket(`${server.origin.replace("http", "ws")}${path}`, ...more);
const opened = (socket) => new Promise((ready, fail) => ((socket.onopen = () => ready(socket)), (socket.onerror = fail)));

let server;
before(async () => {
  server = await startServer({ seed: true });
  await server.admin("PUT", "/v1/admin/holdout", { seed: "day", share: 0 });
});
after(() => server?.stop());

/** Somebody who answers: hears every conversation, and answers the words that are waited for. */
async function agent(place) {
  const email = `agent-${place}@shop.example`;
  await server.admin("POST", "/v1/admin/operators", { email, name: `Agent ${place}`, password });
  const signedIn = await post(server, "/v1/admin/sign-in", { email, password }, marked);
  const headers = { ...marked, cookie: signedIn.headers.get("set-cookie").split(";")[0] };
  const waited = new Map();
  const socket = await opened(socketOf("/v1/admin/live", { headers: { cookie: headers.cookie } }));
  socket.onmessage = ({ data }) => {
    const { conversation } = JSON.parse(data);
    const key = conversation && `${conversation.person.profile} ${conversation.last.text}`;
    waited.get(key)?.(performance.now());
  };
  return {
    socket,
    /** When the agent hears these words of somebody. */
    hears: (who, text) => new Promise((heard) => waited.set(`${who.id} ${text}`, heard)),
    says: (who, text) => post(server, `/v1/admin/visitors/${who.id}/messages`, { id: randomUUID(), text }, headers),
  };
}

/** Somebody with a browser: everything that is pushed is kept, with when. */
async function shopper() {
  const who = await visitor(server);
  const heard = [];
  const socket = await opened(socketOf("/v1/stream", ["proffer.v1", who.token]));
  socket.onmessage = ({ data }) => {
    const { message } = JSON.parse(data);
    if (message) heard.push({ ...message, heardAt: performance.now() });
  };
  return { ...who, heard, socket };
}

function says(who, text, label = "order.order_shipping") {
  const intent = { label, score: 0.93, flags: [], lang: "zh", source: "model", model: "the test's" };
  return post(server, "/v1/messages", { id: randomUUID(), text, intent, locale: "zh-CN" }, { authorization: `Bearer ${who.token}` });
}

const inTime = (what, promise) => Promise.race([promise, limit(PATIENCE).then(() => Promise.reject(new Error(`never: ${what}`)))]);

/** One visit: asks for a human, and talks with them; the times of every word. */
async function visit(who, colleague, times) {
  await pause(Math.random() * COME_WITHIN);
  await send(server, [track(who.id, "Product Viewed", { product_id: "p-novera-12" })], who.token);
  assert.equal((await says(who, "转人工客服", "human.human_agent")).status, 200);
  for (let round = 0; round < ROUNDS; round += 1) {
    await pause(Math.random() * THINK);
    const [asked, answered] = [`第 ${round} 问，关于 ${who.id.slice(-6)}`, `第 ${round} 答，给 ${who.id.slice(-6)}`];
    const hears = colleague.hears(who, asked);
    const began = performance.now();
    assert.equal((await says(who, asked)).status, 200);
    // Until somebody has answered, the assistant still says that it passes the words on, and that is then the last word.
    if (round > 0) times.toAgent.push((await inTime(`${asked} at the desk`, hears)) - began);
    const replied = performance.now();
    const taken = await colleague.says(who, answered);
    assert.equal(taken.status, 200, taken.text);
    const got = await eventually(answered, () => who.heard.find(({ text }) => text === answered), PATIENCE);
    times.toVisitor.push(got.heardAt - replied);
  }
}

const quantile = (times, share) => [...times].sort((a, b) => a - b)[Math.floor(share * (times.length - 1))].toFixed(0);

test("a hundred visitors and ten agents lose no word and hear none twice", async () => {
  const agents = [];
  for (let place = 0; place < AGENTS; place += 1) agents.push(await agent(place));
  const visitors = await Promise.all(Array.from({ length: VISITORS }, shopper));
  const times = { toAgent: [], toVisitor: [] };
  const began = performance.now();
  await Promise.all(visitors.map((who, place) => visit(who, agents[place % AGENTS], times)));
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  for (const [way, all] of Object.entries(times)) console.log(`${way}: ${all.length} words, p50 ${quantile(all, 0.5)} ms, p95 ${quantile(all, 0.95)} ms, in ${seconds} s`);

  for (const who of visitors) {
    const { timeline } = await person(server, who.id);
    const log = timeline.flatMap(({ message }) => (message ? [message] : [])).sort((a, b) => a.seq - b.seq);
    assert.deepEqual(log.map(({ seq }) => seq), log.map((_, place) => place + 1));
    const by = (from) => log.filter((message) => message.from === from).map(({ text }) => text);
    const words = (word) => Array.from({ length: ROUNDS }, (_, round) => `第 ${round} ${word} ${who.id.slice(-6)}`);
    assert.deepEqual(by("agent"), words("答，给"));
    assert.deepEqual(by("visitor"), ["转人工客服", ...words("问，关于")]);
    // On the socket: every word of the shop's once, in order.
    const heard = who.heard.filter(({ from }) => from !== "visitor").map(({ seq }) => seq);
    assert.deepEqual(heard, log.filter(({ from }) => from !== "visitor").map(({ seq }) => seq));
  }
  for (const { socket } of [...agents, ...visitors]) socket.close();
});
