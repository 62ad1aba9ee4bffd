//! The stage of the browser tests: the running product, a browser, and visitors.
//!
//! The shop and the widget have two origins here as in production. `PROFFER_SHOP` and
//! `PROFFER_ORIGIN` point the tests at a running instance; without them the stage starts
//! one of its own, with its own data, and takes it down at the end.
//!
//! A visitor is a fresh browser profile. Nothing here sleeps: everything waits for a
//! condition, and the limit is only for the day it never comes.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { freePort, startServer } from "../harness/server.mjs";

const root = resolve(import.meta.dirname, "../..");
const shots = join(root, "target/screenshots");
/** How often a condition that no browser event announces is looked at again. */
const LOOK_AGAIN_MS = 60;
/** How long a condition may take before the test gives it up. */
const PATIENCE_MS = 60_000;

const LAUNCH = {
  executablePath: process.env.PROFFER_CHROMIUM || "/usr/bin/chromium",
  // Visitors under test are people to the product, which tells machines apart.
  args: ["--no-sandbox", "--disable-gpu", "--disable-blink-features=AutomationControlled"],
};

/** Opens the stage, with the shop's help articles where they are wanted. Close it with `close()`, also when a test failed. */
export async function openStage({ articles = false } = {}) {
  const server = process.env.PROFFER_SHOP ? running() : await started(articles);
  const browser = await chromium.launch(LAUNCH);
  return new Stage(server, browser);
}

/** The instance that the environment names. */
function running() {
  const { PROFFER_SHOP: shop, PROFFER_ORIGIN: origin, PROFFER_ADMIN_TOKEN: token } = process.env;
  if (!origin) throw new Error("PROFFER_SHOP needs PROFFER_ORIGIN beside it");
  return {
    shop: shop.replace(/\/$/, ""),
    origin,
    secrets: { ADMIN_TOKEN: token },
    stop: async () => undefined,
    async admin(method, path, body) {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const answer = await fetch(origin + path, { method, headers, body: body && JSON.stringify(body) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
      return text === "" ? undefined : JSON.parse(text);
    },
  };
}

/** An instance of the stage's own, whose shop knows the widget by its other origin. */
async function started(articles) {
  const port = await freePort();
  const files = mkdtempSync(join(tmpdir(), "proffer-files-"));
  cpSync(join(root, "public/dist"), files, { recursive: true });
  const shop = join(files, "shop");
  for (const name of readdirSync(shop).filter((file) => file.endsWith(".html"))) {
    const page = readFileSync(join(shop, name), "utf8");
    writeFileSync(join(shop, name), page.replace('src="/w/1/loader.js"', `src="http://127.0.0.1:${port}/w/1/loader.js"`));
  }
  // A page of the shop's origin without the tag, for other libraries.
  writeFileSync(join(shop, "bare.html"), "<!doctype html><title>Shop</title>");
  const server = await startServer({ port, files, seed: true, articles });
  const stop = server.stop.bind(server);
  server.stop = async () => {
    await stop();
    rmSync(files, { recursive: true, force: true });
  };
  return server;
}

class Stage {
  #server;
  #browser;
  #visitors = [];

  constructor(server, browser) {
    this.#server = server;
    this.#browser = browser;
    mkdirSync(shots, { recursive: true });
  }

  /** Where the shop is. */
  get shop() {
    return this.#server.shop;
  }

  /** Where the widget, the API and the dashboard are. */
  get origin() {
    return this.#server.origin;
  }

  /** What proves ownership of the instance at the first sign-in. */
  get token() {
    return this.#server.secrets.ADMIN_TOKEN;
  }

  /** A tab of the stage's browser for somebody who is not a visitor. */
  async tab(options = {}) {
    const context = await this.#browser.newContext({ locale: "zh-CN", viewport: { width: 1360, height: 900 }, ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    return context.newPage();
  }

  /** Calls an automation route; fails when the answer is not a 2xx. */
  admin(method, path, body) {
    return this.#server.admin(method, path, body);
  }

  /** A person with a browser of their own. */
  async visitor({ locale = "zh-CN", width = 1280, height = 860, colorScheme = "light", bypassCSP = false } = {}) {
    // A profile of its own on disk: the contexts of one browser are private windows, where
    // Chromium denies a third-party frame its storage.
    const profile = mkdtempSync(join(tmpdir(), "proffer-visitor-"));
    const context = await chromium.launchPersistentContext(profile, { ...LAUNCH, locale, colorScheme, bypassCSP, viewport: { width, height } });
    this.#visitors.push({ context, profile });
    context.setDefaultTimeout(PATIENCE_MS);
    return new Visitor(this, context, context.pages()[0] ?? (await context.newPage()));
  }

  async close() {
    for (const { context, profile } of this.#visitors) {
      await context.close().catch(() => undefined);
      rmSync(profile, { recursive: true, force: true });
    }
    await this.#browser.close();
    await this.#server.stop();
  }
}

/** Asks until the answer is something, and returns it; fails with `what` when it never is. */
export async function eventually(what, ask) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`still waiting for ${what}`);
    await new Promise((wake) => setTimeout(wake, LOOK_AGAIN_MS));
  }
}

