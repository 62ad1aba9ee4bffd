//! Who is who: proofs at the door, two browsers of one customer, taking people apart again.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { after, before, test } from "node:test";
import { randomUUID } from "node:crypto";
import { startServer } from "../harness/server.mjs";
import { AGREED, SITE, eventually, person, post, send, track, visitor } from "./shop.mjs";
import { claims, eddsa, hash, hs256, merchantKey, none, secretOf } from "./signing.mjs";

const fixtures = process.env.PROFFER_FIXTURES ?? resolve(import.meta.dirname, "../../../shared/fixtures");
const suiteOf = (name) => {
  const file = `${fixtures}/identity/${name}`;
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  console.log(`the public cases are absent (${file})`);
  return undefined;
};

let server;
let key;
before(async () => {
  server = await startServer({ seed: true });
  key = await secretOf(server);
});
after(() => server?.stop());

const page = (anonymousId, more = {}) => ({ type: "page", anonymousId, messageId: randomUUID(), timestamp: new Date().toISOString(), context: AGREED, ...more });
const identify = (anonymousId, userId, identity, more = {}) => ({ ...page(anonymousId), type: "identify", userId, identity, ...more });
const proof = (user) => ({ identifier_hash: hash(key.secret, user) });
const order = (anonymousId, id, revenue, more = {}) => track(anonymousId, "Order Completed", { order_id: id, revenue }, more);
const identityOf = (id) => server.admin("GET", `/v1/admin/people/${encodeURIComponent(id)}/identity`);
/** Signs a browser in and waits until it is whoever the customer is. */
async function signIn(browser, user, root) {
  const { json } = await send(server, [identify(browser.id, user, proof(user))], browser.token);
  assert.equal(json.accepted, 1, JSON.stringify(json));
  await isCustomer(browser, root);
}
/** Waits until the register has decided, and the decision is carried out. */
const isCustomer = (browser, root) =>
  eventually(`${browser.id} is ${root}`, async () => {
    const { profile, ids, merges } = await identityOf(browser.id);
    return profile === root && ids.some(({ kind, of, proven }) => kind === "user_id" && of && proven) && merges.every(({ complete }) => complete);
  });

test("a user id is proven by its own hash and by nothing else", async () => {
  const suite = suiteOf("hmac_identity.json");
  if (!suite) return;
  for (const { identifier, accept, why } of suite.cases) {
    const browser = await visitor(server);
    // The cases' own secret is another shop's: the hashes are made anew, the wrong one stays another user's.
    const signed = why ? "user-1" : identifier;
    const { json } = await send(server, [identify(browser.id, identifier, { identifier_hash: hash(key.secret, signed) })], browser.token);
    assert.equal(json.accepted, Number(accept), `${identifier}: ${JSON.stringify(json)}`);
    if (accept) continue;
    assert.ok(json.rejected[0].path.endsWith(".identity.identifier_hash"), JSON.stringify(json));
    // The session stays anonymous: the person does not even exist yet.
    assert.equal((await server.fetch(`/v1/admin/visitors/${browser.id}`, { headers: { authorization: `Bearer ${server.secrets.ADMIN_TOKEN}` } })).status, 404);
  }
  const foreign = await visitor(server);
  const { json } = await send(server, [identify(foreign.id, "9876", { identifier_hash: suite.cases[0].identifier_hash })]);
  assert.equal(json.rejected[0].code, "bad_signature", "a hash under another shop's secret");
});

