/**
 * Starts the frame: fetches the module and, meanwhile, meets the page that embeds us.
 *
 * The page is whoever answers on its own window with a port; its origin is what the browser says it is.
 */

import init, { start } from 'wasm';

const met = new Promise((resolve) => {
  addEventListener('message', ({ source, data, ports, origin }) => {
    if (source === parent && data === 'proffer' && ports[0]) resolve([ports[0], origin]);
  });
});
parent.postMessage('proffer', '*');
await init({ module_or_path: new URL(__WASM_NAME__, import.meta.url) });
start(...(await met));
