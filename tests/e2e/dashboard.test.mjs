//! What an operator does in the dashboard, on the running product.
//!
//! `PROFFER_ORIGIN` and `PROFFER_ADMIN_TOKEN` (with `PROFFER_SHOP`) point it at a running instance that has no operator yet;
//! without them it starts one of its own. The shopper walks in through the public API.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible as accessible } from "./accessible.mjs";
import { eventually, openStage, picture } from "./stage.mjs";

const SITE = "pk_main_demo";
const OPERATOR = { name: "林晓", email: "lin@shop.example", password: "a sentence that is long" };

let stage;
let page;
let shopper;
/** Errors that no component caught. */
const errors = [];

before(async () => {
  stage = await openStage();
  shopper = await shop();
  // The policy of the page lets no script of ours in; axe is one.
  page = await stage.tab({ bypassCSP: true });
  page.on("pageerror", (error) => errors.push(error.message));
});
after(() => stage?.close());

/** Posts to the public API as a browser does. */
async function post(path, token, body) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(stage.origin + path, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

/** Somebody looks at a phone, puts it into the cart and finds it dear. */
async function shop() {
  const { token, anonymousId } = await post("/v1/boot", "", { writeKey: SITE });
  const context = {
    page: { url: `${stage.shop}/shop/product.html?id=p-novera-12-pro`, path: "/shop/product.html", title: "Novera 12 Pro" },
    locale: "zh-CN",
    consent: { categoryPreferences: { analytics: true, marketing: true } },
  };
  const properties = { product_id: "p-novera-12-pro", name: "Novera 12 Pro", brand: "Novera", category: "phone", price: 4999, quantity: 1 };
  const event = (number, fields) => ({ ...fields, messageId: `${anonymousId}-${number}`, anonymousId, timestamp: new Date().toISOString(), context });
  const batch = [
    event(1, { type: "identify", traits: { name: "陈嘉" } }),
    event(2, { type: "page" }),
    event(3, { type: "track", event: "Product Viewed", properties }),
    event(4, { type: "track", event: "Product Added", properties }),
  ];
  await post("/v1/batch", token, { writeKey: SITE, sentAt: new Date().toISOString(), batch });
  await post("/v1/messages", token, { id: `${anonymousId}-m1`, text: "太贵了，有没有优惠？", locale: "zh-CN" });
  return anonymousId;
}

function go(hash) {
  return page.goto(`${stage.origin}/dashboard/${hash}`);
}

/** Fails with what is wrong and where. */
const isAccessible = (name) => accessible(page, name);

/** What is published. */
async function config() {
  return (await stage.admin("GET", "/v1/admin/config")).config;
}

/** Waits for the word that something was published; one of an earlier test may still be there. */
function saidPublished() {
  return page.getByText(/已发布，配置 \w+/).last().waitFor();
}

/** Signs in where the page asks for it. */
async function signIn() {
  await page.getByLabel("邮箱").fill(OPERATOR.email);
  await page.getByLabel("密码").fill(OPERATOR.password);
  await page.getByRole("button", { name: "登录" }).click();
}

test("the first operator is made with the token, which leaves the address at once", async () => {
  await go(`#setup=${stage.token}`);
  await page.getByRole("heading", { name: "欢迎使用 Proffer" }).waitFor();
  assert.ok(!page.url().includes(stage.token), page.url());
  await isAccessible("set-up");
  await page.getByLabel("姓名").fill(OPERATOR.name);
  await page.getByLabel("邮箱").fill(OPERATOR.email);
  await page.getByLabel("密码").fill("too short");
  await page.getByRole("button", { name: "创建并登录" }).click();
  await page.getByText("密码至少 12 个字符，现在是 9 个。").waitFor();
  await page.getByLabel("密码").fill(OPERATOR.password);
  await page.getByRole("button", { name: "创建并登录" }).click();
  await page.getByRole("heading", { level: 1, name: "概览" }).waitFor();
});

test("signing out shows nothing more, and signing in comes back to the same address", async () => {
  await go("#/rules");
  await page.getByRole("heading", { level: 1, name: "规则" }).waitFor();
  await page.locator(".account summary").click();
  await page.getByRole("button", { name: "退出登录" }).click();
  await page.getByRole("heading", { level: 1, name: "登录" }).waitFor();
  await isAccessible("sign-in");
  await page.getByLabel("邮箱").fill(OPERATOR.email);
  await page.getByLabel("密码").fill("not the password at all");
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByText("邮箱或密码不正确。").waitFor();
  await signIn();
  await page.getByRole("heading", { level: 1, name: "规则" }).waitFor();
});

test("the overview shows the funnel, and revenue never without the holdout", async () => {
  await go("#/overview?days=7");
  await page.getByRole("heading", { name: "转化漏斗" }).waitFor();
  await page.getByRole("columnheader", { name: "可触达" }).waitFor();
  await page.getByRole("columnheader", { name: "对照组" }).waitFor();
  await page.getByRole("button", { name: "查看表格" }).first().click();
  await page.getByRole("rowheader", { name: "表达意图" }).waitFor();
  await isAccessible("overview");
  await picture(page, "dashboard-overview", { fullPage: true });
});

test("a visitor is found by search and by key, and their page says what is known", async () => {
  await go("#/visitors");
  const line = page.locator(".people-line", { hasText: "陈嘉" }).first();
  await line.waitFor();
  await isAccessible("visitors");
  await page.keyboard.press("/");
  await page.keyboard.type("陈嘉");
  await eventually("one line", async () => (await page.locator(".people-line").count()) === 1);
  await page.keyboard.press("Tab");
  await page.getByLabel("全部").focus();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**#/visitors/${shopper}`);
  await page.getByRole("log").getByText("太贵了，有没有优惠？").waitFor();
  await isAccessible("person");
  await picture(page, "dashboard-person", { fullPage: true });
});

test("a person who does something appears in the list without a reload", async () => {
  await go("#/visitors");
  await page.locator(".people-line").first().waitFor();
  await page.locator(".lamp", { hasText: "实时" }).waitFor();
  const newcomer = await shop();
  await page.locator(`.people-line a[href="#/visitors/${newcomer}"]`).waitFor();
});

test("a decision says which rule won, which lost, and which clause failed", async () => {
  await go(`#/visitors/${shopper}`);
  await page.getByText("因「发来消息」作出的决策").first().waitFor();
  await page.getByRole("link", { name: "查看原因" }).first().click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText("考虑过的规则").waitFor();
  // Nothing is taken on faith: what is shown is what the edge says.
  const id = decodeURIComponent(page.url().split("/decisions/")[1]);
  const decision = await stage.admin("GET", `/v1/admin/visitors/${shopper}/decisions/${id}`);
  const rules = drawer.locator(".considered-rule");
  assert.equal(await rules.count(), decision.considered.length);
  const words = { chosen: "选中", outranked: "让位", suppressed: "按住", not_matched: "不匹配" };
  for (const [place, considered] of decision.considered.entries()) {
    const text = await rules.nth(place).innerText();
    assert.ok(text.includes(considered.name), text);
    assert.ok(text.includes(words[considered.outcome.outcome]), text);
    if (considered.outcome.outcome === "not_matched") assert.match(text, /要求[\s\S]*实际/);
  }
  await isAccessible("decision");
  await picture(page, "dashboard-decision");
  await page.keyboard.press("Escape");
  await page.waitForURL(`**#/visitors/${shopper}`);
});

test("a rule is edited as text and in the builder, which are one condition, and says who matches", async () => {
  await go("#/rules/price-sensitive-abandoned");
  const text = page.getByRole("textbox", { name: "文字形式" });
  await text.waitFor();
  await text.fill("cart_value >= 2000 AND");
  await page.getByText("条件有误，修正后再看。").waitFor();
  await text.fill("cart_value >= 2000");
  await page.getByText(/最近 \d+ 人中有 [1-9]\d* 人/).waitFor();
  await page.locator(".match-people a").first().waitFor();
  await isAccessible("rule");
  await picture(page, "dashboard-rule", { fullPage: true });
  assert.equal(await page.getByLabel("属性", { exact: true }).inputValue(), "cart_value");
  await page.getByLabel("值", { exact: true }).fill("900000");
  await page.getByText(/最近 \d+ 人中有 0 人/).waitFor();
  assert.equal(await text.inputValue(), "cart_value >= 900000");
  await page.getByRole("button", { name: "保存并发布" }).click();
  await saidPublished();
  const rule = async () => (await config()).rules.find(({ id }) => id === "price-sensitive-abandoned");
  await eventually("the condition", async () => (await rule()).condition.cart_value?.$gte === 900000);
  assert.deepEqual((await rule()).condition, { cart_value: { $gte: 900000 } });
});

test("a rule that is deleted comes back by undo", async () => {
  const rules = async () => (await config()).rules.map(({ id }) => id);
  const before = await rules();
  await go("#/rules/return-question");
  await page.getByRole("button", { name: "删除" }).click();
  await page.getByRole("button", { name: "撤销" }).waitFor();
  assert.ok(!(await rules()).includes("return-question"));
  await page.getByRole("button", { name: "撤销" }).click();
  await eventually("the rule", async () => (await rules()).includes("return-question"));
  assert.deepEqual((await rules()).sort(), before.sort());
});

test("an offer is previewed as it is written, and wrong numbers are refused at their field", async () => {
  await go("#/offers/new");
  await page.getByRole("group", { name: "标题" }).getByLabel("中文").fill("开学季");
  await page.getByRole("group", { name: "说明" }).getByLabel("中文").fill("今天下单更划算。");
  await page.locator(".coupon-title", { hasText: "开学季" }).waitFor();
  await page.getByLabel("减多少").fill("101");
  await page.getByRole("button", { name: "保存并发布" }).click();
  await page.getByText("请输入 1 到 100 的整数。").waitFor();
  await page.getByLabel("减多少").fill("15");
  await page.locator(".coupon-gift", { hasText: "立减 15%" }).waitFor();
  await isAccessible("offer");
  await page.getByRole("button", { name: "保存并发布" }).click();
  await saidPublished();
  const offer = await eventually("the offer", async () => (await config()).offers.find(({ title }) => title["zh-CN"] === "开学季"));
  assert.deepEqual(offer.benefit, { kind: "percent_off", percent: 15 });
});

test("the settings publish a share of the holdout, and the language and the theme are kept", async () => {
  await go("#/settings");
  await page.getByLabel("占比").fill("12.5");
  await page.getByRole("heading", { name: "全局对照组" }).locator("xpath=ancestor::section").getByRole("button", { name: "保存并发布" }).click();
  await saidPublished();
  await eventually("the share", async () => (await config()).holdout.share === 0.125);
  await isAccessible("settings");
  await page.locator(".account summary").click();
  await page.getByRole("button", { name: /外观/ }).click();
  await page.getByRole("button", { name: /外观/ }).click();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await isAccessible("settings in the dark");
});

test("what a list is searched for is in its address, and going back finds the same", async () => {
  await page.evaluate(() => localStorage.setItem("proffer.locale", "zh-CN"));
  await go("#/visitors");
  await page.reload();
  await page.locator(".people-line").first().waitFor();
  await page.getByRole("searchbox").fill("陈嘉");
  await page.getByLabel("有购物车").check({ force: true });
  await page.waitForURL(/#\/visitors\?find=[^&]+&show=cart$/);
  await page.locator(".people-line a").first().click();
  // A person is in the other module: going back while that page is still on its way would only call it off.
  await page.waitForURL(/studio\.html#\/visitors\/[^?]+$/);
  await page.locator(".person-head").waitFor();
  await page.goBack();
  await page.locator(".people-line").first().waitFor();
  assert.equal(await page.getByRole("searchbox").inputValue(), "陈嘉");
  assert.ok(await page.getByLabel("有购物车").isChecked());
  await go("#/rules?find=nothing-is-called-this");
  await page.getByText("没有符合的结果").waitFor();
});

test("segments are called by their names in the language of the page", async () => {
  await page.evaluate(() => localStorage.setItem("proffer.locale", "en"));
  await go(`#/visitors/${shopper}`);
  // A person is in the other module, a page of its own, which is loaded anew.
  await page.waitForURL(/studio\.html#\/visitors\//);
  await page.locator(".badges .badge", { hasText: "High value, hesitating" }).or(page.locator(".badges .badge", { hasText: "First visit" })).first().waitFor();
  const portrait = page.locator(".pair", { hasText: "Segment" }).first();
  assert.doesNotMatch(await portrait.innerText(), /high-value-|first-visit/);
});

test("on a telephone every page fits the screen", async () => {
  await page.setViewportSize({ width: 375, height: 780 });
  for (const hash of ["#/overview", "#/visitors", `#/visitors/${shopper}`, "#/rules", "#/rules/new", "#/offers", "#/settings"]) {
    await go(hash);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForFunction(() => !document.querySelector(".skeleton"));
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(tooWide <= 0, `${hash} is ${tooWide} px too wide`);
    await isAccessible(`${hash} on a telephone`);
  }
});

test("no component let an error through", () => assert.deepEqual(errors, []));
