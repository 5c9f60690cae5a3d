// The page's model stands in for a kernel: it must answer like one, and keep everything on the device.

import assert from "node:assert/strict";
import test from "node:test";

import { choicesOf, deviceStore, pageModel, partsOf, restore, saidAgain, STORE } from "../../pages/static/page.mjs";

/** A model with a list of what it announced. */
function listened(state, key = "study") {
  const model = pageModel(state);
  const heard = [];
  model.on(`change:${key}`, () => heard.push(model.get(key)));
  return { model, heard };
}

test("a widget reads what Python wrote into the page", () => {
  const model = pageModel({ study: "a", states: { "a response": { sentence: "s" } } });
  assert.equal(model.get("study"), "a");
  assert.deepEqual(model.get("states"), { "a response": { sentence: "s" } });
  assert.equal(model.get("nothing"), undefined);
});

test("a choice is announced once, with the new value in place", () => {
  const { model, heard } = listened({ study: "a" });
  model.set("study", "b");
  assert.deepEqual(heard, ["b"]);
});

test("choosing the same again announces nothing, so a screen reader does not repeat itself", () => {
  const { model, heard } = listened({ study: "a" });
  model.set("study", "a");
  assert.deepEqual(heard, []);
});

test("a choice is announced only to those who listen for it", () => {
  const { model, heard } = listened({ study: "a", outcome: "response" });
  model.set("outcome", "remission");
  assert.deepEqual(heard, []);
});

test("everyone who listens hears a choice, in the order in which they came", () => {
  const model = pageModel({ study: "a" });
  const heard = [];
  model.on("change:study", () => heard.push("first"));
  model.on("change:study", () => heard.push("second"));
  model.set("study", "b");
  assert.deepEqual(heard, ["first", "second"]);
});

test("who stops listening hears nothing more, and the others still do", () => {
  const { model, heard } = listened({ study: "a" });
  const gone = () => heard.push("gone");
  model.on("change:study", gone);
  model.off("change:study", gone);
  model.set("study", "b");
  assert.deepEqual(heard, ["b"]);
});

test("to stop listening to what nobody announced is no error", () => {
  const { model, heard } = listened({ study: "a" });
  model.off("change:outcome", () => {});
  model.set("study", "b");
  assert.deepEqual(heard, ["b"]);
});

test("a listener that stops listening while it is told does not silence the next one", () => {
  const model = pageModel({ study: "a" });
  const heard = [];
  const once = () => {
    heard.push("once");
    model.off("change:study", once);
  };
  model.on("change:study", once);
  model.on("change:study", () => heard.push("always"));
  model.set("study", "b");
  model.set("study", "c");
  assert.deepEqual(heard, ["once", "always", "always"]);
});

test("saving sends nothing and changes nothing: what a reader taps stays on the device", (t) => {
  const { model, heard } = listened({ study: "a" });
  const sent = [];
  t.mock.method(globalThis, "fetch", (...what) => sent.push(what));
  assert.equal(model.save_changes(), undefined);
  assert.deepEqual(heard, []);
  assert.deepEqual(sent, []);
  assert.equal(model.get("study"), "a");
});

test("two widgets of a page do not hear each other", () => {
  const { heard } = listened({ study: "a" });
  pageModel({ study: "a" }).set("study", "b");
  assert.deepEqual(heard, []);
});

/** Storage as a tab has it, or one that refuses as a full or closed one does. */
function storage(held = {}, refuses = false) {
  const refuse = () => {
    throw new DOMException("QuotaExceededError");
  };
  return {
    held,
    getItem: (key) => held[key] ?? null,
    setItem: refuses ? refuse : (key, value) => (held[key] = value),
    removeItem: (key) => delete held[key],
  };
}

test("what a reader chose is found again by lesson and widget, and emptied wholly", () => {
  const tab = storage();
  const store = deviceStore(() => tab);
  store.keep("a#w", { edition: "1", choices: { study: "b" }, title: "T", plan: ["Ask."] });
  store.keep("b#w", { edition: "1", choices: {}, title: "", plan: [] });
  assert.deepEqual(store.get("a#w").plan, ["Ask."]);
  assert.deepEqual(Object.keys(store.all()), ["a#w", "b#w"]);
  store.empty();
  assert.deepEqual(tab.held, {});
});

