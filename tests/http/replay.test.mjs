//! Real customers' dialogues, said again to the assistant on real workerd.
//!
//! The dialogues are other people's, so nothing of them is kept or printed: a failure names a dialogue, never its words.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { startServer } from "../harness/server.mjs";
import { person, post, visitor } from "./shop.mjs";

const root = resolve(import.meta.dirname, "../..");
const file = join(resolve(root, process.env.PROFFER_DATA ?? "../shared/data"), "dialogues_zh_taobao.jsonl");
const skip = existsSync(file) ? false : `the real dialogues are absent (${file})`;
if (skip) console.log(skip);

const DIALOGUES = 540;
const DIALOGUES_MIN = 500;
/** Dialogues that run at once: enough to keep workerd busy. */
const AT_ONCE = 8;
/** Every so many-th dialogue is sent again. */
const AGAIN_EVERY = 30;
/** `MESSAGE_LEN_CHARS_MAX` of the API. */
const TEXT_CHARS_MAX = 2_000;
/** How every promise of a human ends, and nothing else that the assistant says of its own. */
const PROMISE = "他们会在这里回复您。";
/** A mainland mobile number that is no part of a longer one, in half or full width. */
const PHONE = /(?<!\d)1[3-9]\d{9}(?!\d)/;

const hasPhone = (text) => PHONE.test(text.normalize("NFKC"));
const promises = (message) => message.source === undefined && message.text.endsWith(PROMISE);
const asksBack = (message) => message.choices !== undefined;
const isUnknown = ({ label, flags }) => label === "other.oos" || flags.includes("rejected");
const ids = (messages) => messages.map(({ id }) => id);

let server;
let replayed = [];
let tooLong = 0;
let seconds = 0;

/** The first dialogues, of each what the customer said. */
function read() {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean).slice(0, DIALOGUES);
  return lines.map((line) => {
    const { id, turns } = JSON.parse(line);
    const texts = turns.filter(({ role }) => role === "user").map(({ text }) => text);
    const sendable = texts.filter((text) => [...text].length <= TEXT_CHARS_MAX);
    tooLong += texts.length - sendable.length;
    return { id, texts: sendable };
  });
}

/** Says one thing; what is not answered has no replies. */
async function say(who, { id, text }) {
  const answer = await post(server, "/v1/messages", { id, text, locale: "zh-CN" }, { authorization: `Bearer ${who.token}` });
  const isTaken = 200 <= answer.status && answer.status < 300;
  return { id, text, isTaken, message: isTaken ? answer.json.message : undefined, replies: isTaken ? answer.json.replies : [] };
}

/** The conversation as an operator sees it: who answers it, and its messages in order. */
async function seen(who) {
  const { summary, timeline } = await person(server, who.id);
  const log = timeline.filter(({ kind }) => kind === "message").map(({ message }) => message);
  return { conversation: summary.conversation, log: log.sort((a, b) => a.seq - b.seq) };
}

async function replay({ id, texts }) {
  const who = await visitor(server);
  const turns = [];
  for (const text of texts) turns.push(await say(who, { id: randomUUID(), text }));
  return { id, who, turns, ...(await seen(who)) };
}

/** Fails where a dialogue breaks a rule, with the names of all that do. */
function assertEach(isKept, dialogues = replayed) {
  assert.ok(dialogues.length > 0);
  assert.deepEqual(ids(dialogues.filter((dialogue) => !isKept(dialogue))), []);
}

function report() {
  const turns = replayed.flatMap((dialogue) => dialogue.turns);
  const share = (all, isOne) => (all.filter(isOne).length / all.length).toFixed(3);
  const said = (isOne) => share(turns, ({ replies }) => replies.some(isOne));
  console.log(`${replayed.length} dialogues, ${turns.length} turns, ${tooLong} too long to send, ${seconds.toFixed(0)} s`);
  console.log(`of the dialogues handed over ${share(replayed, ({ conversation }) => conversation.status === "pending")}`);
  console.log(`of the turns not understood ${share(turns, ({ message }) => message !== undefined && isUnknown(message.intent))}`);
  console.log(`of the turns answered from an article ${said(({ source }) => source !== undefined)}, asked back ${said(asksBack)}`);
}

