// What the page itself can say about a load. Runs in every frame before anything else of it.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const seen = { blocking: 0, longest: 0, shift: 0, errors: [] };
  globalThis.seen = seen;
  addEventListener("error", (event) => seen.errors.push(event.message));

  // The first frame after an input of a widget has the focus: from here on the visitor can write. Focus that moves inside
  // a shadow root is no event out here, so the page also looks by itself once the launcher was clicked.
  const isInput = (element) => element?.tagName === "TEXTAREA" || element?.tagName === "INPUT";
  const focused = (root) => (root.activeElement?.shadowRoot ? focused(root.activeElement.shadowRoot) : root.activeElement);
  const usable = () => (seen.usable ??= now());
  addEventListener("focusin", (event) => isInput(event.composedPath()[0]) && requestAnimationFrame(usable), true);
  const wait = () => (isInput(focused(document)) ? usable() : requestAnimationFrame(wait));
  addEventListener("input", (event) => (seen.typed = event.composedPath()[0].value), true);
  if (top !== window) return;
  addEventListener("click", (event) => {
    seen.clicked = performance.timeOrigin + event.timeStamp;
    requestAnimationFrame(wait);
  }, { capture: true, once: true });

  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      seen.blocking += Math.max(0, duration - 50);
      seen.longest = Math.max(seen.longest, duration);
    }
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });

  // The launcher counts as visible in the first frame in which it has a place on the screen. Asked within a frame: asked
  // at once, the question itself would make the page lay itself out once more, and be booked on the widget.
  const hosts = ["hand-button", "typebot-bubble", "proffer-widget"];
  const find = () => {
    const host = document.querySelector(hosts.join());
    const button = host?.shadowRoot?.querySelector("button.launcher, [part=button], [data-testid=launcher]");
    const place = button?.getBoundingClientRect();
    if (place?.width > 0 && place.top < innerHeight) {
      seen.launcher ??= performance.now();
      seen.place = { x: place.x + place.width / 2, y: place.y + place.height / 2 };
    } else requestAnimationFrame(find);
  };
  const look = new MutationObserver(() => {
    if (document.querySelector(hosts.join())) {
      requestAnimationFrame(find);
      return look.disconnect();
    }
    if (document.documentElement) look.observe(document.documentElement, { childList: true });
    if (document.body) look.observe(document.body, { childList: true });
  });
  look.observe(document, { childList: true });
})();
