// @ts-check
/** What this device remembers, and the words of the two languages. */

/** @typedef {"zh" | "en"} Language */
/** @typedef {string | Record<Language, string>} Words */
/** @typedef {{title: Words, payload: Words}} Reply */
/**
 * One bubble. `at` is in milliseconds; `alarm` marks an answer to an emergency, `read` is what a picture says.
 * @typedef {{from: "anju" | "person", at: number, text?: Words, image?: string, alarm?: boolean, read?: string, buttons?: Reply[]}} Item
 */

const PREFIX = "anju.";
const KEPT = 200;
const SIZES = ["normal", "large", "xlarge"];
const root = document.documentElement;

/** @type {Record<Language, Record<string, string>>} */
let texts = { zh: {}, en: {} };

/** @param {string} name @returns {any} null when nothing usable is there */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} name @param {unknown} value */
export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden (private window): the page works without a memory.
  }
}

/** @param {string} name */
export function forget(name) {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing could be stored, so nothing is left.
  }
}

/** @param {string} name @param {(gone: boolean) => void} listener called when another tab changed the value */
export function onChangeElsewhere(name, listener) {
  window.addEventListener("storage", (event) => {
    // A key of null means that everything was cleared.
    if (event.key === null || event.key === PREFIX + name) listener(event.newValue === null);
  });
}

// ---- language

export async function loadTexts() {
  const response = await fetch(new URL("./texts.json", import.meta.url));
  if (!response.ok) throw new Error(`texts.json: ${response.status}`);
  texts = await response.json();
}

/** @returns {Language} */
export function language() {
  return root.dataset.lang === "en" ? "en" : "zh";
}

/** @param {readonly string[]} wanted what the browser asks for @returns {Language} */
export function guessLanguage(wanted) {
  return wanted.length === 0 || wanted.some((tag) => tag.toLowerCase().startsWith("zh")) ? "zh" : "en";
}

/** Words that follow the language switch. @param {string} key @returns {Record<Language, string>} */
export function words(key) {
  return { zh: texts.zh[key], en: texts.en[key] };
}

/** @param {Words} either @returns {string} */
export function say(either) {
  return typeof either === "string" ? either : either[language()];
}

/** @param {string} key @param {Record<string, string | number>} [values] */
export function text(key, values = {}) {
  return texts[language()][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** @param {Language} chosen */
export function setLanguage(chosen) {
  root.dataset.lang = chosen;
  root.lang = language() === "en" ? "en" : "zh-CN";
  translate(document);
}

/** Fill the fixed parts of the page. @param {ParentNode} part */
export function translate(part) {
  document.title = text("title");
  for (const [name, put] of Object.entries(PLACES)) {
    for (const element of part.querySelectorAll(`[data-${name}]`)) {
      const key = element.getAttribute(`data-${name}`) ?? "";
      put(element, text(key));
    }
  }
}

/** @type {Record<string, (element: Element, words: string) => void>} */
const PLACES = {
  text: (element, words) => { element.textContent = words; },
  label: (element, words) => element.setAttribute("aria-label", words),
  placeholder: (element, words) => element.setAttribute("placeholder", words),
};

// ---- type size

export function size() {
  return SIZES.includes(root.dataset.size ?? "") ? String(root.dataset.size) : SIZES[0];
}

/** @param {string} current */
export function nextSize(current) {
  return SIZES[(SIZES.indexOf(current) + 1) % SIZES.length];
}

/** @param {string} chosen */
export function setSize(chosen) {
  root.dataset.size = SIZES.includes(chosen) ? chosen : SIZES[0];
}

// ---- history

/** @returns {Item[]} */
export function loadHistory() {
  const items = recall("history");
  return Array.isArray(items) ? items.filter((item) => item && typeof item.at === "number") : [];
}

/** @param {Item[]} items */
export function saveHistory(items) {
  // A greeting nobody answered is no conversation.
  if (items.some((item) => item.from === "person")) remember("history", items.slice(-KEPT).map(withoutPicture));
}

/** A chosen picture lives as long as the page; only its place is remembered. @param {Item} item @returns {Item} */
export function withoutPicture(item) {
  return item.image?.startsWith("blob:") ? { from: item.from, at: item.at, text: words("picture_gone") } : item;
}
