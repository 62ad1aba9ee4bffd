//! The monthly loop as an operator sees it: a correction in a conversation is in the matrix, a bad release is taken back.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { isAccessible as accessible } from "./accessible.mjs";
import { operator } from "./operator.mjs";
import { eventually, openStage, picture } from "./stage.mjs";

const SITE = "pk_main_demo";
const dist = resolve(import.meta.dirname, "../../model/dist");
const NAMES = ["intent.onnx", "vocab.txt", "manifest.json"];

let stage;
let page;
/** Errors that no component caught. */
const errors = [];
before(async () => {
  stage = await openStage();
  page = await operator(stage, { bypassCSP: true });
  page.on("pageerror", (error) => errors.push(error.message));
});
after(() => stage?.close());

const go = (hash) => page.goto(`${stage.origin}/dashboard/${hash}`);
const model = () => stage.admin("GET", "/v1/admin/model");

async function post(path, token, body) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(stage.origin + path, { method: "POST", headers, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${path} answered ${answer.status}`);
  return answer.json();
}

/** Somebody who agreed says these things; as the reader understood them. */
async function shopper(...said) {
  const { token, anonymousId } = await post("/v1/boot", "", { writeKey: SITE });
  const context = { consent: { categoryPreferences: { analytics: true, marketing: true } } };
  const event = { type: "identify", traits: { name: "陈嘉" }, messageId: `${anonymousId}-1`, anonymousId, timestamp: new Date().toISOString(), context };
  await post("/v1/batch", token, { writeKey: SITE, batch: [event] });
  for (const [number, [text, label, score, more]] of said.entries()) {
    const intent = { label, score, alternatives: [], flags: [], entities: [], lang: "zh", source: "model", model: "test", ...more };
    await post("/v1/messages", token, { id: `${anonymousId}-m${number}`, text, intent, locale: "zh-CN" });
  }
  return anonymousId;
}

/** Fails with what is wrong and where. */
const isAccessible = (name) => accessible(page, name);

test("before the first message the page says so, and names the release", async () => {
  await go("#/model");
  await page.getByRole("heading", { level: 1, name: "模型" }).waitFor();
  await page.getByText("还没有消息").waitFor();
  await page.getByText("随安装附带").waitFor();
  assert.equal(await page.getByRole("button", { name: "回滚" }).count(), 0);
});

test("a correction made in the conversation appears in the matrix, and can be undone", async () => {
  const profile = await shopper(
    ["这个能再便宜点吗", "pre_sales.price", 0.61],
    ["我要找人工", "human.human_agent", 0.97],
    ["嗯嗯", "chitchat.chitchat", 0.31, { flags: ["rejected"] }],
    ["发货了吗", "order.order_shipping", 0.88, { source: "keywords", model: "keywords-1" }],
  );
  await eventually("the messages are counted", async () => (await model()).report.messages === 4);
  await go(`#/visitors/${profile}`);
  await page.locator(".timeline-item", { hasText: "发货了吗" }).getByText("关键词表").waitFor();
  const said = page.locator(".timeline-item", { hasText: "这个能再便宜点吗" });
  await said.getByRole("button", { name: "纠正" }).click();
  await said.getByRole("combobox").selectOption({ label: "营销 · 优惠" });
  await picture(page, "dashboard-correction");
  await said.getByRole("button", { name: "保存标签" }).click();
  await said.getByText("人工：营销 · 优惠").waitFor();
  await isAccessible("the conversation");

  await go("#/model");
  const cell = page.locator(".matrix tbody tr", { hasText: "售前 · 价格咨询" }).locator("td").nth(1);
  await cell.filter({ hasText: "1" }).waitFor();
  await page.evaluate(() => history.back());
  await said.getByText("人工：营销 · 优惠").waitFor();
  await go("#/model");
});

test("the queue is worked with the keyboard: what was refused comes first, a label says so in its place", async () => {
  const first = page.locator(".label-line").first();
  await first.getByText("嗯嗯").waitFor();
  await first.getByRole("combobox").focus();
  await first.getByRole("combobox").selectOption({ label: "无关内容" });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await first.getByText("人工：无关内容").waitFor();
  await page.locator(".notice", { hasText: "已标为「无关内容」" }).waitFor();
  await page.locator(".figure", { hasText: "人工看过" }).getByText("2").waitFor();
  await isAccessible("model");
  await picture(page, "dashboard-model", { fullPage: true });
  await page.locator(".notice", { hasText: "无关内容" }).getByRole("button", { name: "撤销" }).click();
  await page.locator(".figure", { hasText: "人工看过" }).getByText("1").waitFor();
});

test("charts are tables as well", async () => {
  for (const name of ["置信度分布", "每周标签漂移"]) {
    const card = page.locator(".card", { has: page.getByRole("heading", { name }) });
    await card.getByRole("button", { name: "查看表格" }).click();
    await card.getByRole("table").waitFor();
  }
  await picture(page, "dashboard-model-tables", { fullPage: true });
});

test("a shopper's own browser follows the pointer, and the operator takes a release back", async () => {
  const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));
  manifest.temperature = 2;
  const bytes = Buffer.from(JSON.stringify(manifest));
  const id = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const files = { "intent.onnx": readFileSync(join(dist, NAMES[0])), "vocab.txt": readFileSync(join(dist, NAMES[1])), "manifest.json": bytes };
  const body = { files: Object.fromEntries(Object.entries(files).map(([name, file]) => [name, file.toString("base64")])) };
  await stage.admin("POST", "/v1/admin/model/releases", body);
  await stage.admin("PUT", "/v1/admin/model/current", { release: id });

  const visitor = await stage.visitor();
  const readBy = async (text) => {
    const sent = visitor.page.waitForRequest((request) => request.url().endsWith("/v1/messages"));
    await visitor.write(text);
    return (await sent).postDataJSON().intent;
  };
  await visitor.visit();
  await visitor.agree();
  await visitor.openChat();
  const reading = await readBy("太贵了，有没有优惠");
  assert.deepEqual([reading.source, reading.model, reading.label], ["model", id, "marketing.discount"]);
  await visitor.leave();

  await go("#/model");
  await page.locator(".pair", { hasText: "使用中" }).getByText(id).waitFor();
  await page.getByRole("button", { name: "回滚" }).click();
  const dialog = page.getByRole("dialog");
  await picture(page, "dashboard-rollback");
  await dialog.getByRole("button", { name: "取消" }).click();
  assert.equal((await model()).now.release, id);
  await page.getByRole("button", { name: "回滚" }).click();
  await dialog.getByRole("button", { name: "回滚" }).click();
  await page.getByText("随安装附带").first().waitFor();
  assert.equal((await model()).now.release, null);
});

test("in English, in the dark, and on a telephone", async () => {
  await page.evaluate(() => {
    localStorage.setItem("proffer.locale", "en");
    localStorage.setItem("proffer.theme", "dark");
  });
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Model" }).waitFor();
  await page.locator(".matrix").waitFor();
  await isAccessible("model in the dark");
  await picture(page, "dashboard-model-dark", { fullPage: true });
  await page.setViewportSize({ width: 375, height: 780 });
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(tooWide <= 0, `${tooWide} px too wide`);
  await isAccessible("model on a telephone");
  await picture(page, "dashboard-model-narrow", { fullPage: true });
  assert.deepEqual(errors, []);
});
