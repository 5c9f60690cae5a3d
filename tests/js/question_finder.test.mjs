// Typing hides questions and never help; what is said of those left is the sentence Python wrote.

import assert from "node:assert/strict";
import test from "node:test";

import { pageModel } from "../../pages/static/page.mjs";
import widget, { holds, said, sought, wordsOf } from "../../widgets/question_finder.mjs";

const STATES = { all: "all", none: "none", one: "one", many: "{count} left", passed: "can i do it what of" };

test("words are compared without capitals, accents and marks", () => {
  assert.deepEqual(wordsOf("¿Cuánto CUESTA, de verdad?"), ["cuanto", "cuesta", "de", "verdad"]);
  assert.deepEqual(wordsOf(" … "), []);
});

test("small words and endings do not matter", () => {
  assert.deepEqual(sought("Can I drive?", wordsOf(STATES.passed)), ["drive"]);
  assert.deepEqual(sought("pregnancy", []), ["pregnan"]);
  assert.deepEqual(sought("ECT", []), ["ect"]);
});

test("a question must hold all words, each from its start", () => {
  const words = wordsOf("Can I drive? After ECT, ask the clinic. car travel");
  assert.ok(holds(words, sought("drives a car", ["a"])));
  assert.ok(holds(words, []));
  assert.ok(!holds(words, ["drive", "pregna"]));
  assert.ok(!holds(wordsOf("effect"), ["ect"]), "ECT is not in effect");
  assert.ok(holds(wordsOf("a safe car"), sought("safety cars", [])));
  assert.ok(!holds(wordsOf("I do"), ["doctor"]), "two letters are no beginning");
});

test("what is said is Python's sentence for that many", () => {
  assert.deepEqual([0, 1, 7].map((count) => said(STATES, ["x"], count)), ["none", "one", "7 left"]);
  assert.equal(said(STATES, [], 7), "all");
});

/** As much of a page as the widget touches: two topics, three questions, help that stays, and the box. */
function page(t, { typed = "", hash = "", none = false } = {}) {
  const heading = (tagName) => ({ tagName, hidden: false, previousElementSibling: null });
  const topics = [heading("H2"), heading("H2")];
  const question = (textContent, words, before) => ({
    tagName: "DETAILS",
    textContent,
    dataset: words ? { words } : {},
    hidden: false,
    open: false,
    previousElementSibling: before,
  });
  const first = question("Is TMS safe? A seizure is rare.", "danger", topics[0]);
  const second = question("Does TMS hurt? It can.", "", first);
  const third = question("Can I drive?", "car", topics[1]);
  const questions = [first, second, third];
  const target = { scrolled: 0, closest: () => third, scrollIntoView: () => (target.scrolled += 1) };
  const listening = () => {
    const heard = {};
    return { heard, addEventListener: (type, f) => (heard[type] = f), removeEventListener: (type) => delete heard[type] };
  };
  const input = { value: typed, focused: 0, focus: () => (input.focused += 1), ...listening() };
  const button = { hidden: true, ...listening() };
  const output = { textContent: "" };
  const el = { querySelector: (selector) => ({ input, button, output })[selector] };
  const around = listening();
  const before = ["document", "location", "addEventListener", "removeEventListener"].map((key) => [key, globalThis[key]]);
  t.after(() => before.forEach(([key, value]) => (globalThis[key] = value)));
  globalThis.document = {
    querySelectorAll: (selector) => (assert.equal(selector, ".ns-asked:not([data-stays])"), none ? [] : questions),
    getElementById: (id) => (id === "Can-I-drive?" ? target : null),
  };
  globalThis.location = { hash };
  globalThis.addEventListener = around.addEventListener;
  globalThis.removeEventListener = around.removeEventListener;
  const remove = widget.render({ model: pageModel({ states: STATES }), el });
  const type = (text) => {
    input.value = text;
    input.heard.input();
  };
  const left = () => questions.flatMap((q, i) => (q.hidden ? [] : [i]));
  return { topics, questions, target, input, button, output, around, remove, type, left };
}

test("typing narrows the questions, hides a topic without any, and says how many are left", (t) => {
  const { topics, output, button, type, left } = page(t);
  assert.deepEqual([left(), output.textContent, button.hidden], [[0, 1, 2], "", true]);
  type("TMS");
  assert.deepEqual([left(), output.textContent, button.hidden], [[0, 1], "2 left", false]);
  assert.deepEqual(topics.map(({ hidden }) => hidden), [false, true]);
  type("can i do it");
  assert.deepEqual([left(), output.textContent, button.hidden], [[0, 1, 2], "all", true]);
  assert.deepEqual(topics.map(({ hidden }) => hidden), [false, false]);
});

test("a word that stands in no text finds its question, if the lesson names it", (t) => {
  const { type, left, output } = page(t);
  type("cars");
  assert.deepEqual([left(), output.textContent], [[2], "one"]);
});

test("where nothing fits, the reader is told so and can show all again", (t) => {
  const { type, left, output, button, input } = page(t);
  type("zebra");
  assert.deepEqual([left(), output.textContent], [[], "none"]);
  button.heard.click();
  assert.deepEqual([left(), input.value, input.focused], [[0, 1, 2], "", 1]);
});

test("what was typed before the script arrived counts", (t) => {
  assert.deepEqual(page(t, { typed: "seizures" }).left(), [0]);
});

test("a link to a question opens it, also when it was hidden", (t) => {
  const { type, questions, target, around, left } = page(t);
  type("seizure");
  globalThis.location.hash = "#Can-I-drive%3F";
  around.heard.hashchange();
  assert.deepEqual([left(), questions[2].open, target.scrolled], [[0, 1, 2], true, 1]);
});

test("a page that was opened at a question opens it", (t) => {
  const { questions } = page(t, { hash: "#Can-I-drive?" });
  assert.deepEqual(questions.map(({ open }) => open), [false, false, true]);
});

test("a widget that was taken away listens to nothing any more", (t) => {
  const { remove, input, button, around } = page(t);
  remove();
  assert.deepEqual([input.heard, button.heard, around.heard], [{}, {}, {}]);
});

test("where there are no questions, as in JupyterLab, nothing happens", (t) => {
  assert.equal(page(t, { none: true }).remove, undefined);
});
