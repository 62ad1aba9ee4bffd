//! Rules, offers and settings in the dashboard: order and conflicts, hours, reasons, rehearsals, versions, stocks, quiet hours.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openDesk } from "./dashboard-desk.mjs";
import { eventually } from "./stage.mjs";

let desk;
let page;
before(async () => {
  desk = await openDesk();
  ({ page } = desk);
});
after(() => desk?.close());

const words = (text) => ({ "zh-CN": text, en: text });
const say = (id, more = {}) => ({
  id, name: id, priority: 50, triggers: ["Browser Tested"], class: "service", condition: {}, action: { kind: "say", text: words(id) }, ...more,
});
const put = (rule) => desk.stage.admin("PUT", `/v1/admin/rules/${rule.id}`, rule);
const rule = async (id) => (await desk.config()).rules.find((known) => known.id === id);
const newest = async () => (await desk.stage.admin("GET", "/v1/admin/versions?limit=1")).versions[0];

test("rules are in bands of one priority, which say who is in whose way", async () => {
  await put(say("tie-one", { triggers: ["Tied"] }));
  await put(say("tie-two", { triggers: ["Tied"] }));
  await put(say("wide", { priority: 40, triggers: ["Shadowed"] }));
  await put(say("narrow", { priority: 30, triggers: ["Shadowed"], condition: { visits: { $gte: 2 } } }));
  await desk.go("#/rules");
  const band = page.getByRole("region", { name: "优先级 50" });
  await band.getByText("tie-one、tie-two").waitFor();
  const priorities = await page.locator(".rule-band > .rule-priority").allInnerTexts();
  assert.deepEqual(priorities, [...priorities].sort((one, other) => Number(other) - Number(one)));
  const shadowed = page.locator(".rule-line", { hasText: "narrow" });
  await shadowed.getByRole("link", { name: "轮不到它：「wide」总是先送出" }).waitFor();
  await page.getByLabel("有冲突").check({ force: true });
  await page.waitForURL(/#\/rules\?show=conflicts$/);
  await eventually("only conflicts", async () => (await page.locator(".rule-line").count()) >= 4);
  await desk.isAccessible("rules");
  await desk.picture("studio-rules");
  // What is in the way can be switched off right here, and then is in nobody's way.
  await shadowed.getByRole("switch").click({ force: true });
  await eventually("no shadow", async () => (await page.getByText("轮不到它").count()) === 0);
  await desk.inEveryLight("#/rules?show=conflicts", "studio-rules");
});

test("a rule keeps hours of the week by the shop's clock", async () => {
  await put(say("by-hours"));
  await desk.go("#/rules/by-hours");
  await page.getByRole("switch", { name: "只在这些时段" }).check({ force: true });
  await page.getByText("按商城的时钟（Asia/Shanghai）").waitFor();
  await page.getByRole("checkbox", { name: "周六" }).check({ force: true });
  await page.getByRole("checkbox", { name: "周一" }).check({ force: true });
  await page.getByLabel("从", { exact: true }).fill("22:00");
  await page.getByLabel("到", { exact: true }).fill("02:00");
  await page.getByRole("button", { name: "保存并发布" }).click();
  await desk.saidPublished();
  await eventually("the hours", async () => (await rule("by-hours")).hours);
  assert.deepEqual((await rule("by-hours")).hours, { days: ["monday", "saturday"], from: "22:00", to: "02:00" });
  await desk.isAccessible("hours");
});

test("an offer by what people are thought to be able to pay needs a reason before it is published", async () => {
  const { offers } = await desk.config();
  await put(say("by-purse", { action: { kind: "offer", offer: offers[0].id } }));
  await desk.go("#/rules/by-purse");
  const text = page.getByRole("textbox", { name: "文字形式" });
  await text.fill("price_band = 'high'");
  await page.getByText("这条规则按「价格带」发优惠").waitFor();
  const before = await newest();
  await page.getByRole("button", { name: "保存并发布" }).click();
  await page.getByText("请写明理由，至少 20 个字。").waitFor();
  assert.equal((await newest()).version, before.version);
  await desk.isAccessible("justification");
  await desk.picture("studio-justification");
  const reason = "合作高校的学生凭学生证享受同一折扣，按公开标准审核。";
  await page.getByLabel("为什么可以这样定价").fill(reason);
  await page.getByRole("button", { name: "保存并发布" }).click();
  await desk.saidPublished();
  await eventually("the reason", async () => (await rule("by-purse")).justification === reason);
});

test("a changed rule is rehearsed on the days that were, and nothing is published by that", async () => {
  await put(say("now", { triggers: ["Rehearsed"], times_max: 1 }));
  const shopper = await desk.shopper({ name: "彩排" });
  await eventually("the rule is in force", async () => (await shopper.decide("Rehearsed")).decision.considered.some(({ rule: id }) => id === "now"));
  for (const _ of [1, 2]) await (await desk.shopper()).track("Rehearsed");
  const before = await newest();
  await eventually("a rehearsal that replays them", async () => {
    const told = await desk.stage.admin("POST", "/v1/admin/dry-run", { days: 1 });
    return told.before.rules.some(({ rule: id, chosen }) => id === "now" && chosen >= 2);
  });
  await desk.go("#/rules/new");
  await page.getByLabel("名称", { exact: true }).fill("先送这条");
  await page.getByLabel("优先级", { exact: true }).fill("99");
  for (const chip of ["发来消息"]) await page.getByRole("checkbox", { name: chip }).uncheck({ force: true });
  await page.getByPlaceholder("其他事件名").fill("Rehearsed");
  await page.getByPlaceholder("其他事件名").press("Enter");
  await page.getByLabel("动作", { exact: true }).selectOption("say");
  await page.getByRole("group", { name: "要说的话" }).getByLabel("中文").fill("您好");
  await page.getByRole("radio", { name: /服务/ }).check({ force: true });
  await page.getByRole("button", { name: "预演" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText(/「先送这条」会送出 \d+ 次/).waitFor();
  await drawer.getByText("具体会变的场合").waitFor();
  await drawer.locator(".from-to", { hasText: "先送这条" }).first().waitFor();
  await desk.isAccessible("rehearsal");
  await desk.picture("studio-rehearsal");
  await drawer.getByRole("button", { name: "查看表格" }).click();
  await drawer.getByRole("columnheader", { name: "被按住" }).waitFor();
  await drawer.getByLabel("1 天").check({ force: true });
  await drawer.getByText(/「先送这条」会送出/).waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
  assert.equal((await newest()).version, before.version, "a rehearsal published something");
});

test("what could not be published is refused by the rehearsal at its field", async () => {
  await desk.go("#/rules/new");
  await page.getByRole("button", { name: "预演" }).click();
  await page.getByText("请给规则起个名字。").waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0);
});

test("versions say who did what, what changed field by field, and bring an earlier one back", async () => {
  await put(say("versioned", { priority: 10 }));
  const good = await newest();
  await put(say("versioned", { priority: 11, cooldown_secs: 7_200 }));
  const bad = await newest();
  await desk.go("#/rules");
  await page.getByRole("link", { name: "版本历史" }).click();
  await page.waitForURL(/#\/versions$/);
  await page.getByText("选一个版本，看它改了什么").waitFor();
  await page.locator(".version-line a").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`#/versions/${bad.version}$`));
  const difference = page.locator(".difference", { hasText: "versioned" });
  await difference.getByText("同一人间隔").waitFor();
  assert.match(await difference.innerText(), /2 小时[\s\S]*优先级[\s\S]*10[\s\S]*11/);
  await desk.isAccessible("versions");
  await page.locator(`.version-line a[href="#/versions/${good.version}"]`).click();
  await page.getByLabel("退回会改什么").check({ force: true });
  await page.waitForURL(new RegExp(`#/versions/${good.version}\\?with=now$`));
  await difference.getByText("优先级").waitFor();
  await desk.picture("studio-versions");
  await page.getByRole("button", { name: "预演" }).click();
  await page.getByRole("dialog").getByText(/会送出 \d+ 次；现在是 \d+ 次。/).or(page.getByText("这几天没有人来过")).first().waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "退回到这个版本" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "退回", exact: true }).click();
  await page.getByText(`已退回到版本 ${good.version}`).waitFor();
  assert.equal((await rule("versioned")).priority, 10);
  const now = await newest();
  assert.deepEqual([now.hash, now.change], [good.hash, `restore ${good.version}`]);
  await page.locator(".version-line", { hasText: `退回到版本 ${good.version}` }).first().waitFor();
  await desk.inEveryLight(`#/versions/${bad.version}`, "studio-versions");
});

