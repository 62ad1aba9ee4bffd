//! The same shop page with four different tags and with none.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** Our tag as the shop has it, and the queueing stub before it. */
const TAG = /\s*<script async src="[^"]*\/w\/1\/loader\.js"([^>]*)><\/script>/;
const STUB = /\s*<script>window\.proffer=[^<]*<\/script>/;

/**
 * The variants, in the order of the table. `tag` is what stands in the page instead of our tag, given the origin that
 * serves the widgets; without it the page keeps our own tag, with `consent` in it.
 */
export const VARIANTS = [
  { name: "no tag", tag: () => "" },
  { name: "hand-written button", host: "hand-button", tag: (origin) => `<script async src="${origin}/peer/hand-button.js"></script>` },
  { name: "@typebot.io/js", host: "typebot-bubble", tag: (origin) => `<script type="module">import Typebot from "${origin}/peer/typebot.js";Typebot.initBubble({typebot:"bench",apiHost:"${origin}",theme:{button:{backgroundColor:"#3d5afe"}}})</script>` },
  { name: "Proffer", host: "proffer-widget", consent: "granted" },
  { name: "Proffer, before a yes", host: "proffer-widget", consent: "required" },
];

/** The shop's page as a variant has it; `late` without its tag, which then stands in `<template id="late">`. */
export function dress(html, variant, origin, late = false) {
  const [tag, attributes] = TAG.exec(html) ?? [];
  if (!tag) return html;
  const asked = attributes.replace(/data-consent="\w+"/, `data-consent="${variant.consent}"`);
  const own = variant.tag?.(origin) ?? `<script async src="${origin}/w/1/loader.js"${asked}></script>`;
  const page = late || variant.tag ? html.replace(STUB, "") : html;
  return page.replace(tag, late ? `<template id="late">${own}</template>` : own);
}

const entry = createRequire(import.meta.url).resolve("@typebot.io/js");
const FILES = {
  "/peer/hand-button.js": { type: "text/javascript", body: readFileSync(join(import.meta.dirname, "hand-button.js")) },
  "/peer/typebot.js": { type: "text/javascript", body: readFileSync(join(entry, "../web.js")) },
  "/favicon.ico": { type: "image/x-icon", body: "" },
};

/** What the peers fetch; Typebot's own service is the one answer that its bubble needs to show an input. */
export function peerFile(path, method) {
  if (path === "/api/v1/typebots/bench/startChat" && method === "POST") return { type: "application/json", headers: { "cache-control": "no-store" }, body: JSON.stringify(CHAT) };
  return FILES[path];
}

const CHAT = {
  sessionId: "bench-session",
  resultId: "bench-result",
  typebot: {
    id: "bench",
    version: "6.1",
    publishedAt: "2026-11-01T00:00:00.000Z",
    // A font of the device, so that the peer fetches none from elsewhere.
    theme: { general: { font: { type: "Custom", family: "system-ui", css: ":root{}" } } },
    settings: { general: { isBrandingEnabled: false }, typingEmulation: { enabled: false } },
  },
  // No greeting: its bubble would hold the input back by another 400 ms.
  messages: [],
  input: { id: "ask", type: "text input", options: { labels: { placeholder: "Type here" } } },
};
