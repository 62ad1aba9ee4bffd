//! Feeds of products on real workerd: what is taken in, what is refused, and what visitors are recommended afterwards.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { SITE, eventually, post, send, track, visitor } from "./shop.mjs";

let server;
before(async () => {
  server = await startServer({ seed: true });
  await server.admin("PUT", "/v1/admin/holdout", { seed: "test", share: 0 });
});
after(() => server?.stop());

/** Sends a feed as it is; the status and the answer. */
async function feed(text, query = {}) {
  const path = `/v1/admin/catalog/import?${new URLSearchParams(query)}`;
  const { status, json } = await post(server, path, text, { authorization: `Bearer ${server.secrets.ADMIN_TOKEN}`, "content-type": "text/plain" });
  return { status, ...json };
}
const sold = () => server.admin("GET", "/v1/admin/catalog");
const versions = async () => (await server.admin("GET", "/v1/admin/versions?limit=200")).versions;

test("a rehearsal says what would become of the catalog, and changes nothing", async () => {
  const [before, published] = [await sold(), (await versions()).length];
  const text = "id,名称,title_en,价格,分类,库存,attribute.Battery\np-novera-12,,,,,5,\nf-1,晨曦耳机,Dawn Buds,\"1,299.00\",耳机,9,500 mAh\nf-2,坏行,,免费,耳机,1,\n";
  const rehearsed = await feed(text, { dry_run: "true" });
  assert.equal(rehearsed.status, 200);
  const { format, added, changed, unchanged, removed, refused_count: refused, products, published: hash } = rehearsed;
  assert.deepEqual({ format, added, changed, unchanged, removed, refused, products, hash }, {
    format: "csv", added: 1, changed: 1, unchanged: 0, removed: 0, refused: 1, products: before.length + 1, hash: undefined,
  });
  assert.deepEqual(rehearsed.refused, [{ row: 3, id: "f-2", field: "价格", value: "免费", detail: "not a price such as 2999.00 or 15.00 USD" }]);
  assert.deepEqual(rehearsed.sample.find(({ id }) => id === "f-1").attributes, { battery_mah: 500 });
  assert.deepEqual([await sold(), (await versions()).length], [before, published]);

  const done = await feed(text);
  assert.match(done.published, /^[0-9a-f]{16}$/);
  const after = await sold();
  assert.deepEqual([after.length, after.find(({ id }) => id === "p-novera-12").stock], [before.length + 1, 5]);
  assert.deepEqual(after.find(({ id }) => id === "f-1").name, { "zh-CN": "晨曦耳机", en: "Dawn Buds" });
  assert.equal((await versions())[0].change, "catalog: 1 added, 1 changed, 0 removed");
  const again = await feed(text);
  assert.deepEqual([again.unchanged, again.published], [2, undefined]);
});

test("what was taken in is recommended and named in messages, everywhere within moments", async () => {
  const phone = { id: "feed-max", name: { "zh-CN": "Novera Feed Max" }, brand: "Novera", category: { id: "phone", "zh-CN": "手机" }, price_minor: 399_900, currency: "CNY", stock: 8, url: "/shop/product.html?id=feed-max", attributes: { battery_mah: 99_000 } };
  const { added } = await feed(JSON.stringify([phone]));
  assert.equal(added, 1);
  const rule = {
    id: "longest", name: "longest", priority: 900, triggers: ["Feed Looked"], class: "service", condition: {},
    action: { kind: "recommend", intro: { en: "Longer" }, strategy: { by: "attribute", attribute: "battery_mah", label: { en: "battery" }, better: "higher" } },
  };
  await server.admin("PUT", "/v1/admin/rules/longest", rule);
  const card = await eventually("the new product in a card", async () => {
    const who = await visitor(server);
    await send(server, [track(who.id, "Product Viewed", { product_id: "p-novera-12" })], who.token);
    const { json } = await post(server, "/v1/decide", { writeKey: SITE, anonymousId: who.id, trigger: "Feed Looked" });
    return json.card?.content.products?.[0]?.id === "feed-max" && json.card;
  });
  assert.match(JSON.stringify(card.content), /99000/);
  const { id, token } = await visitor(server);
  const { json } = await post(server, "/v1/messages", { id: `m-${id}`, text: "novera feed max 有货吗", locale: "zh-CN" }, { authorization: `Bearer ${token}` });
  assert.deepEqual(json.message.intent.entities.filter(({ type }) => type === "product").map(({ product }) => product), ["feed-max"]);
  // Somebody who only sells less of it changes one figure.
  const less = await feed("id,stock\nfeed-max,0\n");
  assert.deepEqual([less.changed, less.sample[0].attributes.battery_mah], [1, 99_000]);
});

