// The form adds up a reader's own answers and nothing else; what is said of the total is looked up.

import assert from "node:assert/strict";
import test from "node:test";

import { cleaned, filled, missing, said, total, typedTotal } from "../../widgets/phq9.mjs";

const ALL = ["1", "2", "0", "3", "1", "1", "2", "0", "1"];
const STATES = {
  reached: Array.from({ length: 28 }, (_, points) => Number(points >= 10)),
  total: ["low {total}", "high {total}"],
  line: ["mine {total}", "mine high {total}"],
  change: ["same", "{earlier} down {points}"],
  changed: Array.from({ length: 28 }, () => "1".repeat(28)),
  earlier: "before {earlier}",
  none: "none",
  missing: "left {numbers}",
  wrong: "wrong",
};

test("nine answers are added up, and eight are no total", () => {
  assert.equal(total(ALL), 11);
  assert.equal(total(ALL.with(4, "")), null);
  assert.equal(total(Array(9).fill("3")), 27);
  assert.equal(total(Array(9).fill("0")), 0);
});

test("the questions without an answer are named as the form numbers them", () => {
  assert.deepEqual(missing(ALL.with(2, "").with(8, "")), [3, 9]);
  assert.deepEqual(missing(ALL), []);
});

test("what somebody spoiled in the store is no answer, so it never counts", () => {
  for (const spoiled of [undefined, null, 7, "1", [], ["4", "-1", 2, null, "x", "1.0", " 1", "10", {}]]) {
    assert.deepEqual(cleaned(spoiled), Array.from({ length: 9 }, (_, i) => (spoiled === "1" && i === 0 ? "1" : "")));
  }
  assert.deepEqual(cleaned([...ALL, "3"]), ALL);
});

test("an earlier total is a whole number that a form can have, or it is refused", () => {
  assert.equal(typedTotal(" 18 ", 27), 18);
  assert.equal(typedTotal("0", 27), 0);
  assert.equal(typedTotal("   ", 27), null);
  for (const typed of ["28", "-1", "3.5", "1e1", "ten", "007", "1 8", "<b>7</b>"]) {
    assert.ok(Number.isNaN(typedTotal(typed, 27)), typed);
  }
});

test("the total, the change and the lines for the plan are Python's words with the reader's numbers", () => {
  assert.deepEqual(said(STATES, ALL, "18"), {
    total: "high 11",
    change: "18 down 7",
    missing: "",
    wrong: "",
    lines: ["mine high 11", "before 18"],
  });
});

test("without all nine there is no total, no change and nothing for the plan", () => {
  const { total: sum, change, missing: left, lines } = said(STATES, ALL.with(0, ""), "18");
  assert.deepEqual([sum, change, left, lines], ["", "", "left 1", []]);
  assert.equal(said(STATES, Array(9).fill(""), "").missing, "none");
});

test("an earlier total that cannot be is told, and the total stays", () => {
  const { total: sum, change, wrong, lines } = said(STATES, ALL, "40");
  assert.deepEqual([sum, change, wrong, lines], ["high 11", "", "wrong", ["mine high 11"]]);
});

test("a place that nobody fills stays as it is", () => {
  assert.equal(filled("{a} {b}", { a: 1 }), "1 {b}");
});
