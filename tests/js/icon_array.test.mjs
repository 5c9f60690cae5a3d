// A choice looks up the state that Python worked out, and shows exactly that one.

import assert from "node:assert/strict";
import test from "node:test";

import { pageModel } from "../../pages/static/page.mjs";
import widget, { show, stateKey } from "../../widgets/icon_array.mjs";

const STATES = {
  "a response": { sentence: "A, better.", picture: "<svg>A</svg>" },
  "a remission": { sentence: "A, well.", picture: "<svg>A, well</svg>" },
  "b response": { sentence: "B, better.", picture: "<svg>B</svg>" },
  "b remission": { sentence: "B, well.", picture: "<svg>B, well</svg>" },
};

const started = (chosen = {}) => pageModel({ study: "a", outcome: "response", shown: "dots", states: STATES, markup: "M", ...chosen });

/** As much of an element as the widget touches: its inputs, its picture with a fold, and its sentence. */
function page({ checked = ["a", "response", "dots"], open = false, markup = true } = {}) {
  const order = [];
  const inputs = [
    ["study", "a"],
    ["study", "b"],
    ["outcome", "response"],
    ["outcome", "remission"],
    ["shown", "dots"],
    ["shown", "words"],
  ].map(([trait, value]) => ({ dataset: { trait }, value, checked: checked.includes(value) }));
  const fold = { open };
  const picture = {
    html: "",
    set innerHTML(html) {
      order.push("picture");
      this.html = html;
      this.fold = { open: false };
    },
    fold,
    querySelector() {
      return this.fold;
    },
  };
  const sentence = {
    text: "",
    set textContent(text) {
      order.push("sentence");
      this.text = text;
    },
  };
  const parts = { ".ns-picture": picture, ".ns-sentence": sentence };
  const listeners = new Set();
  const el = {
    markup,
    array: { dataset: {} },
    classList: { add: (name) => order.push(name) },
    set innerHTML(html) {
      order.push(html);
      el.markup = true;
    },
    querySelector: (selector) => (selector === ".ns-array" ? (el.markup ? el.array : null) : parts[selector]),
    querySelectorAll: (selector) => inputs.filter((i) => !selector.endsWith(":checked") || i.checked),
    addEventListener: (type, listener) => listeners.add(listener),
    removeEventListener: (type, listener) => listeners.delete(listener),
  };
  const choose = (trait, value) => {
    const target = inputs.find((i) => i.dataset.trait === trait && i.value === value);
    for (const listener of listeners) listener({ target });
  };
  return { el, inputs, picture, sentence, order, choose, listeners, chosen: () => inputs.filter((i) => i.checked).map((i) => i.value) };
}

test("the key of a state is what Python wrote it under: the study, a space, the outcome", () => {
  assert.equal(stateKey(started()), "a response");
  assert.equal(stateKey(started({ study: "b", outcome: "remission" })), "b remission");
});

for (const study of ["a", "b"]) {
  for (const outcome of ["response", "remission"]) {
    test(`${study} and ${outcome} show their own sentence and picture, and are the ones checked`, () => {
      const { el, picture, sentence, chosen } = page();
      show(started({ study, outcome }), el);
      assert.equal(sentence.text, STATES[`${study} ${outcome}`].sentence);
      assert.equal(picture.html, STATES[`${study} ${outcome}`].picture);
      assert.deepEqual(chosen(), [study, outcome, "dots"]);
    });
  }
}

test("the sentence is announced after its picture is in place", () => {
  const { el, order } = page();
  show(started(), el);
  assert.deepEqual(order, ["picture", "sentence"]);
});

for (const open of [true, false]) {
  test(`papers that are ${open ? "open stay open" : "closed stay closed"} when another study is chosen`, () => {
    const { el, picture } = page({ open });
    show(started({ study: "b" }), el);
    assert.equal(picture.fold.open, open);
  });
}

test("a tap changes the picture and the sentence at once", () => {
  const { el, sentence, picture, choose, chosen } = page();
  widget.render({ model: started(), el });
  choose("study", "b");
  choose("outcome", "remission");
  assert.equal(sentence.text, "B, well.");
  assert.equal(picture.html, STATES["b remission"].picture);
  assert.deepEqual(chosen(), ["b", "remission", "dots"]);
});

test("what a reader chose before the script arrived is kept", () => {
  const { el, sentence } = page({ checked: ["b", "remission", "words"] });
  const model = started();
  widget.render({ model, el });
  assert.equal(stateKey(model), "b remission");
  assert.equal(el.array.dataset.shown, "words");
  assert.equal(sentence.text, "B, well.");
});

test("in JupyterLab, where no page wrote it, the markup is put in first", () => {
  const { el, order, sentence } = page({ markup: false });
  widget.render({ model: started({ study: "b" }), el });
  assert.deepEqual(order, ["ns-widget", "M", "picture", "sentence"]);
  assert.equal(sentence.text, "B, better.");
});

test("a reader who finds words easier gets words, and what was chosen stays chosen", () => {
  const { el, choose, sentence } = page({ checked: ["b", "response", "dots"] });
  const model = started();
  widget.render({ model, el });
  assert.equal(el.array.dataset.shown, "dots");
  choose("shown", "words");
  assert.equal(el.array.dataset.shown, "words");
  assert.equal(sentence.text, "B, better.");
});

test("a choice made in Python reaches the picture", () => {
  const { el, sentence } = page();
  const model = started();
  widget.render({ model, el });
  model.set("outcome", "remission");
  assert.equal(sentence.text, "A, well.");
});

test("a widget that was taken away listens to nothing any more", () => {
  const { el, sentence, choose, listeners } = page();
  const model = started();
  const remove = widget.render({ model, el });
  remove();
  assert.equal(listeners.size, 0);
  model.set("study", "b");
  model.set("outcome", "remission");
  model.set("shown", "words");
  choose("study", "b");
  assert.equal(sentence.text, "A, better.");
  assert.equal(el.array.dataset.shown, "dots");
});
