//! What the shop knows, in two browsers: the visitor is answered with a source or asked back; the operator tries a
//! question, writes an article for one that nothing answered, and sees it answered.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openDesk } from "./dashboard-desk.mjs";
import { openShop } from "./merchant.mjs";
import { eventually, picture } from "./stage.mjs";

let desk;
before(async () => {
  desk = await openDesk({ articles: true });
  await openShop(desk.stage, { rules: [] });
});
after(() => desk?.close());

test("a visitor is answered from an article, sees where it is from, and is asked which where several fit", async () => {
  const { stage } = desk;
  const visitor = await stage.visitor();
  await visitor.visit();
  await visitor.agree();
  await visitor.openChat();
  await visitor.write("退款多久到账");
  const source = visitor.chat.getByTestId("source");
  await source.waitFor();
  assert.match(await source.textContent(), /来源：\s*退款/);
  const link = source.getByRole("link");
  assert.equal(await link.getAttribute("href"), `${stage.shop}/shop/policy.html`);
  assert.deepEqual([await link.getAttribute("target"), await link.getAttribute("rel")], ["_blank", "noopener"]);
  await visitor.picture("knowledge-answer");

  await stage.admin("PUT", "/v1/admin/knowledge/zh-CN/lamp-a", { title: "台灯怎么调亮度", synonyms: ["台灯调光"], body: "轻触灯罩即可调光。" });
  await stage.admin("PUT", "/v1/admin/knowledge/zh-CN/lamp-b", { title: "台灯怎么换灯泡", synonyms: ["台灯灯泡坏了"], body: "断电后旋下灯泡。" });
  await visitor.write("台灯怎么用");
  const choices = visitor.chat.getByTestId("choices");
  await choices.getByRole("button", { name: "台灯怎么换灯泡" }).waitFor();
  await visitor.picture("knowledge-choices");
  await choices.getByRole("button", { name: "台灯怎么换灯泡" }).click();
  await visitor.chat.getByText("断电后旋下灯泡。").waitFor();
  assert.equal(await choices.isVisible(), false, "what was asked is answered");
  assert.deepEqual(visitor.errors, []);
  await visitor.leave();
});

test("on a telephone and in English the source and the choices fit the chat", async () => {
  const visitor = await desk.stage.visitor({ locale: "en-US", width: 375, height: 780, colorScheme: "dark" });
  await visitor.visit();
  await visitor.agree();
  await visitor.openChat();
  await visitor.write("When will my refund arrive?");
  await visitor.chat.getByTestId("source").or(visitor.chat.getByTestId("choices")).first().waitFor();
  await visitor.picture("knowledge-narrow");
  assert.deepEqual(visitor.errors, []);
  await visitor.leave();
});

test("an operator tries a question, and writes the article that was missing", async () => {
  const { stage, page } = desk;
  const visitor = await stage.visitor();
  await visitor.visit();
  await visitor.agree();
  await visitor.openChat();
  const question = "你们店里的猫几岁了";
  await visitor.write(question);
  await visitor.chat.locator('[data-from="assistant"]').first().waitFor();
  await eventually("the question is listed", async () => {
    const { questions } = await stage.admin("GET", "/v1/admin/knowledge/unanswered");
    return questions.some(({ text }) => text === question);
  });

  await desk.go("#/knowledge");
  await desk.isAccessible("what the shop knows");
  await desk.picture("knowledge");
  await page.getByLabel("顾客的问题").fill("发票怎么开");
  await page.getByRole("button", { name: "试一试" }).click();
  await page.locator("[data-verdict]", { hasText: "直接回答" }).waitFor();
  await desk.picture("knowledge-trial");
  await desk.inEveryLight("#/knowledge", "knowledge");

  await desk.go("#/knowledge");
  await page.locator("li", { hasText: question }).getByRole("link", { name: "写一篇文章" }).click();
  await desk.drawn();
  assert.equal(await page.locator('input[name="title"]').inputValue(), question);
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText("有几处需要修改").waitFor();
  await page.locator('input[name="id"]').fill("cat-name");
  await page.locator('textarea[name="body"]').fill("它叫年糕，三岁。\n\n周末在店里。");
  await page.locator('textarea[name="synonyms"]').fill("店猫叫啥\n你们的猫");
  await page.locator(".talk-preview", { hasText: "它叫年糕，三岁。" }).waitFor();
  await desk.isAccessible("an article");
  await desk.picture("knowledge-article");
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText("文章已保存").waitFor();
  assert.match(page.url(), /#\/knowledge\/zh-CN\/cat-name/);
  await desk.inEveryLight("#/knowledge/zh-CN/cat-name", "knowledge-article");

  await visitor.write(question);
  await visitor.chat.getByText("它叫年糕，三岁。").waitFor();

  await desk.go("#/knowledge/zh-CN/cat-name");
  await page.getByRole("button", { name: "删除" }).click();
  await page.getByText("不再用它回答").waitFor();
  await page.getByRole("button", { name: "撤销" }).click();
  await page.getByText("已恢复").waitFor();
  assert.deepEqual([...visitor.errors, ...desk.errors], []);
  await visitor.leave();
});

test("what is written in an article is text, wherever it is shown", async () => {
  const { stage, page } = desk;
  const bad = '<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>';
  await stage.admin("PUT", "/v1/admin/knowledge/zh-CN/xss", { title: `危险${bad}`, synonyms: [`注入${bad}`, "注入测试文章"], body: `正文${bad}` });
  const visitor = await stage.visitor();
  await visitor.visit();
  await visitor.agree();
  await visitor.openChat();
  await visitor.write("注入测试文章");
  await visitor.chat.getByText("正文<img").waitFor();
  await desk.go("#/knowledge/zh-CN/xss");
  await page.locator(".talk-preview", { hasText: "正文<img" }).waitFor();
  assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
  assert.equal(await visitor.page.frames().at(-1).evaluate(() => globalThis.hacked), undefined);
  await visitor.leave();
});
