//! The inbox over the API, on real workerd: who waits, who has it, what colleagues say, and two who answer at once.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { eventually, post, visitor } from "./shop.mjs";

const marked = { "x-proffer": "1", "content-type": "application/json" };
const password = "a long enough password";

let server;
let ann;
let bo;
before(async () => {
  server = await startServer({ seed: true });
  await server.admin("PUT", "/v1/admin/holdout", { seed: "test", share: 0 });
  const token = server.secrets.ADMIN_TOKEN;
  const made = await post(server, "/v1/admin/setup", { email: "ann@shop.example", name: "Ann", password, token }, marked);
  assert.equal(made.status, 200, made.text);
  await server.admin("POST", "/v1/admin/operators", { email: "bo@shop.example", name: "Bo", password });
  [ann, bo] = [await signedIn("ann"), await signedIn("bo")];
});
after(() => server?.stop());

/** Somebody of the shop, with a session. */
async function signedIn(name) {
  const answer = await post(server, "/v1/admin/sign-in", { email: `${name}@shop.example`, password }, marked);
  assert.equal(answer.status, 200, answer.text);
  const headers = { ...marked, cookie: answer.headers.get("set-cookie").split(";")[0] };
  const ask = async (method, path, body) => {
    const got = await server.fetch(`/v1/admin/${path}`, { method, headers, body: body && JSON.stringify(body) });
    const text = await got.text();
    return { status: got.status, json: text ? JSON.parse(text) : undefined };
  };
  return { id: answer.json.operator, headers, ask };
}

const say = (who, text) => post(server, "/v1/messages", { id: randomUUID(), text, locale: "zh-CN" }, { authorization: `Bearer ${who.token}` });
const answer = (agent, who, text, more = {}) => agent.ask("POST", `visitors/${who.id}/messages`, { id: randomUUID(), text, ...more });
const step = (agent, who, body) => agent.ask("POST", `inbox/${who.id}`, body);

/** The conversation in the inbox, once it is as wanted. */
const listed = (who, isWanted = () => true) =>
  eventually("the conversation is in the inbox", async () => {
    const { json } = await ann.ask("GET", "inbox");
    const found = json.conversations.find(({ person }) => person.profile === who.id);
    return found && isWanted(found) && found;
  });

test("who asks for a human is in the inbox with since when, and what the assistant answers needs nobody's eyes", async () => {
  const [waits, chats] = [await visitor(server), await visitor(server)];
  await say(waits, "转人工客服");
  await say(chats, "你好");
  const found = await listed(waits, ({ person }) => person.conversation.status === "pending");
  assert.equal(found.unread, 1);
  assert.ok(Math.abs(Date.now() - found.waiting_since) < 60_000, `${found.waiting_since}`);
  assert.equal(found.assignee ?? null, null);
  const open = await listed(chats);
  assert.deepEqual([open.unread, open.waiting_since ?? null, open.person.conversation.status], [0, null, "open"]);
  const { json } = await ann.ask("GET", "inbox");
  assert.deepEqual(json.colleagues.map(({ name }) => name), ["Ann", "Bo"]);
  assert.equal(json.me, ann.id);
});

test("whoever answers first has it; a colleague is refused with who, and may take it over knowingly", async () => {
  const who = await visitor(server);
  await say(who, "转人工客服");
  await listed(who);
  assert.equal((await answer(ann, who, "您好，我是小安")).status, 200);
  const mine = await listed(who, ({ assignee }) => assignee === ann.id);
  assert.equal(mine.unread, 0);
  const refused = await answer(bo, who, "您好，我是小博");
  assert.deepEqual([refused.status, refused.json.code, refused.json.detail], [409, "assigned", ann.id]);
  assert.equal((await answer(bo, who, "我来接手", { take_over: true })).status, 200);
  await listed(who, ({ assignee }) => assignee === bo.id);
  const said = (await server.admin("GET", `/v1/admin/visitors/${who.id}`)).timeline.filter(({ message }) => message?.from === "agent");
  assert.deepEqual(said.map(({ message }) => message.text).sort(), ["您好，我是小安", "我来接手"].sort());
});

test("of fifty answers that race for one conversation, one colleague's are taken", async () => {
  const who = await visitor(server);
  await say(who, "转人工客服");
  await listed(who);
  const agents = Array.from({ length: 50 }, (_, place) => (place % 2 ? ann : bo));
  const answers = await Promise.all(agents.map((agent, place) => answer(agent, who, `第 ${place} 句`)));
  const taken = new Set(agents.filter((_, place) => answers[place].status === 200));
  assert.equal(taken.size, 1);
  assert.deepEqual([...new Set(answers.map(({ status }) => status))].sort(), [200, 409]);
});

test("who is written to again is unread for everybody until one has seen it", async () => {
  const who = await visitor(server);
  await say(who, "转人工客服");
  await listed(who);
  await answer(ann, who, "在的");
  await listed(who, ({ assignee }) => assignee === ann.id);
  for (const text of ["第一句", "第二句"]) await say(who, text);
  const unread = await listed(who, ({ unread }) => unread === 2);
  assert.ok(unread.waiting_since > 0);
  const seen = await step(bo, who, "seen");
  assert.deepEqual([seen.status, seen.json.unread], [200, 0]);
  assert.equal((await listed(who)).unread, 0);
});