/** Keeps a picture of a page among the test's pictures. */
export async function picture(page, name, options = {}) {
  await page.screenshot({ path: join(shots, `${name}.png`), animations: "disabled", ...options });
}

/** One person in the shop. */
export class Visitor {
  constructor(stage, context, page) {
    this.stage = stage;
    this.context = context;
    this.page = page;
    /** Errors that reached the shop's page. */
    this.errors = [];
    page.on("pageerror", (error) => this.errors.push(error.message));
  }

  /** The chat's own elements: the launcher and notices on the page. */
  get widget() {
    return this.page.locator("proffer-widget");
  }

  /** The inside of the chat. */
  get chat() {
    return this.page.frameLocator("proffer-widget iframe");
  }

  /** The frame that the chat lives in, for what looks at it from within. */
  get frame() {
    return this.page.frames().find((frame) => /\/w\/1\/frame\.html/.test(frame.url()));
  }

  visit(path = "") {
    return this.page.goto(`${this.stage.shop}/shop/${path}`);
  }

  /** Opens a product and waits until it is drawn. */
  async view(productId) {
    await this.visit(`product.html?id=${productId}`);
    await this.page.locator("#name").filter({ hasText: /\S/ }).waitFor();
  }

  async agree() {
    await this.widget.getByTestId("consent-accept").click();
  }

  async openChat() {
    await this.widget.getByTestId("launcher").click();
    await this.chat.getByTestId("composer-input").waitFor();
  }

  /** Writes and sends, as somebody who touches the field first and looks whether the words are there. */
  async write(words) {
    const field = this.chat.getByTestId("composer-input");
    await eventually("the words in the field", async () => {
      await field.click();
      await field.fill(words);
      return (await field.inputValue()) === words;
    });
    await this.chat.getByTestId("composer-send").click();
  }

  async addToCart() {
    const before = await this.cartCount();
    await this.page.getByTestId("add-to-cart").click();
    await this.page.waitForFunction((count) => Number(document.getElementById("cart-count").textContent) > count, before);
  }

  async cartCount() {
    return Number(await this.page.locator("#cart-count").textContent());
  }

  /** Goes through the checkout with the demo address, up to the last button. */
  async checkOut() {
    await this.visit("checkout.html");
    await this.page.locator("#prefill").click();
    await this.page.getByTestId("step-1-next").click();
    await this.page.getByTestId("step-2-next").click();
  }

  /** Places the order and returns its number. */
  async placeOrder() {
    await this.page.getByTestId("place-order").click();
    await this.page.waitForURL("**/order-complete.html?**");
    const id = this.page.getByTestId("order-id");
    await id.filter({ hasText: /\S/ }).waitFor();
    return id.textContent();
  }

  /** Keeps a picture of what the visitor sees. */
  picture(name, options) {
    return picture(this.page, name, options);
  }

  leave() {
    return this.context.close();
  }
}
