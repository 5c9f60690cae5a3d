// A choice ticks its rule and says its sentence; nothing is said that a reader did not choose.

import assert from "node:assert/strict";
import test from "node:test";

import { pageModel } from "../../pages/static/page.mjs";
import widget, { show } from "../../widgets/how_common.mjs";

const STATES = { "trd.a": "A counted few.", "trd.b": "B counted more.", "trd.c": "C is a spread." };
const IDS = Object.keys(STATES);

const started = (chosen = {}) => pageModel({ rule: "trd.a", states: STATES, markup: "M", ...chosen });

/** As much of an element as the widget touches: its radios and what is said. */
function page({ checked = "trd.a", markup = true } = {}) {
  const order = [];
  const inputs = IDS.map((value) => ({ value, checked: value === checked, dataset: { trait: "rule" } }));
  const heard = { textContent: "" };
  const listeners = {};
  const el = {
    classList: { add: (name) => order.push(name) },
    set innerHTML(html) {
      order.push(html);
    },
    querySelector: (what) =>
      ({
        ".ns-common-heard": heard,
        "input:checked": inputs.find((input) => input.checked),
        ".ns-common": markup ? {} : null,
      })[what],
    querySelectorAll: () => inputs,
    addEventListener: (event, listener) => (listeners[event] = listener),
    removeEventListener: (event) => delete listeners[event],
  };
  const choose = (value) => listeners.change({ target: { value, dataset: { trait: "rule" } } });
  const ticked = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return { el, heard, order, listeners, choose, ticked };
}

for (const rule of IDS) {
  test(`${rule} is the one rule that is ticked, and nothing is said that nobody chose`, () => {
    const { el, ticked, heard } = page();
    show(started({ rule }), el);
    assert.deepEqual(ticked(), [rule]);
    assert.equal(heard.textContent, "");
  });

  test(`a tap on ${rule} is kept, ticked and said at once`, () => {
    const { el, choose, ticked, heard } = page();
    const model = started();
    widget.render({ model, el });
    choose(rule);
    assert.equal(model.get("rule"), rule);
    assert.deepEqual(ticked(), [rule]);
    assert.equal(heard.textContent, STATES[rule]);
  });
}

test("what a reader chose before the script arrived is kept", () => {
  const { el } = page({ checked: "trd.b" });
  const model = started();
  widget.render({ model, el });
  assert.equal(model.get("rule"), "trd.b");
});

test("in JupyterLab, where no page wrote it, the markup is put in first", () => {
  const { el, order, ticked } = page({ markup: false });
  widget.render({ model: started({ rule: "trd.b" }), el });
  assert.deepEqual(order, ["ns-widget", "M"]);
  assert.deepEqual(ticked(), ["trd.b"]);
});

test("a choice that the page gives back or clears reaches the radios without being said", () => {
  const { el, ticked, heard } = page();
  const model = started();
  widget.render({ model, el });
  model.set("rule", "trd.c");
  assert.deepEqual(ticked(), ["trd.c"]);
  assert.equal(heard.textContent, "");
});

test("a widget that is gone answers no more", () => {
  const { el, listeners, ticked } = page();
  const model = started();
  widget.render({ model, el })();
  assert.equal(listeners.change, undefined);
  model.set("rule", "trd.c");
  assert.deepEqual(ticked(), ["trd.a"]);
});
