//! The desk of the dashboard's tests: a running product, an operator who is signed in, axe, and shoppers who walk in
//! through the public API.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { isAccessible } from "./accessible.mjs";
import { operator } from "./operator.mjs";
import { openStage, picture } from "./stage.mjs";

export const SITE = "pk_main_demo";

/** Opens the desk. Close it with `close()`, also when a test failed. Nobody is held out of anything. */
export async function openDesk(options) {
  const stage = await openStage(options);
  await stage.admin("PUT", "/v1/admin/holdout", { seed: "desk", share: 0 });
  // The policy of the page lets no script of ours in; axe is one.
  const page = await operator(stage, { bypassCSP: true });
  return new Desk(stage, page);
}

class Desk {
  constructor(stage, page) {
    this.stage = stage;
    this.page = page;
    /** Errors that no component caught. */
    this.errors = [];
    page.on("pageerror", (error) => this.errors.push(error.message));
  }

  close() {
    return this.stage.close();
  }

  /** Opens a page and waits until it is drawn. */
  async go(hash) {
    await this.page.goto(`${this.stage.origin}/dashboard/${hash}`);
    await this.drawn();
  }

  async drawn() {
    await this.page.locator("#main h1").waitFor();
    await this.page.waitForFunction(() => !document.querySelector(".skeleton"));
  }

  /** Fails with what is wrong and where. */
  isAccessible(name) {
    return isAccessible(this.page, name);
  }

  /** Draws a page in the dark and on a telephone, checks both, keeps pictures, and goes back to a wide light page. */
  async inEveryLight(hash, name) {
    const { page } = this;
    await page.evaluate(() => localStorage.setItem("proffer.theme", "dark"));
    await page.goto("about:blank");
    await this.go(hash);
    await this.isAccessible(`${name} in the dark`);
    await picture(page, `${name}-dark`, { fullPage: true });
    await page.setViewportSize({ width: 375, height: 780 });
    await page.evaluate(() => localStorage.setItem("proffer.theme", "light"));
    await page.goto("about:blank");
    await this.go(hash);
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(tooWide <= 0, `${name} is ${tooWide} px too wide`);
    await this.isAccessible(`${name} on a telephone`);
    await picture(page, `${name}-narrow`, { fullPage: true });
    await page.setViewportSize({ width: 1360, height: 900 });
  }

  picture(name) {
    return picture(this.page, name, { fullPage: true });
  }

  /** Switches the page's language. */
  async speak(locale) {
    await this.page.evaluate((tag) => localStorage.setItem("proffer.locale", tag), locale);
  }

  /** What is published. */
  async config() {
    return (await this.stage.admin("GET", "/v1/admin/config")).config;
  }

  /** Publishes a part of the config as automation does. */
  async publish(change) {
    const config = await this.config();
    return this.stage.admin("PUT", "/v1/admin/config", { ...config, ...change(config) });
  }

  /** Waits for the word that something was published; one of an earlier test may still be there. */
  saidPublished() {
    return this.page.getByText(/已发布，配置 \w+/).last().waitFor();
  }

  /** Posts to the public API as a browser does. */
  async post(path, token, body) {
    const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(this.stage.origin + path, { method: "POST", headers, body: JSON.stringify(body) });
    const text = await answer.text();
    assert.ok(answer.ok, `${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  }

  /** Somebody with a browser, who agreed to everything. */
  async shopper(traits) {
    const { token, anonymousId: id } = await this.post("/v1/boot", "", { writeKey: SITE });
    const shopper = new Shopper(this, id, token);
    await shopper.send({ type: "page" }, ...(traits ? [{ type: "identify", traits }] : []));
    return shopper;
  }
}

class Shopper {
  constructor(desk, id, token) {
    Object.assign(this, { desk, id, token });
  }

  /** Sends events; what each lacks is filled in. */
  send(...events) {
    const context = {
      page: { url: `${this.desk.stage.shop}/shop/`, path: "/shop/", title: "Shop" },
      locale: "zh-CN",
      consent: { categoryPreferences: { analytics: true, marketing: true } },
    };
    const now = new Date().toISOString();
    const batch = events.map((event) => ({ messageId: randomUUID(), anonymousId: this.id, timestamp: now, context, ...event }));
    return this.desk.post("/v1/batch", this.token, { writeKey: SITE, sentAt: now, batch });
  }

  /** Does something. */
  track(event, properties = {}) {
    return this.send({ type: "track", event, properties });
  }

  /** Starts a decision, as an app without a browser does. */
  decide(trigger) {
    return this.desk.post("/v1/decide", "", { writeKey: SITE, anonymousId: this.id, trigger, explain: true });
  }
}
