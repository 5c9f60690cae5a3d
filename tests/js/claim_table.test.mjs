// A choice hides topics and rows and a sort moves them; no row is ever written anew, and the count is Python's sentence.

import assert from "node:assert/strict";
import test from "node:test";

import { pageModel } from "../../pages/static/page.mjs";
import widget, { filter, fits, linesFor, sort, untouched } from "../../widgets/claim_table.mjs";

const STATES = {
  order: { topic: [0, 1, 2], checked: [2, 1, 0], verification: [1, 0, 2] },
  said: ["none", "one", "two", "three", "four"],
  closed: "choose",
};
const CHOSEN = {
  topic: "none", design: "all", verification: "all", sort: "topic", asked: [], plan: [], states: STATES, markup: "M",
};
const started = (chosen = {}) => pageModel({ ...CHOSEN, ...chosen });

const entry = (id, dataset) => ({
  id,
  dataset,
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
  closest() {
    return this.part;
  },
  querySelector: () => ({ textContent: `What ${id} found.` }),
  setAttribute(name, value) {
    this[name] = value;
  },
});

/** As much of an element as the widget touches: two topics, three rows, one open claim, selects, links, ticks, count. */
function page({ chosen = {}, markup = true } = {}) {
  const rows = [
    entry("a", { design: "trial", verification: "primary" }),
    entry("b", { design: "trial", verification: "secondary" }),
    entry("c", { design: "cohort", verification: "primary" }),
  ];
  const open = [entry("d", { topic: "trd", design: "trial", verification: "open" })];
  const part = (topic, entries) => {
    const made = { dataset: topic ? { part: topic } : {}, hidden: false, querySelectorAll: () => entries };
    const body = { moved: [], append: (...moved) => (body.moved = moved.map(({ id }) => id)) };
    for (const one of entries) Object.assign(one, { part: made, parentNode: body });
    return Object.assign(made, { body });
  };
  const parts = [part("tms", rows.slice(0, 2)), part("trd", rows.slice(2)), part("", open)];
  const heading = Object.assign(entry("topic-trd", {}), { part: parts[1] });
  const selects = ["topic", "design", "verification", "sort"].map((trait) => ({
    dataset: { trait },
    value: chosen[trait] ?? CHOSEN[trait],
  }));
  const links = ["tms", "trd"].map((topic) => ({
    hash: `#topic-${topic}`,
    setAttribute(name, value) {
      this[name] = value;
    },
  }));
  const ticks = rows.map((row) => ({ checked: chosen.ticked === row.id, dataset: {}, closest: () => row }));
  const output = { textContent: "" };
  const root = { dataset: {} };
  const first = { hidden: true };
  const narrow = { setAttribute: (name, value) => (narrow[name] = value) };
  const lists = {
    select: selects,
    ".ns-part": parts,
    "[id]": [heading, ...rows, ...open],
    "tbody > tr": rows,
    tr: rows,
    ".ns-topics a": links,
    ".ns-take input": ticks,
  };
  const listeners = {};
  const el = {
    html: markup ? "M" : "",
    classes: [],
    classList: { add: (name) => el.classes.push(name) },
    set innerHTML(html) {
      el.html = html;
    },
    querySelector: (selector) => ({ ".ns-claims": el.html ? root : null, ".ns-before-print": first, ".ns-narrow": narrow, output })[selector],
    querySelectorAll: (selector) => lists[selector] ?? [],
    addEventListener: (type, listener) => (listeners[type] = listener),
    removeEventListener: (type) => delete listeners[type],
  };
  const choose = (trait, value) => {
    const target = selects.find((s) => s.dataset.trait === trait);
    target.value = value;
    listeners.change({ target });
  };
  const shown = () => [...rows, ...open].filter((e) => e.shown && !e.part.hidden).map(({ id }) => id);
  return { el, rows, parts, heading, selects, links, ticks, output, root, first, narrow, listeners, choose, shown };
}

