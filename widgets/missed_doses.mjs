// Makes the missed doses answer: a choice looks up the level that Python worked out, and shows it.

const LINES = [".ns-level .ns-shaded", ".ns-level .ns-made", ".ns-level .ns-own"];

/** The key of a level. */
export const levelKey = (model) => `${model.get("medicine")} ${model.get("pattern")}`;

/** The medicines whose question is on the plan, with the chosen one or without it. The others stay. */
export function asked(model, wanted) {
  const chosen = model.get("medicine");
  const others = model.get("asked").filter((medicine) => medicine !== chosen);
  return wanted ? [...others, chosen] : others;
}

/** What these choices put on the plan, in the words of this page. */
export function linesFor(model) {
  const { medicines } = model.get("states");
  return model.get("asked").filter((medicine) => medicine in medicines).map((medicine) => medicines[medicine].ask);
}

/** Write the name of a line where Python placed it; a line that is not there has none. */
function place(group, found) {
  group.toggleAttribute("hidden", !found);
  if (!found) return;
  const [said, across, down, lineAcross, lineDown] = found;
  const [leader, text] = group.children;
  const set = (element, values) => Object.entries(values).forEach(([key, value]) => element.setAttribute(key, value));
  set(leader, { x1: `${across}%`, y1: down, x2: `${lineAcross}%`, y2: lineDown });
  set(text, { x: `${across}%`, y: down });
  text.textContent = said;
}

/** Show the state that the model is in. The sentence changes last, so that it is announced with the line in place. */
export function show(model, el) {
  const find = (selector) => el.querySelector(selector);
  const { levels, medicines, missed } = model.get("states");
  const level = levels[levelKey(model)];
  const chosen = medicines[model.get("medicine")];
  find(".ns-choose select").value = model.get("medicine");
  for (const input of el.querySelectorAll("input[data-trait]")) input.checked = input.value === model.get("pattern");

  LINES.forEach((selector, i) => find(selector).setAttribute("d", level.lines[i]));
  [...el.querySelectorAll(".ns-name")].forEach((group, i) => place(group, level.names[i]));
  const off = new Set(missed[model.get("pattern")]);
  [...el.querySelectorAll(".ns-day")].forEach((day, i) => day.classList.toggle("ns-off", off.has(i + 1)));
  find(".ns-legend-shaded").hidden = !level.lines[0];

  const about = find(".ns-about");
  if (about.dataset.shown !== model.get("medicine")) {
    const open = about.querySelector("details")?.open ?? false;
    about.innerHTML = chosen.about;
    about.dataset.shown = model.get("medicine");
    const details = about.querySelector("details");
    if (details) details.open = open;
  }
  find(".ns-active").hidden = !level.active;
  find(".ns-active p").textContent = level.active;
  find(".ns-level-title").textContent = level.title;
  find(".ns-add q").textContent = chosen.ask;
  find(".ns-add input").checked = model.get("asked").includes(model.get("medicine"));
  find(".ns-sentence").textContent = level.sentence;
}

function render({ model, el }) {
  const ask = (wanted) => {
    model.set("asked", asked(model, wanted));
    model.set("plan", linesFor(model));
  };
  const choose = ({ target }) => {
    if (target.dataset.trait) model.set(target.dataset.trait, target.value);
    else ask(target.checked);
    model.save_changes();
  };
  if (el.querySelector(".ns-missed-doses")) {
    // A page holds the markup already, and its reader may have chosen before this module arrived.
    for (const input of el.querySelectorAll(".ns-missed-doses select, .ns-missed-doses input:checked")) {
      if (input.dataset.trait) model.set(input.dataset.trait, input.value);
      else ask(true);
    }
  } else {
    el.classList.add("ns-widget");
    el.innerHTML = model.get("markup");
  }
  const redraw = () => show(model, el);
  const heard = ["change:medicine", "change:pattern", "change:asked"];
  redraw();
  el.addEventListener("change", choose);
  for (const event of heard) model.on(event, redraw);
  return () => {
    el.removeEventListener("change", choose);
    for (const event of heard) model.off(event, redraw);
  };
}

export default { render, linesFor };
