// What lessons offer and what the reader writes become one sheet; what they take off is on no paper and in no file.

import assert from "node:assert/strict";
import test from "node:test";

import { asText, keyOf, sheetOf } from "../../widgets/conversation_plan.mjs";

const STATES = {
  sections: [
    { key: "changed", title: "Changed" },
    { key: "tried", title: "Tried" },
    { key: "notes", title: "Notes" },
  ],
  others_after: "tried",
};
const GATHERED = [
  { place: "one#signs", title: "Noticed", lines: ["I feel sad.", "I sleep badly."] },
  { place: "two#mine", title: "Tried", lines: ["Sertraline."] },
  { place: "three#more", title: "Noticed", lines: ["I am tired."] },
];
const NOTHING = { edits: {}, removed: [], written: {} };
const titles = (sheet) => sheet.map(({ title }) => title);

test("with nothing chosen the sheet is the blank form", () => {
  for (const gathered of [[], undefined]) {
    const sheet = sheetOf(STATES, gathered, NOTHING);
    assert.deepEqual(titles(sheet), ["Changed", "Tried", "Notes"]);
    assert.ok(sheet.every(({ lines, written }) => lines.length === 0 && written === ""));
  }
});

test("a part with a section's title stands in it, and parts with one title are one", () => {
  const sheet = sheetOf(STATES, GATHERED, NOTHING);
  assert.deepEqual(titles(sheet), ["Changed", "Tried", "Noticed", "Notes"]);
  assert.deepEqual(
    sheet[2].lines.map(({ text }) => text),
    ["I feel sad.", "I sleep badly.", "I am tired."],
  );
  assert.deepEqual(sheet[1].lines, [{ key: keyOf("two#mine", "Sertraline."), text: "Sertraline.", off: false }]);
});

test("the reader's words take the place of a line, of that lesson alone", () => {
  const edits = { [keyOf("one#signs", "I feel sad.")]: "I feel numb." };
  const [, , noticed] = sheetOf(STATES, GATHERED, { ...NOTHING, edits });
  assert.equal(noticed.lines[0].text, "I feel numb.");
  const elsewhere = [{ place: "four#signs", title: "Noticed", lines: ["I feel sad."] }];
  assert.equal(sheetOf(STATES, elsewhere, { ...NOTHING, edits })[2].lines[0].text, "I feel sad.");
});

test("a line keeps the language it was kept in, and the reader's own words have none", () => {
  const gathered = [{ place: "one#a", title: "Noticed", lines: ["I feel sad.", "I am tired."], lang: "en" }];
  const [, , noticed] = sheetOf(STATES, gathered, { ...NOTHING, edits: { [keyOf("one#a", "I am tired.")]: "Muy cansada." } });
  assert.deepEqual([noticed.lang, ...noticed.lines.map(({ lang }) => lang)], ["en", "en", undefined]);
});

test("a line that was taken off is not in the file, and the rest of its part is", () => {
  const removed = [keyOf("one#signs", "I feel sad."), keyOf("two#mine", "Sertraline.")];
  const text = asText("Mine", sheetOf(STATES, GATHERED, { ...NOTHING, removed }), ["Call"]);
  assert.equal(text, "Mine\n\nNoticed\n- I sleep badly.\n- I am tired.\n\nCall\n");
});

test("the file has the reader's own words as they were typed, and help at its end", () => {
  const written = { changed: "  Since May.\nI sleep less.  ", notes: "" };
  const text = asText("Mine", sheetOf(STATES, [], { ...NOTHING, written }), ["Call", "Text"]);
  assert.equal(text, "Mine\n\nChanged\nSince May.\nI sleep less.\n\nCall\nText\n");
});

test("what somebody spoiled in the store is passed over, and the sheet is still there", () => {
  const spoiled = { edits: { [keyOf("one#signs", "I feel sad.")]: 7 }, removed: undefined, written: { notes: [] } };
  const sheet = sheetOf(STATES, GATHERED, spoiled);
  assert.equal(sheet[2].lines[0].text, "I feel sad.");
  assert.equal(sheet[3].written, "");
});
