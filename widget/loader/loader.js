/**
 * The script on the shop's page: draws the launcher, asks for consent, reports raw signals.
 *
 * It decides nothing. What a signal means, what is sent and when, is decided in the frame: Rust, our own origin,
 * its own process. Until the visitor has said yes nothing is stored and nothing is requested; what happens
 * meanwhile waits here in memory, and is passed on with its own time or vanishes.
 *
 * A guest in somebody else's house: it never throws into the page, adds one element beside <body>, and leaves the
 * page's styles alone. It writes `proffer` in localStorage once there is a choice to remember, and after a yes
 * `proffer.q` in sessionStorage for the signals that a navigation cut off. Where the browser denies the frame storage
 * of its own, it keeps `proffer.f` for the frame.
 *
 * What is said over the port is typed in `widget/src/port.rs`.
 */

import { style } from './style.js';
import { en, zh } from './words.js';

const KEY = 'proffer';
const FRAME_KEY = 'proffer.f';

/** Runs `f` and keeps its errors away from the page. */
const safe = (f) => (...args) => {
  try {
    return f(...args);
  } catch (error) {
    console.debug(KEY, error);
  }
};
const on = (target, name, f) => target.addEventListener(name, safe(f), true);
/** Makes an element without markup, which a page with Trusted Types would refuse. */
const el = (name, props, ...kids) => {
  const made = Object.assign(document.createElement(name), props);
  made.append(...kids);
  return made;
};

