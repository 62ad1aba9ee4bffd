//! Acknowledged means kept: what got a 2xx survives the death of the process.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";

const KEY = "pk_main_demo";
const SENDERS = 8;
/** The process dies in the middle of sending, after so many were acknowledged. */
const KILL_AFTER = 40;

let server;
before(async () => (server = await startServer({ seed: true })));
after(() => server?.stop());

const event = (person, number) => ({
  type: "track",
  event: "Product Viewed",
  messageId: `kill-${person}-${number}`,
  anonymousId: `anon-kill-${person}`,
  timestamp: new Date().toISOString(),
  properties: { product_id: "p-novera-12", price: 3299 },
});

const soon = () => new Promise((wake) => setTimeout(wake, 5));

async function send(batch) {
  const answer = await server.fetch("/v1/batch", { method: "POST", body: JSON.stringify({ writeKey: KEY, batch }) });
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  return answer.json();
}

test("every event that was acknowledged is there after kill -9, and counts once", async () => {
  const acknowledged = [];
  let running = true;
  const sender = async (person) => {
    for (let number = 0; running; number += 1) {
      const sent = event(person, number);
      const taken = await send([sent]).catch((error) => {
        if (server.isAlive) throw error;
      });
      if (taken === undefined) return;
      assert.equal(taken.accepted, 1);
      acknowledged.push(sent);
    }
  };
  const senders = Array.from({ length: SENDERS }, (_, person) => sender(person));
  while (acknowledged.length < KILL_AFTER) await Promise.race([...senders, soon()]);
  await server.kill();
  running = false;
  await Promise.all(senders);

  await server.start();
  for (const sent of acknowledged) {
    const again = await send([sent]);
    assert.deepEqual([again.accepted, again.duplicates], [0, 1], `${sent.messageId} was lost`);
  }
});

test("the shop's rules are there after kill -9", async () => {
  const before = await server.admin("GET", "/v1/admin/config");
  await server.restart();
  const after = await server.admin("GET", "/v1/admin/config");
  assert.equal(after.hash, before.hash);
});
