// @ts-check
/** The conversation with the server: a session, a message, an erasure. */

import { forget, recall, remember } from "./settings.js";

/** @typedef {import("./settings.js").Item} Item */
/** @typedef {import("./settings.js").Words} Words */
/**
 * @typedef {{text?: string, image?: string, custom?: {type?: string, text?: string},
 *   buttons?: {title: string, payload: string}[]}} Message
 */
/** @typedef {{token: string, until: number}} Session */

// The server answers within five seconds; three times that is a dead line.
const PATIENCE = 15_000;
const PICTURE_PATIENCE = 45_000; // a large picture on a slow line, then a second or two to read it

/** No usable answer. `status` is 0 when there was none at all, `words` what the server said to the person. */
export class ChatError extends Error {
  /** @param {number} status @param {Words | null} [words] */
  constructor(status, words = null) {
    super(`status ${status}`);
    this.status = status;
    this.words = words;
  }

  get offline() {
    return this.status === 0;
  }

  /** Would the same message have a chance later? */
  get passing() {
    return this.offline || this.status === 429 || this.status >= 500;
  }
}

/** Kept here too, for browsers that forbid storage. @type {Session | null} */
let session = null;

/** @returns {Session | null} */
function known() {
  const stored = recall("session");
  return stored && typeof stored.token === "string" ? stored : session;
}

function drop() {
  session = null;
  forget("session");
}

/** @returns {Promise<string>} a token that has not run out */
async function token() {
  const current = known();
  if (current && current.until > Date.now()) return current.token;
  const answer = await call("POST", "/api/chat/session");
  if (typeof answer?.token !== "string") throw new ChatError(502);
  session = { token: answer.token, until: Date.now() + Number(answer.expires_in) * 1000 };
  remember("session", session);
  return session.token;
}

/**
 * What can be shown of the answer. `pasted` says that somebody else wrote the message.
 * @param {string | Blob} message @param {boolean} [pasted] @returns {Promise<Item[]>}
 */
export async function ask(message, pasted = false) {
  const send = () => (message instanceof Blob ? postPicture(message) : post(message, pasted));
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ChatError) || error.status !== 401) throw error;
    // The session ran out on the server; the person need not know.
    drop();
    return send();
  }
}

/** @param {string} message @param {boolean} pasted @returns {Promise<Item[]>} */
async function post(message, pasted) {
  const answer = await call("POST", "/api/chat", await token(), { message, ...(pasted && { pasted }) });
  return toItems(answer);
}

/** What was read comes first, so that the person can correct it. @param {Blob} picture @returns {Promise<Item[]>} */
async function postPicture(picture) {
  const answer = await call("POST", "/api/chat/picture", await token(), picture);
  const read = [answer?.text, ...(answer?.codes ?? [])].filter(Boolean).join("\n");
  return [{ from: "anju", at: Date.now(), read }, ...toItems(answer?.messages)];
}

/** @param {any} messages @returns {Item[]} */
function toItems(messages) {
  if (!Array.isArray(messages)) throw new ChatError(502);
  return messages.map((one) => toItem(one, Date.now())).filter((item) => item.text || item.image);
}

/** @param {Message} message @param {number} at @returns {Item} */
export function toItem({ text, image, buttons, custom }, at) {
  return {
    from: "anju",
    at,
    text: text ?? custom?.text,
    ...(image && { image }),
    ...(buttons?.length && { buttons }),
    ...(custom?.type === "emergency" && { alarm: true }),
  };
}

/** Have the server forget the conversation. */
export async function erase() {
  const current = known();
  if (!current) return;
  try {
    await call("DELETE", "/api/chat/session", current.token);
  } catch (error) {
    // Unknown to the server means that there is nothing left to erase; otherwise keep the token for another try.
    if (!(error instanceof ChatError) || ![401, 404].includes(error.status)) throw error;
  }
  drop();
}

/**
 * @param {string} method @param {string} path @param {string} [bearer] @param {object | Blob} [body]
 * @returns {Promise<any>}
 */
async function call(method, path, bearer, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), body instanceof Blob ? PICTURE_PATIENCE : PATIENCE);
  try {
    const response = await fetch(path, {
      method,
      headers: headers(bearer, body),
      body: body instanceof Blob ? body : body && JSON.stringify(body),
      signal: stop.signal,
      cache: "no-store",
    });
    const answer = parse(await response.text());
    if (!response.ok) throw new ChatError(response.status, spoken(answer));
    return answer;
  } catch (error) {
    throw error instanceof ChatError ? error : new ChatError(0);
  } finally {
    clearTimeout(timer);
  }
}

/** @param {string} [bearer] @param {object} [body] @returns {Record<string, string>} */
function headers(bearer, body) {
  return {
    Accept: "application/json",
    ...(bearer && { Authorization: `Bearer ${bearer}` }),
    ...(body && { "Content-Type": body instanceof Blob ? body.type || "application/octet-stream" : "application/json" }),
  };
}

/** @param {string} body @returns {any} null for what is not JSON, as a proxy's error page */
function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** @param {any} answer @returns {Words | null} */
function spoken(answer) {
  const { zh, en } = answer?.message ?? {};
  return typeof zh === "string" && typeof en === "string" ? { zh, en } : null;
}
