// Starts the dashboard: the chosen theme and language first, so that nothing flashes, then the
// module. "wasm" and __WASM_NAME__ are filled in by the build.
import init from "wasm";

const kept = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Refused in some private windows.
  }
};
const root = document.documentElement;
root.dataset.theme = kept("proffer.theme") ?? "auto";
root.lang = kept("proffer.locale") ?? (navigator.language.startsWith("zh") ? "zh-CN" : "en");

await init({ module_or_path: new URL(__WASM_NAME__, import.meta.url) });