test("a token that does not hold is refused, and the answer names the claim", async () => {
  const { audience } = key;
  const now = Math.floor(Date.now() / 1000);
  const good = claims(audience, "token-user");
  const bad = [
    [none(key.kid, good), "bad_algorithm", "alg"],
    [hs256(key, good, { alg: "HS512" }), "bad_algorithm", "alg"],
    [hs256(key, good, { kid: undefined }), "no_key", "kid"],
    [hs256(key, good, { kid: "hs-0" }), "unknown_key", "kid"],
    [hs256({ ...key, secret: "x".repeat(64) }, good), "bad_signature"],
    [hs256(key, { ...good, aud: "other" }), "bad_audience", "aud"],
    [hs256(key, { ...good, aud: undefined }), "no_audience", "aud"],
    [hs256(key, { ...good, exp: now - 120 }), "expired", "exp"],
    [hs256(key, { ...good, exp: undefined }), "no_expiry", "exp"],
    [hs256(key, { ...good, exp: now + 3 * 86_400 }), "too_long_lived", "exp"],
    [hs256(key, { ...good, nbf: now + 120 }), "not_yet_valid", "nbf"],
    [hs256(key, { ...good, iat: now + 120 }), "not_yet_valid", "iat"],
    [hs256(key, { ...good, sub: undefined }), "no_subject", "sub"],
    [hs256(key, { ...good, note: "x".repeat(8_000) }), "token_too_long"],
    ["not a token", "malformed_token"],
  ];
  for (const [token, code, claim] of bad) {
    const event = { writeKey: SITE, anonymousId: "b-bad-token", identity: { token } };
    const answer = await post(server, "/v1/identify", event);
    assert.equal(answer.status, 401, `${code}: ${answer.text}`);
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
    assert.equal(answer.json.code, code, answer.text);
    assert.equal(answer.json.path, `$.identity.token${claim ? `.${claim}` : ""}`);
  }
  const mismatch = await post(server, "/v1/identify", { writeKey: SITE, anonymousId: "b-bad-token", userId: "else", identity: { token: hs256(key, good) } });
  assert.deepEqual([mismatch.status, mismatch.json.code], [401, "other_user"]);
  const boot = await post(server, "/v1/boot", { writeKey: SITE, identity: { token: bad[5][0] } });
  assert.deepEqual([boot.status, boot.json.path], [401, "$.identity.token.aud"]);
});

test("keys: two secrets live, a public key cannot be used as a secret, an ended key does not hold", async () => {
  const shop = await startServer({ seed: true });
  try {
    const first = await secretOf(shop);
    const settings = await shop.admin("POST", "/v1/admin/identity/rotate");
    assert.deepEqual(settings.keys.map((known) => Boolean(known.former)), [false, true]);
    const second = await secretOf(shop);
    const { audience } = first;
    const tries = async (token) => (await post(shop, "/v1/identify", { writeKey: SITE, anonymousId: randomUUID(), identity: { token } })).status;
    assert.equal(await tries(hs256(first, claims(audience, "u"))), 200, "the former holds");
    assert.equal(await tries(hs256(second, claims(audience, "u"))), 200);
    await shop.admin("POST", "/v1/admin/identity/rotate");
    assert.equal(await tries(hs256(first, claims(audience, "u"))), 401, "the one before does not");
    const mine = merchantKey("ed-2026");
    await shop.admin("PUT", "/v1/admin/identity/keys/ed-2026", { public_key: mine.publicKey });
    assert.equal(await tries(eddsa(mine, claims(audience, "u"))), 200);
    assert.equal(await tries(hs256({ kid: mine.kid, secret: mine.publicKey }, claims(audience, "u"))), 401, "key confusion");
    await shop.admin("DELETE", "/v1/admin/identity/keys/ed-2026");
    assert.equal(await tries(eddsa(mine, claims(audience, "u"))), 401);
    const bad = await shop.fetch("/v1/admin/identity/keys/weak", { method: "PUT", headers: { authorization: `Bearer ${shop.secrets.ADMIN_TOKEN}` }, body: JSON.stringify({ public_key: "A".repeat(43) }) });
    assert.equal(bad.status, 422, await bad.text());
    await shop.restart();
    assert.equal(await tries(hs256(second, claims(audience, "u"))), 200, "keys survive a restart");
  } finally {
    await shop.stop();
  }
});

test("two browsers of one customer become one person, with one visit each and each order once", async () => {
  const [phone, laptop] = [await visitor(server), await visitor(server)];
  const before = await server.admin("GET", "/v1/admin/overview?days=1");
  await send(server, [page(phone.id), order(phone.id, "two-1", 100)], phone.token);
  // The shop's server reports the same order by the customer's id alone.
  await send(server, [page(laptop.id), track(laptop.id, "Product Viewed", { product_id: "p-novera-12", price: 3299 })], laptop.token);
  await signIn(phone, "ann-two", phone.id);
  await send(server, [order(undefined, "two-1", 100, { userId: "ann-two" }), order(undefined, "two-2", 50, { userId: "ann-two" })]);
  await send(server, [order(laptop.id, "two-2", 50)], laptop.token);
  await signIn(laptop, "ann-two", phone.id);

  const customer = await person(server, laptop.id);
  assert.equal(customer.summary.visits, 2);
  assert.deepEqual([customer.summary.orders, customer.summary.spend_minor], [2, 15_000]);
  assert.ok(customer.timeline.some((item) => item.name === "Product Viewed"), "what the laptop did before signing in");
  const identity = await identityOf(laptop.id);
  assert.deepEqual([identity.profile, identity.people.length, identity.merges.length], [phone.id, 2, 1]);
  assert.deepEqual([identity.merges[0].loser, identity.merges[0].evidence.value], [laptop.id, "ann-two"]);
  assert.equal(identity.ids.find((id) => id.kind === "user_id").proven, true);

  await eventually("reports count one person and two orders", async () => {
    const now = await server.admin("GET", "/v1/admin/overview?days=1");
    const grown = (pick) => pick(now) - pick(before);
    const revenue = (overview) => overview.by_day.at(-1).revenue_minor;
    const people = (overview) => overview.treated.people + overview.holdout.people;
    const orders = (overview) => overview.treated.orders + overview.holdout.orders;
    return (
      grown(revenue) === 15_000 && grown(orders) === 2 && grown(people) === 1 &&
      grown((overview) => overview.funnel.visits) === 1 && grown((overview) => overview.by_day.at(-1).funnel.visits) === 1
    );
  });
  const { visitors } = await server.admin("GET", "/v1/admin/visitors?limit=500");
  assert.deepEqual(visitors.filter(({ profile }) => [phone.id, laptop.id].includes(profile)).map(({ profile }) => profile), [phone.id]);
});

