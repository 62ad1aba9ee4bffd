//! Whatever strangers, shoppers and merchants write is text: hundreds of texts that would run as markup go in through
//! every door, and every page that shows them is opened in a browser.
//!
//! The dashboard and the chat are opened without their content security policy, so that nothing but their own care keeps a
//! text from running; that the policy would stop it too is a test of its own. That the watchers see a text that runs is tested
//! before anything is opened: without it the other tests would say nothing.
//!
//! The bounds of the product decide how many texts go where: 120 characters in an article's title and synonyms, 20,000 in its
//! body, of which 280 are said; 100 in an event's name; 200 segments; 100 people in the list; 200 lines in a chat and 200 things
//! on a person's page. A product's picture may lie on any machine, so texts that name one are kept from that field.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { SITE, openDesk } from "./dashboard-desk.mjs";
import { Visitor, eventually } from "./stage.mjs";
import { Watch } from "./watch.mjs";

const PAYLOADS = JSON.parse(readFileSync(new URL("../cases/xss.json", import.meta.url), "utf8"));
const PAYLOADS_MIN = 220;
const CONSENT = { categoryPreferences: { analytics: true, marketing: true } };
const EVENT_NAME_CHARS_MAX = 100;
const TITLE_CHARS_MAX = 120;
const SEGMENTS = 150;
const UNANSWERED = 40;
/** People in one list, events of one sort and messages of a visitor on one page, each below what is shown at once. */
const [CROWD, WALK, TALK] = [95, 95, 76];
/** Texts of a page that may be hidden: masked, or cut off. */
const SLACK = 10;
/** Requests under way at once. */
const AT_ONCE = 4;

const chunks = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
const some = (step, from) => PAYLOADS.filter((_, at) => at % step === from);
const [EVEN, ODD] = [some(2, 0), some(2, 1)];
/** Six to an offer and to a rule, one of them its name; two to a product. */
const SIXES = chunks(PAYLOADS, 6).map(([name, ...rest]) => ({ name, rest: rest.length > 0 ? rest : [name] }));
const PAIRS = chunks(PAYLOADS, 2);
const words = (text) => ({ "zh-CN": text });
const isShort = (text, chars) => [...text].length <= chars;

let desk;
let watch;
/** The visitor whose chat is open, and who that is to the API. */
let chat;
/** What came of each door: how many texts went in, and how many were refused. */
const doors = new Map();
/** What each page showed: how many texts, in how many places. */
const pages = new Map();
const everSeen = new Set();

before(async () => {
  desk = await openDesk();
  watch = watcher();
  watch.over(desk.page.context());
});
after(() => desk?.close());

const watcher = () => new Watch([desk.stage.origin, desk.stage.shop], PAYLOADS);

/** Waits until a page shows so many of the texts, in so many places, and fails where one of them is more than text. */
async function isText(name, page, least, places = least) {
  let found;
  const isEnough = async () => {
    found = await watch.look(page);
    return found.hacked.length > 0 || found.faults.length > 0 || (found.seen.size >= least && found.places >= places);
  };
  await eventually(`${least} texts in ${places} places on ${name}`, isEnough).catch((error) => {
    throw new Error(`${error.message}; there are ${found?.seen.size} in ${found?.places}`);
  });
  const { hacked, faults, seen } = found;
  for (const at of seen) everSeen.add(at);
  pages.set(name, [...(pages.get(name) ?? []), `${seen.size} in ${found.places} places`]);
  assert.deepEqual({ hacked, faults, done: watch.faults() }, { hacked: [], faults: [], done: [] }, name);
}

/** Notes what came of texts at a door. Only a yes or a clear no will do. */
function took(door, status, texts = 1) {
  const isTaken = status < 300;
  assert.ok(isTaken || (400 <= status && status < 500), `${door} answered ${status}`);
  const counts = doors.get(door) ?? { taken: 0, refused: 0 };
  counts[isTaken ? "taken" : "refused"] += texts;
  doors.set(door, counts);
}

