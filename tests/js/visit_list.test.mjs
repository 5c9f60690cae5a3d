// What is ticked becomes a list in the reader's words; nothing is counted, and copying never fails silently.

import assert from "node:assert/strict";
import test from "node:test";

import { copy, linesOf } from "../../widgets/visit_list.mjs";

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
