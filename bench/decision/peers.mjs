//! Times the engines from npm and an index written by hand: `node peers.mjs SUITES.json`.
//!
//! Each gets the rules in its own format, compiled or loaded once, and answers how many match.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { evalCondition } from "@growthbook/growthbook";
import { LogicEngine } from "json-logic-engine";
import { handIndex } from "./hand-index.mjs";
import { nanosPerCall } from "./stopwatch.mjs";

const require = createRequire(import.meta.url);
const jsonLogic = require("json-logic-js");
const { Engine } = require("json-rules-engine");
const { ZenEngine } = require("@gorules/zen-engine");

const suites = JSON.parse(readFileSync(process.argv[2], "utf8"));

/** A rule in JSON Logic; the trigger is its first clause. */
function toJsonLogic(rule) {
  const clause = (clause) => {
    const variable = { var: clause.path };
    switch (clause.op) {
      case "has": return { in: [clause.value, variable] };
      case "is": return { "==": [variable, clause.value] };
      case "is_true": return { "==": [variable, true] };
      case "above": return { ">": [variable, clause.value] };
      case "at_least": return { ">=": [variable, clause.value] };
      case "any": return { or: clause.clauses.map(toClause) };
    }
  };
  const toClause = clause;
  return { and: [{ "==": [{ var: "event.name" }, rule.triggers[0]] }, ...rule.clauses.map(clause)] };
}

/** A rule for json-rules-engine, which takes facts with a JSON path inside. */
function toJsonRule(rule, number) {
  const place = (path) => {
    const [fact, ...inside] = path.split(".");
    return inside.length === 0 ? { fact } : { fact, path: `$.${inside.join(".")}` };
  };
  const clause = (clause) => {
    switch (clause.op) {
      case "has": return { ...place(clause.path), operator: "contains", value: clause.value };
      case "is": return { ...place(clause.path), operator: "equal", value: clause.value };
      case "is_true": return { ...place(clause.path), operator: "equal", value: true };
      case "above": return { ...place(clause.path), operator: "greaterThan", value: clause.value };
      case "at_least": return { ...place(clause.path), operator: "greaterThanInclusive", value: clause.value };
      case "any": return { any: clause.clauses.map(clause_) };
    }
  };
  const clause_ = clause;
  const trigger = { ...place("event.name"), operator: "equal", value: rule.triggers[0] };
  return { conditions: { all: [trigger, ...rule.clauses.map(clause)] }, event: { type: `rule-${number}` } };
}

/** All rules as one decision table that collects every row that holds. */
function toDecisionTable(rules) {
  const paths = ["event.name", "segment", "intent", "event.properties.category", "event.properties.sku", "locale",
    "cart_abandoned", "cart_value", "event.properties.price", "last_active_days", "spend", "visits"];
  const text = (value) => `"${value}"`;
  const cell = (clause) => {
    switch (clause.op) {
      case "has": return `some($, # == ${text(clause.value)})`;
      case "is": return text(clause.value);
      case "is_true": return "true";
      case "above": return `> ${clause.value}`;
      case "at_least": return `>= ${clause.value}`;
    }
  };
  const whole = (clause) => (clause.op === "is_true" ? `${clause.path} == true` : `${clause.path} ${cell(clause)}`);
  const rows = rules.map((rule, number) => {
    const row = { _id: `row-${number}`, number: String(number), any: "" };
    for (const path of paths) row[path] = "";
    row["event.name"] = text(rule.triggers[0]);
    for (const clause of rule.clauses) {
      if (clause.op === "any") row.any = clause.clauses.map(whole).join(" or ");
      else row[clause.path] = cell(clause);
    }
    return row;
  });
  const content = {
    hitPolicy: "collect",
    inputs: [...paths.map((path) => ({ id: path, name: path, type: "expression", field: path })),
      { id: "any", name: "any", type: "expression" }],
    outputs: [{ id: "number", name: "number", type: "expression", field: "number" }],
    rules: rows,
  };
  return {
    nodes: [
      { id: "in", name: "in", type: "inputNode", position: { x: 0, y: 0 } },
      { id: "table", name: "table", type: "decisionTableNode", position: { x: 1, y: 0 }, content },
      { id: "out", name: "out", type: "outputNode", position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: "1", type: "edge", sourceId: "in", targetId: "table" },
      { id: "2", type: "edge", sourceId: "table", targetId: "out" },
    ],
  };
}

/** Each engine: from the rules to a function from a moment to the number of matches. */
const engines = {
  hand_js: (rules) => handIndex(rules),
  growthbook: (rules) => {
    const conditions = rules.map((rule) => ({ "event.name": rule.triggers[0], ...rule.condition }));
    return ({ document }) => conditions.reduce((sum, condition) => sum + (evalCondition(document, condition) ? 1 : 0), 0);
  },
  json_logic_js: (rules) => {
    const logics = rules.map(toJsonLogic);
    return ({ document }) => logics.reduce((sum, logic) => sum + (jsonLogic.apply(logic, document) ? 1 : 0), 0);
  },
  json_logic_engine: (rules) => {
    const engine = new LogicEngine();
    const built = rules.map((rule) => engine.build(toJsonLogic(rule)));
    return ({ document }) => built.reduce((sum, holds) => sum + (holds(document) ? 1 : 0), 0);
  },
  zen: (rules) => {
    const decision = new ZenEngine().createDecision(toDecisionTable(rules));
    return async ({ document }) => (await decision.evaluate(document)).result.length;
  },
  json_rules_engine: (rules) => {
    // Ten thousand rules take it a quarter of a second each time: three thousand are enough to see.
    if (rules.length > 1_000) return null;
    const engine = new Engine([], { allowUndefinedFacts: true });
    rules.forEach((rule, number) => engine.addRule(toJsonRule(rule, number)));
    return async ({ document }) => (await engine.run(document)).events.length;
  },
};

const timings = [];
for (const suite of suites) {
  for (const [engine, load] of Object.entries(engines)) {
    const count = load(suite.rules);
    if (count === null) continue;
    let matches = 0;
    for (const moment of suite.moments) matches += await count(moment);
    const isAsync = count(suite.moments[0]) instanceof Promise;
    let turn = 0;
    const next = () => suite.moments[turn++ % suite.moments.length];
    const run = isAsync
      ? async (calls) => { for (let call = 0; call < calls; call++) await count(next()); }
      : (calls) => { for (let call = 0; call < calls; call++) count(next()); };
    timings.push({ engine, rules: suite.rules.length, nanos: await nanosPerCall(run), matches });
  }
}

process.stdout.write(JSON.stringify(timings));
