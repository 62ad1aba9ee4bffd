//! A visitor and an operator in two browsers: asked for, answered, handed back, ended.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openDesk } from "./dashboard-desk.mjs";
import { openShop } from "./merchant.mjs";
import { eventually, picture } from "./stage.mjs";

let desk;
before(async () => {
  desk = await openDesk();
  await openShop(desk.stage, { rules: ["battery-question"] });
});
after(() => desk?.close());

/** The page of the only person who said something. */
async function talker() {
  const { stage } = desk;
  return eventually("somebody who waits", async () => {
    const { visitors } = await stage.admin("GET", "/v1/admin/visitors?limit=50");
    return visitors.find(({ conversation }) => conversation?.status === "pending");
  });
}

test("a visitor asks for a human, an operator answers, and the assistant is silent until it is handed back", async () => {
  const { stage, page } = desk;
  const visitor = await stage.visitor();
  await visitor.visit();
  await visitor.agree();
  await visitor.openChat();
  await visitor.write("转人工客服");
  await visitor.chat.getByText("已通知人工客服").waitFor();

  const { profile } = await talker();
  const hash = `#/visitors/${encodeURIComponent(profile)}`;
  await desk.go(hash);
  const card = page.locator(".talk-card");
  await card.locator('[data-status="pending"]').waitFor();
  await desk.isAccessible("a conversation that waits");
  await picture(page, "talk-pending", { fullPage: true });

  // By keyboard alone, as somebody does who answers all day.
  await card.getByLabel("回复").focus();
  await page.keyboard.press("Control+Enter");
  await card.getByText("请先写点什么").waitFor();
  await page.keyboard.type("您好，我是客服小李，请问有什么可以帮您？");
  await page.keyboard.press("Control+Enter");
  await card.locator('[data-status="human"]').waitFor();
  await visitor.chat.getByText("我是客服小李").waitFor();
  await visitor.picture("talk-widget-human");
  assert.equal(await card.getByLabel("回复").inputValue(), "");

  await visitor.write("这款手机续航怎么样？");
  await card.locator('[data-from="visitor"]', { hasText: "续航" }).waitFor();
  assert.equal(await card.locator('[data-from="assistant"]').count(), 1, "the assistant talks over a human");
  await picture(page, "talk-human", { fullPage: true });

  await card.getByRole("button", { name: "交还 AI 助手" }).click();
  await card.locator('[data-status="open"]').waitFor();
  await visitor.write("你好");
  await card.locator('[data-from="assistant"]').nth(1).waitFor();

  await desk.inEveryLight(hash, "talk");
  await desk.go(hash);
  await card.getByRole("button", { name: "结束对话" }).click();
  await card.locator('[data-status="resolved"]').waitFor();
  assert.equal(await card.getByRole("button", { name: "结束对话" }).count(), 0);
  assert.deepEqual([...visitor.errors, ...desk.errors], []);
  await visitor.leave();
});

test("two operators see one another's word, and a deed that came too late is refused in words", async () => {
  const { stage, page } = desk;
  const visitor = await stage.visitor();
  await visitor.visit();
  await visitor.agree();
  await visitor.openChat();
  await visitor.write("我要投诉，转人工");
  const { profile } = await talker();
  await desk.go(`#/visitors/${encodeURIComponent(profile)}`);
  const card = page.locator(".talk-card");
  await card.locator('[data-status="pending"]').waitFor();
  await stage.admin("POST", `/v1/admin/visitors/${encodeURIComponent(profile)}/messages`, { id: "another-operator-1", text: "我已经在处理了" });
  await card.locator('[data-from="agent"]', { hasText: "我已经在处理了" }).waitFor();
  await card.locator('[data-status="human"]').waitFor();
  await card.getByRole("button", { name: "一小时后再处理" }).click();
  await card.locator('[data-status="snoozed"]').waitFor();
  await visitor.write("还在吗");
  await card.locator('[data-status="human"]').waitFor();

  await card.getByRole("button", { name: "结束对话" }).click();
  const choices = visitor.chat.getByTestId("choices");
  await choices.getByRole("button", { name: "非常不满意" }).waitFor();
  await visitor.picture("talk-widget-rating");
  await choices.getByRole("button", { name: "满意", exact: true }).click();
  await visitor.chat.getByText("谢谢您的评价").waitFor();
  await card.locator('[data-from="visitor"]', { hasText: "满意" }).waitFor();
  assert.equal(await card.locator('[data-status="resolved"]').count(), 1, "a rating opens nothing");
  assert.deepEqual([...visitor.errors, ...desk.errors], []);
  await visitor.leave();
});
