// The medicines tried so far: a row is placed between Python's limits, its words are looked up, and no row gets lost.

import assert from "node:assert/strict";
import test from "node:test";

import { entryOf, filled, moved, said, totals } from "../../widgets/medicine_history.mjs";

/** One letter for each answer: dose (no, yes, unknown), time and regularity alike, benefit (not, yes, unknown), effects. */
const FOUND = (() => {
  let letters = "";
  for (const dose of [0, 1, 2]) {
    for (const time of [0, 1, 2]) {
      for (const taken of [0, 1, 2]) {
        for (const helped of [0, 1, 2, 3]) {
          for (const effects of [0, 1]) {
            const full = dose === 1 && time === 1 && taken === 1 && helped === 0;
            letters += full ? "m" : time === 0 ? "s" : effects ? "e" : "u";
          }
        }
      }
    }
  }
  return letters;
})();
const STATES = {
  medicines: {
    "": { label: "None", said: "Choose." },
    a: { label: "A", said: "A is 50 to 200.", bands: [5, 50, 200, 2000] },
    other: { label: "Other", said: "No range.", ask: "Which range?" },
  },
  named: ["other"],
  choices: { taken: { "": "", all: "" }, helped: { "": "", none: "" }, now: { "": "", effects: "" } },
  codes: {
    taken: { "": 2, all: 1 },
    helped: { "": 3, none: 0 },
    now: { "": 0, effects: 1 },
    dose: { below: 0, within: 1, above: 1 },
    known: [0, 1, 2],
  },
  found: FOUND,
  letters: { m: "meets", s: "short", e: "effects", u: "unknown" },
  asked_weeks: [4, 6, 8],
  limits: [260, 2600, 3, 12],
  dose: { missing: "None yet.", bad: "Bad.", far: "Far.", below: "Below.", within: "Within.", above: "Above." },
  weeks: ["0", "1", "2", "3"],
  no_weeks: "No weeks.",
  taken: { "": "?", all: "All." },
  helped: { "": "?", none: "Not." },
  now: { "": "", effects: "Effects." },
  findings: { meets: "meets", short: "short", effects: "effects", unknown: "unknown" },
  ask: { meets: "Next?", short: "Long?", effects: "Other?", unknown: "Records?" },
  wrong: { "dose bad": "No mg.", "dose far": "In mg?", "weeks bad": "No weeks.", "weeks long": "Weeks?" },
  entered: { both: "{dose}/{weeks}", dose: "{dose}", weeks: "{weeks}", none: "-" },
  plan: { both: "{medicine} {dose} {weeks} {ask}", dose: "{medicine} {dose} {ask}", weeks: "{medicine} {weeks} {ask}", none: "{medicine} {ask}" },
  counts: { none: "0/{rows}", one: "1/{rows}", many: "{count}/{rows}", empty: "empty", "lone-none": "no", "lone-one": "yes" },
};
const FULL = { medicine: "a", dose: "100", weeks: "9", taken: "all", helped: "none" };
const told = (row) => said(STATES, entryOf(STATES, row));

test("a full row counts by every time, and its line for the plan holds what was typed and the question", () => {
  const trial = told(FULL);
  assert.deepEqual(trial.found, ["meets", "meets", "meets"]);
  assert.equal(trial.plan, "A 100 9 Next?");
  assert.deepEqual(trial.lines, ["A is 50 to 200. Within.", "3", "All.", "Not."]);
});

for (const [dose, word] of [["", "None yet."], ["4", "Far."], ["5", "Below."], ["49,9", "Below."], ["50 MG", "Within."], ["200", "Within."], ["200.5", "Above."], ["2001", "Far."], ["two", "Bad."]]) {
  test(`a dose of “${dose}” is ${word}`, () => {
    assert.equal(told({ ...FULL, dose }).lines[0], `A is 50 to 200. ${word}`);
  });
}

test("five hundred weeks are asked about and drawn to the end with an arrow; three thousand are no weeks", () => {
  assert.deepEqual(told({ ...FULL, weeks: "500" }).wrong, ["", "Weeks?"]);
  assert.deepEqual(told({ ...FULL, weeks: "500" }).bar, { width: "100%", more: true, solid: true });
  assert.deepEqual(told({ ...FULL, weeks: "3000" }).wrong, ["", "No weeks."]);
  assert.deepEqual(told({ ...FULL, weeks: "3" }).bar, { width: "25%", more: false, solid: true });
});

test("a medicine outside the list keeps its name and asks its own question", () => {
  const trial = told({ ...FULL, medicine: "other", named: " Herb " });
  assert.equal(trial.title, "Herb");
  assert.equal(trial.ask, "Which range?");
  assert.equal(trial.lines[0], "No range.");
});

test("an empty row offers nothing to the plan", () => {
  assert.equal(told({}).plan, "");
  assert.equal(told({ dose: "  " }).plan, "");
});

test("what another edition kept and this one cannot show is as if it was not chosen", () => {
  const empty = { medicine: "", named: "", dose: "", weeks: "", taken: "", helped: "", now: "" };
  assert.deepEqual(entryOf(STATES, { medicine: "gone", taken: "toString", more: 1 }), empty);
  assert.deepEqual(entryOf(STATES, null), empty);
  assert.equal(entryOf(STATES, { dose: 7.5 }).dose, "7.5");
});

test("what a reader typed is never taken for a place to fill", () => {
  assert.equal(filled("{medicine} {dose}", { medicine: "{dose} $&", dose: "5" }), "{dose} $& 5");
  assert.equal(filled("{other}", {}), "{other}");
});

test("rows move by one place and stay where they are at an end", () => {
  const rows = ["a", "b", "c"];
  assert.deepEqual(moved(rows, 1, -1), ["b", "a", "c"]);
  assert.deepEqual(moved(rows, 1, 1), ["a", "c", "b"]);
  assert.equal(moved(rows, 0, -1), rows);
  assert.equal(moved(rows, 2, 1), rows);
  assert.deepEqual(rows, ["a", "b", "c"]);
});

test("by each time the rows that meet it are counted, in words for none, one, some and a single row", () => {
  const counted = (rows) => totals(STATES, rows.map(told)).map(({ said: text }) => text);
  assert.deepEqual(counted([]), ["empty", "empty", "empty"]);
  assert.deepEqual(counted([{ ...FULL, weeks: "5" }]), ["yes", "no", "no"]);
  assert.deepEqual(counted([FULL, { ...FULL, weeks: "5" }]), ["2/2", "1/2", "1/2"]);
  assert.deepEqual(counted([{}, {}]), ["0/2", "0/2", "0/2"]);
});
