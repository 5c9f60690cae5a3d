// A filter looks up the chart that Python drew for it, and shows exactly that one.

import assert from "node:assert/strict";
import test from "node:test";

import { pageModel } from "../../pages/static/page.mjs";
import widget, { show, stateKey } from "../../widgets/every_study.mjs";

const STATES = {
  "all all": { said: "Everything.", chart: "<figure>all</figure>" },
  "sham all": { said: "Sham.", chart: "<figure>sham</figure>" },
  "sham patient": { said: "Nothing.", chart: "" },
};
const started = (chosen = {}) => pageModel({ design: "all", rater: "all", states: STATES, markup: "M", ...chosen });

/** As much of an element as the widget touches: its inputs, the chart's place, and the words. */
function page({ checked = ["all", "all"], markup = true } = {}) {
  const order = [];
  const inputs = ["all", "sham"].map((value) => ({ dataset: { trait: "design" }, value, checked: checked[0] === value }));
  inputs.push(...["all", "patient"].map((value) => ({ dataset: { trait: "rater" }, value, checked: checked[1] === value })));
  const chosen = {
    html: "",
    set innerHTML(html) {
      order.push("chart");
      this.html = html;
    },
  };
  const which = {
    text: "",
    set textContent(text) {
      order.push("words");
      this.text = text;
    },
  };
  const listeners = new Set();
  const el = {
    markup,
    classList: { add: (name) => order.push(name) },
    set innerHTML(html) {
      order.push(html);
      el.markup = true;
    },
    querySelector: (selector) =>
      selector === ".ns-every" ? (el.markup ? {} : null) : { ".ns-chosen": chosen, ".ns-which": which }[selector],
    querySelectorAll: (selector) => inputs.filter((i) => !selector.endsWith(":checked") || i.checked),
    addEventListener: (type, listener) => listeners.add(listener),
    removeEventListener: (type, listener) => listeners.delete(listener),
  };
  const tap = (trait, value) => {
    const target = inputs.find((i) => i.dataset.trait === trait && i.value === value);
    for (const listener of listeners) listener({ target });
  };
  return { el, inputs, chosen, which, order, tap, listeners };
}

test("the key of a state is what Python wrote it under: the design, a space, the rater", () => {
  assert.equal(stateKey(started({ design: "sham", rater: "patient" })), "sham patient");
});

test("a filter changes the chart and the words, and is the one checked", () => {
  const { el, chosen, which, tap, inputs } = page();
  widget.render({ model: started(), el });
  tap("design", "sham");
  assert.equal(chosen.html, STATES["sham all"].chart);
  assert.equal(which.text, "Sham.");
  assert.deepEqual(inputs.filter((i) => i.checked).map((i) => i.value), ["sham", "all"]);
});

test("the words are announced after the chart is in place", () => {
  const { el, order } = page();
  show(started(), el);
  assert.deepEqual(order, ["chart", "words"]);
});

test("no study at all is no failure", () => {
  const { el, chosen } = page();
  show(started({ design: "sham", rater: "patient" }), el);
  assert.equal(chosen.html, "");
});

test("what a reader chose before the script arrived is kept", () => {
  const { el } = page({ checked: ["sham", "all"] });
  const model = started();
  widget.render({ model, el });
  assert.equal(stateKey(model), "sham all");
});

test("in JupyterLab, where no page wrote it, the markup is put in first", () => {
  const { el, order } = page({ markup: false });
  widget.render({ model: started(), el });
  assert.deepEqual(order, ["ns-widget", "M", "chart", "words"]);
});

test("a choice made in Python reaches the chart, until the widget is taken away", () => {
  const { el, which, listeners } = page();
  const model = started();
  const remove = widget.render({ model, el });
  model.set("design", "sham");
  assert.equal(which.text, "Sham.");
  remove();
  assert.equal(listeners.size, 0);
  model.set("rater", "patient");
  assert.equal(which.text, "Sham.");
});
