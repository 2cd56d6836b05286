// @ts-check
/** The chat page: what the person does, and what happens then. */

import { ask, ChatError, erase } from "./client.js";
import * as settings from "./settings.js";
import { Transcript } from "./transcript.js";

/** @typedef {import("./settings.js").Item} Item */
/** @typedef {import("./settings.js").Reply} Reply */

const { words, say, text } = settings;
const LIMIT = 2000;
const COUNTED = 1800;
const PICTURE_LIMIT = 10 * 1024 * 1024;
const STARTERS = ["starter_check", "starter_loss", "starter_traffic", "starter_service"];

/** @param {string} id @returns {any} the page and this file are written together, so it is there */
const find = (id) => document.getElementById(id);

const input = /** @type {HTMLTextAreaElement} */ (find("message"));
const menu = /** @type {HTMLElement} */ (find("menu"));
const menuButton = /** @type {HTMLButtonElement} */ (find("menu-button"));
const dialog = /** @type {HTMLDialogElement} */ (find("erase-dialog"));
const transcript = new Transcript(find("transcript"), find("scroller"), find("typing"), answer, correct);

/** @type {Item[]} */
let history = [];
/** Text, a picture, or words that somebody else wrote. @typedef {string | Blob | {pasted: string}} Outgoing */
/** What still has to go to the server, in order; null stands for the erasure. @type {(Outgoing | null)[]} */
let waiting = [];
let working = false;
/** Grows with every erasure; an answer to an erased question is dropped. */
let round = 0;

// ---- conversation

/** @param {Item[]} items @param {boolean} [answerable] */
function add(items, answerable) {
  history.push(...items);
  settings.saveHistory(history);
  transcript.add(items, answerable);
}

function greet() {
  const buttons = STARTERS.map((key) => ({ title: words(key), payload: words(key) }));
  add([{ from: "anju", at: Date.now(), text: words("greeting"), buttons }]);
}

function restore() {
  history = settings.loadHistory();
  if (history.length === 0) return greet();
  transcript.add(history);
}

/** @param {string} shown @param {string} [message] what the server gets, if it is something else */
function send(shown, message = shown) {
  add([{ from: "person", at: Date.now(), text: shown }]);
  enqueue([message]);
}

/** @param {Reply} reply */
function answer(reply) {
  send(say(reply.title), say(reply.payload));
}

/** The text of a picture, corrected by the person. @param {string} read */
function correct(read) {
  add([{ from: "person", at: Date.now(), text: read }]);
  enqueue([{ pasted: read }]);
}

/** @param {Outgoing[]} messages */
function enqueue(messages) {
  waiting.push(...messages);
  work();
}

async function work() {
  if (working) return;
  working = true;
  while (waiting.length > 0) {
    const message = waiting.shift() ?? null;
    await (message === null ? eraseThere() : turn(message));
  }
  working = false;
}

/** @param {Outgoing} message */
async function turn(message) {
  const mine = round;
  transcript.wait(true);
  try {
    const foreign = typeof message !== "string" && !(message instanceof Blob);
    const items = await (foreign ? ask(message.pasted, true) : ask(message));
    transcript.wait(false);
    if (mine === round) receive(items);
  } catch (error) {
    transcript.wait(false);
    if (!(error instanceof ChatError)) console.error(error);
    if (mine === round) explain(error instanceof ChatError ? error : new ChatError(500), message);
  }
}

/** @param {Item[]} items */
function receive(items) {
  // With another question already on its way, a tap on these replies would answer the wrong one.
  if (items.length > 0) add(items, waiting.length === 0);
  else transcript.note(words("no_answer"));
}

/** @param {ChatError} error @param {Outgoing} message */
function explain(error, message) {
  // Without a network the ones behind it would only fail too: one note, one retry for all.
  const behind = error.offline ? waiting.splice(0).filter((next) => next !== null) : [];
  const told = error.words ?? words(error.offline ? "offline" : "trouble");
  transcript.note(told, error.passing ? () => enqueue([message, ...behind]) : undefined);
}

// ---- erasing

function forgetConversation() {
  round += 1;
  settings.forget("history");
  history = [];
  transcript.clear();
  greet();
  // Behind a message still on its way, or the server would remember that one after all.
  waiting = [null];
  work();
}

