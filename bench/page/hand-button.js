// A chat button as one would write it by hand: a launcher and a panel with an input in a shadow root. It has no service
// behind it, keeps nothing and understands nothing: the least that a chat on a page can cost.
(() => {
  const host = document.createElement("hand-button");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    button.launcher { position: fixed; right: 24px; bottom: 24px; width: 56px; height: 56px; border: 0; border-radius: 50%; background: #3d5afe; color: #fff; font: 24px/1 system-ui; cursor: pointer; box-shadow: 0 4px 16px #0003; z-index: 2147483647; }
    section { position: fixed; right: 24px; bottom: 96px; width: 360px; height: 520px; display: flex; flex-direction: column; border-radius: 16px; background: #fff; color: #111; font: 15px/1.5 system-ui; box-shadow: 0 8px 40px #0003; z-index: 2147483647; }
    section[hidden] { display: none; }
    header { padding: 16px; font-weight: 600; border-bottom: 1px solid #eee; }
    ol { flex: 1; margin: 0; padding: 16px; overflow: auto; list-style: none; }
    form { display: flex; gap: 8px; padding: 12px; border-top: 1px solid #eee; }
    textarea { flex: 1; resize: none; font: inherit; }
  `);
  root.adoptedStyleSheets = [sheet];
  const make = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const input = make("textarea", { rows: 1, ariaLabel: "Message" });
  const list = make("ol", {});
  const form = make("form", {}, input, make("button", { textContent: "Send" }));
  const panel = make("section", { hidden: true }, make("header", { textContent: "Chat" }), list, form);
  const launcher = make("button", { className: "launcher", textContent: "?", ariaLabel: "Chat" });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.append(make("li", { textContent: input.value }));
    input.value = "";
  });
  launcher.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    if (!panel.hidden) input.focus();
  });
  root.append(panel, launcher);
  const attach = () => document.body.append(host);
  document.body ? attach() : addEventListener("DOMContentLoaded", attach);
})();