/** A document whose rows say what they found, a window that listens, and an address; taken away after the test. */
function browser(t, { rows, hash = "" } = {}) {
  const names = ["document", "location", "addEventListener", "removeEventListener"];
  const before = names.map((name) => globalThis[name]);
  const heard = {};
  t.after(() => names.forEach((name, i) => (globalThis[name] = before[i])));
  globalThis.document = {
    getElementById: (id) => rows?.find((row) => row.id === id) ?? null,
    addEventListener: (type, listener) => (heard[type] = listener),
    removeEventListener: (type) => delete heard[type],
  };
  globalThis.location = { hash };
  globalThis.addEventListener = (type, listener) => (heard[type] = listener);
  globalThis.removeEventListener = (type) => delete heard[type];
  return heard;
}

test("an entry fits only if it fits every choice that it knows of", () => {
  const one = entry("a", { topic: "tms", design: "trial", verification: "primary" });
  assert.ok(fits(one, started()));
  assert.ok(fits(one, started({ topic: "tms", design: "trial", verification: "primary" })));
  for (const [trait, other] of [["topic", "trd"], ["design", "cohort"], ["verification", "open"]]) {
    assert.ok(!fits(one, started({ [trait]: other })), trait);
  }
  assert.ok(fits(entry("a", { design: "trial", verification: "primary" }), started({ topic: "trd" })));
});

test("until a reader asks, no topic is open, and the count says what to do", () => {
  const { el, shown, output, parts } = page();
  assert.ok(untouched(started()) && !untouched(started({ design: "trial" })));
  filter(started(), el);
  assert.deepEqual(shown(), ["d"]);
  assert.equal(output.textContent, "choose");
  assert.deepEqual(parts.map(({ hidden }) => hidden), ["until-found", "until-found", false]);
});

test("who prints before they chose reads on paper what to do first, and only then", () => {
  const { el, first } = page();
  filter(started(), el);
  assert.equal(first.hidden, false);
  filter(started({ topic: "tms" }), el);
  assert.equal(first.hidden, true);
});

test("what narrows the table is in sight, also where a reader chose it before", () => {
  for (const chosen of [{ design: "trial" }, { verification: "primary" }, { sort: "checked" }]) {
    const { el, narrow } = page();
    filter(started({ topic: "tms" }), el);
    assert.equal(narrow.open, undefined, "open before it narrows anything");
    const again = page({ chosen: { topic: "tms", ...chosen } });
    widget.render({ model: started(), el: again.el });
    assert.equal(again.narrow.open, "", JSON.stringify(chosen));
  }
});

test("one topic is open at a time; the browser's search still finds the rows of the others", () => {
  const { el, shown, output, parts, links, rows } = page();
  filter(started({ topic: "tms" }), el);
  assert.deepEqual(shown(), ["a", "b"]);
  assert.equal(output.textContent, "two");
  assert.deepEqual(parts.map(({ hidden }) => hidden), [false, "until-found", true]);
  assert.ok(rows[2].shown, "a row that the search cannot find");
  assert.deepEqual(links.map((link) => link["aria-current"]), ["true", "false"]);
});

test("a kind of study can be chosen in every topic at once, and a topic without one is gone", () => {
  const { el, shown, output, parts } = page();
  filter(started({ design: "cohort" }), el);
  assert.deepEqual(shown(), ["c"]);
  assert.equal(output.textContent, "one");
  assert.deepEqual(parts.map(({ hidden }) => hidden), [true, false, true]);
});

test("open claims are reached by the same choice, and the topics are then gone", () => {
  const { el, shown, output, parts } = page();
  filter(started({ topic: "all", verification: "open" }), el);
  assert.deepEqual(shown(), ["d"]);
  assert.equal(output.textContent, "one");
  assert.deepEqual(parts.map(({ hidden }) => hidden), [true, true, false]);
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
  filter(started({ topic: "trd", design: "trial" }), el);
  assert.deepEqual(rows.map(({ writes }) => writes), [0, 0, 1]);
});