test("an offer says how much of it there may be, and what has become of it", async () => {
  await desk.go("#/offers/new");
  await page.getByRole("group", { name: "标题" }).getByLabel("中文").fill("限量");
  await page.getByRole("group", { name: "说明" }).getByLabel("中文").fill("先到先得。");
  await page.getByLabel("最多发多少张").fill("0");
  await page.getByLabel("预算", { exact: true }).fill("100");
  await page.getByRole("button", { name: "保存并发布" }).click();
  await page.getByText("请输入大于零的整数，或留空。").waitFor();
  await page.getByText("有预算就要说明一张券按多少算。").waitFor();
  await page.getByLabel("最多发多少张").fill("2");
  await page.getByLabel("一张券按多少算").fill("30");
  await page.getByRole("button", { name: "保存并发布" }).click();
  await desk.saidPublished();
  const offer = await eventually("the offer", async () => (await desk.config()).offers.find(({ title }) => title["zh-CN"] === "限量"));
  assert.deepEqual(offer.stock, { coupons_max: 2, budget_minor: 10_000, coupon_worth_minor: 3_000 });
  await put(say("limited", { triggers: ["Limited"], action: { kind: "offer", offer: offer.id } }));
  const shopper = await desk.shopper();
  await eventually("a coupon", async () => {
    await shopper.track("Limited");
    return (await desk.stage.admin("GET", `/v1/admin/offers/${offer.id}/stock`)).issued === 1;
  });
  await desk.go(`#/offers/${offer.id}`);
  const card = page.locator("section.card", { has: page.getByRole("heading", { name: "库存" }) });
  await card.getByText("发出过 1 张，其中 0 张过期收回。").waitFor();
  const parts = await card.locator(".stack-part dd").allInnerTexts();
  assert.deepEqual(parts, ["0", "1", "1", "¥0", "¥30", "¥70"]);
  await desk.isAccessible("stock");
  await desk.picture("studio-stock");
  await desk.inEveryLight(`#/offers/${offer.id}`, "studio-stock");
});

