//! Experiments in the dashboard: planned, set up, run, read and decided, on the running product.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { SITE, openDesk } from "./dashboard-desk.mjs";
import { eventually } from "./stage.mjs";

let desk;
let page;
before(async () => {
  desk = await openDesk();
  ({ page } = desk);
});
after(() => desk?.close());

const words = (text) => ({ "zh-CN": text, en: text });
const experiment = async (key) => (await desk.config()).experiments.find((known) => known.key === key);
const rule = async (id) => (await desk.config()).rules.find((known) => known.id === id);
const save = () => page.getByRole("button", { name: "保存并发布" }).click();
const plan = () => page.locator("section.card", { has: page.getByRole("heading", { name: "要多少人" }) });

test("without an experiment the page says the next step", async () => {
  await desk.publish((config) => ({ experiments: [], rules: config.rules.map(({ experiment: _, ...known }) => known) }));
  await desk.go("#/experiments");
  await page.getByText("还没有实验").waitFor();
  await desk.isAccessible("no experiments");
  await page.getByRole("link", { name: "新建实验" }).last().click();
  await page.waitForURL(/#\/experiments\/new$/);
});

test("the planner says how many people it takes, the same as the books", async () => {
  await desk.go("#/experiments/new");
  const card = plan();
  await card.getByLabel("现在的下单率").fill("5");
  await card.getByLabel("值得发现的最小提升").fill("20");
  await card.getByLabel("只在最后看一次").check({ force: true });
  await card.locator(".figure", { hasText: "每组" }).getByText("8,155").waitFor();
  // Looking daily costs people, and a third group shares the alpha.
  await card.getByLabel("随时看").check({ force: true });
  const each = async () => Number((await card.locator(".figure", { hasText: "每组" }).locator("dd").innerText()).replaceAll(",", ""));
  await eventually("more people", async () => (await each()) > 8_155);
  const two = await each();
  await page.getByRole("button", { name: "添加一组" }).click();
  await eventually("more people for a third group", async () => (await each()) > two);
  await page.getByRole("button", { name: "移除最后一组" }).click();
  await card.getByLabel("值得发现的最小提升").fill("0");
  await card.getByText("请输入不为零的百分比，例如 20。").waitFor();
  await card.getByLabel("值得发现的最小提升").fill("10");
  await page.waitForURL(/#\/experiments\/new\?lift=10$/);
  await card.getByRole("button", { name: "查看表格" }).click();
  await card.getByRole("rowheader", { name: "+30%" }).waitFor();
  await desk.isAccessible("planner");
});

test("an experiment is set up with names, shares, targeting and an exclusion group", async () => {
  await desk.stage.admin("PUT", "/v1/admin/experiments/other", { key: "other", name: "另一个", variations: [0, 1], hashVersion: 2, status: "draft", namespace: ["checkout", 0, 0.5] });
  await desk.go("#/experiments/new");
  await page.getByLabel("名称", { exact: true }).fill("包邮还是减 20");
  await page.getByLabel("键", { exact: true }).fill("free-or-20");
  await page.getByLabel("对照 · 名称").fill("什么也不给");
  await page.getByLabel("方案 1 · 名称").fill("包邮");
  await page.getByLabel("对照 · 占比").fill("60");
  await save();
  await page.getByText("每组 0 到 100，合计 100。").waitFor();
  await page.getByLabel("方案 1 · 占比").fill("40");
  await page.getByLabel("参与的人").fill("80");
  await page.getByRole("textbox", { name: "文字形式" }).fill("visits >= 1");
  await page.getByLabel("组名").fill("checkout");
  await page.getByText("已被占用：另一个 0–50%").waitFor();
  await page.getByLabel("从", { exact: true }).fill("50");
  await save();
  await desk.saidPublished();
  await page.waitForURL(/#\/experiments\/free-or-20$/);
  assert.deepEqual(await experiment("free-or-20"), {
    key: "free-or-20", name: "包邮还是减 20", variations: [0, 1], hashVersion: 2, status: "draft",
    weights: [0.6, 0.4], coverage: 0.8, condition: { visits: { $gte: 1 } }, namespace: ["checkout", 0.5, 1],
    meta: [{ key: "0", name: "什么也不给" }, { key: "1", name: "包邮" }],
  });
  await page.getByText("还没有规则由它分流，所以没有人会进来。").waitFor();
  await desk.isAccessible("experiment draft");
  await desk.picture("studio-experiment-draft");
});

test("a rule is split by it, with an action for each group", async () => {
  await desk.stage.admin("PUT", "/v1/admin/rules/split", {
    id: "split", name: "分流的规则", priority: 60, triggers: ["Split Began"], class: "marketing", condition: {}, action: { kind: "say", text: words("原来的话") },
  });
  await desk.go("#/rules/split");
  await page.getByLabel("由哪个实验分组").selectOption("free-or-20");
  const control = page.getByRole("group", { name: "什么也不给" });
  const variation = page.getByRole("group", { name: "包邮", exact: true });
  assert.equal(await control.getByLabel("动作").inputValue(), "nothing");
  assert.equal(await variation.getByRole("group", { name: "要说的话" }).getByLabel("中文").inputValue(), "原来的话");
  await variation.getByRole("group", { name: "要说的话" }).getByLabel("中文").fill("");
  await variation.getByRole("group", { name: "要说的话" }).getByLabel("英文").fill("");
  await save();
  await variation.getByText("请至少用一种语言写。").waitFor();
  await variation.getByRole("group", { name: "要说的话" }).getByLabel("中文").fill("今天包邮");
  await save();
  await desk.saidPublished();
  await eventually("the split", async () => (await rule("split")).experiment);
  assert.deepEqual((await rule("split")).experiment, { key: "free-or-20", actions: [{ kind: "nothing" }, { kind: "say", text: { "zh-CN": "今天包邮" } }] });
  await desk.isAccessible("split rule");
  await page.getByRole("link", { name: "打开实验「包邮还是减 20」" }).click();
  await page.waitForURL(/#\/experiments\/free-or-20/);
  await page.getByRole("link", { name: "分流的规则" }).waitFor();
});

test("it is started; people, the split and the lift are shown, and a result that is too early says so", async () => {
  // Half and half, and everybody, so that a small crowd is enough.
  const known = await experiment("free-or-20");
  await desk.stage.admin("PUT", "/v1/admin/experiments/free-or-20", { ...known, weights: [0.5, 0.5], coverage: 1, condition: undefined, namespace: undefined });
  await desk.go("#/experiments/free-or-20?lift=50");
  await page.getByRole("button", { name: "开始" }).click();
  await page.getByText("进行中", { exact: true }).first().waitFor();
  assert.equal((await experiment("free-or-20")).status, "running");
  await page.getByText("还没有人进入实验").waitFor();
  const crowd = await Promise.all(Array.from({ length: 40 }, () => desk.shopper()));
  await eventually("the rule is split", async () => {
    const { decision } = await crowd[0].decide("Split Began");
    return decision.considered.some(({ rule: id }) => id === "split");
  });
  for (const [at, shopper] of crowd.entries()) {
    await shopper.track("Split Began");
    if (at % 3 === 0) await shopper.track("Order Completed", { order_id: randomUUID(), revenue: 100 + at, currency: "CNY" });
  }
  const results = await eventually("the ledger heard of everybody", async () => {
    const told = await desk.stage.admin("GET", "/v1/admin/experiments/free-or-20/results");
    return told.variations.reduce((sum, { people }) => sum + people, 0) === 40 && told;
  });
  await desk.go("#/experiments/free-or-20?lift=50");
  await page.getByText(/「包邮」还太早：较小的一组还差 [\d,]+ 人/).waitFor();
  await page.getByText(/分组正常（p = /).waitFor();
  for (const { people, name } of results.variations) {
    await page.locator(".split-line", { hasText: name }).getByText(new RegExp(`^${people} 人，占`)).waitFor();
  }
  await desk.isAccessible("running experiment");
  await desk.picture("studio-experiment-running");
  const card = page.locator("section.card", { has: page.getByRole("heading", { name: "与对照相比" }) });
  await card.getByRole("button", { name: "查看表格" }).click();
  await card.getByRole("columnheader", { name: "胜出的可能" }).waitFor();
  await page.getByLabel("人均收入").check({ force: true });
  await card.getByText("收入已按各人之前的消费校正。").waitFor();
  await desk.inEveryLight("#/experiments/free-or-20?lift=50", "studio-experiment");
});

test("the list shows where each stands and what the running one says", async () => {
  await desk.go("#/experiments");
  const line = page.locator(".experiment-line", { hasText: "包邮还是减 20" });
  await line.getByText("进行中").waitFor();
  await line.getByText("40 人").waitFor();
  await line.getByText("什么也不给 50% · 包邮 50%").waitFor();
  await desk.isAccessible("experiments");
  await desk.inEveryLight("#/experiments", "studio-experiments");
});

test("a winner is told from the sums of the edge, kept by a click, and taken back by another", async () => {
  const before = await rule("split");
  // The edge's own answer, with a crowd that no test could walk in.
  const told = await desk.stage.admin("GET", "/v1/admin/experiments/free-or-20/results");
  const measured = {
    reading: "measured", effect: { lift: 0.24, standard_error: 0.04, degrees: 9_000, people: 9_000 },
    fixed: { interval: { low: 0.16, high: 0.32 }, p_value: 0.00001 }, sequential: { interval: { low: 0.08, high: 0.4 }, p_value: 0.0004 },
    p_value_adjusted: 0.0004,
    bayesian: { expected: 0.23, standard_deviation: 0.04, interval: { low: 0.15, high: 0.31 }, chance_to_win: 0.999, risk_of_control: 0.2, risk_of_treatment: 0.0001 },
  };
  const won = { sample_ratio: { p_value: 0.62 }, comparisons: [{ variation: 1, people: 4_480, control_mean: 0.05, mean: 0.062, reading: measured, verdict: { verdict: "won" } }] };
  const variations = told.variations.map((variation, at) => ({ ...variation, people: [4_520, 4_480][at], converted: [226, 278][at] }));
  await page.route("**/experiments/free-or-20/results*", (route) => route.fulfill({ json: { ...told, variations, conversion: won } }));
  await desk.go("#/experiments/free-or-20");
  await page.getByText("「包邮」更好").waitFor();
  await page.getByText("提升 +24%，随时看都成立的区间是 +8% 到 +40%。可以采用。").waitFor();
  await desk.isAccessible("winner");
  await desk.picture("studio-experiment-won");
  await page.getByRole("button", { name: "采用「包邮」" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("1 条规则会改成做这一组做的事").waitFor();
  await dialog.getByRole("button", { name: "采用「包邮」" }).click();
  await page.getByText("所有人都得到「包邮」了").waitFor();
  const after = await rule("split");
  assert.deepEqual([after.action, after.experiment], [{ kind: "say", text: { "zh-CN": "今天包邮" } }, undefined]);
  assert.equal((await experiment("free-or-20")).status, "stopped");
  await page.getByRole("button", { name: "撤销" }).click();
  await eventually("the split is back", async () => (await rule("split")).experiment);
  assert.deepEqual(await rule("split"), before);

  const broken = { sample_ratio: { p_value: 0.00002 }, comparisons: [{ ...won.comparisons[0], verdict: { verdict: "sample_ratio_mismatch", p_value: 0.00002 } }] };
  await page.unroute("**/experiments/free-or-20/results*");
  await page.route("**/experiments/free-or-20/results*", (route) => route.fulfill({ json: { ...told, variations, conversion: broken } }));
  await page.goto("about:blank");
  await desk.go("#/experiments/free-or-20");
  await page.getByText("先别看结果：人没有按占比分开").waitFor();
  await page.getByText(/分组不对（p = < 0.0001）/).waitFor();
  assert.equal(await page.getByText("「包邮」更好").count(), 0);
  await desk.isAccessible("wrong split");
  await page.unroute("**/experiments/free-or-20/results*");
});

test("an experiment that a rule needs stays, and one that is deleted comes back by undo", async () => {
  await desk.go("#/experiments/free-or-20");
  await page.getByRole("button", { name: "删除" }).click();
  await page.getByText("还有规则由它分流：分流的规则。先改掉那些规则。").waitFor();
  await desk.go("#/experiments/other");
  await page.getByRole("button", { name: "删除" }).click();
  await page.getByText("已删除“另一个”").waitFor();
  assert.equal(await experiment("other"), undefined);
  await page.getByRole("button", { name: "撤销" }).click();
  await eventually("the experiment", () => experiment("other"));
});

test("a scenario's holdout is set, chosen by a rule, and read among the experiments", async () => {
  await desk.go("#/settings");
  const card = page.locator("section.card", { has: page.getByRole("heading", { name: "全局对照组" }) });
  await card.getByRole("button", { name: "添加场景" }).click();
  const line = card.locator(".scenario").last();
  await line.getByRole("textbox", { name: "场景" }).fill("挽回");
  await line.getByRole("textbox", { name: "占比" }).fill("50");
  await card.getByRole("button", { name: "保存" }).click();
  await line.getByText("请用字母、数字和 - _ . :，最多 120 个字符。").waitFor();
  await line.getByRole("textbox", { name: "场景" }).fill("win-back");
  await card.getByRole("button", { name: "保存" }).click();
  await eventually("the holdout", async () => (await desk.config()).holdout.scenarios?.["win-back"]?.share === 0.5);
  await desk.isAccessible("a scenario's holdout");
  await desk.picture("settings-scenario");
  await desk.stage.admin("PUT", "/v1/admin/rules/win-back", { id: "win-back", name: "挽回", priority: 98, triggers: ["Win Back"], class: "marketing", condition: {}, action: { kind: "say", text: words("回来吧") } });
  await desk.go("#/rules/win-back");
  await page.getByLabel("场景").selectOption("win-back");
  await save();
  await eventually("the scenario", async () => (await rule("win-back")).scenario === "win-back");
  const people = Array.from({ length: 24 }, () => randomUUID());
  for (const id of people) {
    await desk.post("/v1/batch", "", { writeKey: SITE, batch: [{ type: "track", event: "Win Back", anonymousId: id, context: { consent: { categoryPreferences: { functional: true, analytics: true, marketing: true } } } }] });
  }
  await desk.go("#/experiments");
  const entry = page.locator(".experiment-line", { hasText: "场景“win-back”值多少" });
  await entry.getByText("留出 50% · 可接收 50%").waitFor();
  await eventually("everybody", async () => {
    const { variations } = await desk.stage.admin("GET", "/v1/admin/experiments/holdout:win-back/results");
    return variations.reduce((all, { people: count }) => all + count, 0) >= 12;
  });
  await entry.getByRole("link").click();
  await page.getByText("可接收").first().waitFor();
  assert.equal(await page.getByRole("button", { name: "保存并发布" }).count(), 0);
  await desk.isAccessible("a scenario beside its holdout");
  await desk.picture("studio-scenario");
});

test("where the results cannot be had, the page says so and tries again", async () => {
  await page.route("**/experiments/free-or-20/results*", (route) => route.fulfill({ status: 500, json: { code: "internal", title: "Broken", status: 500 } }));
  await page.goto("about:blank");
  await desk.go("#/experiments/free-or-20");
  const failure = page.locator(".results .failure");
  await failure.getByText("服务器出错了，请稍后再试。").waitFor();
  await page.unroute("**/experiments/free-or-20/results*");
  await failure.getByRole("button", { name: "重试" }).click();
  await page.getByText(/还太早/).waitFor();
});

test("no component let an error through", () => assert.deepEqual(desk.errors, []));
