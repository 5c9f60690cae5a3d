// Makes the table of claims answer: rows are hidden and moved, never written again, so that a phone keeps up.

const FILTERS = ["topic", "design", "verification"];
const ANY = "all";
/** What each part of the table is, said again: where cards take its place on a phone, older browsers forget it. */
const ROLES = {
  table: "table",
  thead: "rowgroup",
  tbody: "rowgroup",
  tr: "row",
  "thead>tr>th": "columnheader",
  "tbody>tr>th": "rowheader",
  td: "cell",
};

/** Whether an entry fits every choice. */
export const fits = (entry, model) => FILTERS.every((trait) => [ANY, entry.dataset[trait]].includes(model.get(trait)));

/** Hide what does not fit, and each part that is then empty. The count changes last, so that it is announced last. */
export function filter(model, el) {
  let count = 0;
  for (const part of el.querySelectorAll(".ns-part")) {
    let inPart = 0;
    for (const entry of part.querySelectorAll("[data-topic]")) {
      const shown = fits(entry, model);
      if (entry.hidden === shown) entry.hidden = !shown;
      if (shown) inPart += 1;
    }
    part.hidden = inPart === 0;
    count += inPart;
  }
  // Who asks for these alone need not open them too.
  if (model.get("verification") === "open") el.querySelector(".ns-open")?.setAttribute("open", "");
  el.querySelector("output").textContent = model.get("states").said[count];
}

/** Put the rows in the order that Python set for the chosen sort. `rows` stand as they do in the markup. */
export function sort(model, el, rows) {
  el.querySelector("tbody").append(...model.get("states").order[model.get("sort")].map((place) => rows[place]));
}

function render({ model, el }) {
  if (el.querySelector(".ns-claims")) {
    // A page holds the markup already, and its reader may have chosen before this module arrived.
    for (const select of el.querySelectorAll("select")) model.set(select.dataset.trait, select.value);
  } else {
    el.classList.add("ns-widget");
    el.innerHTML = model.get("markup");
  }
  for (const [selector, role] of Object.entries(ROLES)) {
    for (const part of el.querySelectorAll(selector)) part.setAttribute("role", role);
  }
  const rows = [...el.querySelector("tbody").rows];
  const select = () => {
    for (const select of el.querySelectorAll("select")) select.value = model.get(select.dataset.trait);
  };
  const refilter = () => {
    select();
    filter(model, el);
  };
  const resort = () => {
    select();
    sort(model, el, rows);
  };
  const choose = ({ target }) => {
    if (!target.dataset.trait) return;
    model.set(target.dataset.trait, target.value);
    model.save_changes();
  };
  // A link to a claim must find it, whatever the reader chose before.
  const reveal = () => {
    const entry = [...el.querySelectorAll("[data-topic]")].find(({ id }) => `#${id}` === globalThis.location?.hash);
    if (!entry?.hidden) return;
    for (const trait of FILTERS) model.set(trait, ANY);
    entry.scrollIntoView();
  };
  refilter();
  if (model.get("sort") !== "topic") resort();
  reveal();
  el.addEventListener("change", choose);
  globalThis.addEventListener?.("hashchange", reveal);
  for (const trait of FILTERS) model.on(`change:${trait}`, refilter);
  model.on("change:sort", resort);
  return () => {
    el.removeEventListener("change", choose);
    globalThis.removeEventListener?.("hashchange", reveal);
    for (const trait of FILTERS) model.off(`change:${trait}`, refilter);
    model.off("change:sort", resort);
  };
}

export default { render };
