//! Publishing: versions, what changed, the way back, and a rehearsal before switching on, on real workerd.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { SITE, eventually, post, send, track, visitor } from "./shop.mjs";

let server;
before(async () => {
  server = await startServer({ seed: true });
  await server.admin("PUT", "/v1/admin/holdout", { seed: "test", share: 0 });
});
after(() => server?.stop());

const say = (id, more = {}) => ({
  id, name: id, priority: 10, triggers: ["Rehearsed"], class: "marketing", condition: {}, action: { kind: "say", text: { "zh-CN": id, en: id } }, ...more,
});
const newest = async () => (await server.admin("GET", "/v1/admin/versions?limit=1")).versions[0];

test("every change is a version that says who did what, and the difference is told field by field", async () => {
  await server.admin("PUT", "/v1/admin/rules/told", say("told", { triggers: ["Told"] }));
  const first = await newest();
  await server.admin("PUT", "/v1/admin/rules/told", say("told", { triggers: ["Told"], priority: 11 }));
  const second = await newest();
  assert.deepEqual([first.change, second.version - first.version], ["put_rule told", 1]);
  assert.ok(second.by);
  const { changes } = await server.admin("GET", `/v1/admin/versions/${first.version}/diff?to=${second.version}`);
  assert.deepEqual(changes, [{ kind: "rule", id: "told", change: "changed", fields: [{ path: "priority", before: 10, after: 11 }] }]);
});

test("an earlier version can be had again, as a new one, and the decision follows it", async () => {
  await server.admin("PUT", "/v1/admin/rules/back", say("back", { triggers: ["Restored"] }));
  const good = await newest();
  await server.admin("DELETE", "/v1/admin/rules/back");
  const restored = await server.admin("POST", `/v1/admin/versions/${good.version}/restore`);
  assert.ok(restored.config.rules.some(({ id }) => id === "back"));
  const now = await newest();
  assert.deepEqual([now.change, now.hash], [`restore ${good.version}`, good.hash]);
  const detail = await server.admin("GET", `/v1/admin/versions/${good.version}`);
  assert.equal(detail.hash, good.hash);
  await eventually("the rule is in force again", async () => {
    const { json } = await post(server, "/v1/decide", { writeKey: SITE, anonymousId: "somebody", trigger: "Restored", explain: true });
    return json.decision.considered.some(({ rule }) => rule === "back");
  });
});

test("a version that never was is unknown, and a comparison with nothing names the field", async () => {
  await assert.rejects(server.admin("GET", "/v1/admin/versions/99999"), /404/);
  await assert.rejects(server.admin("GET", "/v1/admin/versions/1/diff"), /to names the version/);
});

test("a rehearsal shows who would have got what, and changes nothing", async () => {
  await server.admin("PUT", "/v1/admin/rules/now", say("now", { times_max: 1 }));
  // Until the Worker knows the rule.
  await eventually("the rule is in force", async () => {
    const { json } = await post(server, "/v1/decide", { writeKey: SITE, anonymousId: "probe", trigger: "Rehearsed", explain: true });
    return json.decision.considered.some(({ rule }) => rule === "now");
  });
  const yes = await visitor(server);
  const no = await visitor(server);
  await send(server, [track(yes.id, "Rehearsed"), track(yes.id, "Rehearsed")]);
  await send(server, [track(no.id, "Rehearsed", {}, { context: {} })]);
  const before = await newest();
  const draft = { change: "put_rule", rule: say("draft", { priority: 99, times_max: 1 }) };
  const rehearse = () => server.admin("POST", "/v1/admin/dry-run", { days: 1, change: draft });
  const told = await eventually("both are known to the ledger", async () => {
    const answer = await rehearse();
    const mine = answer.sample.filter(({ profile }) => profile === yes.id);
    return mine.length > 0 && answer.after.rules.some(({ rule, suppressed }) => rule === "draft" && suppressed.no_consent) && answer;
  });
  const [changed] = told.sample.filter(({ profile }) => profile === yes.id);
  assert.deepEqual([changed.trigger, changed.rule, changed.before], ["Rehearsed", "draft", "now"]);
  const of = (tally, id) => tally.rules.find(({ rule }) => rule === id);
  assert.equal(of(told.before, "draft"), undefined);
  assert.ok(of(told.after, "draft").people >= 1);
  assert.ok(told.looked_at <= told.people);
  assert.equal((await newest()).version, before.version, "a rehearsal published something");
});

test("what could not be published cannot be rehearsed, and days have a bound", async () => {
  const change = { change: "put_rule", rule: say("draft", { action: { kind: "offer", offer: "nothing-of-this-name" } }) };
  await assert.rejects(server.admin("POST", "/v1/admin/dry-run", { days: 1, change }), /no offer/);
  await assert.rejects(server.admin("POST", "/v1/admin/dry-run", { days: 31 }), /31.*30/);
});
