//! Who answers a conversation, over the API, on real workerd: the assistant, nobody yet, or a human.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { AGREED, eventually, person, post, send, track, visitor } from "./shop.mjs";

let server;
before(async () => {
  server = await startServer({ seed: true });
  await server.admin("PUT", "/v1/admin/holdout", { seed: "test", share: 0 });
});
after(() => server?.stop());

const say = async (who, text, id = randomUUID()) => (await post(server, "/v1/messages", { id, text, locale: "zh-CN" }, { authorization: `Bearer ${who.token}` })).json;
const path = (who, last) => `/v1/admin/visitors/${encodeURIComponent(who.id)}/${last}`;
const reply = (who, text, id = randomUUID()) => server.admin("POST", path(who, "messages"), { id, text });
const conduct = (who, body) => server.admin("POST", path(who, "conversation"), body);
const status = async (who) => (await person(server, who.id)).summary.conversation;
/** The refusal of a request that must be refused. */
const refused = async (who, body) => {
  const answer = await server.fetch(path(who, "conversation"), {
    method: "POST", headers: { authorization: `Bearer ${server.secrets.ADMIN_TOKEN}`, "content-type": "application/json" }, body: JSON.stringify(body),
  });
  return { status: answer.status, problem: await answer.json() };
};

test("who asks for a human waits for one, gets one, and is not talked over until the human hands back", async () => {
  const who = await visitor(server);
  await send(server, [track(who.id, "Product Viewed", { product_id: "p-novera-12" }, { context: AGREED })], who.token);
  assert.equal((await say(who, "转人工客服")).replies.length, 1);
  const waiting = await status(who);
  assert.equal(waiting.status, "pending");
  assert.ok(Math.abs(Date.now() - waiting.since) < 60_000);

  const answer = await reply(who, "您好，我是客服小李");
  assert.equal(answer.from, "agent");
  assert.equal((await status(who)).status, "human");
  assert.deepEqual((await say(who, "这款手机续航怎么样？")).replies, []);
  assert.deepEqual((await say(who, "有优惠吗")).replies, []);

  // An app that asks meanwhile is told why there is nothing.
  const { json } = await post(server, "/v1/decide", { writeKey: "pk_main_demo", anonymousId: who.id, trigger: "Product Viewed", explain: true });
  assert.equal(json.card, null);

  assert.deepEqual(await conduct(who, { do: "hand_back" }), { status: "open" });
  assert.equal((await say(who, "你好")).replies.length, 1);
});

test("what is put aside comes back by itself, and the assistant stays silent meanwhile", async () => {
  const who = await visitor(server);
  await say(who, "我要投诉");
  await reply(who, "马上为您处理");
  const until = Date.now() + 2_500;
  assert.deepEqual(await conduct(who, { do: "snooze", until }), { status: "snoozed", until });
  const back = await eventually("it comes back", async () => {
    const now = await status(who);
    return now.status === "human" && now;
  });
  assert.ok(until <= back.since && back.since < until + 10_000, `${back.since - until} ms late`);
  assert.deepEqual((await say(who, "好了吗")).replies, []);
});

test("what is ended begins anew with the assistant", async () => {
  const who = await visitor(server);
  await say(who, "转人工");
  await reply(who, "处理好了");
  assert.equal((await conduct(who, { do: "resolve" })).status, "resolved");
  assert.equal((await say(who, "你好")).replies.length, 1);
  assert.equal((await status(who)).status, "open");
});

test("who talked to a human is asked how it was, and their word is kept", async () => {
  const who = await visitor(server);
  await say(who, "转人工");
  await reply(who, "处理好了");
  await conduct(who, { do: "resolve" });
  const asked = (await person(server, who.id)).timeline.filter(({ kind }) => kind === "message").map(({ message }) => message).find(({ choices }) => choices);
  assert.deepEqual(asked.choices, ["非常满意", "满意", "一般", "不满意", "非常不满意"]);
  const { replies } = await say(who, "不满意");
  assert.equal(replies.length, 1);
  assert.match(replies[0].text, /很抱歉/);
  assert.equal((await status(who)).status, "resolved");
  const { timeline } = await person(server, who.id);
  const rated = timeline.find(({ name }) => name === "Conversation Rated");
  assert.deepEqual([rated.properties, rated.derived], [{ rating: 2 }, true]);
  assert.ok(timeline.some(({ name }) => name === "Conversation Resolved"));
});

test("what makes no sense is refused with the reason and changes nothing", async () => {
  const who = await visitor(server);
  await say(who, "你好");
  const nothing = await refused(who, { do: "hand_back" });
  assert.deepEqual([nothing.status, nothing.problem.code], [409, "conflict"]);
  assert.match(nothing.problem.detail, /the conversation is open/);
  await reply(who, "在的");
  const late = await refused(who, { do: "snooze", until: 1_000 });
  assert.deepEqual([late.status, late.problem.code, late.problem.path], [422, "invalid_until", "$.until"]);
  assert.match(late.problem.detail, /until is 1970-01-01T00:00:01Z, not after 20/);
  assert.equal((await refused(who, { do: "dance" })).status, 400);
  const nobody = await refused({ id: "nobody-at-all" }, { do: "resolve" });
  assert.equal(nobody.status, 404);
  assert.equal((await status(who)).status, "human");
});

test("fifty visitors' messages and a human's answer race, and nothing is said after the human by anybody else", async () => {
  const who = await visitor(server);
  await say(who, "转人工");
  const racing = Array.from({ length: 25 }, (_, n) => say(who, `还在吗 ${n}`));
  const answer = reply(who, "我来了");
  await Promise.all([...racing, answer, ...Array.from({ length: 25 }, (_, n) => say(who, `好的 ${n}`))]);
  const { timeline } = await person(server, who.id);
  const messages = timeline.filter((item) => item.kind === "message").map((item) => item.message).sort((a, b) => a.seq - b.seq);
  const human = messages.findIndex((message) => message.from === "agent");
  assert.ok(0 < human);
  assert.deepEqual(messages.slice(human).filter((message) => message.from === "assistant"), []);
  assert.equal(new Set(messages.map((message) => message.seq)).size, messages.length);
  assert.equal(messages.filter((message) => message.from === "visitor").length, 51);
});
