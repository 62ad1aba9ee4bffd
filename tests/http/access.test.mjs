//! Who may do what: operators, automation, visitors, and everybody else.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { SITE, post, visitor } from "./shop.mjs";

let server;
before(async () => (server = await startServer({ seed: true })));
after(() => server?.stop());

const dashboard = { "x-proffer": "1", "content-type": "application/json" };
const password = "a long enough password";

test("the first operator is made once, with the installation's own token", async () => {
  const setup = { email: "ann@shop.example", name: "Ann", password };
  assert.deepEqual(await (await server.fetch("/v1/admin/setup")).json(), { needed: true });
  const wrong = await post(server, "/v1/admin/setup", { ...setup, token: "x".repeat(64) }, dashboard);
  assert.equal(wrong.status, 401);
  const token = server.secrets.ADMIN_TOKEN;
  const short = await post(server, "/v1/admin/setup", { ...setup, token, password: "short" }, dashboard);
  assert.deepEqual([short.status, short.json.path], [422, "$.password"]);
  const made = await post(server, "/v1/admin/setup", { ...setup, token }, dashboard);
  assert.equal(made.status, 200, made.text);
  assert.match(made.headers.get("set-cookie"), /^__Host-proffer=\w+; Path=\/; Secure; HttpOnly; SameSite=Lax/);
  assert.equal((await post(server, "/v1/admin/setup", { ...setup, token }, dashboard)).status, 409);
});

test("signing in opens a session, signing out ends it", async () => {
  assert.equal((await post(server, "/v1/admin/sign-in", { email: "ann@shop.example", password: "wrong password!" }, dashboard)).status, 401);
  assert.equal((await post(server, "/v1/admin/sign-in", { email: "nobody@shop.example", password }, dashboard)).status, 401);
  const signedIn = await post(server, "/v1/admin/sign-in", { email: " Ann@shop.example", password }, dashboard);
  assert.equal(signedIn.status, 200, signedIn.text);
  const cookie = signedIn.headers.get("set-cookie").split(";")[0];
  const session = () => server.fetch("/v1/admin/session", { headers: { cookie } });
  assert.equal((await (await session()).json()).email, "ann@shop.example");
  const unmarked = await server.fetch("/v1/admin/holdout", { method: "PUT", headers: { cookie }, body: "{}" });
  assert.equal(unmarked.status, 403, "another site could have sent this");
  await post(server, "/v1/admin/sign-out", {}, { ...dashboard, cookie });
  assert.equal((await session()).status, 401);
});

test("ten wrong passwords make a name wait", async () => {
  const guess = () => post(server, "/v1/admin/sign-in", { email: "guessed@shop.example", password: "guess guess guess" }, dashboard);
  for (let tries = 0; tries < 10; tries += 1) assert.equal((await guess()).status, 401);
  assert.equal((await guess()).status, 429);
});

test("no route of the operators answers without a session", async () => {
  const routes = [
    ["GET", "overview"], ["GET", "visitors"], ["GET", "visitors/x"], ["GET", "config"], ["GET", "catalog"], ["GET", "live"],
    ["PUT", "config"], ["PUT", "rules/x"], ["DELETE", "rules/x"], ["PUT", "holdout"], ["POST", "match"], ["POST", "visitors/x/messages"],
  ];
  for (const [method, path] of routes) {
    const answer = await server.fetch(`/v1/admin/${path}`, { method, headers: dashboard, body: method === "GET" ? undefined : "{}" });
    assert.equal(answer.status, 401, `${method} ${path}`);
    const forged = await server.fetch(`/v1/admin/${path}`, { method, headers: { ...dashboard, cookie: "__Host-proffer=0123", authorization: "Bearer 0123" }, body: method === "GET" ? undefined : "{}" });
    assert.equal(forged.status, 401, `${method} ${path} with a forged session`);
  }
});

