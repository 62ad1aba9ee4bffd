//! What the runtime loads: the exports of the peer, with nothing around them.

import { DurableObject } from "cloudflare:workers";
import * as rust from "./bindgen.js";

export default {
  fetch: (request, env, ctx) => rust.fetch(request, env, ctx),
};

export class Writer extends DurableObject {
  #writer = new rust.Writer(this.ctx, this.env);

  fetch(request) {
    return this.#writer.fetch(request);
  }
}