test("what is handed back or ended is nobody's any more", async () => {
  const who = await visitor(server);
  await say(who, "转人工客服");
  await listed(who);
  await answer(ann, who, "在的");
  await listed(who, ({ assignee }) => assignee === ann.id);
  await server.admin("POST", `/v1/admin/visitors/${who.id}/conversation`, { do: "resolve" });
  const ended = await listed(who, ({ person }) => person.conversation.status === "resolved");
  assert.deepEqual([ended.assignee ?? null, ended.waiting_since ?? null], [null, null]);
});

test("notes, labels and assignment are colleagues' alone", async () => {
  const who = await visitor(server);
  await say(who, "转人工客服");
  await listed(who);
  const note = { id: randomUUID(), text: "老客户，电话 13812345678，请优先", mentions: [bo.id] };
  for (let times = 0; times < 2; times += 1) assert.equal((await step(ann, who, { note })).status, 200);
  await step(ann, who, { label: ["退货", "VIP"] });
  await step(ann, who, { assign: bo.id });
  const found = await listed(who, ({ assignee }) => assignee === bo.id);
  assert.deepEqual(found.labels, ["退货", "VIP"]);
  assert.deepEqual(found.notes.map(({ by, mentions }) => ({ by, mentions })), [{ by: ann.id, mentions: [bo.id] }]);
  assert.match(found.notes[0].text, /138\*{4}5678/);
  const heard = await post(server, "/v1/boot", { writeKey: "pk_main_demo", anonymousId: who.id, token: who.token }, { authorization: `Bearer ${who.token}` });
  assert.doesNotMatch(heard.text, /优先/);
  await step(ann, who, { assign: null });
  await listed(who, ({ assignee }) => !assignee);
});

test("what is too long, too much or about nobody is refused with its bound", async () => {
  const who = await visitor(server);
  await say(who, "转人工客服");
  await listed(who);
  const refused = [
    [{ label: Array.from({ length: 13 }, (_, n) => `l${n}`) }, 422, /13 labels, at most 12/],
    [{ label: ["x".repeat(33)] }, 422, /33 characters, not 1 to 32/],
    [{ note: { id: "n", text: "  " } }, 422, /0 characters, not 1 to 2000/],
    [{ dance: true }, 400, /dance/],
  ];
  for (const [body, status, detail] of refused) {
    const got = await step(ann, who, body);
    assert.equal(got.status, status, JSON.stringify(body));
    assert.match(got.json.detail, detail);
  }
  assert.equal((await ann.ask("POST", "inbox/nobody-of-this-name", "seen")).status, 404);
});

test("canned replies are kept under their name, for all", async () => {
  const kept = await ann.ask("PUT", `canned-replies/${encodeURIComponent("问候")}`, { text: "{name} 您好，我是 {agent}" });
  assert.deepEqual(kept.json, [{ id: "问候", text: "{name} 您好，我是 {agent}" }]);
  assert.deepEqual((await bo.ask("GET", "inbox")).json.canned_replies, kept.json);
  assert.deepEqual((await bo.ask("DELETE", `canned-replies/${encodeURIComponent("问候")}`)).json, []);
});

test("an operator's address is taken once, and nobody without a session is answered", async () => {
  const again = await ann.ask("POST", "operators", { email: "BO@shop.example", name: "Bo again", password });
  assert.equal(again.status, 409);
  for (const [method, path] of [["GET", "inbox"], ["POST", "inbox/x"], ["PUT", "canned-replies/x"], ["GET", "operators"], ["POST", "operators"]]) {
    const got = await server.fetch(`/v1/admin/${path}`, { method, headers: marked, body: method === "GET" ? undefined : "{}" });
    assert.equal(got.status, 401, `${method} ${path}`);
  }
});

test("everybody who watches hears of a word, and who looks at it too", async () => {
  const who = await visitor(server);
  const line = (agent) => {
    const heard = [];
    const socket = new WebSocket(`${server.origin.replace("http", "ws")}/v1/admin/live`, { headers: { cookie: agent.headers.cookie } });
    socket.onmessage = ({ data }) => heard.push(JSON.parse(data));
    return new Promise((ready) => (socket.onopen = () => ready({ heard, socket })));
  };
  const [first, second] = [await line(ann), await line(bo)];
  await say(who, "转人工客服");
  for (const { heard } of [first, second]) {
    await eventually("the word is pushed", () => heard.some(({ conversation }) => conversation?.person.profile === who.id));
  }
  second.socket.send(JSON.stringify({ viewing: who.id }));
  await eventually("who looks is pushed", () => first.heard.some(({ viewing }) => viewing?.some(({ operator, profile }) => operator === bo.id && profile === who.id)));
  assert.ok((await ann.ask("GET", "inbox")).json.viewing.some(({ operator }) => operator === bo.id));
  second.socket.close();
  await eventually("who left is pushed", () => first.heard.at(-1)?.viewing?.length === 0);
  first.socket.close();
});
