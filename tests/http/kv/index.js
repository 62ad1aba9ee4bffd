//! A Worker that does to its key-value binding what the test asks.

export default {
  async fetch(request, env) {
    const { operation, words } = await request.json().catch(() => ({ operation: "list", words: [] }));
    const done = await env.CONFIG[operation](...words);
    return Response.json(done ?? null);
  },
};
