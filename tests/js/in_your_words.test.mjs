// The reader's own words stay as they were typed, are rated by nothing, and go on the plan only when asked.

import assert from "node:assert/strict";
import test from "node:test";

import { pageModel } from "../../pages/static/page.mjs";
import widget, { linesOf } from "../../widgets/in_your_words.mjs";

test("only the words that are ticked go on the plan, in the order of the page", () => {
  const written = { sham: " Some get better anyway. ", ask: "Which coil?" };
  assert.deepEqual(linesOf(["sham", "ask"], written, ["ask", "sham"]), ["Some get better anyway.", "Which coil?"]);
  assert.deepEqual(linesOf(["sham", "ask"], written, ["ask"]), ["Which coil?"]);
  assert.deepEqual(linesOf(["sham", "ask"], written, []), []);
});

test("a tick without words, or what an older page kept, puts nothing on the plan", () => {
  assert.deepEqual(linesOf(["sham"], { sham: "  " }, ["sham"]), []);
  assert.deepEqual(linesOf(["sham"], { sham: 7, gone: "x" }, ["sham", "gone"]), []);
});

/** As much of the widget as it touches: one question, its box, what prints, and the tick. */
function asked({ typed = "" } = {}) {
  const printed = { textContent: "" };
  const area = { value: typed, defaultValue: "", dataset: { key: "sham" }, nextElementSibling: printed };
  const tick = { value: "sham", checked: false, defaultChecked: false };
  const listeners = {};
  const el = {
    querySelector: () => ({}),
    querySelectorAll: (selector) => (selector.startsWith("textarea") ? [area] : [tick].filter((t) => !selector.endsWith(":checked") || t.checked)),
    addEventListener: (type, listener) => (listeners[type] = listener),
    removeEventListener: (type) => delete listeners[type],
  };
  const kept = [];
  const state = { states: { sham: "Ours." }, written: {}, taken: [], plan: [] };
  const model = pageModel(state, ({ written, taken, plan }) => kept.push(structuredClone({ written, taken, plan })));
  const leave = widget.render({ model, el });
  return { area, tick, printed, listeners, model, kept, leave };
}

test("what is typed is kept at each stroke, and is on paper too", () => {
  const { area, printed, listeners, kept } = asked();
  area.value = "Some do";
  listeners.input();
  assert.deepEqual(kept.at(-1), { written: { sham: "Some do" }, taken: [], plan: [] });
  assert.equal(printed.textContent, "Some do");
});

test("the tick offers the words to the plan, and a later change reaches it", () => {
  const { area, tick, listeners, kept } = asked();
  area.value = "Some do";
  tick.checked = true;
  listeners.input();
  area.value = "Some do, some do not";
  listeners.input();
  assert.deepEqual(kept.at(-1).plan, ["Some do, some do not"]);
  tick.checked = false;
  listeners.input();
  assert.deepEqual(kept.at(-1).plan, []);
});

test("words typed before the script arrived are kept, not wiped", () => {
  const { area, kept } = asked({ typed: "Early" });
  assert.equal(area.value, "Early");
  assert.deepEqual(kept.at(-1).written, { sham: "Early" });
});

test("clearing and bringing back go through the model", () => {
  const { area, tick, model } = asked();
  model.set("written", { sham: "Back" });
  model.set("taken", ["sham"]);
  assert.deepEqual([area.value, tick.checked], ["Back", true]);
  model.set("written", {});
  model.set("taken", []);
  assert.deepEqual([area.value, tick.checked], ["", false]);
});

test("a widget that is taken away hears nothing more", () => {
  const { listeners, leave } = asked();
  leave();
  assert.deepEqual(listeners, {});
});
