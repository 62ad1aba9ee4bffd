//! What a good engineer would write by hand in JavaScript: a map for each kind of rule.

const KEYS = ["segment", "intent", "event.properties.category", "event.properties.sku", "locale"];

const reader = {
  cart_value: (document) => document.cart_value,
  visits: (document) => document.visits,
  spend: (document) => document.spend,
  last_active_days: (document) => document.last_active_days,
  "event.properties.price": (document) => document.event.properties.price,
};

function test(clause) {
  const { value } = clause;
  switch (clause.op) {
    case "is_true": return (document) => document.cart_abandoned === true;
    case "above": { const read = reader[clause.path]; return (document) => read(document) > value; }
    case "at_least": { const read = reader[clause.path]; return (document) => read(document) >= value; }
    case "any": { const [one, other] = clause.clauses.map(test); return (document) => one(document) || other(document); }
  }
}

/** From rules to a function that counts how many match a moment. */
export function handIndex(rules) {
  const byTrigger = new Map();
  for (const rule of rules) {
    const trigger = rule.triggers[0];
    if (!byTrigger.has(trigger)) byTrigger.set(trigger, { maps: KEYS.map(() => new Map()), rest: [] });
    const { maps, rest } = byTrigger.get(trigger);
    const found = rule.clauses.find((clause) => clause.op === "has" || clause.op === "is");
    const tests = rule.clauses.filter((clause) => clause !== found).map(test);
    if (!found) { rest.push(tests); continue; }
    const map = maps[KEYS.indexOf(found.path)];
    if (!map.has(found.value)) map.set(found.value, []);
    map.get(found.value).push(tests);
  }

  const count = (lists, document) => {
    if (lists === undefined) return 0;
    let sum = 0;
    for (const tests of lists) {
      let holds = true;
      for (const test of tests) if (!test(document)) { holds = false; break; }
      if (holds) sum++;
    }
    return sum;
  };
  const ofSet = (labels, map, document) => {
    let sum = 0;
    for (let place = 0; place < labels.length; place++) {
      // A set may name a label twice; a rule still matches once.
      if (labels.indexOf(labels[place]) === place) sum += count(map.get(labels[place]), document);
    }
    return sum;
  };
  return ({ trigger, document }) => {
    const of = byTrigger.get(trigger);
    if (of === undefined) return 0;
    const [segments, intents, categories, skus, locales] = of.maps;
    const { category, sku } = document.event.properties;
    return ofSet(document.segment, segments, document) + ofSet(document.intent, intents, document)
      + count(categories.get(category), document) + count(skus.get(sku), document)
      + count(locales.get(document.locale), document) + count(of.rest, document);
  };
}