test("the token of a browser that became somebody else keeps working, and its socket hears", async () => {
  const [phone, laptop] = [await visitor(server), await visitor(server)];
  await signIn(phone, "ann-token", phone.id);
  await signIn(laptop, "ann-token", phone.id);
  const said = await post(server, "/v1/messages", { id: "m-from-laptop", text: "你好" }, { authorization: `Bearer ${laptop.token}` });
  assert.equal(said.status, 200, said.text);
  const boot = await post(server, "/v1/boot", { writeKey: SITE, token: phone.token });
  assert.ok(boot.json.messages.some(({ id }) => id === "m-from-laptop"), "the other browser sees it too");

  const socket = new WebSocket(`${server.origin.replace("http", "ws")}/v1/stream`, ["proffer.v1", laptop.token]);
  const heard = [];
  socket.onmessage = ({ data }) => heard.push(JSON.parse(data));
  await new Promise((open, fail) => Object.assign(socket, { onopen: open, onerror: fail }));
  await server.admin("POST", `/v1/admin/visitors/${phone.id}/messages`, { id: "m-agent", text: "您好，请讲" });
  await eventually("the answer arrives in the other browser", () => heard.some((push) => push.message?.id === "m-agent"));
  socket.close();
});

test("fifty browsers that sign in at once end as one customer", async () => {
  const browsers = await Promise.all(Array.from({ length: 50 }, () => visitor(server)));
  await Promise.all(browsers.map(({ id, token }, number) => send(server, [page(id), order(id, `fifty-${number % 5}`, 10), identify(id, "ann-fifty", proof("ann-fifty"))], token)));
  const identity = await eventually("all are one", async () => {
    const found = await identityOf(browsers[0].id);
    return found.people.length === 50 && found.merges.every(({ complete }) => complete) && found;
  }, 60_000);
  const found = await Promise.all(browsers.map(({ id }) => person(server, id)));
  assert.deepEqual(new Set(found.map(({ summary }) => summary.profile)), new Set([identity.profile]));
  const customer = await person(server, identity.profile);
  assert.deepEqual([customer.summary.visits, customer.summary.orders], [50, 5]);
  assert.equal(identity.merges.length, 49);
  assert.equal(new Set(identity.merges.map(({ survivor }) => survivor)).size, 1);
});

test("people who are found to be one from both sides at once end in one survivor", async () => {
  const token = (user, more) => ({ token: hs256(key, claims(key.audience, user, more)) });
  for (let round = 0; round < 5; round += 1) {
    // The order system and the app each know one of them; two browsers prove both at once.
    const ids = [{ type: "order_system:youzan", id: `y-${round}` }, { type: "app:ios", id: `i-${round}` }];
    await Promise.all(ids.map((id) => send(server, [{ ...page(undefined), context: { externalIds: [id] } }])));
    const browsers = [await visitor(server), await visitor(server)];
    const proofs = { external_ids: { "order_system:youzan": `y-${round}`, "app:ios": `i-${round}` } };
    await Promise.all(browsers.map(({ id, token: own }) => send(server, [identify(id, `both-${round}`, token(`both-${round}`, proofs))], own)));
    const root = await eventually("one survivor", async () => {
      const found = await Promise.all(browsers.map(({ id }) => identityOf(id)));
      return found.every(({ people, profile }) => people.length === 4 && profile === found[0].profile) && found[0].profile;
    });
    assert.ok(browsers.some(({ id }) => id === root) || root.startsWith("app-"), root);
  }
});

