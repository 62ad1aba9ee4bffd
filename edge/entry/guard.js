//! Keeps a failing call from hurting the calls beside it.
//
// Two things can go wrong inside a WebAssembly instance:
//
// - A panic in a build that unwinds rejects the promise of that one call. Nothing to do.
// - A trap (stack overflow, memory exhausted, any panic in a build that aborts) ruins the
//   instance. Without a guard the trapped call and all its neighbours would wait for ever, so
//   each call in flight is registered here and is rejected at the trap. The next call starts a
//   fresh instance, and a Durable Object is built anew from its storage.

import { DurableObject } from "cloudflare:workers";
import * as rust from "./bindgen.js";

export { rust };

Error.stackTraceLimit = 50;

/** Rejects of the calls in flight in this isolate, whichever request or object they serve. */
const inFlight = new Set();

/** Shared with the Rust side, which counts its instances and marks a panic that aborts. */
const state = rust.__worker_init_state();

let trapped = false;

Object.defineProperty(state, "criticalError", {
  get: () => trapped,
  set: (failed) => failed && trap(new Error("panic")),
});
addEventListener("error", (event) => trapOf(event.error));
addEventListener("unhandledrejection", (event) => trapOf(event.reason));

function trapOf(error) {
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) trap(error);
}

function trap(error) {
  if (trapped) return;
  trapped = true;
  console.error(`wasm instance lost with ${inFlight.size} calls in flight: ${error?.message}`);
  const lost = new Error("the instance that served this call was lost", { cause: error });
  for (const reject of inFlight) reject(lost);
  inFlight.clear();
}

function freshInstance() {
  if (!trapped) return;
  trapped = false;
  rust.__wbg_reset_state();
}

/** Runs one call into Rust; rejects when it fails or when the instance is lost meanwhile. */
export function call(start) {
  freshInstance();
  return new Promise((resolve, reject) => {
    inFlight.add(reject);
    const settle = (done) => (value) => {
      inFlight.delete(reject);
      done(value);
    };
    try {
      Promise.resolve(start()).then(settle(resolve), (error) => {
        trapOf(error);
        settle(reject)(error);
      });
    } catch (error) {
      trapOf(error);
      settle(reject)(error);
    }
  });
}

/** The class that the runtime sees for the Rust class `name`. */
export function guarded(name) {
  return class extends DurableObject {
    #object;
    #instance;

    // Rust objects die with their instance: the next call builds a new one from storage.
    #live() {
      freshInstance();
      if (this.#object === undefined || this.#instance !== state.instanceId) {
        this.#object = new rust[name](this.ctx, this.env);
        this.#instance = state.instanceId;
      }
      return this.#object;
    }

    fetch(request) {
      return call(() => this.#live().fetch(request));
    }

    alarm() {
      return call(() => this.#live().alarm());
    }

    webSocketMessage(socket, message) {
      return call(() => this.#live().webSocketMessage(socket, message));
    }

    webSocketClose(socket, code, reason, wasClean) {
      return call(() => this.#live().webSocketClose(socket, code, reason, wasClean));
    }

    webSocketError(socket, error) {
      return call(() => this.#live().webSocketError(socket, error));
    }
  };
}
