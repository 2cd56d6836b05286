// @ts-check
/** The list of bubbles, notes and quick replies. */

import { language, say, text, translate, words } from "./settings.js";

/** @typedef {import("./settings.js").Item} Item */
/** @typedef {import("./settings.js").Language} Language */
/** @typedef {import("./settings.js").Reply} Reply */
/** @typedef {import("./settings.js").Words} Words */
/** @typedef {{kind: "text" | "phone" | "link", text: string}} Piece */

const PAUSE = 5 * 60_000;
const NEAR = 80;

// No look-behind: iPhones before iOS 16.4 refuse the whole module for it.
const TOKEN = /[a-z][a-z0-9+.-]*:\/\/[\x21-\x7e]+|\d+/gi;
const PHONE = /^(110|119|120|122|96110|12345|12367|95\d{3})$/;
// 第120条, Article 120, ¥110 and 1.120 are not phone numbers, nor are 120元, 110 km and 110.5.
const NOT_BEFORE = /([\w第¥￥$€£+.\-]|\b(article|art\.|section|rmb|cny)\s*)$/i;
const NOT_AFTER = /^([a-z_]|[.\-:：]\d|\s*([元块万亿条款岁年月天日个名次页米斤分秒人%％]|公里|千米|小时|km|yuan|rmb|metres?|minutes?|hours?|days?))/i;
const LINK_END = /[.,;:!?)\]}'"<>]+$/;

/** @param {string} whole @returns {Piece[]} */
export function pieces(whole) {
  /** @type {Piece[]} */
  const found = [];
  let done = 0;
  for (const match of whole.matchAll(TOKEN)) {
    const start = match.index ?? 0;
    const token = match[0].replace(LINK_END, "");
    const phone = PHONE.test(token) && !NOT_BEFORE.test(whole.slice(0, start)) && !NOT_AFTER.test(whole.slice(start + token.length));
    if (!phone && !token.toLowerCase().startsWith("https://")) continue;
    if (start > done) found.push({ kind: "text", text: whole.slice(done, start) });
    found.push({ kind: phone ? "phone" : "link", text: token });
    done = start + token.length;
  }
  if (done < whole.length) found.push({ kind: "text", text: whole.slice(done) });
  return found;
}

/** @param {number} at @param {number} now @param {Language} lang */
export function formatTime(at, now, lang) {
  const locale = lang === "zh" ? "zh-CN" : "en-GB";
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days === 0) return clock;
  if (days === 1) return `${new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-1, "day")} ${clock}`;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: sameYear ? undefined : "numeric" });
  return `${date.format(at)} ${clock}`;
}

