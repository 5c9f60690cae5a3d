// The level of a medicine: a choice shows the lines, names and marks that Python placed, and the plan keeps its questions.

import assert from "node:assert/strict";
import test from "node:test";

import { pageModel } from "../../pages/static/page.mjs";
import widget, { asked, levelKey, linesFor, show } from "../../widgets/missed_doses.mjs";

const level = (said, made) => ({
  title: `${said} in the blood`,
  sentence: `${said} falls.`,
  active: made ? `${made} falls too.` : "",
  lines: [made ? "" : `band ${said}`, made ? `line ${made}` : "", `line ${said}`],
  names: [[said, 10, 20, 30, 40], made ? [made, 1, 2, 3, 4] : null],
});
const STATES = {
  missed: { daily: [], one: [2] },
  medicines: { a: { about: "<p>About A</p>", ask: "Ask about A." }, b: { about: "<p>About B</p>", ask: "Ask about B." } },
  levels: {
    "a daily": level("A", "A-made"),
    "a one": level("A, once", "A-made"),
    "b daily": level("B"),
    "b one": level("B, once"),
  },
};
const started = (chosen = {}) =>
  pageModel({ medicine: "a", pattern: "daily", asked: [], plan: [], states: STATES, markup: "M", ...chosen });

/** As much of an element as the widget touches. */
function part(more = {}) {
  const classes = new Set();
  return {
    attributes: {},
    dataset: {},
    hidden: false,
    setAttribute(key, value) {
      this.attributes[key] = String(value);
    },
    toggleAttribute(key, on) {
      this[key] = on;
    },
    classList: { toggle: (name, on) => (on ? classes.add(name) : classes.delete(name)), has: (name) => classes.has(name) },
    querySelector: () => null,
    ...more,
  };
}

function page({ medicine = "a", pattern = "daily", add = false, markup = true } = {}) {
  const order = [];
  const written = (key) => ({
    set textContent(text) {
      order.push(key);
      this.text = text;
    },
  });
  const fold = { open: false };
  const parts = {
    ".ns-choose select": part({ dataset: { trait: "medicine" }, value: medicine }),
    ".ns-level .ns-shaded": part(),
    ".ns-level .ns-made": part(),
    ".ns-level .ns-own": part({
      setAttribute(key, value) {
        order.push("line");
        this.attributes[key] = value;
      },
    }),
    ".ns-legend-shaded": part(),
    ".ns-about": {
      dataset: {},
      times: 0,
      querySelector: () => fold,
      set innerHTML(html) {
        this.html = html;
        this.times += 1;
        fold.open = false;
      },
    },
    ".ns-active": part(),
    ".ns-active p": part(),
    ".ns-level-title": part(),
    ".ns-add q": part(),
    ".ns-add input": part({ checked: add }),
    ".ns-sentence": written("sentence"),
  };
  const radios = ["daily", "one"].map((value) => part({ dataset: { trait: "pattern" }, value, checked: value === pattern }));
  const names = [0, 1].map(() => part({ children: [part(), part()] }));
  const days = [0, 1, 2].map(() => part());
  const lists = {
    "input[data-trait]": () => radios,
    ".ns-name": () => names,
    ".ns-day": () => days,
    ".ns-missed-doses select, .ns-missed-doses input:checked": () =>
      [parts[".ns-choose select"], ...radios, parts[".ns-add input"]].filter((i) => i.checked !== false),
  };
  const listeners = new Set();
  const el = {
    markup,
    classList: { add: (name) => order.push(name) },
    set innerHTML(html) {
      order.push(html);
      el.markup = true;
    },
    querySelector: (selector) => (selector === ".ns-missed-doses" ? (el.markup ? {} : null) : parts[selector]),
    querySelectorAll: (selector) => lists[selector](),
    addEventListener: (type, listener) => listeners.add(listener),
    removeEventListener: (type, listener) => listeners.delete(listener),
  };
  const send = (target) => {
    for (const listener of listeners) listener({ target });
  };
  const choose = (trait, value) => send({ dataset: { trait }, value });
  const tick = (checked) => send({ dataset: {}, checked });
  return { el, parts, radios, names, days, order, choose, tick, listeners, fold };
}

test("the key of a level is what Python wrote it under: the medicine, a space, the pattern", () => {
  assert.equal(levelKey(started()), "a daily");
  assert.equal(levelKey(started({ medicine: "b", pattern: "one" })), "b one");
});

