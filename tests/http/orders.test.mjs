//! Where is my order? Over the API, on real workerd, understood by the model that ships.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { eventually, person, post, send, track, visitor } from "./shop.mjs";

let server;
before(async () => {
  // Without articles, so that none of them answers first.
  server = await startServer({ seed: true });
});
after(() => server?.stop());

/** What the assistant answers, in one text. */
async function ask(who, text, locale = "zh-CN") {
  const { json } = await post(server, "/v1/messages", { id: randomUUID(), text, locale }, { authorization: `Bearer ${who.token}` });
  return json.replies.map((reply) => reply.text).join("\n");
}
const status = async (who) => (await person(server, who.id)).summary.conversation.status;

async function buyer(id) {
  const who = await visitor(server);
  await send(server, [track(who.id, "Order Completed", { order_id: id, revenue: 4999, currency: "CNY" })], who.token);
  return who;
}

test("an order that is on its way is told from its record, in the shopper's language", async () => {
  const id = `NV${Date.now()}`;
  const who = await buyer(id);
  await send(server, [track(who.id, "Order Shipped", { order_id: id, carrier: "顺丰速运", tracking_number: "SF7700123" })], who.token);
  assert.match(await ask(who, "我的订单到哪了"), new RegExp(`^订单 ${id}：\\d+月\\d+日下单，\\d+月\\d+日已由顺丰速运发出，运单号 SF7700123。$`));
  assert.match(await ask(who, "where is my order?", "en"), new RegExp(`^Order ${id}: placed on .*, shipped on .* with 顺丰速运, tracking number SF7700123\\.$`));
  await send(server, [track(who.id, "Order Delivered", { order_id: id })], who.token);
  assert.match(await ask(who, `查一下订单${id}的物流`), /已签收/);
  assert.equal(await status(who), "open", "nobody has to come");
});

test("who is not known to have bought anything is asked for the number once, and the number of somebody else tells them nothing", async () => {
  const id = `NV${Date.now()}9`;
  const owner = await buyer(id);
  await send(server, [track(owner.id, "Order Shipped", { order_id: id, carrier: "顺丰速运", tracking_number: "SF99" })], owner.token);
  const stranger = await visitor(server);
  const first = await ask(stranger, "我的快递怎么还没到，帮我查下单号");
  assert.match(first, /请把订单号发给我/);
  const second = await ask(stranger, id);
  assert.match(second, /没有查到这个订单号/);
  assert.doesNotMatch(second, /SF99|顺丰/);
  assert.equal(await status(stranger), "pending");
});

test("a status that is none of ours and a parcel number without end change nothing and break nothing", async () => {
  const id = `NV${Date.now()}7`;
  const who = await buyer(id);
  const updates = [{ status: "teleported" }, { status: 7 }, {}, { status: "shipped", carrier: "x".repeat(400), tracking_number: "<b>1</b>" }];
  await send(server, updates.map((update) => track(who.id, "Order Updated", { order_id: id, ...update })), who.token);
  const said = await ask(who, "我的订单到哪了");
  assert.match(said, /已由x+发出，运单号 <b>1<\/b>。$/);
  assert.ok(said.length < 200, said);
});

test("what the assistant tries is the merchant's, and what cannot be followed is refused by its place", async () => {
  const put = (playbooks) => server.fetch("/v1/admin/playbooks", {
    method: "PUT", headers: { authorization: `Bearer ${server.secrets.ADMIN_TOKEN}`, "content-type": "application/json" }, body: JSON.stringify(playbooks),
  });
  const wrong = await put([{ intent: "order.order_shipping", steps: [] }, { intent: "human.human_agent", steps: ["answer"] }]);
  assert.equal(wrong.status, 422);
  const problem = await wrong.json();
  assert.match(JSON.stringify(problem), /\$\.playbooks\[1\]\.steps/);
  assert.match(JSON.stringify(problem), /answer is tried for human\.human_agent, which allows nothing/);
  const unknown = await put([{ intent: "order.order_shipping", steps: ["dance"] }]);
  assert.match(JSON.stringify(await unknown.json()), /unknown variant `dance`/);

  assert.match(await ask(await visitor(server), "我的快递怎么还没到，帮我查下单号"), /请把订单号发给我/);
  assert.equal((await put([{ intent: "order.order_shipping", steps: [] }])).status, 200);
  await eventually("the playbook holds", async () => {
    const who = await visitor(server);
    return !/请把订单号发给我/.test(await ask(who, "我的快递怎么还没到，帮我查下单号")) && (await status(who)) === "pending";
  });
  assert.equal((await put([])).status, 200);
});