test("who signs in as another customer in the same browser is another person, and the first keeps what was theirs", async () => {
  const shared = await visitor(server);
  await send(server, [track(shared.id, "Product Viewed", { product_id: "p-novera-12", price: 3299 })], shared.token);
  await signIn(shared, "first-user", shared.id);
  const second = await send(server, [identify(shared.id, "second-user", proof("second-user"))], shared.token);
  assert.equal(second.json.accepted, 1);
  const { anonymousId, token } = second.json.identity;
  assert.notEqual(anonymousId, shared.id);
  const again = await send(server, [identify(shared.id, "second-user", proof("second-user"))], shared.token);
  assert.equal(again.json.identity.anonymousId, anonymousId, "however often it is asked");
  await send(server, [track(anonymousId, "Cart Viewed")], token);
  const [one, two] = [await person(server, shared.id), await person(server, anonymousId)];
  assert.notEqual(one.summary.profile, two.summary.profile);
  assert.ok(one.timeline.some((item) => item.name === "Product Viewed"));
  assert.ok(!two.timeline.some((item) => item.name === "Product Viewed"));
  // A library that names the user with each event, without a proof.
  await send(server, [track(shared.id, "Products Searched", {}, { userId: "second-user" })]);
  assert.ok(!(await person(server, shared.id)).timeline.some((item) => item.name === "Products Searched"));
});

test("what is typed links nobody", async () => {
  const people = await Promise.all(["typed-1", "typed-2"].map(async (user) => ({ ...(await visitor(server)), user })));
  for (const { id, token, user } of people) {
    const traits = { email: "same@typed.example", phone: "13812345678" };
    await send(server, [{ ...identify(id, user, undefined), traits, context: { ...AGREED, externalIds: [{ type: "app", id: "same" }] } }], token);
  }
  const impostor = await visitor(server);
  await send(server, [identify(impostor.id, "typed-1", undefined)], impostor.token);
  for (const { id } of [...people, impostor]) {
    const identity = await identityOf(id);
    assert.deepEqual([identity.profile, identity.people, identity.merges], [id, [id], []]);
    assert.ok(identity.ids.every((known) => !known.proven));
  }
  const shown = (await identityOf(people[0].id)).ids.find(({ kind }) => kind === "email");
  assert.ok(!JSON.stringify(shown).includes("same@typed"), "contacts are masked");
  assert.deepEqual(shown.learned, { by: "claimed", through: "traits" });
});

test("two customers who share a proven address stay two, and the log says why", async () => {
  const token = (user) => ({ token: hs256(key, claims(key.audience, user, { email: "family@home.example", email_verified: true })) });
  const [one, two] = [await visitor(server), await visitor(server)];
  await send(server, [identify(one.id, "fam-1", token("fam-1"))], one.token);
  await eventually("the first is proven", async () => (await identityOf(one.id)).ids.some(({ kind, of }) => kind === "email" && of));
  await send(server, [identify(two.id, "fam-2", token("fam-2"))], two.token);
  const identity = await eventually("the second is refused the address", async () => {
    const found = await identityOf(two.id);
    return found.refused.length > 0 && found;
  });
  assert.deepEqual([identity.profile, identity.refused[0].why, identity.refused[0].owner], [two.id, "rival_ids", one.id]);
});

test("an order system that knew the telephone first joins the customer who proves it", async () => {
  const past = { ...order(undefined, "youzan-1", 80), context: { externalIds: [{ type: "phone", id: "138 0000 7777" }] } };
  assert.equal((await send(server, [past])).json.accepted, 1);
  const browser = await visitor(server);
  const token = hs256(key, claims(key.audience, "phone-user", { phone_number: "+8613800007777", phone_number_verified: true }));
  await send(server, [identify(browser.id, undefined, { token })], browser.token);
  await eventually("the order is the customer's", async () => (await person(server, browser.id)).summary.orders === 1);
});

