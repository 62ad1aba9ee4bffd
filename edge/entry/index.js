//! What the runtime loads: the Worker's exports, each guarded.
//
// Rust exports one `fetch` and one class for each Durable Object. Here they become the handler
// and the classes that the runtime knows; the guard keeps one failing call from hurting others.

import { WorkerEntrypoint } from "cloudflare:workers";
import { call, guarded, rust } from "./guard.js";

export default class extends WorkerEntrypoint {
  async fetch(request) {
    try {
      return await call(() => rust.fetch(request, this.env, this.ctx));
    } catch (error) {
      console.error("request failed", error?.message);
      return internalError();
    }
  }
}

export const Visitor = guarded("Visitor");
export const Workspace = guarded("Workspace");
export const Directory = guarded("Directory");
export const Ledger = guarded("Ledger");
export const Desk = guarded("Desk");
export const Learning = guarded("Learning");
export const Stock = guarded("Stock");

// The same form as every other error of the API; the reason stays in the log.
function internalError() {
  const problem = { type: "about:blank", title: "Internal error", status: 500, code: "internal" };
  return new Response(JSON.stringify(problem), {
    status: 500,
    headers: { "content-type": "application/problem+json", "access-control-allow-origin": "*" },
  });
}
