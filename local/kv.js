//! A key-value store for bare workerd, which has the binding but no store behind it.
//
// The runtime turns each operation on a KV binding into an HTTP request; one SQLite Durable
// Object answers them. Values and metadata last until their time, as on Cloudflare.

import { DurableObject } from "cloudflare:workers";

const LIST_MAX = 1000;

export class Store extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.sql.exec(
      "CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value BLOB NOT NULL, metadata TEXT, expires INTEGER)",
    );
  }

  async fetch(request) {
    const url = new URL(request.url);
    const key = decodeURIComponent(url.pathname.slice(1));
    if (request.method === "PUT") return this.put(key, url.searchParams, request);
    if (request.method === "DELETE") {
      this.sql.exec("DELETE FROM entry WHERE key = ?", key);
      return new Response();
    }
    if (request.method !== "GET") return new Response("not supported", { status: 405 });
    return key === "" ? this.list(url.searchParams) : this.get(key);
  }

  async put(key, options, request) {
    const ttl = options.get("expiration_ttl");
    const expires = options.get("expiration") ?? (ttl && now() + Number(ttl));
    const value = await request.arrayBuffer();
    const metadata = request.headers.get("CF-KV-Metadata");
    this.sql.exec("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)", key, value, metadata, expires);
    return new Response();
  }

  get(key) {
    const live = "SELECT value, metadata FROM entry WHERE key = ? AND (expires IS NULL OR expires > ?)";
    const [entry] = this.sql.exec(live, key, now());
    if (!entry) return new Response("not found", { status: 404 });
    const headers = entry.metadata === null ? {} : { "CF-KV-Metadata": entry.metadata };
    return new Response(entry.value, { headers });
  }

  // A cursor is the last key of the page before.
  list(options) {
    const prefix = options.get("prefix") ?? "";
    const limit = Math.min(Number(options.get("key_count_limit") ?? LIST_MAX), LIST_MAX);
    const page = `SELECT key AS name, metadata, expires AS expiration FROM entry
      WHERE substr(key, 1, length(?1)) = ?1 AND key > ?2 AND (expires IS NULL OR expires > ?3)
      ORDER BY key LIMIT ?4`;
    const found = [...this.sql.exec(page, prefix, options.get("cursor") ?? "", now(), limit + 1)];
    const complete = found.length <= limit;
    const keys = found.slice(0, limit).map(({ name, metadata, expiration }) => ({
      name,
      ...(expiration !== null && { expiration }),
      ...(metadata !== null && { metadata: JSON.parse(metadata) }),
    }));
    return Response.json({ keys, list_complete: complete, cursor: complete ? undefined : keys.at(-1).name });
  }
}

export default {
  fetch: (request, env) => env.STORE.getByName("kv").fetch(request),
};

function now() {
  return Math.floor(Date.now() / 1000);
}