test("a merge is undone: both people are what their own events made them, and stay apart", async () => {
  const [home, till] = [await visitor(server), await visitor(server)];
  await send(server, [page(home.id), order(home.id, "undo-1", 30)], home.token);
  await send(server, [page(till.id), track(till.id, "Product Viewed", { product_id: "p-novera-12", price: 3299 })], till.token);
  const alone = (await person(server, till.id)).attributes;
  await signIn(home, "undo-user", home.id);
  await signIn(till, "undo-user", home.id);
  // While they are one, something happens in each browser.
  await send(server, [order(till.id, "undo-2", 20)], till.token);
  await send(server, [track(home.id, "Cart Viewed")], home.token);
  await post(server, "/v1/messages", { id: "m-till", text: "在吗" }, { authorization: `Bearer ${till.token}` });
  assert.equal((await person(server, home.id)).summary.orders, 2);

  const wrong = await server.fetch(`/v1/admin/people/${home.id}/unmerge`, { method: "POST", headers: { authorization: `Bearer ${server.secrets.ADMIN_TOKEN}` }, body: JSON.stringify({ merge: 999_999 }) });
  assert.equal(wrong.status, 404);
  const { merges } = await eventually("the merge is complete", async () => {
    const found = await identityOf(till.id);
    return found.merges[0].complete && found;
  });
  const undone = await server.admin("POST", `/v1/admin/people/${till.id}/unmerge`, { merge: merges[0].merge });
  assert.deepEqual([undone.profile, undone.people], [till.id, [till.id]]);
  assert.equal(undone.merges[0].undone.by, "automation");

  const [first, second] = [await person(server, home.id), await person(server, till.id)];
  assert.deepEqual([first.summary.profile, first.summary.orders, first.summary.spend_minor], [home.id, 1, 3_000]);
  assert.deepEqual([second.summary.profile, second.summary.orders, second.summary.spend_minor], [till.id, 1, 2_000]);
  assert.equal(second.attributes.visits, alone.visits);
  assert.ok(second.timeline.some((item) => item.message?.id === "m-till"), "the conversation went along");
  assert.ok(!first.timeline.some((item) => item.message?.id === "m-till"));
  assert.ok(first.timeline.some((item) => item.name === "Cart Viewed") && !second.timeline.some((item) => item.name === "Cart Viewed"));

  // The same proof in the same browser is the customer, but no longer this person.
  const next = await send(server, [identify(till.id, "undo-user", proof("undo-user"))], till.token);
  assert.ok(next.json.identity, JSON.stringify(next.json));
  await isCustomer({ id: next.json.identity.anonymousId }, home.id);
  assert.equal((await person(server, till.id)).summary.profile, till.id);
  const again = await server.admin("POST", `/v1/admin/people/${till.id}/unmerge`, { merge: merges[0].merge });
  assert.deepEqual(again.people, [till.id], "once more changes nothing");
});

test("a no that is newer than a yes holds for both", async () => {
  const [one, two] = [await visitor(server), await visitor(server)];
  const answers = (marketing) => ({ consent: { categoryPreferences: { analytics: true, marketing } } });
  await send(server, [page(one.id, { context: answers(true) })], one.token);
  await signIn(one, "no-user", one.id);
  await send(server, [page(two.id, { context: answers(false), timestamp: new Date(Date.now() + 5).toISOString() })], two.token);
  const { json } = await send(server, [identify(two.id, "no-user", proof("no-user"), { context: {} })], two.token);
  assert.equal(json.accepted, 1);
  await isCustomer(two, one.id);
  assert.equal((await person(server, one.id)).summary.consented, false);
});

test("the public stitching cases hold", async () => {
  const suite = suiteOf("stitching_cases.json");
  if (!suite) return;
  for (const [number, { name, batches, expect, expect_out: stitched }] of suite.cases.entries()) {
    const own = (id) => id && `${id}-case-${number}`;
    for (const batch of batches) {
      const events = batch.map((event) => ({ ...event, anonymousId: own(event.anonymousId), userId: own(event.userId), messageId: own(event.messageId), identity: event.userId && proof(own(event.userId)) }));
      const { json } = await send(server, events);
      assert.equal(json.accepted + json.duplicates, events.length, `${name}: ${JSON.stringify(json)}`);
    }
    if (stitched) {
      const found = await eventually("stitched", async () => {
        const identity = await identityOf(own("anon1"));
        return identity.ids.some(({ kind, of }) => kind === "user_id" && of) && person(server, own("anon1"));
      });
      assert.equal(found.timeline.filter((item) => item.kind === "event" && !item.derived).length, 5, name);
      assert.equal(found.attributes.identified, true);
    }
    if (expect?.profiles) {
      const people = await Promise.all(["1", "2"].map((user) => identityOf(`user:${own(user)}`)));
      assert.equal(new Set(people.map(({ profile }) => profile)).size, expect.profiles, name);
      assert.equal(people.some(({ merges }) => merges.length > 0), expect.merged);
    }
    if (expect?.revenue) {
      const found = await person(server, `user:${own("u1")}`);
      assert.equal(found.summary.spend_minor, expect.revenue * 100, name);
      assert.equal(found.timeline.filter((item) => item.kind === "event" && !item.derived).length, expect.events);
    }
  }
});
