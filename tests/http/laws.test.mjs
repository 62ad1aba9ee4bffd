//! The simulator's laws on a real workerd: one send however many ask at once, nothing lost and nothing double however
//! often the process dies.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { SITE, eventually, person, post, send, track, visitor } from "./shop.mjs";

const TRIGGERS = 1_000;
const KILLS = 20;
const EVENTS_MIN = 5_000;
const SENDERS = 6;
const BATCH = 25;
/** Events that one workspace resends at once, to ask whether they are kept. */
const ASKED_AT_ONCE = 250;

let server;
before(async () => {
  server = await startServer({ seed: true });
  await server.admin("PUT", "/v1/admin/holdout", { seed: "laws", share: 0 });
});
after(() => server?.stop());

const views = { product_id: "p-novera-12", category: "手机", brand: "Novera", price: 3299 };

test("a thousand triggers at once, by every door, give one person one send", async () => {
  await server.admin("PUT", "/v1/admin/rules/once", {
    id: "once", name: "Once", priority: 1_000, triggers: ["Law Asked"], class: "marketing", times_max: 1,
    action: { kind: "say", text: { en: "Once", "zh-CN": "一次" } },
  });
  const who = await visitor(server);
  await send(server, [track(who.id, "Product Viewed", views)], who.token);
  const heard = [];
  const socket = new WebSocket(`${server.origin.replace("http", "ws")}/v1/stream`, ["proffer.v1", who.token]);
  await new Promise((open, failed) => Object.assign(socket, { onopen: open, onerror: failed }));
  socket.onmessage = ({ data }) => heard.push(JSON.parse(data));

  const ask = (number) =>
    number % 2 === 0
      ? send(server, [track(who.id, "Law Asked")], who.token).then(({ status, json }) => ({ status, cards: json.cards ?? [] }))
      : post(server, "/v1/decide", { writeKey: SITE, anonymousId: who.id, trigger: "Law Asked" }).then(({ status, json }) => ({ status, cards: json.card ? [json.card] : [] }));
  const answers = await Promise.all(Array.from({ length: TRIGGERS }, (_, number) => ask(number)));

  assert.ok(answers.every(({ status }) => status === 200), "every trigger was answered");
  const cards = answers.flatMap(({ cards }) => cards);
  assert.equal(cards.length, 1, "one answer carries it");
  const { deliveries } = await person(server, who.id);
  const sent = deliveries.filter(({ rule }) => rule === "once");
  assert.deepEqual(sent.map(({ id }) => id), [cards[0].delivery], "one delivery is on record");
  await eventually("the ledger has it once", async () => {
    const { rules } = await server.admin("GET", "/v1/admin/overview?days=1");
    return rules.find(({ rule }) => rule === "once")?.delivered === 1;
  });
  assert.equal(heard.filter(({ type }) => type === "card").length, 1, "the socket heard it once");
  socket.close();
  await server.admin("DELETE", "/v1/admin/rules/once");
});

/** One browser that views a product again and again, in batches, and sends again what was not acknowledged. */
class Sender {
  id = randomUUID();
  acknowledged = [];
  #waiting = [];

  async run(goesOn) {
    while (goesOn()) {
      if (this.#waiting.length === 0) this.#waiting = Array.from({ length: BATCH }, () => track(this.id, "Product Viewed", views));
      const taken = await post(server, "/v1/batch", { writeKey: SITE, batch: this.#waiting }).catch((error) => {
        if (server.isAlive) throw error;
      });
      if (taken === undefined) return;
      assert.equal(taken.status, 200, taken.text);
      // What was cut off in the last life was kept as a whole, and is then a repeat, or not at all.
      const { accepted, duplicates } = taken.json;
      assert.ok(accepted + duplicates === BATCH && accepted * duplicates === 0, taken.text);
      this.acknowledged.push(...this.#waiting);
      this.#waiting = [];
    }
  }

  get cutOff() {
    return this.#waiting;
  }
}

test("twenty deaths and five thousand acknowledged events: none is lost and none counts twice", async () => {
  const senders = Array.from({ length: SENDERS }, () => new Sender());
  const total = () => senders.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  for (let life = 1; life <= KILLS; life += 1) {
    const wanted = Math.ceil((EVENTS_MIN * life) / KILLS);
    const running = senders.map((sender) => sender.run(() => server.isAlive));
    while (total() < wanted) await Promise.race([...running, new Promise((wake) => setTimeout(wake, 2))]);
    // In the middle of what is under way.
    await server.kill();
    await Promise.all(running);
    await server.start();
  }
  assert.ok(total() >= EVENTS_MIN, `only ${total()} events were acknowledged`);

  for (const { id, acknowledged, cutOff } of senders) {
    for (let from = 0; from < acknowledged.length; from += ASKED_AT_ONCE) {
      const again = acknowledged.slice(from, from + ASKED_AT_ONCE);
      const { json } = await send(server, again);
      assert.deepEqual([json.accepted, json.duplicates], [0, again.length], `${id} lost something`);
    }
    if (cutOff.length > 0) await send(server, cutOff);
    const { attributes } = await person(server, id);
    assert.equal(attributes.focus.views, acknowledged.length + cutOff.length, `${id} counts something twice`);
  }
  // The outbox outlived every death as well: each person is in the ledger once.
  await eventually("the ledger knows everybody, once", async () => {
    const { funnel } = await server.admin("GET", "/v1/admin/overview?days=1");
    return funnel.visits === SENDERS + 1;
  });
  console.log(`${total()} events acknowledged over ${KILLS} deaths`);
});
