//! Words for the tests of the API: a visitor, an event, a batch.

import { randomUUID } from "node:crypto";

/** The public key of the demo shop. */
export const SITE = "pk_main_demo";

/** The consent that an event carries when a visitor agreed to everything. */
export const AGREED = { consent: { categoryPreferences: { analytics: true, marketing: true } } };

/** One Segment event of a visitor. */
export function track(anonymousId, event, properties = {}, more = {}) {
  return { type: "track", event, properties, anonymousId, messageId: randomUUID(), timestamp: new Date().toISOString(), context: AGREED, ...more };
}

/** Sends bytes or JSON; the answer with its body read. */
export async function post(server, path, body, headers = {}) {
  const raw = typeof body === "string" || body instanceof Uint8Array;
  const answer = await server.fetch(path, { method: "POST", headers, body: raw ? body : JSON.stringify(body) });
  const text = await answer.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: answer.status, headers: answer.headers, json, text };
}

/** Sends events as the shop's site. */
export function send(server, batch, token) {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  return post(server, "/v1/batch", { writeKey: SITE, sentAt: new Date().toISOString(), batch }, headers);
}

/** A fresh visitor with their token. */
export async function visitor(server) {
  const { json } = await post(server, "/v1/boot", { writeKey: SITE });
  return { id: json.anonymousId, token: json.token };
}

/** Asks until the answer pleases; fails after ten seconds, or as long as is said. */
export async function eventually(what, ask, millis = 10_000) {
  const until = Date.now() + millis;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > until) throw new Error(`never: ${what}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

/** What an operator sees of a person. */
export function person(server, id) {
  return server.admin("GET", `/v1/admin/visitors/${encodeURIComponent(id)}`);
}
