// The reader's questions come first in the reader's order; choices are shown or hidden, never weighed.

import assert from "node:assert/strict";
import test from "node:test";

import { inOrder, moved, planOf } from "../../widgets/options.mjs";

const KEYS = ["a", "b", "c", "d"];
const STATES = {
  questions: { soon: { line: "Soon." }, cost: { line: "Cost." } },
  options: { tms: "TMS.", ect: "ECT." },
};

test("what a reader puts first stands first, in the reader's order, and the rest keeps its own", () => {
  assert.deepEqual(inOrder(KEYS, ["d", "b"]), ["d", "b", "a", "c"]);
  assert.deepEqual(inOrder(KEYS, []), KEYS);
});

test("a key from an older page is left out and no row is lost", () => {
  assert.deepEqual(inOrder(KEYS, ["gone", "c"]), ["c", "a", "b", "d"]);
});

test("a question moves one place and never off the list", () => {
  assert.deepEqual(moved(["a", "b", "c"], "c", -1), ["a", "c", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], "a", 1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], "a", -1), ["a", "b", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], "c", 1), ["a", "b", "c"]);
  assert.deepEqual(moved(["a", "b"], "gone", 1), ["a", "b"]);
});

test("moving leaves the list it was given alone, so that the page notices the change", () => {
  const list = ["a", "b"];
  assert.notEqual(moved(list, "b", -1), list);
  assert.deepEqual(list, ["a", "b"]);
});

test("the plan has the questions in the reader's order, then the reader's words, then the choices", () => {
  assert.deepEqual(planOf(STATES, ["cost", "soon"], "  My dog.  ", ["ect", "tms"]), [
    "Cost.",
    "Soon.",
    "My dog.",
    "TMS.",
    "ECT.",
  ]);
});

test("nothing chosen and blanks typed put nothing on the plan", () => {
  assert.deepEqual(planOf(STATES, [], "   ", []), []);
  assert.deepEqual(planOf(STATES, ["gone"], "", ["gone"]), []);
});