before(async () => {
  if (skip) return;
  const dialogues = read();
  server = await startServer({ seed: true, articles: true });
  await server.admin("PUT", "/v1/admin/holdout", { seed: "test", share: 0 });
  const began = performance.now();
  const results = new Map();
  const left = dialogues.values();
  const one = async () => {
    for (const dialogue of left) results.set(dialogue, await replay(dialogue));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  replayed = dialogues.map((dialogue) => results.get(dialogue));
  seconds = (performance.now() - began) / 1_000;
  report();
});
after(() => server?.stop());

test("every turn of five hundred real dialogues is taken and gets an answer that says something", { skip }, () => {
  assert.ok(replayed.length >= DIALOGUES_MIN, `${replayed.length} dialogues`);
  assertEach(({ turns }) => turns.length > 0 && turns.every(({ isTaken }) => isTaken));
  const saysSomething = ({ text, card }) => text.trim() !== "" || card !== undefined;
  assertEach(({ turns }) => turns.every(({ replies }) => replies.length > 0 && replies.every(saysSomething)));
});

test("what names an article is that article's own answer", { skip }, async () => {
  const { articles } = await server.admin("GET", "/v1/admin/knowledge");
  const known = new Set();
  for (const { locale, id, title } of articles) {
    const { answer } = await server.admin("GET", `/v1/admin/knowledge/${locale}/${id}`);
    known.add(JSON.stringify([id, title, answer]));
  }
  const sourced = ({ log }) => log.filter(({ source }) => source !== undefined);
  assert.ok(replayed.some((dialogue) => sourced(dialogue).length > 0), "no article ever answered");
  assertEach((dialogue) => sourced(dialogue).every(({ source, text }) => known.has(JSON.stringify([source.article, source.title, text]))));
});

test("nobody is asked back twice in a row", { skip }, () => {
  assert.ok(replayed.some(({ log }) => log.some(asksBack)), "nobody was ever asked back");
  assertEach(({ log }) => {
    const answers = log.filter(({ from }) => from === "assistant");
    return !answers.some((answer, place) => place > 0 && asksBack(answer) && asksBack(answers[place - 1]));
  });
});

test("who was promised a human waits for one, and everybody else is with the assistant", { skip }, () => {
  const wanted = ({ turns }) => (turns.some(({ replies }) => replies.some(promises)) ? "pending" : "open");
  assert.deepEqual(new Set(replayed.map(wanted)), new Set(["open", "pending"]));
  assertEach((dialogue) => dialogue.conversation.status === wanted(dialogue));
});

test("the log has what was said and answered, each once and in order, without a gap", { skip }, () => {
  assertEach(({ log }) => log.every(({ seq }, place) => seq === place + 1));
  assertEach(({ turns, log }) => isDeepStrictEqual(ids(log.filter(({ from }) => from === "visitor")), ids(turns)));
  assertEach(({ turns, log }) => isDeepStrictEqual(log, turns.flatMap(({ message, replies }) => [message, ...replies])));
});

test("no telephone number is in the log, and text without a digit or an at sign is there as it was written", { skip }, () => {
  assertEach(({ log }) => !log.some(({ text }) => hasPhone(text)));
  const isPlain = (text) => !/[\d@]/.test(text.normalize("NFKC"));
  assertEach(({ turns }) => turns.every(({ text, message }) => !isPlain(text) || message?.text === text));
});

test("what is sent again changes nothing, and is answered as it was", { skip }, async () => {
  const some = replayed.filter((_, place) => place % AGAIN_EVERY === 0);
  assert.equal(some.length, DIALOGUES / AGAIN_EVERY);
  const again = [];
  for (const { id, who, turns, conversation, log } of some) {
    const answers = [];
    for (const turn of turns) answers.push(await say(who, turn));
    again.push({ id, isSame: isDeepStrictEqual(answers, turns), isUnchanged: isDeepStrictEqual(await seen(who), { conversation, log }) });
  }
  assertEach(({ isUnchanged }) => isUnchanged, again);
  assertEach(({ isSame }) => isSame, again);
});

// Whoever published the dialogues took the numbers out; real sentences around one are still there.
test("a telephone number in the middle of a real sentence is masked", { skip }, async () => {
  const told = [];
  for (const { id, who, turns } of replayed.filter((_, place) => place % AGAIN_EVERY === 0)) {
    for (const { text } of turns) {
      const letters = [...text];
      letters.splice(letters.length / 2, 0, "，电话13812345678，");
      const { isTaken } = await say(who, { id: randomUUID(), text: letters.join("") });
      assert.ok(isTaken, id);
    }
    told.push({ id, wanted: turns.length, log: (await seen(who)).log });
  }
  assertEach(({ log }) => !log.some(({ text }) => hasPhone(text)), told);
  assertEach(({ log, wanted }) => log.filter(({ text }) => text.includes("138****5678")).length === wanted, told);
});
