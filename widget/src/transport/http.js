/** Posts JSON to our own origin; resolves to `[status, text]`, with status 0 where nobody answered. */

/** Smaller bodies are not worth the time of packing them. */
const PACK_FROM_CHARS = 1024;

const packed = (text) => new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();

export const post = async (path, token, text, leaving) => {
  const headers = { 'content-type': 'application/json' };
  if (token) headers.authorization = `Bearer ${token}`;
  try {
    let body = text;
    // A page that goes away has no time to wait for a packed body.
    if (!leaving && text.length > PACK_FROM_CHARS && window.CompressionStream) {
      body = await packed(text);
      headers['content-encoding'] = 'gzip';
    }
    const answer = await fetch(path, { method: 'POST', headers, body, keepalive: leaving });
    return [answer.status, await answer.text()];
  } catch {
    return [0, ''];
  }
};
