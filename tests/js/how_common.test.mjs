// A choice looks up the sentence of its rule, and leaves one way open: the one to that rule's papers.

import assert from "node:assert/strict";
import test from "node:test";

import { pageModel } from "../../pages/static/page.mjs";
import widget, { show } from "../../widgets/how_common.mjs";

const STATES = { "trd.a": "A counted few.", "trd.b": "B counted more.", "trd.c": "C is a spread." };
const IDS = Object.keys(STATES);

const started = (chosen = {}) => pageModel({ rule: "trd.a", states: STATES, markup: "M", ...chosen });

/** As much of an element as the widget touches: its radios, its links and its sentence. */
function page({ checked = "trd.a", markup = true } = {}) {
  const order = [];
  const inputs = IDS.map((value) => ({ value, checked: value === checked, dataset: { trait: "rule" } }));
  const links = IDS.map((rule) => ({ dataset: { rule }, hidden: rule !== "trd.a" }));
  const sentence = {
    text: "",
    set textContent(text) {
      order.push(`${links.filter((link) => !link.hidden).map((link) => link.dataset.rule)} open`);
      this.text = text;
    },
  };
  const listeners = {};
  const el = {
    classList: { add: (name) => order.push(name) },
    set innerHTML(html) {
      order.push(html);
    },
    querySelector: (what) =>
      what === ".ns-sentence"
        ? sentence
        : what === "input:checked"
          ? inputs.find((input) => input.checked)
          : markup
            ? {}
            : null,
    querySelectorAll: (what) => (what.startsWith("input") ? inputs : links),
    addEventListener: (event, listener) => (listeners[event] = listener),
    removeEventListener: (event) => delete listeners[event],
  };
  const choose = (value) => listeners.change({ target: { value, dataset: { trait: "rule" } } });
  return { el, inputs, links, sentence, order, listeners, choose };
}

const open = (links) => links.filter((link) => !link.hidden).map((link) => link.dataset.rule);
const checked = (inputs) => inputs.filter((input) => input.checked).map((input) => input.value);

for (const rule of IDS) {
  test(`${rule} shows its own sentence and the way to its own papers`, () => {
    const { el, inputs, links, sentence } = page();
    show(started({ rule }), el);
    assert.equal(sentence.text, STATES[rule]);
    assert.deepEqual(open(links), [rule]);
    assert.deepEqual(checked(inputs), [rule]);
  });
}

test("the sentence is announced after the link is in place", () => {
  const { el, order } = page();
  show(started({ rule: "trd.b" }), el);
  assert.deepEqual(order, ["trd.b open"]);
});

test("a tap answers at once and is kept", () => {
  const { el, sentence, choose } = page();
  const model = started();
  widget.render({ model, el });
  choose("trd.c");
  assert.equal(sentence.text, STATES["trd.c"]);
  assert.equal(model.get("rule"), "trd.c");
});

test("what a reader chose before the script arrived is kept", () => {
  const { el, sentence } = page({ checked: "trd.b" });
  widget.render({ model: started(), el });
  assert.equal(sentence.text, STATES["trd.b"]);
});

test("in JupyterLab, where no page wrote it, the markup is put in first", () => {
  const { el, order, sentence } = page({ markup: false });
  widget.render({ model: started({ rule: "trd.b" }), el });
  assert.deepEqual(order.slice(0, 2), ["ns-widget", "M"]);
  assert.equal(sentence.text, STATES["trd.b"]);
});

test("a widget that is gone answers no more", () => {
  const { el, sentence, listeners } = page();
  const model = started();
  const gone = widget.render({ model, el });
  gone();
  assert.equal(listeners.change, undefined);
  model.set("rule", "trd.c");
  assert.equal(sentence.text, STATES["trd.a"]);
});