test("a visitor's token is for that visitor, and cannot be made up", async () => {
  const { token } = await visitor(server);
  const [payload, proof] = token.split(".");
  const other = Buffer.from(Buffer.from(payload, "base64url").toString().replace(/a-\w+/, "a-00000000000000000000000000000000")).toString("base64url");
  for (const bad of ["", "x", `${payload}.${proof.replace(/./, "0").slice(0, 63)}`, `${other}.${proof}`, payload]) {
    const answer = await post(server, "/v1/messages", { id: "m", text: "hi" }, { authorization: `Bearer ${bad}` });
    assert.equal(answer.status, 401, bad);
  }
});

test("a person that does not exist is not found, nor made", async () => {
  const headers = { authorization: `Bearer ${server.secrets.ADMIN_TOKEN}` };
  for (const name of ["nobody", "%2e%2e", "%00", "a%0Ab"]) {
    assert.equal((await server.fetch(`/v1/admin/visitors/${name}`, { headers })).status, 404, name);
  }
});

test("what would not work is refused at publish, with its place", async () => {
  const headers = { authorization: `Bearer ${server.secrets.ADMIN_TOKEN}`, "content-type": "application/json" };
  const put = async (path, body) => {
    const answer = await server.fetch(`/v1/admin/${path}`, { method: "PUT", headers, body: JSON.stringify(body) });
    return { status: answer.status, json: await answer.json() };
  };
  const rule = { id: "r", name: "R", priority: 1, triggers: ["page"], class: "marketing", action: { kind: "say", text: { en: "Hi" } } };
  const bad = [
    ["rules/r", { ...rule, condition: { a: { $near: 1 } } }, /condition/],
    ["rules/r", { ...rule, triggers: [] }, /triggers/],
    ["rules/r", { ...rule, action: { kind: "offer", offer: "missing" } }, /offer/],
    ["rules/r", { ...rule, experiment: { key: "none", actions: [] } }, /experiment/],
    ["rules/other", rule, /id/],
    ["rules/r", { ...rule, colour: "red" }, /./],
    ["offers/o", { id: "o", title: { en: "T" }, body: { en: "B" }, benefit: { kind: "percent_off", percent: 101 }, valid_secs: 60 }, /./],
    ["holdout", { seed: "s", share: 2 }, /share/],
  ];
  const { hash } = await server.admin("GET", "/v1/admin/config");
  for (const [path, body, where] of bad) {
    const { status, json } = await put(path, body);
    assert.equal(status, 422, JSON.stringify(json));
    assert.match(`${json.path} ${json.detail}`, where);
  }
  assert.equal((await server.admin("GET", "/v1/admin/config")).hash, hash, "nothing was published");
});

test("pages and scripts carry the headers that keep them safe", async () => {
  const frame = await server.fetch("/shop/");
  assert.equal(frame.headers.get("x-content-type-options"), "nosniff");
  const dashboardPage = await server.fetch("/dashboard/");
  if (dashboardPage.ok) {
    assert.match(dashboardPage.headers.get("content-security-policy"), /frame-ancestors 'none'/);
  }
  const boot = await post(server, "/v1/boot", { writeKey: SITE }, { origin: "https://evil.example" });
  assert.equal(boot.status, 403);
});

test("a browser that is asked twice who it is is one person, and nobody else's key makes them", async () => {
  const boot = async (deviceKey) => (await post(server, "/v1/boot", { writeKey: SITE, deviceKey })).json;
  const key = "0123456789abcdef0123456789abcdef";
  const [first, again, other] = [await boot(key), await boot(key), await boot(key.replace("0", "f"))];
  assert.match(first.anonymousId, /^a-[0-9a-f]{32}$/);
  assert.equal(again.anonymousId, first.anonymousId);
  assert.notEqual(other.anonymousId, first.anonymousId);
  const short = await post(server, "/v1/boot", { writeKey: SITE, deviceKey: "guess" });
  assert.deepEqual([short.status, short.json.code, short.json.path], [422, "device_key_too_short", "$.deviceKey"]);
});
