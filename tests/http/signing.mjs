//! What a merchant's server does to vouch for a customer, with Node's own cryptography.

import { createHmac, generateKeyPairSync, sign } from "node:crypto";

/** The current secret of the shop, with its name and the audience. */
export async function secretOf(server) {
  const { audience, keys } = await server.admin("GET", "/v1/admin/identity");
  const current = keys.find((key) => key.algorithm === "HS256" && !key.former);
  return { audience, kid: current.kid, secret: current.secret };
}

/** `identifier_hash`: lowercase hex HMAC-SHA-256 of the user id. */
export const hash = (secret, user) => createHmac("sha256", secret).update(user).digest("hex");

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const unsigned = (header, claims) => `${part(header)}.${part(claims)}`;

/** Claims that hold for ten minutes. */
export function claims(audience, user, more = {}) {
  const now = Math.floor(Date.now() / 1000);
  return { sub: user, aud: audience, iat: now, exp: now + 600, ...more };
}

/** A token under a shared secret. */
export function hs256({ kid, secret }, content, header = {}) {
  const text = unsigned({ alg: "HS256", typ: "JWT", kid, ...header }, content);
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

/** A key that only the merchant has. */
export function merchantKey(kid) {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return { kid, publicKey: publicKey.export({ format: "jwk" }).x, privateKey };
}

/** A token under the merchant's own key. */
export function eddsa({ kid, privateKey }, content) {
  const text = unsigned({ alg: "EdDSA", kid }, content);
  return `${text}.${sign(null, Buffer.from(text), privateKey).toString("base64url")}`;
}

/** A token that nobody signed. */
export const none = (kid, content) => `${unsigned({ alg: "none", kid }, content)}.`;