for (const medicine of ["a", "b"]) {
  for (const pattern of ["daily", "one"]) {
    test(`${medicine} and ${pattern} show their own lines, names, words and missed days`, () => {
      const { el, parts, radios, names, days } = page();
      const found = STATES.levels[`${medicine} ${pattern}`];
      show(started({ medicine, pattern }), el);
      assert.equal(parts[".ns-choose select"].value, medicine);
      assert.deepEqual(radios.filter((r) => r.checked).map((r) => r.value), [pattern]);
      assert.deepEqual(
        [".ns-shaded", ".ns-made", ".ns-own"].map((line) => parts[`.ns-level ${line}`].attributes.d),
        found.lines,
      );
      assert.deepEqual(names.map((n) => n.hidden), found.names.map((n) => !n));
      assert.equal(names[0].children[1].textContent, found.names[0][0]);
      assert.deepEqual(names[0].children[0].attributes, { x1: "10%", y1: "20", x2: "30%", y2: "40" });
      assert.deepEqual(days.map((day) => day.classList.has("ns-off")), [false, pattern === "one", false]);
      assert.equal(parts[".ns-sentence"].text, found.sentence);
      assert.equal(parts[".ns-level-title"].textContent, found.title);
      assert.equal(parts[".ns-active p"].textContent, found.active);
      assert.equal(parts[".ns-active"].hidden, !found.active);
      assert.equal(parts[".ns-legend-shaded"].hidden, !found.lines[0]);
      assert.equal(parts[".ns-about"].html, STATES.medicines[medicine].about);
      assert.equal(parts[".ns-add q"].textContent, STATES.medicines[medicine].ask);
    });
  }
}

test("the sentence is announced after its line is in place", () => {
  const { el, order } = page();
  show(started(), el);
  assert.deepEqual(order, ["line", "sentence"]);
});

test("the papers of a medicine stay open while another is chosen, and are left alone while patterns change", () => {
  const { el, parts, fold, choose } = page();
  widget.render({ model: started(), el });
  fold.open = true;
  choose("pattern", "one");
  assert.equal(parts[".ns-about"].times, 1);
  choose("medicine", "b");
  assert.equal(parts[".ns-about"].times, 2);
  assert.equal(fold.open, true);
});

test("a question is added to the plan once, and taken out without the others", () => {
  const model = started({ asked: ["b"] });
  assert.deepEqual(asked(model, true), ["b", "a"]);
  model.set("asked", asked(model, true));
  assert.deepEqual(asked(model, true), ["b", "a"]);
  assert.deepEqual(linesFor(model), ["Ask about B.", "Ask about A."]);
  assert.deepEqual(asked(model, false), ["b"]);
});

test("ticking keeps the question of this medicine, and the tick follows the medicine", () => {
  const { el, parts, choose, tick } = page();
  let kept;
  const model = pageModel({ medicine: "a", pattern: "daily", asked: [], plan: [], states: STATES }, (state) => (kept = state.plan));
  widget.render({ model, el });
  tick(true);
  assert.deepEqual(kept, ["Ask about A."]);
  assert.equal(parts[".ns-add input"].checked, true);
  choose("medicine", "b");
  assert.equal(parts[".ns-add input"].checked, false);
  choose("medicine", "a");
  assert.equal(parts[".ns-add input"].checked, true);
  tick(false);
  assert.deepEqual(kept, []);
});

test("what a reader chose and ticked before the script arrived is kept", () => {
  const { el, parts } = page({ medicine: "b", pattern: "one", add: true });
  const model = started();
  widget.render({ model, el });
  assert.equal(levelKey(model), "b one");
  assert.deepEqual(model.get("plan"), ["Ask about B."]);
  assert.equal(parts[".ns-sentence"].text, "B, once falls.");
});

test("when the page clears its choices, the line and the tick go back too", () => {
  const { el, parts, tick, choose } = page();
  const model = started();
  widget.render({ model, el });
  choose("pattern", "one");
  tick(true);
  model.set("pattern", "daily");
  model.set("asked", []);
  assert.equal(parts[".ns-sentence"].text, "A falls.");
  assert.equal(parts[".ns-add input"].checked, false);
});

test("in JupyterLab, where no page wrote it, the markup is put in first", () => {
  const { el, order } = page({ markup: false });
  widget.render({ model: started(), el });
  assert.deepEqual(order, ["ns-widget", "M", "line", "sentence"]);
});

test("a widget that was taken away listens to nothing any more", () => {
  const { el, parts, choose, listeners } = page();
  const model = started();
  widget.render({ model, el })();
  assert.equal(listeners.size, 0);
  model.set("pattern", "one");
  choose("medicine", "b");
  assert.equal(parts[".ns-sentence"].text, "A falls.");
});