test("quiet hours, the shop's zone, and a cap over one channel are published from the settings", async () => {
  await desk.go("#/settings");
  const card = (name) => page.getByRole("heading", { name, exact: true }).locator("xpath=ancestor::section");
  const quiet = card("免打扰时段");
  await quiet.getByRole("switch", { name: "启用免打扰" }).check({ force: true });
  await quiet.getByLabel("从").fill("21:30");
  await quiet.getByLabel("到", { exact: true }).fill("21:30");
  await quiet.getByRole("button", { name: "保存并发布" }).click();
  await quiet.getByText("开始和结束相同，就永远不会结束。").waitFor();
  await quiet.getByLabel("到", { exact: true }).fill("09:00");
  await quiet.getByRole("checkbox", { name: "短信" }).check({ force: true });
  await quiet.getByLabel("不知道对方时区时，可能在哪里").fill("Asia/Shanghai\nEurope/Berlin");
  await quiet.getByRole("button", { name: "保存并发布" }).click();
  await desk.saidPublished();
  await eventually("quiet hours", async () => (await desk.config()).quiet_hours);
  assert.deepEqual((await desk.config()).quiet_hours, { from: "21:30", to: "09:00", channels: ["sms"], zones: ["Asia/Shanghai", "Europe/Berlin"] });
  const workspace = card("工作区");
  await workspace.getByLabel("商城时区").fill("Asia/Tokyo");
  await workspace.getByRole("button", { name: "保存并发布" }).click();
  await eventually("the zone", async () => (await desk.config()).settings.zone === "Asia/Tokyo");
  const caps = card("触达频率");
  const before = (await desk.config()).frequency_rules.length;
  await caps.getByRole("button", { name: "添加频率限制" }).click();
  await caps.getByLabel("性质").last().selectOption("");
  await caps.getByLabel("渠道").last().selectOption("sms");
  await caps.getByLabel("最多次数").last().fill("9");
  await caps.getByRole("button", { name: "保存并发布" }).click();
  await eventually("the cap", async () => (await desk.config()).frequency_rules.length === before + 1);
  assert.deepEqual((await desk.config()).frequency_rules.at(-1), { channel: "sms", touches_max: 9, window_secs: 604_800 });
  await desk.isAccessible("settings");
  await desk.inEveryLight("#/settings", "studio-settings");
});

test("on a telephone the other sections unfold from the foot of the page", async () => {
  await page.setViewportSize({ width: 375, height: 780 });
  await desk.go("#/overview");
  assert.equal(await page.getByRole("link", { name: "人群" }).isVisible(), false);
  await page.getByRole("button", { name: "更多" }).click();
  await desk.isAccessible("unfolded navigation");
  await page.getByRole("link", { name: "人群" }).click();
  await page.waitForURL(/#\/segments$/);
  await page.getByRole("heading", { level: 1, name: "人群" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "模型" }).isVisible(), false);
  await page.setViewportSize({ width: 1360, height: 900 });
});

test("no component let an error through", () => assert.deepEqual(desk.errors, []));
