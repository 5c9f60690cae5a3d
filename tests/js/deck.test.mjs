// A clicker moves the slides wherever the focus is; what is typed or chosen stays with the control that has it.

import assert from "node:assert/strict";
import test from "node:test";

import { questionOf } from "../../pages/static/audience.mjs";
import { actOf, elapsed, mayMove } from "../../pages/static/deck.mjs";

/** An element that answers to a selector's first words. */
const at = (...names) => ({
  matches: (selector) => names.some((name) => selector.split(",").includes(name)),
  closest: (selector) => (names.some((name) => selector.split(",").includes(name)) ? {} : null),
});
const page = at("body");

test("a clicker goes on and back, also after somebody moved a slider", () => {
  assert.equal(actOf("PageDown", page, false), "on");
  assert.equal(actOf("PageUp", at("input"), false), "back");
});

test("help and the speaker's notes are one key away, in either case", () => {
  for (const key of ["h", "H"]) assert.equal(actOf(key, page, false), "help");
  for (const key of ["s", "S"]) assert.equal(actOf(key, page, false), "speaker");
});

test("what is typed into a box is no command", () => {
  assert.equal(actOf("h", at("textarea"), false), null);
  assert.equal(actOf("s", at("input[type=text]"), false), null);
});

test("arrows belong to the control that has them, and a space presses a button", () => {
  assert.equal(mayMove({ target: at("select"), key: "ArrowDown" }), false);
  assert.equal(mayMove({ target: at("button"), key: " " }), false);
  assert.equal(mayMove({ target: at("button"), key: "ArrowRight" }), true);
  assert.equal(mayMove({ target: page, key: " " }), true);
});

test("the time so far is read at a glance", () => {
  assert.equal(elapsed(0), "0:00");
  assert.equal(elapsed(65.9), "1:05");
  assert.equal(elapsed(3_661), "1:01:01");
});

test("a question is called what the server calls it", () => {
  assert.equal(questionOf("es/a.ipynb", "how-often"), "es/a.ipynb#how-often");
});
