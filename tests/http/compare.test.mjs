//! Products beside one another, over the API, understood by the model that ships.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { person, post, visitor } from "./shop.mjs";

let server;
before(async () => {
  server = await startServer({ seed: true });
});
after(() => server?.stop());

async function ask(text, locale = "zh-CN") {
  const who = await visitor(server);
  const { json } = await post(server, "/v1/messages", { id: randomUUID(), text, locale }, { authorization: `Bearer ${who.token}` });
  return { who, reply: json.replies.at(-1) };
}

test("two phones are compared by the catalog's own figures, what was asked about first", async () => {
  const sold = await server.admin("GET", "/v1/admin/catalog");
  const [pro, plain] = ["p-novera-12-pro", "p-novera-12"].map((id) => sold.find((product) => product.id === id));
  const { who, reply } = await ask("Novera 12 Pro 和 Novera 12 哪个续航更好");
  assert.deepEqual(reply.comparison.products.map(({ id, price_minor: price }) => [id, price]), [[pro.id, pro.price_minor], [plain.id, plain.price_minor]]);
  const { battery_hours: longer } = pro.attributes;
  assert.deepEqual(reply.comparison.rows[0], { label: "续航", values: [`${longer} 小时`, `${plain.attributes.battery_hours} 小时`], best: 0 });
  assert.equal(reply.text, `续航更好的是 ${pro.name["zh-CN"]}：${longer} 小时，对 ${plain.attributes.battery_hours} 小时。`);
  assert.equal(reply.comparison.rows.at(-1).label, "库存");
  const { summary, timeline } = await person(server, who.id);
  assert.equal(summary.conversation.status, "open");
  assert.ok(timeline.some(({ message }) => message?.comparison?.rows.length === reply.comparison.rows.length), "the operator sees it too");
});

test("three in English, what is dearer is not hidden, and one alone is no comparison", async () => {
  const { reply } = await ask("Which is cheaper, the Kestra K5, the Kestra K5 Ultra or the Novera 12?", "en");
  assert.equal(reply.comparison.products.length, 3);
  assert.match(reply.text, /^Kestra K5 costs less\.$/);
  assert.equal(reply.comparison.rows.at(-1).values.join(), "In stock,In stock,In stock");
  const alone = await ask("Novera 12 的屏幕多大");
  assert.equal(alone.reply.comparison, undefined);
});
