//! The inbox in three browsers: a visitor, and two colleagues who answer all day.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openDesk } from "./dashboard-desk.mjs";
import { openShop } from "./merchant.mjs";
import { picture } from "./stage.mjs";

let desk;
before(async () => {
  desk = await openDesk({ articles: true });
  await openShop(desk.stage, { rules: ["battery-question"] });
});
after(() => desk?.close());

/** A visitor who says something in the chat. */
async function talker(words) {
  const visitor = await desk.stage.visitor();
  await visitor.visit();
  await visitor.agree();
  await visitor.openChat();
  await visitor.write(words);
  return visitor;
}

/** A colleague with a browser of their own, in the inbox. */
async function colleague(name) {
  const { stage } = desk;
  const [email, password] = [`${name}@shop.example`, "three quiet words here"];
  await stage.admin("POST", "/v1/admin/operators", { email, name, password });
  const page = await stage.tab();
  await page.goto(`${stage.origin}/dashboard/#/inbox`);
  await page.locator('input[name="email"]').fill(email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
  await page.locator("#main h1").waitFor();
  return page;
}

const lines = (page) => page.locator(".inbox-line");
const list = (page, name) => page.locator(".inbox-tab", { hasText: name });

test("before anybody said a word the page says so", async () => {
  await desk.go("#/inbox");
  await desk.page.getByText("还没有对话").waitFor();
  await desk.isAccessible("the empty inbox");
  await picture(desk.page, "inbox-empty");
});

test("who waits is taken by keyboard, and a colleague sees who has it and takes over knowingly", async () => {
  const { page } = desk;
  const visitor = await talker("转人工客服");
  await visitor.chat.getByText("已通知人工客服").waitFor();
  await lines(page).first().waitFor();
  await list(page, "未分配").locator(".count-badge", { hasText: "1" }).waitFor();
  await desk.isAccessible("an inbox with somebody who waits");
  await picture(page, "inbox-waiting");

  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.locator('.inbox-head [data-status="pending"]').waitFor();
  await list(page, "未分配").locator(".count-badge").waitFor({ state: "detached" });
  await page.locator("#main h1").click();
  await page.keyboard.press("r");
  await page.keyboard.type("您好，我是客服小李，请问有什么可以帮您？");
  await page.keyboard.press("Control+Enter");
  await visitor.chat.getByText("我是客服小李").waitFor();
  await page.locator('.inbox-head [data-status="human"]').waitFor();
  await list(page, "我的").click();
  await lines(page).first().waitFor();
  await page.locator('select[name="assignee"] option:checked', { hasText: "测试员" }).waitFor({ state: "attached" });

  const bo = await colleague("小博");
  await list(bo, "全部").click();
  await lines(bo).first().locator("a").click();
  await bo.locator(".inbox-also", { hasText: "测试员" }).waitFor();
  await page.locator(".inbox-also", { hasText: "小博" }).waitFor();
  await bo.locator("[data-reply] textarea").fill("我来帮您");
  await bo.getByRole("button", { name: "发送" }).click();
  await bo.getByText("测试员 正在接待").waitFor();
  await picture(bo, "inbox-taken");
  assert.equal(await visitor.chat.getByText("我来帮您").count(), 0, "two answered at once");
  await bo.getByRole("button", { name: "由我接手并发送" }).click();
  await visitor.chat.getByText("我来帮您").waitFor();
  await page.locator('select[name="assignee"] option:checked', { hasText: "小博" }).waitFor({ state: "attached" });

  await visitor.write("谢谢，屏幕碎了怎么修");
  await bo.locator('.inbox-talk [data-from="visitor"]', { hasText: "屏幕碎了" }).waitFor();
  await page.locator('.inbox-talk [data-from="visitor"]', { hasText: "屏幕碎了" }).waitFor();
  assert.deepEqual([...visitor.errors, ...desk.errors], []);
  await bo.context().close();
  await visitor.leave();
});

test("notes, mentions, labels, canned replies and suggested answers", async () => {
  const { page, stage } = desk;
  const visitor = await talker("退款多久到账");
  await visitor.chat.getByTestId("message").nth(1).waitFor();
  await visitor.write("转人工");
  await desk.go("#/inbox");
  await lines(page).first().locator("a").click();
  await page.locator('.inbox-head [data-status="pending"]').waitFor();
  const { operators, me } = await page.evaluate(async () => {
    const answer = await fetch("/v1/admin/inbox");
    const { colleagues, me } = await answer.json();
    return { operators: colleagues, me };
  });
  assert.ok(operators.some(({ operator }) => operator === me));

  await page.getByLabel("写一条备注").fill("上周也问过一次");
  await page.locator('select[name="mention"]').selectOption(me);
  await page.getByRole("button", { name: "添加备注" }).click();
  await page.locator(".inbox-note-text", { hasText: "上周也问过一次" }).waitFor();
  await page.locator('input[name="label"]').fill("退款，VIP");
  await page.getByRole("button", { name: "保存标签" }).click();
  await lines(page).first().getByText("VIP").waitFor();
  await list(page, "提到我").click();
  await lines(page).first().getByText("VIP").waitFor();
  assert.equal(await lines(page).count(), 1);

  await lines(page).first().locator("a").click();
  await page.locator("[data-reply] textarea").fill("{name}您好，我是{agent}。");
  await page.getByText("常用回复", { exact: true }).click();
  await page.locator('input[name="canned"]').fill("问候");
  await page.getByRole("button", { name: "存为常用回复" }).click();
  await page.locator(".inbox-insert", { hasText: "问候" }).waitFor();
  await page.locator("[data-reply] textarea").fill("");
  await page.locator(".inbox-insert", { hasText: "问候" }).click();
  assert.match(await page.locator("[data-reply] textarea").inputValue(), /您好，我是测试员。$/);
  await desk.isAccessible("an open conversation");
  await picture(page, "inbox-open", { fullPage: true });

  const words = page.getByRole("search").locator("input");
  await words.fill("没有这样的话");
  await page.getByText("没有符合的").or(page.locator(".inbox-none")).first().waitFor();
  await words.fill("VIP");
  await lines(page).first().waitFor();
  const hash = new URL(page.url()).hash;
  await desk.inEveryLight(hash, "inbox");
  await desk.go("#/inbox?show=all");
  await desk.speak("en");
  await page.goto("about:blank");
  await desk.go("#/inbox?show=all");
  await lines(page).first().locator("a").click();
  await page.getByText("Suggested answers").waitFor();
  await desk.isAccessible("the inbox in English");
  await picture(page, "inbox-english", { fullPage: true });
  const words2 = await page.locator("#main").innerText();
  assert.doesNotMatch(words2, /等待人工|未分配|常用回复/);
  assert.deepEqual([...visitor.errors, ...desk.errors], []);
  assert.ok(stage);
  await visitor.leave();
});

test("a colleague is taken in on the settings page", async () => {
  const { page } = desk;
  await desk.speak("zh-CN");
  await page.goto("about:blank");
  await desk.go("#/settings");
  const form = page.locator("section", { hasText: "可以登录工作台" }).last();
  await form.locator('input[name="name"]').fill("小陈");
  await form.locator('input[name="email"]').fill("chen@shop.example");
  await form.locator('input[name="password"]').fill("short");
  await form.getByRole("button", { name: "添加同事" }).click();
  await form.getByText("not 12 to 128").waitFor();
  await form.locator('input[name="password"]').fill("three quiet words here");
  await form.getByRole("button", { name: "添加同事" }).click();
  await form.locator("li", { hasText: "小陈" }).waitFor();
  await desk.isAccessible("the settings with colleagues");
});