test("a catalog of thousands is stored, published and read again, whole", async () => {
  const before = (await sold()).length;
  const long = "长".repeat(150);
  const rows = Array.from({ length: 4_000 }, (_, n) => `big-${n},${long}${n},9.9,灯具,${n % 7},/p/${n},${"说明".repeat(60)}`);
  const text = `id,name,price,category,stock,url,summary\n${rows.join("\n")}`;
  assert.ok(Buffer.byteLength(text) > 3_000_000);
  const { added, products } = await feed(text);
  assert.deepEqual([added, products], [4_000, before + 4_000]);
  const whole = await sold();
  assert.equal(whole.length, before + 4_000);
  assert.equal(whole.find(({ id }) => id === "big-3999").name["zh-CN"], `${long}3999`);
  await server.restart();
  assert.deepEqual(await sold(), whole);
  // A rule that changes does not send the products again, and the isolate finds them under their name.
  await server.admin("DELETE", "/v1/admin/rules/longest");
  const { status } = await post(server, "/v1/boot", { writeKey: SITE });
  assert.equal(status, 200);
  const over = await feed(`id,name,price,category,stock\n${Array.from({ length: 1_500 }, (_, n) => `more-${n},x,1,灯具,1`).join("\n")}`);
  assert.deepEqual([over.status, over.type?.split("/").at(-1) ?? over.code], [422, "invalid_feed"]);
  assert.match(over.detail, /more than 5000/);
  assert.equal((await sold()).length, whole.length);
});

test("a feed that is the whole catalog takes the rest away, and never all", async () => {
  const rss = `<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>only</g:id><title>Mug</title><g:price>9.90 EUR</g:price>
    <g:availability>in_stock</g:availability><g:product_type>Mugs</g:product_type><link>https://shop.example/mug</link></item></channel></rss>`;
  const gone = await feed(rss, { mode: "replace", locale: "en", dry_run: "true" });
  assert.deepEqual([gone.format, gone.replaces, gone.products, gone.added], ["merchant", true, 1, 1]);
  assert.ok(gone.removed > 4_000 && gone.gone.length === 20);
  const empty = await feed("id,name\n", { mode: "replace" });
  assert.deepEqual([empty.status, /would empty the catalog/.test(empty.detail)], [422, true]);
  const shopify = await feed(JSON.stringify({ products: [{ id: 1, title: "Lamp", product_type: "Lamps", handle: "lamp", variants: [{ price: "5.00", inventory_quantity: 2 }] }] }), { mode: "replace", currency: "USD" });
  assert.deepEqual([shopify.format, shopify.products], ["shopify", 1]);
  const [lamp] = await sold();
  assert.deepEqual([lamp.price_minor, lamp.currency, lamp.url], [500, "USD", "/products/lamp"]);
});

test("what cannot be meant is named: the query, the bytes, an address that runs something", async () => {
  const refused = async (text, query) => {
    const { status, detail } = await feed(text, query);
    return [status, detail];
  };
  assert.deepEqual(await refused("id", { format: "xls" }), [422, "format is \"xls\", not csv, json, shopify or merchant"]);
  assert.deepEqual(await refused("id", { mode: "merge" }), [422, "mode is \"merge\", not update or replace"]);
  assert.deepEqual(await refused("id", { currency: "yuan" }), [422, "currency is \"yuan\", not three capital letters such as CNY"]);
  assert.match((await refused("name,price\nx,1"))[1], /names no column `id`/);
  assert.match((await refused(Buffer.from([0x69, 0x64, 0xb2, 0xfa])))[1], /not UTF-8/);
  const product = { id: "x", name: { en: "x" }, category: { id: "x", en: "x" }, price_minor: 1, currency: "CNY", stock: 1, url: "javascript:alert(1)" };
  const before = await sold();
  const answer = await server.fetch("/v1/admin/catalog", { method: "PUT", headers: { authorization: `Bearer ${server.secrets.ADMIN_TOKEN}` }, body: JSON.stringify([product]) });
  const problem = await answer.json();
  assert.equal(answer.status, 422);
  assert.match(problem.detail, /url is "javascript:alert\(1\)", not an address of the web/);
  assert.match(JSON.stringify(problem), /\$\[0\]\.url/);
  assert.deepEqual(await sold(), before);
});

test("a feed needs an operator", async () => {
  const { status } = await post(server, "/v1/admin/catalog/import", "id\n", { "x-proffer": "1" });
  assert.equal(status, 401);
});