test("storage that is spoiled, full or forbidden keeps nothing and breaks nothing", () => {
  for (const text of ["{", "null", "[]", "7"]) {
    assert.deepEqual(deviceStore(() => storage({ [STORE]: text })).all(), {});
  }
  deviceStore(() => storage({}, true)).keep("a#w", {});
  const forbidden = deviceStore(() => {
    throw new DOMException("SecurityError");
  });
  forbidden.keep("a#w", {});
  assert.equal(forbidden.get("a#w"), undefined);
});

test("choices of an older edition, or of another kind, are not put into a widget that has others", () => {
  const initial = choicesOf({ name: "w", states: {}, edition: "2", plan_title: "T", study: "a", rows: [] });
  assert.deepEqual(initial, { study: "a", rows: [] });
  const { model, heard } = listened({ study: "a", rows: [] });
  restore(model, initial, { edition: "1", choices: { study: "b" } }, "2");
  restore(model, initial, { edition: "2", choices: { study: 7, rows: "x", other: "y" } }, "2");
  restore(model, initial, undefined, "2");
  assert.deepEqual(heard, []);
  restore(model, initial, { edition: "2", choices: { study: "b" } }, "2");
  assert.deepEqual(heard, ["b"]);
});

test("the plan gathers every part that offers lines, in the order in which the reader first chose", () => {
  const kept = {
    "two#b": { title: "B", plan: ["b1", "b2"], choices: { typed: "private" } },
    "one#a": { title: "A", plan: ["a1"] },
    "one#plain": { choices: { study: "x" }, plan: [] },
  };
  assert.deepEqual(partsOf(kept), [
    { place: "two#b", title: "B", lines: ["b1", "b2"] },
    { place: "one#a", title: "A", lines: ["a1"] },
  ]);
});

test("what somebody spoiled in the store never reaches the plan", () => {
  const spoiled = { a: null, b: 7, c: { title: 7, plan: ["x"] }, d: { title: "D", plan: "x" }, e: { title: "E", plan: [7, "", "kept"] } };
  assert.deepEqual(partsOf(spoiled), [{ place: "e", title: "E", lines: ["kept"] }]);
});

test("in another language a line is said anew, and what the reader changed or took off stays so", () => {
  const kept = {
    "one#a": { edition: "1", choices: { chosen: ["x", "y"] }, title: "A", plan: ["One.", "Two."], lang: "en" },
    "three#a": { edition: "1", choices: { chosen: ["x"] }, title: "A", plan: ["One."], lang: "en" },
    "plan#p": { edition: "2", choices: { edits: { "one#a\nOne.": "Mine.", "three#a\nOne.": "Other." }, removed: ["one#a\nTwo."] } },
    spoiled: null,
  };
  const said = saidAgain(kept, "one#a", { lines: ["Uno.", "Dos."], title: "Á", lang: "es" });
  assert.deepEqual(said, {
    ...kept,
    "one#a": { edition: "1", choices: { chosen: ["x", "y"] }, title: "Á", plan: ["Uno.", "Dos."], lang: "es" },
    "plan#p": { edition: "2", choices: { edits: { "one#a\nUno.": "Mine.", "three#a\nOne.": "Other." }, removed: ["one#a\nDos."] } },
  });
});

test("a voice reads each line in the language in which it was kept", () => {
  const kept = { "one#a": { title: "A", plan: ["a1"], lang: "en" }, "two#b": { title: "B", plan: ["b1"], lang: 7 } };
  assert.deepEqual(partsOf(kept), [
    { place: "one#a", title: "A", lines: ["a1"], lang: "en" },
    { place: "two#b", title: "B", lines: ["b1"] },
  ]);
});

test("what the page gathers is no choice of the reader's, so it is never kept twice", () => {
  assert.deepEqual(choicesOf({ gathered: [1], written: {} }), { written: {} });
});
