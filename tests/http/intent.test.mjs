//! Understanding a message at the edge, on real workerd.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { answers, isAnswered } from "../harness/answers.mjs";
import { startServer } from "../harness/server.mjs";
import { SITE, person, post, visitor } from "./shop.mjs";

let server;
before(async () => {
  server = await startServer({ seed: true });
});
after(() => server?.stop());

const read = async (text) => (await post(server, "/v1/intent", { writeKey: SITE, text })).json;
const said = async (body) => {
  const who = await visitor(server);
  const { json } = await post(server, "/v1/messages", { id: randomUUID(), ...body }, { authorization: `Bearer ${who.token}` });
  return { who, ...json };
};

test("two thousand sentences are understood as ONNX Runtime understands them", async () => {
  assert.ok(answers.length >= 2_000, `${answers.length} sentences`);
  const left = [...answers];
  const one = async () => {
    for (let next = left.pop(); next; next = left.pop()) isAnswered(next, await read(next.text));
  };
  await Promise.all(Array.from({ length: 8 }, one));
});

test("a reading names what was mentioned, in characters and in bytes", async () => {
  const reading = await read("11月22号前能到吗？订单81022292146，黑色42码，打13812345678");
  const found = Object.fromEntries(reading.entities.map((entity) => [entity.type, entity]));
  assert.deepEqual(Object.keys(found).sort(), ["colour", "date", "order_no", "phone", "size"]);
  assert.equal(found.phone.text, "138****5678");
  assert.deepEqual([found.date.start, found.date.end, found.date.start_byte, found.date.end_byte], [0, 6, 0, 10]);
});

test("a message names the products of the catalog, the longest name first", async () => {
  const { message } = await said({ text: "novera12pro和Novera 12哪个续航好", locale: "zh-CN" });
  const products = message.intent.entities.filter(({ type }) => type === "product").map(({ product }) => product);
  assert.deepEqual(products, ["p-novera-12-pro", "p-novera-12"]);
});

test("an address is masked before anything keeps it", async () => {
  const { who, message } = await said({ text: "寄到北京市朝阳区建国路88号3栋502室，谢谢" });
  assert.equal(message.text, "寄到北京市****，谢谢");
  const { timeline } = await person(server, who.id);
  assert.ok(!JSON.stringify(timeline).includes("建国路"));
});

test("what a recogniser heard badly is not acted on, and says how it came", async () => {
  const clear = await said({ text: "我要退货", modality: "transcript", confidence: 0.95 });
  const poor = await said({ text: "我要退货", modality: "transcript", confidence: 0.4 });
  const picture = await said({ text: "一台手机，屏幕有裂痕", modality: "image_description" });
  assert.equal(clear.message.modality, "transcript");
  assert.equal(clear.message.confidence, 0.95);
  assert.ok(!clear.message.intent.flags.includes("rejected"));
  assert.ok(poor.message.intent.flags.includes("rejected"));
  assert.ok(poor.message.intent.score < clear.message.intent.score);
  assert.equal(picture.message.modality, "image_description");
});

test("a confidence that is none is refused with its bound", async () => {
  const who = await visitor(server);
  const answer = await post(server, "/v1/messages", { id: randomUUID(), text: "退货", modality: "transcript", confidence: 1.5 }, { authorization: `Bearer ${who.token}` });
  assert.equal(answer.status, 400);
  assert.match(answer.json.detail, /1\.5.*0 to 1/);
});

test("how a message sounds is told", async () => {
  assert.equal((await read("什么垃圾东西，再也不买了！！")).sentiment, "negative");
  assert.equal((await read("谢谢，很好用")).sentiment, "positive");
  assert.equal((await read("有货吗")).sentiment, "neutral");
});
