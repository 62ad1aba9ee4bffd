//! Who watches a page for a text that became more than text.
//!
//! A text that runs sets `hacked`, opens a dialog or a window, or asks another machine for something. One that does not run,
//! but became an element or an attribute, is found in the document: nothing of ours looks like what those texts make.

/** Nobody has this host: a request for it is a leak. */
const STRANGER = "evil.invalid";

/** Notes everything that pages do and no text may make them do. */
export class Watch {
  #origins;
  #texts;

  /** `origins` are all that may be asked for anything; `texts` are those that are looked for. */
  constructor(origins, texts) {
    this.#origins = origins;
    this.#texts = texts;
    Object.assign(this, { dialogs: [], leaks: [], windows: [] });
  }

  /** Watches the pages of a browser's profile, and those that are opened later. */
  over(context) {
    for (const page of context.pages()) this.#overPage(page);
    context.on("page", (page) => {
      this.windows.push(page.url());
      this.#overPage(page);
    });
    context.on("request", (request) => this.#asked(request.url()));
  }

  /** What pages did, in words. */
  faults() {
    const said = (name, list) => list.map((what) => `${name}: ${what}`);
    return [...said("dialog", this.dialogs), ...said("request", this.leaks), ...said("window", this.windows)];
  }

  /**
   * What is in every frame of a page: `hacked` where it was set, `faults` that are in the document, the places in the list of the
   * texts that are `seen`, and how many `places` of the page show one.
   */
  async look(page) {
    const all = await Promise.all(page.frames().map((frame) => frame.evaluate(look, [this.#texts, this.#origins, STRANGER])));
    return {
      hacked: all.flatMap(({ hacked }) => (hacked === undefined ? [] : [hacked])),
      faults: [...new Set(all.flatMap(({ faults }) => faults))],
      seen: new Set(all.flatMap(({ seen }) => seen)),
      places: all.reduce((sum, { places }) => sum + places, 0),
    };
  }

  #overPage(page) {
    page.on("dialog", (dialog) => {
      this.dialogs.push(dialog.message());
      dialog.dismiss().catch(() => undefined);
    });
    page.on("websocket", (socket) => this.#asked(socket.url().replace(/^ws/, "http")));
  }

  #asked(url) {
    const { origin, protocol } = new URL(url);
    const isOwn = protocol === "blob:" || this.#origins.includes(origin);
    // Pictures of ours may be data; what runs from there is not.
    if (!isOwn && (protocol !== "data:" || /hacked|alert|PHNj/.test(url))) this.leaks.push(url);
  }
}

/** Looks through a document and the shadow trees in it. Runs in the page, so it knows nothing of this file. */
function look([payloads, origins, stranger]) {
  // What no page of ours has, whatever it shows.
  const ELEMENTS =
    "object, embed, frame, frameset, applet, base, marquee, video, audio, source, track, math, maction, foreignObject, animate, " +
    "animateTransform, set, bgsound, keygen, isindex, layer, slot, map, area, xmp, plaintext, noembed, noframes, canvas, xss, x, " +
    "svg script, svg image, img[src=x], meta[http-equiv], [srcdoc], [formaction], [ping], [contenteditable], [popover]";
  const ADDRESSES = ["href", "src", "action", "data", "poster", "background", "xlink:href"];
  const isMarked = (text) => /acked|alert|evil|kcah|aGFj|PHNj/.test(text);

  const isBadAddress = (element, name) => {
    const value = element.getAttribute(name);
    if (!value || (value === "data:," && element.matches("link[rel=icon]"))) return false;
    const url = URL.parse(value, element.baseURI);
    if (!url || !/^(https?|blob):$/.test(url.protocol)) return true;
    // Where a product is sold is the shop's business, and nobody goes there without a click.
    if (element.matches("[data-testid=product-card] a")) return false;
    return url.hostname === stranger || (!element.matches("a") && !origins.includes(url.origin));
  };
  const signs = (element, root) => {
    const names = element.getAttributeNames();
    const style = element.getAttribute("style") ?? "";
    const inside = element.matches("script, style") ? element.textContent : "";
    return {
      handler: names.some((name) => /^on/i.test(name)),
      attribute: names.some((name) => /["'`<>=@{}]|hacked|^(v|x|ng|hx)-/.test(name)),
      element: element.matches(ELEMENTS),
      frame: element.matches("iframe") && root.host?.localName !== "proffer-widget",
      script: /hacked|alert|evil/.test(inside),
      style: /hacked|script:|expression|evil/.test(style),
      address: ADDRESSES.some((name) => isBadAddress(element, name)),
    };
  };

  const [faults, texts, roots] = [[], [], [document]];
  for (let root = roots.pop(); root; root = roots.pop()) {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      const wrong = Object.entries(signs(element, root)).filter(([, is]) => is);
      for (const [why] of wrong) faults.push(`${why}: ${element.cloneNode(false).outerHTML.slice(0, 200)}`);
      if (element.matches("input, textarea") && isMarked(element.value)) texts.push(element.value);
    }
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const { data, parentElement } = walk.currentNode;
      if (isMarked(data) && parentElement?.checkVisibility()) texts.push(data);
    }
  }
  const said = texts.join("\n");
  const seen = payloads.flatMap((text, at) => (said.includes(text.trim()) ? [at] : []));
  return { hacked: globalThis.hacked, faults, seen, places: texts.length };
}
