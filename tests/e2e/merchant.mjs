//! The merchant of the browser tests: the demo's own catalog, offers and rules, switched on
//! as a scene needs them.
//!
//! The rules are the seed's, so a scene that passes here is one that the demo shows. A scene
//! names the rules it is about and switches the others off, so no scene depends on another.
//! Everything goes through the admin API, as automation of a real merchant would.

import assert from "node:assert/strict";
import { eventually } from "./stage.mjs";

/** Leaves only these of the demo's rules on; nobody is held out unless `share` says so. */
export async function openShop(stage, { rules, settings = {}, share = 0 }) {
  const { config } = await stage.admin("GET", "/v1/admin/config");
  const known = config.rules.map(({ id }) => id);
  for (const rule of rules) assert.ok(known.includes(rule), `the demo has no rule ${rule}, only ${known}`);
  await stage.admin("PUT", "/v1/admin/config", {
    ...config,
    settings: { ...config.settings, ...settings },
    rules: config.rules.map((rule) => ({ ...rule, enabled: rules.includes(rule.id) })),
    holdout: { seed: "browser-tests", share },
  });
}

/** The one visitor of a scene in full, once `ready` says that enough is known. */
export function visitorDetail(stage, what, ready) {
  return eventually(what, async () => {
    const { visitors } = await stage.admin("GET", "/v1/admin/visitors?limit=50");
    for (const { profile } of visitors) {
      const detail = await stage.admin("GET", `/v1/admin/visitors/${encodeURIComponent(profile)}`);
      if (ready(detail)) return detail;
    }
    return undefined;
  });
}

/** The newest decision that `wanted` accepts, with its explanation. */
export async function decisionOf(stage, wanted) {
  const isWanted = (item) => item.kind === "decision" && wanted(item);
  const detail = await visitorDetail(stage, "a decision", ({ timeline }) => timeline.some(isWanted));
  const { decision } = detail.timeline.find(isWanted);
  return stage.admin("GET", `/v1/admin/visitors/${encodeURIComponent(detail.summary.profile)}/decisions/${encodeURIComponent(decision)}`);
}

/** The overview, once `ready` accepts it: facts reach the ledger a moment after they happen. */
export function overview(stage, what, ready) {
  return eventually(what, async () => {
    const report = await stage.admin("GET", "/v1/admin/overview?days=1");
    return ready(report) ? report : undefined;
  });
}
