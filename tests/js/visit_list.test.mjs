// What is ticked becomes a list in the reader's words; nothing is counted, and copying never fails silently.

import assert from "node:assert/strict";
import test from "node:test";

import { pageModel } from "../../pages/static/page.mjs";
import widget, { copy, linesOf } from "../../widgets/visit_list.mjs";

const STATES = { doses: "I missed some.", stress: "A lot happened.", other: "Something else." };

test("lines come in the order of the page, whatever the order of the ticks", () => {
  assert.deepEqual(linesOf(STATES, ["stress", "doses"]), ["I missed some.", "A lot happened."]);
});

test("nothing ticked is an empty list, and a key from an older page is left out", () => {
  assert.deepEqual(linesOf(STATES, []), []);
  assert.deepEqual(linesOf(STATES, ["gone", "other"]), ["Something else."]);
});

const list = { children: [{ textContent: "One." }, { textContent: "Two." }] };

test("a list is copied one line below the other", async () => {
  const held = [];
  assert.equal(await copy(list, { writeText: (text) => held.push(text) }), "copied");
  assert.deepEqual(held, ["One.\nTwo."]);
});

test("where a page may not copy, the list is marked instead, so that the reader can", async () => {
  const marked = [];
  globalThis.getSelection = () => ({ selectAllChildren: (el) => marked.push(el) });
  for (const clipboard of [undefined, { writeText: () => Promise.reject(new Error("denied")) }]) {
    assert.equal(await copy(list, clipboard), "marked");
  }
  assert.deepEqual(marked, [list, list]);
});

/** As much of a list of signs as the widget touches: a usual tick, the urgent one, help below it, and what is heard. */
function signs() {
  const done = [];
  const input = (value, more = {}) => ({ value, checked: false, dataset: { trait: "chosen", ...more } });
  const ticks = [input("stress"), input("death", { urgent: "" })];
  const root = { on: new Set(), toggleAttribute: (name, set) => (set ? root.on.add(name) : root.on.delete(name)) };
  const heard = { textContent: "", dataset: { added: "Added.", removed: "Removed.", urgent: "Help is here." } };
  const help = {
    focus: (how) => done.push(["focus", how.preventScroll]),
    scrollIntoView: ({ block }) => done.push(["scroll", block]),
  };
  const parts = { ".ns-visit": root, ".ns-lines": { replaceChildren: () => {} }, ".ns-heard": heard, ".ns-now": help };
  const listeners = {};
  const el = {
    querySelector: (selector) =>
      selector === "input[data-urgent]" ? ticks[1] : selector.endsWith(":checked") ? ticks.find((t) => t.checked) : parts[selector],
    querySelectorAll: (selector) => ticks.filter((t) => !selector.endsWith(":checked") || t.checked),
    addEventListener: (type, listener) => (listeners[type] = listener),
    removeEventListener: (type) => delete listeners[type],
  };
  globalThis.document ??= { createElement: () => ({}) };
  const states = { stress: "A lot happened.", death: "I have thoughts of death." };
  widget.render({ model: pageModel({ chosen: [], plan: [], states }), el });
  const tick = (target, checked) => {
    target.checked = checked;
    listeners.change({ target });
  };
  return { ticks, root, heard, done, tick };
}

test("ticking thoughts of death opens help at once, says so, and leads gently to it", () => {
  const { ticks, root, heard, done, tick } = signs();
  assert.equal(root.on.has("data-help"), false);
  tick(ticks[1], true);
  assert.equal(root.on.has("data-help"), true);
  assert.equal(heard.textContent, "Help is here.");
  assert.deepEqual(done, [["focus", true], ["scroll", "nearest"]]);
});

test("any other tick joins the list, and takes nobody's focus away", () => {
  const { ticks, root, heard, done, tick } = signs();
  tick(ticks[0], true);
  assert.equal(root.on.has("data-help"), false);
  assert.equal(heard.textContent, "Added.");
  tick(ticks[0], false);
  assert.equal(heard.textContent, "Removed.");
  assert.deepEqual(done, []);
});
