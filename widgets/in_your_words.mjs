// Keeps the reader's own words in the tab, and gives them to the plan if asked. They are compared with nothing here.

const textOf = (held, key) => (typeof held?.[key] === "string" ? held[key] : "");

/** What goes on the plan: the words of every question that is ticked, in the order of the page; empty ones do not. */
export const linesOf = (keys, written, taken) =>
  keys.filter((key) => taken.includes(key)).map((key) => textOf(written, key).trim()).filter(Boolean);

/** What these choices put on the plan, in the words of this page. */
export const linesFor = (model) => linesOf(Object.keys(model.get("states")), model.get("written"), model.get("taken"));

/** Show what the model holds. */
export function show(model, el) {
  for (const area of el.querySelectorAll("textarea[data-key]")) {
    const text = textOf(model.get("written"), area.dataset.key);
    if (area.value !== text) area.value = text;
    area.nextElementSibling.textContent = text;
  }
  for (const tick of el.querySelectorAll("input[type=checkbox]")) tick.checked = model.get("taken").includes(tick.value);
}

function render({ model, el }) {
  const areas = () => [...el.querySelectorAll("textarea[data-key]")];
  const keep = () => {
    const written = Object.fromEntries(areas().map((area) => [area.dataset.key, area.value]));
    const taken = [...el.querySelectorAll("input[type=checkbox]:checked")].map((tick) => tick.value);
    model.set("written", written);
    model.set("taken", taken);
    model.set("plan", linesFor(model));
    model.save_changes();
  };
  if (el.querySelector(".ns-own")) {
    // A page holds the markup already, and its reader may have written before this module arrived.
    const ticked = [...el.querySelectorAll("input[type=checkbox]")].some((tick) => tick.checked !== tick.defaultChecked);
    if (ticked || areas().some((area) => area.value !== area.defaultValue)) keep();
  } else {
    el.classList.add("ns-widget");
    el.innerHTML = model.get("markup");
  }
  const redraw = () => show(model, el);
  redraw();
  el.addEventListener("input", keep);
  for (const trait of ["written", "taken"]) model.on(`change:${trait}`, redraw);
  return () => {
    el.removeEventListener("input", keep);
    for (const trait of ["written", "taken"]) model.off(`change:${trait}`, redraw);
  };
}

export default { render, linesFor };