async function eraseThere() {
  try {
    await erase();
    transcript.note(words("erase_done"));
  } catch {
    transcript.note(words("erase_half"));
  }
}

// ---- writing

function submit() {
  const message = input.value.trim();
  input.focus();
  if (!message) return;
  input.value = "";
  measure();
  send(message);
}

/** Fit the text area to its text, and count near the limit. */
function measure() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
  const count = input.value.length;
  const counter = find("counter");
  counter.hidden = count < COUNTED;
  counter.classList.toggle("full", count >= LIMIT);
  // Spoken once, at the limit; on every key it would talk over the person.
  counter.setAttribute("aria-live", count >= LIMIT ? "polite" : "off");
  counter.textContent = text(count >= LIMIT ? "counter_full" : "counter", { count, limit: LIMIT });
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  // Enter that picks a word in a Chinese input method is not "send"; Safari tells only by the code 229.
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key !== "Enter" || event.shiftKey || composing) return;
  event.preventDefault();
  submit();
}

/** @param {HTMLInputElement} picker */
function showPicture(picker) {
  const file = picker.files?.[0];
  picker.value = "";
  if (!file) return;
  add([{ from: "person", at: Date.now(), image: URL.createObjectURL(file) }]);
  if (file.size > PICTURE_LIMIT) return transcript.note(words("picture_large"));
  enqueue([file]);
}

// ---- settings, menu, start

function showSize() {
  const name = (/** @type {string} */ size) => text(`size_${size}`);
  const next = name(settings.nextSize(settings.size()));
  find("size").textContent = next;
  find("size").setAttribute("aria-label", text("size_label", { next, now: name(settings.size()) }));
  measure();
}

/** @param {boolean} open */
function showMenu(open) {
  // Back to the button, if the keyboard was inside.
  if (!open && menu.contains(document.activeElement)) menuButton.focus();
  menu.hidden = !open;
  menuButton.setAttribute("aria-expanded", String(open));
}

/** iOS leaves 100dvh as it is when its keyboard opens; the visual viewport knows the height that is left. */
function followKeyboard() {
  const view = window.visualViewport;
  view?.addEventListener("resize", () => {
    if (view.scale > 1.01) return; // zoomed by two fingers, not by a keyboard
    document.documentElement.style.setProperty("--height", `${view.height}px`);
    window.scrollTo(0, 0);
  });
}

function listen() {
  find("composer").addEventListener("submit", (/** @type {Event} */ event) => { event.preventDefault(); submit(); });
  input.addEventListener("keydown", onKey);
  input.addEventListener("input", measure);
  find("picture").addEventListener("click", () => find("picture-input").click());
  find("picture-input").addEventListener("change", (/** @type {any} */ event) => showPicture(event.target));
  find("size").addEventListener("click", () => {
    settings.setSize(settings.nextSize(settings.size()));
    settings.remember("size", settings.size());
    showSize();
    transcript.show();
  });
  find("language").addEventListener("click", () => {
    settings.setLanguage(settings.language() === "zh" ? "en" : "zh");
    settings.remember("language", settings.language());
    transcript.translate();
    showSize();
  });
  menuButton.addEventListener("click", () => showMenu(menu.hidden === true));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") showMenu(false); });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && !event.target.closest(".menu")) showMenu(false);
  });
  find("erase").addEventListener("click", () => { showMenu(false); dialog.returnValue = ""; dialog.showModal(); });
  dialog.addEventListener("close", () => { if (dialog.returnValue === "erase") forgetConversation(); });
  // Erased in another tab: this one must not write it back.
  settings.onChangeElsewhere("history", (gone) => { if (gone) location.reload(); });
}

async function start() {
  try {
    await settings.loadTexts();
  } catch {
    // Without its words the page can still say what the line for browsers without scripts says.
    document.body.textContent = document.querySelector("noscript")?.textContent ?? "";
    return;
  }
  settings.setSize(settings.recall("size"));
  settings.setLanguage(settings.recall("language") ?? settings.guessLanguage(navigator.languages));
  find("page").hidden = false;
  listen();
  followKeyboard();
  showSize();
  restore();
  requestAnimationFrame(() => find("transcript").setAttribute("aria-live", "polite"));
}

start();