test("a sort moves the very same rows, each within its own topic", () => {
  const { rows, parts } = page();
  sort(started({ sort: "checked" }), rows);
  assert.deepEqual(parts.slice(0, 2).map(({ body }) => body.moved), [["b", "a"], ["c"]]);
});

test("a choice filters, a sort sorts, and the first order comes back", () => {
  const { el, choose, shown, parts, root } = page();
  widget.render({ model: started(), el });
  assert.deepEqual(parts[0].body.moved, []);
  assert.equal(root.dataset.chosen, "", "the stylesheet would still close what the reader opens");
  choose("topic", "trd");
  assert.deepEqual(shown(), ["c", "d"]);
  choose("sort", "verification");
  assert.deepEqual(parts[0].body.moved, ["b", "a"]);
  choose("sort", "topic");
  assert.deepEqual(parts[0].body.moved, ["a", "b"]);
});

test("what a reader chose before the script arrived is kept", (t) => {
  const { el, shown, parts, rows } = page({ chosen: { topic: "trd", sort: "checked", ticked: "c" } });
  browser(t, { rows });
  const model = started();
  widget.render({ model, el });
  assert.deepEqual(shown(), ["c", "d"]);
  assert.deepEqual(parts[0].body.moved, ["b", "a"]);
  assert.deepEqual(model.get("plan"), ["What c found."]);
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

test("an address that names a claim opens its topic and goes there", (t) => {
  const { el, shown, rows } = page();
  browser(t, { rows, hash: "#b" });
  const model = started();
  widget.render({ model, el });
  assert.equal(model.get("topic"), "tms");
  assert.deepEqual(shown(), ["a", "b"]);
  assert.ok(rows[1].scrolled);
});

test("a link to what a choice has hidden opens its topic and goes there, also a second time", (t) => {
  const { el, shown, rows, heading, choose } = page();
  const heard = browser(t, { rows });
  const remove = widget.render({ model: started({ design: "cohort" }), el });
  choose("design", "cohort");
  choose("topic", "trd");
  globalThis.location.hash = "#c";
  heard.hashchange();
  assert.ok(!rows[2].scrolled, "a claim in sight changes nothing");
  const link = (hash) => heard.click({ target: { closest: () => ({ hash }) } });
  link("#a");
  assert.deepEqual(shown(), ["a", "b"]);
  assert.ok(rows[0].scrolled);
  link("#topic-trd");
  assert.deepEqual(shown(), ["c", "d"]);
  assert.ok(heading.scrolled);
  heard.click({ target: {} });
  remove();
  assert.deepEqual(heard, {});
});

test("what the browser's search finds in a topic that is away opens that topic", () => {
  const { el, listeners, parts, shown } = page();
  widget.render({ model: started({ topic: "trd" }), el });
  listeners.beforematch({ target: parts[0] });
  assert.deepEqual(shown(), ["a", "b"]);
});

test("what a reader ticks goes to the plan in the sentence of its row, and what they take off leaves it", (t) => {
  const { el, rows, ticks, listeners } = page();
  browser(t, { rows });
  const model = started();
  widget.render({ model, el });
  for (const at of [2, 0]) {
    ticks[at].checked = true;
    listeners.change({ target: ticks[at] });
  }
  assert.deepEqual([model.get("asked"), model.get("plan")], [["a", "c"], ["What a found.", "What c found."]]);
  ticks[0].checked = false;
  listeners.change({ target: ticks[0] });
  assert.deepEqual(linesFor(model), ["What c found."]);
  model.set("asked", ["b"]);
  assert.deepEqual(ticks.map(({ checked }) => checked), [false, true, false]);
});

test("a widget that was taken away listens to nothing any more", () => {
  const { el, listeners, shown } = page();
  const model = started({ topic: "all" });
  widget.render({ model, el })();
  assert.deepEqual(listeners, {});
  model.set("topic", "trd");
  assert.deepEqual(shown(), ["d"]);
});