/** @param {string} tag @param {string} [className] @param {Record<string, string>} [attributes] @param {(Node | string)[]} children */
function make(tag, className = "", attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** @param {Piece} piece @param {boolean} trusted @returns {Node} */
function node(piece, trusted) {
  if (piece.kind === "phone") return make("a", "", { href: `tel:${piece.text}` }, piece.text);
  // A link the person pasted may be the scam itself: leave it as plain text.
  if (piece.kind === "link" && trusted) {
    return make("a", "", { href: piece.text, target: "_blank", rel: "noopener noreferrer" }, piece.text);
  }
  return document.createTextNode(piece.text);
}

export class Transcript {
  /** Elements whose words follow the language switch. @type {Map<Element, () => void>} */
  #spoken = new Map();
  #last = 0;
  /** Top of what is newest. @type {Element | null} */
  #newest = null;
  #atEnd = true;

  /** @param {HTMLElement} log @param {HTMLElement} scroller @param {HTMLElement} typing @param {(reply: Reply) => void} onReply @param {(read: string) => void} onCorrected */
  constructor(log, scroller, typing, onReply, onCorrected) {
    this.log = log;
    this.scroller = scroller;
    this.typing = typing;
    this.onReply = onReply;
    this.onCorrected = onCorrected;
    scroller.addEventListener("scroll", () => { this.#atEnd = this.#gap() < NEAR; }, { passive: true });
    // The keyboard and a growing text area take room away: stay with the last message.
    new ResizeObserver(() => { if (this.#atEnd) scroller.scrollTop = scroller.scrollHeight; }).observe(scroller);
  }

  /** @param {Item[]} items what arrived together @param {boolean} [answerable] whether to offer the quick replies */
  add(items, answerable = true) {
    this.clearReplies();
    const open = items.map((item) => item.from).lastIndexOf("person") + 1;
    const rows = items.map((item, place) => this.#row(item, answerable && place >= open));
    this.#newest = rows[open] ?? rows[rows.length - 1] ?? null;
    this.show();
  }

  /** @param {Words} message @param {() => void} [retry] */
  note(message, retry) {
    const line = make("p");
    const note = make("div", "note", { "data-testid": "note" }, line);
    this.#fill(line, message);
    if (retry) {
      const button = make("button", "pill", { type: "button", "data-testid": "retry", "data-text": "retry" });
      button.addEventListener("click", () => { this.#remove(note); retry(); });
      note.append(button);
      translate(note);
    }
    this.log.append(note);
    this.#newest = note;
    this.show();
  }

  /** @param {boolean} on */
  wait(on) {
    this.typing.hidden = !on;
    if (on) this.show();
  }

  clear() {
    this.#spoken.clear();
    this.#last = 0;
    this.#newest = null;
    this.log.replaceChildren();
    this.wait(false);
  }

  clearReplies() {
    for (const group of this.log.querySelectorAll(".replies")) this.#remove(group);
  }

  /** Say everything that is Anju's own again, in the language of now. */
  translate() {
    for (const fill of this.#spoken.values()) fill();
  }

  /** @param {Item} item @param {boolean} answerable */
  #row(item, answerable) {
    if (item.at - this.#last > PAUSE) this.#time(item.at);
    this.#last = item.at;
    const anju = item.from === "anju";
    const row = make("div", anju ? "row" : "row mine");
    if (anju) row.append(make("img", "avatar", { src: "/page/favicon.svg", alt: "" }));
    row.append(make("span", "unseen", { "data-text": `from_${item.from}` }), this.#bubble(item, anju));
    translate(row);
    this.log.append(row);
    if (answerable && item.buttons?.length) this.log.append(this.#replies(item.buttons));
    return row;
  }

  /** @param {Item} item @param {boolean} anju */
  #bubble(item, anju) {
    const bubble = make("div", "bubble", { "data-testid": "bubble", "data-from": item.from });
    if (item.alarm) bubble.classList.add("alarm");
    if (item.text) {
      const line = make("p");
      this.#fill(line, item.text, anju);
      bubble.append(line);
    }
    if (item.read !== undefined) bubble.append(...this.#read(item.read));
    if (item.image) bubble.append(this.#image(item.image, words(anju ? "image_alt" : "picture_alt")));
    return bubble;
  }

  /** What a picture says, to be corrected and judged again. @param {string} text @returns {Element[]} */
  #read(text) {
    const id = `read-${this.log.childElementCount}`;
    const field = make("textarea", "read", { id, rows: String(Math.min(8, text.split("\n").length + 1)), maxlength: "2000", "data-testid": "read-text" });
    field.value = text;
    const again = make("button", "pill", { type: "button", "data-testid": "read-again", "data-text": "picture_again" });
    again.addEventListener("click", () => { if (field.value.trim()) this.onCorrected(field.value.trim()); });
    return [make("label", "read-label", { for: id, "data-text": "picture_read" }), field, again];
  }

  /** @param {string} address @param {Words} alt */
  #image(address, alt) {
    const image = make("img", "picture", { src: address });
    this.#follow(image, () => image.setAttribute("alt", say(alt)));
    image.addEventListener("load", () => {
      if (address.startsWith("blob:")) URL.revokeObjectURL(address);
      // It has just pushed everything below it down.
      if (this.#atEnd || this.#gap() < image.clientHeight + NEAR) this.show();
    });
    return image;
  }

  /** @param {Reply[]} buttons */
  #replies(buttons) {
    const group = make("div", "replies");
    for (const reply of buttons) {
      const button = make("button", "pill", { type: "button", "data-testid": "quick-reply" });
      this.#follow(button, () => { button.textContent = say(reply.title); });
      button.addEventListener("click", () => this.onReply(reply));
      group.append(button);
    }
    return group;
  }

  /** @param {number} at */
  #time(at) {
    const time = make("time", "time", { datetime: new Date(at).toISOString() });
    this.#follow(time, () => { time.textContent = formatTime(at, Date.now(), language()); });
    this.log.append(time);
  }

  /** @param {Element} element @param {Words} message @param {boolean} [trusted] */
  #fill(element, message, trusted = true) {
    this.#follow(element, () => element.replaceChildren(...pieces(say(message)).map((piece) => node(piece, trusted))));
  }

  /** @param {Element} element @param {() => void} fill */
  #follow(element, fill) {
    fill();
    this.#spoken.set(element, fill);
  }

  /** @param {Element} element */
  #remove(element) {
    // A keyboard must not fall back to the top of the page with the button it just pressed.
    if (element.contains(document.activeElement)) this.scroller.focus({ preventScroll: true });
    for (const inner of element.querySelectorAll("*")) this.#spoken.delete(inner);
    element.remove();
  }

  #gap() {
    return this.scroller.scrollHeight - this.scroller.clientHeight - this.scroller.scrollTop;
  }

  /** To the end, but never past the first line of what is new: a long answer is read from its top. */
  show() {
    const top = this.#newest ? this.#newest.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top : Infinity;
    this.scroller.scrollTop += Math.min(this.#gap(), top - 12);
    this.#atEnd = this.#gap() < NEAR;
  }
}
