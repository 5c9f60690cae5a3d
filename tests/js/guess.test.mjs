// What is typed becomes a guess only if it is one; the sentence is looked up, and only after the answer is shown.

import assert from "node:assert/strict";
import test from "node:test";

import { pageModel } from "../../pages/static/page.mjs";
import { sentence, typed } from "../../widgets/guess.mjs";

test("whole numbers within the slider are taken, with spaces around them too", () => {
  assert.equal(typed("0", 0, 100), 0);
  assert.equal(typed(" 39 ", 0, 100), 39);
  assert.equal(typed("100", 0, 100), 100);
  assert.equal(typed("007", 0, 100), 7);
});

test("anything else is no guess, so that nothing is made up from it", () => {
  const others = ["", " ", "abc", "-1", "101", "300", "3.5", "3,5", "1e1", "+5", "0x1", "５", "39%", "9999999999", "NaN", "<b>", "1 2"];
  for (const other of others) assert.equal(typed(other, 0, 100), null, other);
});

const states = { none: "It was this.", low: "More.", high: "Fewer.", gap_of: ["low", "low", "high"] };
const said = (state) => sentence(pageModel({ states, ...state }));

test("nothing is said of a guess before the answer is shown", () => {
  assert.equal(said({ guess: 1, revealed: false }), "");
});

test("each guess has the sentence of its gap, and no guess has one of its own", () => {
  assert.equal(said({ guess: 0, revealed: true }), "More.");
  assert.equal(said({ guess: 2, revealed: true }), "Fewer.");
  assert.equal(said({ guess: -1, revealed: true }), "It was this.");
});
