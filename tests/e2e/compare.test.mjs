//! Products beside one another in the chat, wide and on a telephone, and what the operator sees of it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible } from "./accessible.mjs";
import { openDesk } from "./dashboard-desk.mjs";
import { openShop } from "./merchant.mjs";

let desk;
before(async () => {
  desk = await openDesk({ articles: true });
  await openShop(desk.stage, { rules: ["battery-question"] });
});
after(() => desk?.close());

async function asks(words, options) {
  const visitor = await desk.stage.visitor(options);
  await visitor.visit();
  await visitor.agree();
  await visitor.openChat();
  await visitor.write(words);
  return visitor;
}

test("who names two phones sees them beside one another, with what is better marked", async () => {
  const visitor = await asks("Novera 12 Pro 和 Novera 12 哪个续航更好", { bypassCSP: true });
  const table = visitor.chat.getByTestId("comparison");
  await table.waitFor();
  assert.deepEqual(await table.locator("[role=columnheader] a").allInnerTexts(), ["Novera 12 Pro", "Novera 12"]);
  assert.match(await table.locator("[role=row]").nth(1).innerText(), /续航\s+22 小时 ✓ 更好\s+19 小时/);
  await visitor.chat.getByText("续航更好的是 Novera 12 Pro：22 小时，对 19 小时。").waitFor();
  assert.match(await table.locator("[role=columnheader] a").first().getAttribute("href"), /product\.html\?id=p-novera-12-pro$/);
  await isAccessible(visitor.frame, "a comparison in the chat");
  await visitor.picture("compare");
  assert.deepEqual(visitor.errors, []);

  const { visitors } = await desk.stage.admin("GET", "/v1/admin/visitors?limit=5");
  await desk.go(`#/visitors/${visitors[0].profile}`);
  await desk.page.locator(".talk-text", { hasText: "续航: 22 小时 / 19 小时" }).waitFor();
  // It is there again on the next page.
  await visitor.visit();
  await visitor.openChat();
  await visitor.chat.getByTestId("comparison").waitFor();
  await visitor.leave();
});

test("three of them in English, in the dark, on a telephone: the chat stays as wide as it is", async () => {
  const visitor = await asks("Compare the Kestra K5, the Kestra K5 Ultra and the Novera 12: which one is lighter?", { locale: "en-US", width: 375, height: 780, colorScheme: "dark", bypassCSP: true });
  const table = visitor.chat.getByTestId("comparison");
  await table.waitFor();
  assert.equal(await table.locator("[role=columnheader]").count(), 3);
  await visitor.chat.getByText("does better at weight").waitFor();
  const { inner, outer } = await table.evaluate((region) => ({ inner: document.documentElement.scrollWidth, outer: innerWidth }));
  assert.ok(inner <= outer, `${inner} px in ${outer}`);
  await table.focus();
  assert.ok(await table.evaluate((region) => region === document.activeElement), "it can be scrolled by keyboard");
  await isAccessible(visitor.frame, "a comparison on a telephone");
  await visitor.picture("compare-en");
  assert.deepEqual(visitor.errors, []);
  await visitor.leave();
});
