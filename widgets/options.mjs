// Puts the reader's questions first and the chosen choices side by side. It orders, shows and hides; it weighs nothing.

/** All keys, those the reader put first in the reader's order, then the rest in their own. Unknown keys are left out. */
export const inOrder = (keys, first) => [...first.filter((key) => keys.includes(key)), ...keys.filter((key) => !first.includes(key))];

/** The list with `key` one place earlier (`by` is -1) or later (1); as it was where there is no such place. */
export function moved(list, key, by) {
  const at = list.indexOf(key);
  const to = at + by;
  if (at < 0 || to < 0 || to >= list.length) return list;
  const next = [...list];
  [next[at], next[to]] = [next[to], next[at]];
  return next;
}

/** What goes to the plan: the lines of the questions in the reader's order, the reader's own words, the choices. */
export function planOf(states, first, own, beside) {
  const mine = own.trim();
  return [
    ...first.filter((key) => key in states.questions).map((key) => states.questions[key].line),
    ...(mine ? [mine] : []),
    ...Object.keys(states.options).filter((key) => beside.includes(key)).map((key) => states.options[key]),
  ];
}

/** What these choices put on the plan, in the words of this page. */
export const linesFor = (model) => planOf(model.get("states"), model.get("first"), model.get("own"), model.get("beside"));

/** Put children of a list into the order of their keys. Those already there are not touched, so focus stays. */
function arrange(parent, selector, attribute, keys) {
  const now = [...parent.querySelectorAll(selector)];
  const wanted = keys.map((key) => now.find((child) => child.dataset[attribute] === key)).filter(Boolean);
  if (wanted.every((child, i) => child === now[i])) return;
  const after = now.at(-1).nextSibling;
  for (const child of wanted) parent.insertBefore(child, after);
}

function button(label, name, key, by, off) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.setAttribute("aria-label", name);
  Object.assign(made.dataset, { key, by });
  made.disabled = off;
  return made;
}

/** Show what the model holds. */
export function show(model, el) {
  const states = model.get("states");
  const [first, beside] = [model.get("first"), model.get("beside")];
  const chosen = { first, beside };
  for (const input of el.querySelectorAll("input[data-trait]")) {
    const trait = input.dataset.trait;
    if (trait !== "own") input.checked = chosen[trait].includes(input.value);
    else if (input.value !== model.get("own")) input.value = model.get("own");
  }
  arrange(el.querySelector(".ns-questions"), ".ns-question", "question", inOrder(Object.keys(states.questions), first));
  for (const answer of el.querySelectorAll(".ns-answers > li")) {
    const option = answer.dataset.option;
    answer.hidden = beside.length > 0 && option !== "wait" && !beside.includes(option);
  }
  const asked = [...el.querySelectorAll(".ns-question")];
  for (const [place, question] of asked.entries()) {
    question.toggleAttribute("data-first", first.includes(question.dataset.question));
    question.querySelector(".ns-place span").textContent = states.places[place];
    const next = question.querySelector(".ns-place a");
    const after = asked[place + 1];
    next.hidden = !after;
    if (!after) continue;
    next.hash = after.id;
    next.setAttribute("aria-label", states.questions[after.dataset.question].next);
  }
  const order = el.querySelector(".ns-my-order");
  order.hidden = first.length === 0;
  const list = order.querySelector("ol");
  list.replaceChildren(
    ...first.map((key, i) => {
      const item = document.createElement("li");
      const { asks, up, down } = states.questions[key];
      const words = document.createElement("span");
      words.textContent = asks;
      item.append(
        words,
        button(list.dataset.up, up, key, -1, i === 0),
        button(list.dataset.down, down, key, 1, i === first.length - 1),
      );
      return item;
    }),
  );
  el.querySelector(".ns-options").toggleAttribute("data-chosen", first.length > 0);
  el.querySelector(".ns-options").dataset.columns = beside.length ? beside.length + 1 : Object.keys(states.options).length;
  el.querySelector(".ns-why").textContent = states.why[first.length ? "some" : "none"];
}

function render({ model, el }) {
  const states = model.get("states");
  const said = () => el.querySelector(".ns-now-at");
  const keep = (changes) => {
    for (const [trait, value] of Object.entries(changes)) model.set(trait, value);
    model.set("plan", linesFor(model));
    model.save_changes();
  };
  const ticked = (trait) => [...el.querySelectorAll(`input[data-trait="${trait}"]:checked`)].map((input) => input.value);
  // A question newly ticked goes behind those ticked before.
  const inTurn = (before, now) => [...before.filter((key) => now.includes(key)), ...now.filter((key) => !before.includes(key))];
  const place = (key) => {
    const at = model.get("first").indexOf(key);
    const { moved: now, gone } = states.questions[key];
    said().textContent = at < 0 ? gone : now.replace("{place}", at + 1);
  };
  if (!el.querySelector(".ns-options")) {
    el.classList.add("ns-widget");
    el.innerHTML = model.get("markup");
  } else {
    // A page holds the markup already, and its reader may have chosen before this module arrived.
    const early = { first: ticked("first"), beside: ticked("beside"), own: el.querySelector('input[data-trait="own"]').value };
    if (early.first.length || early.beside.length || early.own) keep(early);
  }
  const today = states.orders[new Date().getDay()].split(" ");
  for (const list of el.querySelectorAll(".ns-answers")) arrange(list, ".ns-answers > li", "option", today);
  arrange(el.querySelector(".ns-pick"), "label", "option", today);
  const redraw = () => show(model, el);
  const choose = ({ target }) => {
    const trait = target.dataset.trait;
    if (trait === "first") {
      keep({ first: inTurn(model.get("first"), ticked("first")) });
      place(target.value);
    } else if (trait === "beside") keep({ beside: ticked("beside") });
  };
  const write = ({ target }) => {
    if (target.dataset.trait === "own") keep({ own: target.value });
  };
  const move = ({ target }) => {
    const pressed = target.closest(".ns-my-order button");
    if (!pressed) return;
    const { key, by } = pressed.dataset;
    keep({ first: moved(model.get("first"), key, Number(by)) });
    // The list is made anew: the same button takes the focus again, or at the end of the list the other one.
    const buttons = [...el.querySelectorAll(".ns-my-order button")].filter((b) => b.dataset.key === key && !b.disabled);
    (buttons.find((b) => b.dataset.by === by) ?? buttons[0])?.focus();
    place(key);
  };
  redraw();
  el.addEventListener("change", choose);
  el.addEventListener("input", write);
  el.addEventListener("click", move);
  const traits = ["first", "beside", "own"];
  for (const trait of traits) model.on(`change:${trait}`, redraw);
  return () => {
    el.removeEventListener("change", choose);
    el.removeEventListener("input", write);
    el.removeEventListener("click", move);
    for (const trait of traits) model.off(`change:${trait}`, redraw);
  };
}

export default { render, linesFor };