const start = (queue, tag) => {
  const HELD_KEY = 'proffer.q';
  /** Signals kept while nobody takes them. */
  const HELD_MAX = 1000;
  /** How long a tracked event waits for others: telling the frame costs the page more than noting an event. */
  const COMPANY_MS = 300;

  const root = document.documentElement;
  const conf = tag.dataset;
  const { origin } = new URL(tag.src);
  const notice = +conf.notice || 1;

  let port, frame, viewed, pageId, forgotten, due;
  let offer = [];
  let choice = safe(() => JSON.parse(localStorage[KEY] || 0))();
  let locale = conf.locale?.replace('auto', '') || root.lang || navigator.language;
  let theme = conf.theme || 'auto';
  let open = false;
  let unread = 0;
  let clicks = 0;
  let depth = 0;
  let held = [];
  let sent = 0;

  // Signals wait here until the frame has taken them.

  const allowed = () => choice?.analytics;
  const tell = (t, more) => port?.postMessage(JSON.stringify({ t, ...more }));
  const send = () => {
    due = 0;
    if (port && allowed() && held[sent]) {
      port.postMessage(`[${held.slice(sent)}]`);
      sent = held.length;
    }
  };
  const newId = () => Date.now() + '' + Math.random();
  /** Takes a snapshot at once: the page may change its object, or leave. */
  const record = (t, a, id = newId()) => {
    if ((!choice || allowed()) && held.length < HELD_MAX) held.push(JSON.stringify({ t, a, id, at: Date.now(), url: location.href, title: document.title }));
    // Everything else is rare or wants an answer, and who chats may ask about what just happened.
    open || t !== 'track' ? send() : (due ||= setTimeout(send, COMPANY_MS));
  };
  const view = () => {
    if (viewed !== location.href) {
      viewed = location.href;
      record('page', [], (pageId = newId()));
    }
  };

  // What is drawn.

  const badge = el('i');
  const launcher = el('button', { ariaHasPopup: 'dialog', onclick: safe(() => show(!open)) }, badge);
  const panel = el('div');
  const note = el('section', { role: 'status' });
  const all = el('div', { id: 'w' }, panel, note, launcher);
  const host = el('proffer-widget');

  /** Shows the question for consent or an offer, with its no and its yes; never moves the focus. */
  const ask = (id, title, body, ...answers) =>
    note.replaceChildren(
      el('b', {}, title),
      el('p', {}, body),
      ...answers.map(([textContent, f], yes) => {
        const made = el('button', { textContent, onclick: safe(f) });
        made.dataset.testid = id + (yes ? '-accept' : '-decline');
        return made;
      }),
    );
  const draw = () => {
    const say = /^zh/i.test(locale) ? zh : en;
    const choose = (yes) => () => calls.consent(yes, 'widget');
    all.className = `${theme} ${conf.position} ${open ? 'open' : ''}`;
    all.lang = locale;
    panel.inert = !open;
    launcher.ariaLabel = say[+open] + (unread ? ` (${unread} ${say[2]})` : '');
    launcher.ariaExpanded = open;
    badge.textContent = unread || '';
    if (frame) frame.title = say[3];
    if (!choice) ask('consent', say[4], say[5], [say[6], choose(false)], [say[7], choose(true)]);
    else if (offer[0]) ask('teaser', ...offer, [say[8], calls.later], [say[9], calls.open]);
    else note.replaceChildren();
  };
  const show = (wanted) => {
    if (open === wanted) return;
    open = wanted;
    mount();
    calls.teaser();
    send();
    tell(open ? 'open' : 'closed');
    // A frame that is not there yet would get the focus and never hear a key: it has it once it says hello.
    (open ? port && frame : launcher)?.focus();
  };

  // The frame.

  const mount = () => {
    if (!frame) {
      panel.append((frame = el('iframe', { src: `${origin}/w/1/frame.html`, allow: 'clipboard-write' })));
      draw();
    }
  };
  /** Mounts the frame when the page has time for it, if there is a yes and no wish to save data. */
  const wake = () => (window.requestIdleCallback || setTimeout)(safe(() => allowed() && !navigator.connection?.saveData && mount()));
  const meet = ({ source, origin: from }) => {
    if (source !== frame?.contentWindow || from !== origin) return;
    const { port1, port2 } = new MessageChannel();
    port = port1;
    port.onmessage = (said) => api(...JSON.parse(said.data));
    source.postMessage(KEY, origin, [port2]);
    tell('hello', { ...conf, referrer: document.referrer, locale, theme, consent: choice, open, forgotten, kept: safe(() => [sessionStorage[FRAME_KEY], localStorage[FRAME_KEY]])() });
    open && frame.focus();
    sent = 0;
    send();
  };

  // What the shop may call, and what the frame says over the port (`ToPage` in port.rs).

  const listeners = {};
  const calls = {
    page(...a) {
      view();
      record('page', a, pageId);
      // The next call on this page is a view of its own.
      pageId = newId();
    },
    reset() {
      held.length = sent = 0;
      forgotten = true;
      mount();
      tell('reset');
    },
    consent(p, source = 'merchant') {
      choice = { analytics: p, marketing: p, ...p, source, notice, at: Date.now() };
      if (!allowed()) held.length = sent = 0;
      safe(() => (localStorage[KEY] = JSON.stringify(choice)))();
      draw();
      tell('consent', { consent: choice });
      send();
      wake();
    },
    open: () => show(true),
    close: () => show(false),
    hide: () => (all.hidden = true),
    show: () => (all.hidden = false),
    set(p) {
      locale = p.locale || locale;
      theme = p.theme || theme;
      draw();
      tell('set', { locale, theme });
    },
    on(name, f) {
      (listeners[name] ||= []).push(f);
      name === 'ready' && f(api);
    },
    ready: async (f) => f?.(api),

    /** Keeps what the frame may not keep itself, where the browser denies it storage. */
    keep(long, text) {
      const storage = long ? localStorage : sessionStorage;
      storage[FRAME_KEY] = text;
      if (!text) delete storage[FRAME_KEY];
    },
    ack(n) {
      sent -= held.splice(0, n).length;
    },
    /** Styles of the shop's own: its colour and the ink on it. */
    look: (styles) => all.style.cssText += styles,
    unread(n) {
      unread = n;
      draw();
    },
    /** Shows an offer beside the launcher, or takes it away; never moves the focus. */
    teaser(...shown) {
      offer = open ? [] : shown;
      draw();
    },
    later() {
      calls.teaser();
      tell('dismissed');
    },
    emit: (name, data) => listeners[name]?.forEach((f) => safe(f)(data)),
  };
  const api = (name, ...args) => safe(calls[name] || ((...a) => record(name, a)))(...args);

  // Here it begins.

  api.v = 1;
  if (choice?.notice < notice) choice = null;
  // A browser that asks not to be tracked has answered for its owner.
  const refused = navigator.globalPrivacyControl || navigator.doNotTrack > 0 || conf.consent === 'denied';
  choice ||= refused ? {} : conf.consent === 'granted' && { analytics: true, marketing: true };
  if (allowed())
    safe(() => {
      held = JSON.parse(sessionStorage[HELD_KEY] || 0) || held;
      delete sessionStorage[HELD_KEY];
    })();

  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(all);
  host.style.cssText = 'all:initial!important;position:fixed!important;z-index:2147483647!important';
  launcher.dataset.testid = 'launcher';
  draw();
  // Some shops swap the whole document; whoever removes the launcher finds it back.
  const attach = () => host.isConnected || root.append(host);
  attach();
  new MutationObserver(attach).observe(root, { childList: true });

  window[KEY] = api;
  queue?.forEach((call) => api(...call));
  view();

  for (const name of ['pushState', 'replaceState']) {
    const was = history[name];
    history[name] = function (...args) {
      was.apply(this, args);
      setTimeout(safe(view));
    };
  }
  on(window, 'message', meet);
  on(window, 'popstate', view);
  on(window, 'click', () => tell('stir', { clicks: ++clicks, depth }));
  on(window, 'scroll', () => {
    const tenths = Math.round(((scrollY + innerHeight) / root.scrollHeight) * 10);
    if (depth < tenths) tell('stir', { clicks, depth: (depth = tenths) });
  });
  on(window, 'pagehide', () => {
    send();
    allowed() && held[0] && (sessionStorage[HELD_KEY] = JSON.stringify(held));
  });
  on(launcher, 'pointerenter', () => choice && mount());
  on(host, 'keydown', (event) => event.key === 'Escape' && show(false));
  on(visualViewport, 'resize', () => calls.look(`--h:${visualViewport.height}px`));
  document.readyState === 'complete' ? wake() : on(window, 'load', wake);
  dispatchEvent(new Event(KEY + ':ready'));
};

const stub = window[KEY];
const tag = document.currentScript;
if (!stub?.v && tag) safe(start)(stub?.q, tag);
