// A choice hides rows and a sort moves them; no row is ever written anew, and the count is the sentence Python wrote.

import assert from "node:assert/strict";
import test from "node:test";

import { pageModel } from "../../pages/static/page.mjs";
import widget, { filter, fits, sort } from "../../widgets/claim_table.mjs";

const STATES = {
  order: { topic: [0, 1, 2], checked: [2, 0, 1], verification: [1, 0, 2] },
  said: ["none", "one", "two", "three", "four"],
};
const CHOSEN = { topic: "all", design: "all", verification: "all", sort: "topic", states: STATES, markup: "M" };
const started = (chosen = {}) => pageModel({ ...CHOSEN, ...chosen });

const entry = (id, topic, design, verification) => ({
  id,
  dataset: { topic, design, verification },
  writes: 0,
  shown: true,
  scrolled: false,
  get hidden() {
    return !this.shown;
  },
  set hidden(hidden) {
    this.writes += 1;
    this.shown = !hidden;
  },
  scrollIntoView() {
    this.scrolled = true;
  },
  setAttribute(name, value) {
    this[name] = value;
  },
});

/** As much of an element as the widget touches: three rows, one open claim, four selects and the count. */
function page({ chosen = {}, markup = true } = {}) {
  const rows = [
    entry("a", "tms", "trial", "primary"),
    entry("b", "tms", "trial", "secondary"),
    entry("c", "trd", "cohort", "primary"),
  ];
  const open = [entry("d", "trd", "trial", "open")];
  const part = (entries) => ({ hidden: false, querySelectorAll: () => entries });
  const parts = [part(rows), part(open)];
  const selects = ["topic", "design", "verification", "sort"].map((trait) => ({
    dataset: { trait },
    value: chosen[trait] ?? CHOSEN[trait],
  }));
  const output = { textContent: "" };
  const body = { rows, moved: [], append: (...moved) => (body.moved = moved.map(({ id }) => id)) };
  const lists = { select: selects, ".ns-part": parts, "[data-topic]": [...rows, ...open], tr: rows };
  const listeners = new Set();
  const el = {
    html: markup ? "M" : "",
    classes: [],
    classList: { add: (name) => el.classes.push(name) },
    set innerHTML(html) {
      el.html = html;
    },
    querySelector: (selector) =>
      ({ ".ns-claims": el.html ? {} : null, output, tbody: body })[selector],
    querySelectorAll: (selector) => lists[selector] ?? [],
    addEventListener: (type, listener) => listeners.add(listener),
    removeEventListener: (type, listener) => listeners.delete(listener),
  };
  const choose = (trait, value) => {
    const target = selects.find((s) => s.dataset.trait === trait);
    target.value = value;
    for (const listener of listeners) listener({ target });
  };
  const shown = () => [...rows, ...open].filter((e) => e.shown).map(({ id }) => id);
  return { el, rows, open, parts, selects, output, body, listeners, choose, shown };
}

test("an entry fits only if it fits every choice", () => {
  const one = entry("a", "tms", "trial", "primary");
  assert.ok(fits(one, started()));
  assert.ok(fits(one, started({ topic: "tms", design: "trial", verification: "primary" })));
  for (const [trait, other] of [["topic", "trd"], ["design", "cohort"], ["verification", "open"]]) {
    assert.ok(!fits(one, started({ [trait]: other })), trait);
  }
});

test("what does not fit is hidden, and the count is Python's sentence for that many", () => {
  const { el, shown, output, parts } = page();
  filter(started({ topic: "tms" }), el);
  assert.deepEqual(shown(), ["a", "b"]);
  assert.equal(output.textContent, "two");
  assert.deepEqual(parts.map(({ hidden }) => hidden), [false, true]);
});

test("open claims are reached by the same choice, and the empty table is then gone", () => {
  const { el, shown, output, parts } = page();
  filter(started({ verification: "open" }), el);
  assert.deepEqual(shown(), ["d"]);
  assert.equal(output.textContent, "one");
  assert.deepEqual(parts.map(({ hidden }) => hidden), [true, false]);
});

test("where nothing fits, the reader is told so", () => {
  const { el, output, shown } = page();
  filter(started({ topic: "tms", design: "cohort" }), el);
  assert.deepEqual(shown(), []);
  assert.equal(output.textContent, "none");
});

test("a row that stays as it is is not touched, or a phone would lay out the whole table again", () => {
  const { el, rows } = page();
  filter(started({ topic: "tms" }), el);
  filter(started({ topic: "tms", design: "trial" }), el);
  assert.deepEqual(rows.map(({ writes }) => writes), [0, 0, 1]);
});

test("a sort moves the very same rows into the order that Python set", () => {
  const { el, rows, body } = page();
  sort(started({ sort: "checked" }), el, rows);
  assert.deepEqual(body.moved, ["c", "a", "b"]);
});

test("a choice filters, a sort sorts, and going back to topics restores the first order", () => {
  const { el, choose, shown, body } = page();
  widget.render({ model: started(), el });
  assert.deepEqual(body.moved, []);
  choose("topic", "trd");
  assert.deepEqual(shown(), ["c", "d"]);
  choose("sort", "verification");
  assert.deepEqual(body.moved, ["b", "a", "c"]);
  choose("sort", "topic");
  assert.deepEqual(body.moved, ["a", "b", "c"]);
});

test("what a reader chose before the script arrived is kept", () => {
  const { el, shown, body } = page({ chosen: { topic: "trd", sort: "checked" } });
  widget.render({ model: started(), el });
  assert.deepEqual(shown(), ["c", "d"]);
  assert.deepEqual(body.moved, ["c", "a", "b"]);
});

test("in JupyterLab the markup is put in first, and a choice made in Python shows in the control", () => {
  const { el, selects, shown } = page({ markup: false });
  const model = started({ topic: "tms" });
  widget.render({ model, el });
  assert.deepEqual([el.html, el.classes], ["M", ["ns-widget"]]);
  assert.equal(selects[0].value, "tms");
  model.set("topic", "trd");
  assert.equal(selects[0].value, "trd");
  assert.deepEqual(shown(), ["c", "d"]);
});

test("a link to a claim that a choice has hidden shows everything again and goes there", (t) => {
  const heard = {};
  const before = [globalThis.location, globalThis.addEventListener, globalThis.removeEventListener];
  t.after(() => ([globalThis.location, globalThis.addEventListener, globalThis.removeEventListener] = before));
  globalThis.location = { hash: "" };
  globalThis.addEventListener = (type, listener) => (heard[type] = listener);
  globalThis.removeEventListener = (type) => delete heard[type];
  const { el, shown, rows, choose } = page();
  const remove = widget.render({ model: started(), el });
  choose("topic", "trd");
  globalThis.location.hash = "#c";
  heard.hashchange();
  assert.deepEqual(shown(), ["c", "d"], "a claim in sight changes nothing");
  globalThis.location.hash = "#a";
  heard.hashchange();
  assert.deepEqual(shown(), ["a", "b", "c", "d"]);
  assert.ok(rows[0].scrolled);
  remove();
  assert.deepEqual(heard, {});
});

test("a widget that was taken away listens to nothing any more", () => {
  const { el, listeners, shown } = page();
  const model = started();
  widget.render({ model, el })();
  assert.equal(listeners.size, 0);
  model.set("topic", "trd");
  assert.deepEqual(shown(), ["a", "b", "c", "d"]);
});

test("a row stays a row for a screen reader of an older phone, where it is shown as a card", () => {
  const { el, rows } = page();
  widget.render({ model: started(), el });
  assert.deepEqual(rows.map(({ role }) => role), ["row", "row", "row"]);
});