async function ask(method, path, body, token) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(desk.stage.origin + path, { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, text, json: /^[{[]/.test(text) ? JSON.parse(text) : undefined };
}
const admin = (method, path, body) => ask(method, `/v1/admin/${path}`, body, desk.stage.token);

/** Does something for each of a list, some at once. */
async function each(list, f) {
  const queue = [...list.entries()];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await f(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** An event that is not sent yet. */
function event(anonymousId, type, more = {}, { campaign, ...page } = {}) {
  const context = { page: { url: `${desk.stage.shop}/shop/`, path: "/shop/", title: "Shop", ...page }, locale: "zh-CN", consent: CONSENT, campaign };
  return { type, anonymousId, messageId: randomUUID(), timestamp: new Date().toISOString(), context, ...more };
}

/** Sends events, each a text at a door; the answer is those that were refused. */
async function send(door, batch, token) {
  const { status, json, text } = await ask("POST", "/v1/batch", { writeKey: SITE, sentAt: new Date().toISOString(), batch }, token);
  assert.equal(status, 200, text);
  const refused = (json.rejected ?? []).map(({ index }) => batch[index]);
  took(door, 200, json.accepted);
  if (refused.length > 0) took(door, 422, refused.length);
  return refused;
}

/** A visitor's message, which their device took for what the label says; the answer is what they were answered. */
async function say(door, token, text, label = "complaint.service") {
  const intent = { label, score: 0.31, alternatives: [], flags: ["rejected"], entities: [], lang: "zh", source: "model", model: "test" };
  const { status, json } = await ask("POST", "/v1/messages", { id: randomUUID(), text, intent, locale: "zh-CN" }, token);
  took(door, status);
  return json?.replies ?? [];
}

/** An operator's reply. It stands in for whatever an operator may send with one touch. */
async function reply(profile, texts) {
  const { status } = await admin("POST", `visitors/${profile}/messages`, { id: randomUUID(), text: texts.join("\n") });
  took("an operator's reply", status, texts.length);
}

/** What a shopper may ask and several articles fit. */
const question = (at) => `注入测试第 ${at} 篇讲什么`;

test("there are enough texts, each once", () => {
  assert.ok(PAYLOADS.length >= PAYLOADS_MIN);
  assert.equal(new Set(PAYLOADS).size, PAYLOADS.length);
});

test("a text that is taken for markup is noticed", async (t) => {
  const control = watcher();
  const page = await desk.stage.tab();
  control.over(page.context());
  const blank = () => page.goto(`${desk.stage.shop}/shop/bare.html`);
  await blank();
  assert.deepEqual((await control.look(page)).faults, []);
  await page.evaluate(() => (document.body.innerHTML = "<img src=x onerror=hacked=1>"));
  await page.waitForFunction(() => globalThis.hacked);
  const found = await control.look(page);
  assert.deepEqual(found.hacked, [1]);
  assert.deepEqual(found.faults.map((fault) => fault.split(":")[0]), ["handler", "element"]);

  // A quarter of them, each in a document of its own, as a page would have it that forgets to escape.
  await blank();
  const tried = some(4, 2);
  await page.evaluate((payloads) => {
    const frames = payloads.map((srcdoc) => Object.assign(document.createElement("iframe"), { srcdoc, hidden: true }));
    document.body.append(...frames);
  }, tried);
  const ran = async () => {
    const all = await Promise.all(page.frames().slice(1).map((frame) => frame.evaluate(() => globalThis.hacked).catch(() => undefined)));
    return all.filter(Boolean).length;
  };
  await eventually("many that run", async () => control.leaks.length > 0 && control.dialogs.length > 0 && (await ran()) >= tried.length / 3);
  t.diagnostic(`taken for markup, ${await ran()} of ${tried.length} run, ${control.dialogs.length} open a dialog, ${control.leaks.length} ask another machine`);
  await page.context().close();
});

test("a shop, its rules, offers and segments may be called anything", async () => {
  const { config } = (await admin("GET", "config")).json;
  const rule = (id, name, triggers, action, more) => ({ id, name, priority: 1, triggers, class: "service", condition: {}, action, ...more });
  const offers = SIXES.map(({ name, rest }, at) => ({ id: `o-${at}`, title: words(name), body: words(rest.join("\n")), benefit: { kind: "percent_off", percent: 5 }, valid_secs: 86_400 }));
  const rules = [
    ...SIXES.map(({ name, rest }, at) => rule(`say-${at}`, name, [`Said ${at}`, rest[0].trim()], { kind: "say", text: words(rest.join("\n")) }, { priority: 1_000 - at })),
    ...SIXES.map(({ name }, at) => rule(`give-${at}`, name, [`Given ${at}`], { kind: "offer", offer: `o-${at}` }, { class: "marketing", priority: 500 - at })),
    rule("related", PAYLOADS[0], ["Product Viewed"], { kind: "recommend", intro: words(PAYLOADS[1]), strategy: { by: "complements" } }),
  ];
  // Everybody is in the first three, so that people wear their names.
  const segments = PAYLOADS.slice(-SEGMENTS).map((name, at) => ({ id: `s-${at}`, name, condition: at < 3 ? {} : { "focus.brand": name } }));
  const [title, ...arms] = PAYLOADS.slice(2, 5);
  const experiment = { key: "e-1", name: title, variations: [0, 1], hashVersion: 2, meta: arms.map((name, at) => ({ key: `${at}`, name })) };
  const settings = { ...config.settings, name: PAYLOADS.find((text) => text.startsWith("<img")) };
  const { status, text } = await admin("PUT", "config", { ...config, settings, segments, rules, offers, experiments: [experiment], frequency_rules: [] });
  assert.equal(status, 200, text);
  took("the name of the shop", status);
  took("a rule's name, trigger and text", status, PAYLOADS.length);
  took("an offer's title and body", status, PAYLOADS.length);
  took("a segment's name and condition", status, segments.length);
  took("an experiment's and its variations' names", status, 1 + arms.length);
});

test("a product may be called anything", async () => {
  const { shop } = desk.stage;
  const isElsewhere = (text) => {
    const url = URL.parse(text, `${shop}/shop/`);
    return url !== null && /^https?:$/.test(url.protocol) && url.origin !== shop;
  };
  const product = (id, [one, other = one], complements = []) => ({
    id, name: words(`${one} ${other}`), brand: one, aliases: [other], category: { id: one, ...words(other) }, price_minor: 9_900, currency: "CNY", stock: 5,
    url: one, image: isElsewhere(other) ? "/shop/img/mark.svg" : other, attributes: { [one]: other }, summary: words(other), complements,
  });
  const sold = PAIRS.map((pair, at) => product(`p-${at}`, pair));
  const looked = chunks(sold, 3).map((three, at) => product(`looked-${at}`, PAIRS[at], three.map(({ id }) => id)));
  const all = [...sold, ...looked];
  const feed = (products, query = "") => admin("POST", `catalog/import?format=json${query}`, products);
  const first = await feed(all, "&mode=replace");
  assert.equal(first.status, 200, first.text);
  // An address that runs something is refused by its name; the same product with another one is taken in.
  const { refused, refused_count: many } = JSON.parse(first.text);
  assert.ok(many >= 5, `${many} refused`);
  for (const { field, detail } of refused) assert.match(`${field} ${detail}`, /^(url|image) not an address of the web/);
  const known = new Set(JSON.parse((await admin("GET", "catalog")).text).map(({ id }) => id));
  const left = all.filter(({ id }) => !known.has(id)).map((one) => ({ ...one, url: "/", image: "" }));
  const second = await feed(left);
  assert.equal(JSON.parse(second.text).refused_count, 0, second.text);
  took("a product's name, address, picture and attributes", second.status, PAYLOADS.length);
});

test("what nobody can answer is kept as it was asked", async () => {
  const { token, anonymousId } = (await ask("POST", "/v1/boot", { writeKey: SITE })).json;
  await send("a question that nobody answers", [event(anonymousId, "page")], token);
  await each(PAYLOADS.slice(-UNANSWERED), (text) => say("a question that nobody answers", token, text, "other.other_service"));
});

test("an article may say anything, and leads nowhere but to the web", async () => {
  const [titles, synonyms] = [EVEN, ODD].map((texts) => texts.filter((text) => isShort(text, TITLE_CHARS_MAX)));
  const bodies = chunks(PAYLOADS, 12);
  await each(titles, async (title, at) => {
    const body = bodies[at % bodies.length];
    const { status } = await admin("PUT", `knowledge/zh-CN/a-${at}`, { title, synonyms: [synonyms[at] ?? title, question(at)], body: body.join("\n\n") });
    took("an article's title", status);
    took("an article's synonyms", status);
    took("an article's body", status, body.length);
  });
  const addresses = PAYLOADS.filter((text) => /^[\s\0]*(java|vb|live|feed|view|data|blob|&#106|\/\/|\/\\)/i.test(text));
  await each(addresses, async (url) => {
    const { status, json } = await admin("PUT", "knowledge/zh-CN/address", { title: "Address", body: "x", url });
    took("an article's address", status);
    assert.deepEqual([status, json.code], [422, "invalid_article"], url);
  });
});

test("whoever walks in may be called anything", async () => {
  const door = "a person's id, name or e-mail, and where they are";
  const person = (text, at) => event(text, "identify", { traits: at % 4 === 0 ? { email: text } : { name: text } }, { title: ODD[at] ?? text, url: `${desk.stage.shop}/shop/?q=${text}` });
  for (const [place, crowd] of chunks(EVEN.map(person), CROWD).entries()) {
    const refused = await send(door, crowd);
    // An id with signs that cannot be seen is refused; the person comes under another one.
    await send(door, refused.map((lost, at) => ({ ...lost, messageId: randomUUID(), anonymousId: `crowd-${place}-${at}` })));
    await desk.go("#/overview");
    await desk.go("#/visitors");
    await isText(`the list of visitors, ${place + 1}`, desk.page, 150);
  }
  for (const id of [EVEN[0], EVEN[25], EVEN[60]]) {
    await desk.go(`#/visitors/${encodeURIComponent(id)}`);
    await isText("a person with such an id", desk.page, 2, 5);
  }
});

test("what somebody does may carry anything", async () => {
  const shop = `${desk.stage.shop}/shop/`;
  for (const [place, texts] of chunks(PAYLOADS, WALK).entries()) {
    const [searcher, doer] = [`searcher-${place}`, `doer-${place}`];
    await send("what was searched for", texts.map((query) => event(searcher, "track", { event: "Products Searched", properties: { query } })));
    await send("a page's title", texts.map((title) => event(searcher, "page", { name: title.slice(0, EVENT_NAME_CHARS_MAX), properties: { title, category: title } }, { title })));
    await send("an event's name", texts.map((name) => event(doer, "track", { event: name })));
    await send("a page's address", texts.map((text) => event(doer, "page", {}, { title: "", url: `${shop}?q=${text}`, path: `/shop/${text}`, referrer: text })));
    const [one, two, three, four] = texts.map((text) => text.trim());
    const traits = Object.fromEntries(texts.slice(0, 20).map((text) => [text, text]));
    await send("a customer's number and traits", [event(searcher, "identify", { userId: two, traits }), event(doer, "identify", { traits: { first_name: one } })]);
    const product = { product_id: one, name: two, brand: three, category: four, price: 9, quantity: 1 };
    const order = { order_id: three, coupon: four, revenue: 9, currency: "CNY", products: [product] };
    const campaign = { name: one, source: two, medium: three, term: four, content: one };
    await send("a product, an order and a campaign of an event", [
      event(doer, "track", { event: "Product Added", properties: product }),
      event(doer, "track", { event: "Order Completed", properties: order }, { campaign }),
    ]);
    for (const [name, profile] of [["searches and titles", searcher], ["names of events and addresses", doer]]) {
      await desk.go(`#/visitors/${profile}`);
      await isText(`${name}, ${place + 1}`, desk.page, texts.length - SLACK, 1.8 * texts.length);
    }
  }
});

test("the chat, and the page of who chats, show everything as text", async () => {
  const page = await desk.stage.tab({ bypassCSP: true });
  watch.over(page.context());
  const visitor = new Visitor(desk.stage, page.context(), page);
  const booted = page.waitForResponse((answer) => answer.url().endsWith("/v1/boot"));
  await visitor.visit();
  await visitor.agree();
  await visitor.openChat();
  const { token, anonymousId } = await (await booted).json();
  chat = { visitor, anonymousId };
  /** Waits for so many of a kind, each with so many texts. */
  const shown = async (name, kind, least, texts = 1) => {
    await eventually(`${least} ${kind} in the chat`, async () => (await visitor.chat.getByTestId(kind).count()) >= least);
    await isText(`${name} in the chat`, page, least, texts * least);
  };
  const happens = (door, name, properties) => send(door, [event(anonymousId, "track", { event: name, properties })]);

  for (const text of some(60, 5)) {
    // Keys can be lost on their way into a frame of another origin, so the words are put where they are typed.
    const field = visitor.chat.getByTestId("composer-input");
    await field.evaluate((element, written) => {
      element.value = written;
      element.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }, text);
    await visitor.chat.getByTestId("composer-send").click();
    await visitor.chat.locator('[data-from="visitor"]', { hasText: text.trim() }).first().waitFor();
    took("a message that was written in the chat", 200);
  }
  // A human answers first, so the assistant is silent.
  for (const [place, texts] of chunks(PAYLOADS, TALK).entries()) {
    await each(chunks(texts, 2), (pair) => reply(anonymousId, pair));
    await each(texts, (text) => say("a visitor's message", token, text));
    await shown("messages and replies", "message", texts.length, 1.4);
    await desk.go(`#/visitors/${anonymousId}`);
    await isText(`a conversation, ${place + 1}`, desk.page, texts.length - SLACK, 2.5 * texts.length);
  }
  await desk.go("#/overview");
  const { status } = await admin("POST", `visitors/${anonymousId}/conversation`, { do: "hand_back" });
  assert.equal(status, 200);

  await each(EVEN.slice(0, 40), (text) => say("a question for an article", token, text, "other.other_service"));
  await shown("answers from articles", "source", 12, 2);
  let asked = 0;
  await eventually("a question back", async () => {
    const [answer] = await say("a question for an article", token, question(asked++), "other.other_service");
    return answer?.choices;
  });
  await visitor.chat.getByTestId("choices").last().getByRole("button", { name: "都不是" }).waitFor();
  await shown("a question back", "choices", 1, 3);
  await each(SIXES, (_, at) => happens("an offer that is given", `Given ${at}`));
  await shown("offers", "offer-card", SIXES.length, 2);
  await each(SIXES, (_, at) => happens("words that a rule says", `Said ${at}`));
  await shown("words of rules", "message", SIXES.length);
  await each(chunks(PAIRS, 3), (_, at) => happens("products that go with another", "Product Viewed", { product_id: `looked-${at}` }));
  await shown("products", "product-card", PAIRS.length - SLACK, 2);
  await page.reload();
  await visitor.openChat();
  await shown("the next visit", "product-card", 40, 2);
  assert.deepEqual(visitor.errors, []);
});

test("the shop's own pages stay as they are beside the widget", async () => {
  const { visitor, anonymousId } = chat;
  for (const text of some(75, 7)) {
    const written = encodeURIComponent(text);
    await visitor.visit(`?q=${written}#${written}`);
    await visitor.widget.getByTestId("launcher").waitFor();
    await visitor.page.locator("#list-title", { hasText: text.trim() }).waitFor();
    await isText("the shop's search", visitor.page, 1);
  }
  await visitor.visit();
  await eventually("the notice beside the launcher", async () => {
    await send("an offer that is given", [event(anonymousId, "track", { event: "Given 40" })]);
    return visitor.widget.getByTestId("teaser-accept").isVisible();
  });
  assert.equal(await visitor.widget.locator("section b").textContent(), SIXES[40].name);
  await isText("the notice beside the launcher", visitor.page, 4);
  assert.deepEqual(visitor.errors, []);
});

test("a link that counts a click runs nothing, wherever the catalog leads", async () => {
  const isRunning = (text) => /^[\s\x01]*(java|data|vb)/i.test(text);
  const links = [];
  for (const [at, three] of chunks(PAIRS, 3).entries()) {
    if (!three.some(([address]) => isRunning(address))) continue;
    const anonymousId = `clicker-${at}`;
    await send("products that go with another", [event(anonymousId, "track", { event: "Product Viewed", properties: { product_id: `looked-${at}` } })]);
    const { json } = await ask("POST", "/v1/decide", { writeKey: SITE, anonymousId, trigger: "Product Viewed" });
    links.push(...json.card.content.products.filter(({ name }) => isRunning(name)));
  }
  assert.ok(links.length >= 5, `${links.length} links`);
  for (const { url } of links) {
    const answer = await fetch(url, { redirect: "manual" });
    assert.match(answer.headers.get("location"), /^https?:/, url);
  }
  assert.deepEqual(watch.faults(), []);
});

test("the dashboard shows everything as text", async () => {
  const { page, stage } = desk;
  const who = `#/visitors/${chat.anonymousId}`;
  const opened = async (name, hash, ...least) => {
    await desk.go(hash);
    await isText(name, page, ...least);
  };
  await opened("a person with everything", who, 10, 40);
  const { timeline } = await stage.admin("GET", `/v1/admin/visitors/${chat.anonymousId}`);
  const given = timeline.filter(({ kind, verdict }) => kind === "decision" && verdict.verdict === "delivered");
  for (const { decision, verdict } of given.slice(0, 3)) {
    const name = verdict.rule === "related" ? PAYLOADS[0] : SIXES[verdict.rule.split("-")[1]].name;
    await opened("a decision", `${who}/decisions/${decision}`, 10);
    await page.getByRole("dialog").getByText(name).first().waitFor();
  }
  await opened("the rules", "#/rules", 2 * SIXES.length - SLACK, 3 * SIXES.length);
  await opened("a rule that says something", "#/rules/say-40", 4);
  await opened("a rule that recommends", "#/rules/related", 2);
  await opened("the offers", "#/offers", SIXES.length);
  await opened("an offer", "#/offers/o-40", 4);
  await opened("the segments", "#/segments", SEGMENTS);
  await opened("a segment", "#/segments/s-40", 1, 2);
  await opened("the experiments", "#/experiments", 1);
  await opened("an experiment", "#/experiments/e-1", 3);
  const { versions } = await stage.admin("GET", "/v1/admin/versions?limit=1");
  await opened("a version", `#/versions/${versions[0].version}`, 1);
  await opened("the settings", "#/settings", 1);
  await opened("the model's queue", "#/model", 30);
  await opened("the overview", "#/overview", 30);
  for (const at of [3, 77, 150]) await opened("an article and its preview", `#/knowledge/zh-CN/a-${at}`, 12, 3);
  await opened("the articles and what nobody answered", "#/knowledge", EVEN.length + UNANSWERED / 2, EVEN.length + UNANSWERED - SLACK);
  await page.getByLabel("顾客的问题").fill(question(7));
  await page.getByRole("button", { name: "试一试" }).click();
  await page.locator("li", { has: page.locator(".closeness") }).first().waitFor();
  await isText("a question that is tried", page, EVEN.length);
  // What a link to the dashboard says, somebody else may have written.
  for (const text of some(150, 6)) {
    const written = encodeURIComponent(text);
    await opened("a link that names an article", `#/knowledge/zh-CN/new?from=${written}`, 1);
    await opened("a link that looks for people", `#/visitors?find=${written}`, 1);
    await opened("a link that looks for rules", `#/rules?find=${written}`, 1);
    await opened("a link to nowhere", `#/${written}/${text}`, 0);
  }
});

test("the policy of our pages would stop it too", async () => {
  const page = await desk.stage.tab();
  for (const path of ["/dashboard/", "/w/1/frame.html"]) {
    await page.goto(desk.stage.origin + path);
    const stopped = await page.evaluate(async () => {
      const broken = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => broken.push(effectiveDirective));
      const markup = "<img src=x onerror=hacked=1><script>hacked=1</script><iframe src='javascript:parent.hacked=1'></iframe>";
      document.body.append(document.createRange().createContextualFragment(markup));
      while (broken.length < 3) await new Promise((wake) => requestAnimationFrame(wake));
      return { broken: broken.sort(), hacked: globalThis.hacked };
    });
    assert.deepEqual(stopped, { broken: ["script-src-attr", "script-src-elem", "script-src-elem"], hacked: undefined }, path);
  }
  await page.context().close();
});

test("nothing ran meanwhile, and every text was seen", (t) => {
  for (const [door, { taken, refused }] of doors) t.diagnostic(`${door}: ${taken} taken, ${refused} refused`);
  for (const [name, found] of pages) t.diagnostic(`${name}: ${found.join("; ")}`);
  t.diagnostic(`${PAYLOADS.length} texts, ${doors.size} doors, ${pages.size} kinds of page, ${everSeen.size} seen as text`);
  assert.deepEqual([...watch.faults(), ...desk.errors, ...chat.visitor.errors], []);
  assert.deepEqual(PAYLOADS.filter((_, at) => !everSeen.has(at)), []);
});
