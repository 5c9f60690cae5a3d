// Makes the table of claims answer: rows are hidden and moved, never written again, so that a phone keeps up.

const FILTERS = ["topic", "design", "verification"];
const ANY = "all";
const NONE = "none";

/** Whether an entry fits every choice that it knows of: a row leaves its topic to the part that it stands in. */
export const fits = ({ dataset }, model) =>
  FILTERS.every((trait) => !dataset[trait] || [ANY, NONE, dataset[trait]].includes(model.get(trait)));

/** Whether nothing was chosen yet: then no topic is open, and the page is short. */
export const untouched = (model) =>
  model.get("topic") === NONE && FILTERS.slice(1).every((trait) => model.get(trait) === ANY);

/** Show the topics and the rows that fit. The count changes last, so that it is announced last. */
export function filter(model, el) {
  const closed = untouched(model);
  let count = 0;
  for (const part of el.querySelectorAll(".ns-part")) {
    let inPart = 0;
    for (const entry of part.querySelectorAll("[data-verification]")) {
      const shown = fits(entry, model);
      if (entry.hidden === shown) entry.hidden = !shown;
      if (shown) inPart += 1;
    }
    const topic = part.dataset.part;
    const away = topic && (closed || ![ANY, NONE, topic].includes(model.get("topic")));
    // Of a topic that is away the browser's own search and a link still find every row.
    const hidden = away ? "until-found" : inPart === 0;
    if (part.hidden !== hidden) part.hidden = hidden;
    if (!away) count += inPart;
  }
  // Who asks for these alone need not open them too.
  if (model.get("verification") === "open") el.querySelector(".ns-open")?.setAttribute("open", "");
  // On paper there is then nothing but what to do first.
  const first = el.querySelector(".ns-before-print");
  if (first.hidden === closed) first.hidden = !closed;
  // What narrows the table may not be out of sight.
  const narrowed = [...FILTERS.slice(1), "sort"].some((trait) => ![ANY, "topic"].includes(model.get(trait)));
  if (narrowed) el.querySelector(".ns-narrow")?.setAttribute("open", "");
  const { closed: choose, said } = model.get("states");
  el.querySelector("output").textContent = closed ? choose : said[count];
  for (const link of el.querySelectorAll(".ns-topics a")) {
    link.setAttribute("aria-current", String(link.hash === `#topic-${model.get("topic")}`));
  }
}

/** Put the rows of each topic in the order that Python set for the chosen sort. `rows` stand as in the markup. */
export function sort(model, rows) {
  const ordered = new Map();
  for (const place of model.get("states").order[model.get("sort")]) {
    const body = rows[place].parentNode;
    ordered.set(body, [...(ordered.get(body) ?? []), rows[place]]);
  }
  for (const [body, moved] of ordered) body.append(...moved);
}

/** What goes to the plan: the sentences of the findings that the reader ticked, as this page says them. */
export const linesFor = (model) =>
  model.get("asked").flatMap((id) => document.getElementById(id)?.querySelector("th")?.textContent ?? []);

function render({ model, el }) {
  if (el.querySelector(".ns-claims")) {
    // A page holds the markup already, and its reader may have chosen before this module arrived.
    for (const select of el.querySelectorAll("select")) model.set(select.dataset.trait, select.value);
  } else {
    el.classList.add("ns-widget");
    el.innerHTML = model.get("markup");
  }
  const rows = [...el.querySelectorAll("tbody > tr")];
  const select = () => {
    for (const select of el.querySelectorAll("select")) select.value = model.get(select.dataset.trait);
  };
  const refilter = () => {
    select();
    filter(model, el);
  };
  const resort = () => {
    select();
    sort(model, rows);
  };
  const ticks = [...el.querySelectorAll(".ns-take input")];
  const rowOf = (tick) => tick.closest("tr").id;
  const tick = () => {
    for (const one of ticks) one.checked = model.get("asked").includes(rowOf(one));
  };
  const keepTicks = () => {
    model.set("asked", ticks.filter(({ checked }) => checked).map(rowOf));
    model.set("plan", linesFor(model));
  };
  const choose = ({ target }) => {
    if (ticks.includes(target)) keepTicks();
    else if (target.dataset.trait) model.set(target.dataset.trait, target.value);
    else return;
    model.save_changes();
  };
  // A link to a claim or to a topic must find it, whatever the reader chose before.
  const reveal = (hash) => {
    const place = [...el.querySelectorAll("[id]")].find(({ id }) => `#${id}` === hash);
    const part = place?.closest(".ns-part");
    if (!part || !(part.hidden || place.hidden)) return;
    model.set("topic", part.dataset.part ?? ANY);
    for (const trait of FILTERS.slice(1)) model.set(trait, ANY);
    place.scrollIntoView();
  };
  const arrive = () => reveal(globalThis.location?.hash);
  // Before the browser follows a link, and although its address may be the one that is open already.
  const follow = ({ target }) => reveal(target.closest?.("a[href^='#']")?.hash);
  const found = ({ target }) => model.set("topic", target.dataset.part ?? model.get("topic"));
  const heard = [
    [el, "change", choose],
    [el, "beforematch", found],
    [globalThis.document, "click", follow],
    [globalThis, "hashchange", arrive],
  ];
  for (const [place, type, answer] of heard) place?.addEventListener?.(type, answer);
  for (const trait of FILTERS) model.on(`change:${trait}`, refilter);
  model.on("change:sort", resort);
  model.on("change:asked", tick);
  if (ticks.some(({ checked }) => checked)) keepTicks();
  refilter();
  if (model.get("sort") !== "topic") resort();
  arrive();
  // From here on the choices say what is open, and no longer the stylesheet.
  el.querySelector(".ns-claims").dataset.chosen = "";
  return () => {
    for (const [place, type, answer] of heard) place?.removeEventListener?.(type, answer);
    for (const trait of FILTERS) model.off(`change:${trait}`, refilter);
    model.off("change:sort", resort);
    model.off("change:asked", tick);
  };
}

export default { render, linesFor };
