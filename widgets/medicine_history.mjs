// Makes the list of medicines answer: what is typed is placed between Python's limits, and Python's words are looked up.

const FIELDS = ["medicine", "named", "dose", "weeks", "taken", "helped", "now"];
const DOSE = /^ *([0-9]{1,6}(?:[.,][0-9]{1,3})?) *(?:mg *)?$/i;
const WEEKS = /^ *([0-9]{1,6}(?:[.,][0-9]{1,3})?) *$/;
/** How long a reader's hand rests, in milliseconds, before what they typed is taken for meant. */
const PAUSE = 900;
const spaces = (text) => text.replace(/^ +| +$/g, "");

/** A row with every field as text; what cannot be chosen is as if it was not. */
export function entryOf(states, row) {
  const offered = { medicine: states.medicines, ...states.choices };
  const entry = Object.fromEntries(FIELDS.map((field) => [field, String(row?.[field] ?? "")]));
  for (const field in offered) if (!Object.hasOwn(offered[field], entry[field])) entry[field] = "";
  return entry;
}

/** The text with values in its places. What a reader typed is never read for places itself. */
export const filled = (text, values) =>
  text.replace(/\{([a-z]+)\}/g, (place, key) => (Object.hasOwn(values, key) ? values[key] : place));

const number = (found) => (found ? Number(found[1].replace(",", ".")) : null);
const plain = (typed) => spaces(spaces(typed).toLowerCase().replace(/mg$/, ""));

/** Where the dose stands among the limits of its medicine. */
function doseBand(medicine, entry) {
  const typed = number(DOSE.exec(entry.dose));
  if (typed === null && spaces(entry.dose)) return "bad";
  if (entry.medicine && !medicine.bands) return "unlisted";
  if (typed === null || !entry.medicine) return "missing";
  const [least, low, high, most] = medicine.bands;
  if (typed < least || typed > most) return "far";
  return typed < low ? "below" : typed <= high ? "within" : "above";
}

/** What an entry says, all of it looked up: title, entered, lines, findings, ask, wrong, plan, and the parts of its bar. */
export function said(states, entry) {
  const medicine = states.medicines[entry.medicine];
  const dose = doseBand(medicine, entry);
  const [longest, most, , drawn] = states.limits;
  const typed = number(WEEKS.exec(entry.weeks));
  const weeks = typed !== null && typed <= most ? typed : null;
  const note = weeks === null ? (spaces(entry.weeks) ? "bad" : "") : weeks > longest ? "long" : "";
  const { codes, asked_weeks: times } = states;
  const [no, yes, unknown] = codes.known;
  const answers = (bar) => [
    [codes.dose[dose] ?? unknown, 3],
    [weeks === null ? unknown : weeks >= bar ? yes : no, 3],
    [codes.taken[entry.taken], 3],
    [codes.helped[entry.helped], 4],
    [codes.now[entry.now], 2],
  ];
  const found = times.map(
    (bar) => states.letters[states.found[answers(bar).reduce((place, [code, size]) => place * size + code, 0)]],
  );
  const title = (states.named.includes(entry.medicine) && spaces(entry.named)) || medicine.label;
  const strictest = found[found.length - 1];
  const ask = (strictest === "unknown" && medicine.ask) || states.ask[strictest];
  const hasDose = DOSE.test(entry.dose);
  const kind = hasDose ? (weeks === null ? "dose" : "both") : weeks === null ? "none" : "weeks";
  const values = { dose: plain(entry.dose), weeks: plain(entry.weeks), medicine: title };
  const about = [medicine.said, dose === "unlisted" || !entry.medicine ? "" : states.dose[dose]].filter(Boolean).join(" ");
  const reached = times.filter((bar) => weeks >= bar).length;
  return {
    title,
    entered: filled(states.entered[kind], values),
    lines: [
      about,
      weeks === null ? states.no_weeks : states.weeks[reached],
      states.taken[entry.taken],
      states.helped[entry.helped],
      states.now[entry.now],
    ].filter(Boolean),
    findings: found.map((key) => states.findings[key]),
    found,
    ask,
    wrong: [states.wrong[`dose ${dose}`] ?? "", states.wrong[`weeks ${note}`] ?? ""],
    plan: FIELDS.some((field) => spaces(entry[field])) ? filled(states.plan[kind], { ...values, ask }) : "",
    bar: {
      width: `${(Math.min(weeks ?? 0, drawn) / drawn) * 100}%`,
      more: weeks > drawn,
      solid: (codes.dose[dose] ?? unknown) === yes && codes.taken[entry.taken] === yes,
    },
  };
}

/** How many of the entries would count by each time and did not help enough, and that in words. */
export function totals(states, trials) {
  const rows = trials.length;
  return states.asked_weeks.map((_, i) => {
    const count = trials.filter((trial) => trial.found[i] === "meets").length;
    const few = count ? "lone-one" : "lone-none";
    const key = rows === 0 ? "empty" : rows === 1 ? few : count === 0 ? "none" : count === 1 ? "one" : "many";
    return { count, said: filled(states.counts[key], { count: String(count), rows: String(rows) }) };
  });
}

/** The reader's rows with one of them moved, by one place up or down; the same rows where there is no such place. */
export function moved(rows, from, by) {
  const to = from + by;
  if (to < 0 || to >= rows.length) return rows;
  const next = [...rows];
  [next[from], next[to]] = [next[to], next[from]];
  return next;
}

const ownRows = (model) => (model.get("rows") ?? []).slice(0, model.get("states").limits[2]);

/** What these choices put on the plan, in the words of this page. */
export function linesFor(model) {
  const states = model.get("states");
  return ownRows(model).map((row) => said(states, entryOf(states, row)).plan).filter(Boolean);
}

/** As many copies of a template in the list as there are trials. */
function fit(list, template, size) {
  while (list.children.length > size) list.lastElementChild.remove();
  while (list.children.length < size) list.append(template.content.firstElementChild.cloneNode(true));
}

/** The fields of one row. A new complaint about `typing` waits: half a number is no mistake. */
function showFields(fields, entry, trial, states, id, typing) {
  for (const field of FIELDS) {
    const input = fields.querySelector(`[data-field=${field}]`);
    input.id = `${id}-${field}`;
    input.previousElementSibling.htmlFor = input.id;
    if (input.value !== entry[field]) input.value = entry[field];
  }
  fields.querySelector(".ns-trial-named").hidden = !states.named.includes(entry.medicine);
  ["dose", "weeks"].forEach((field, i) => {
    const input = fields.querySelector(`[data-field=${field}]`);
    const wrong = fields.querySelector(`[data-wrong=${field}]`);
    wrong.id = `${id}-${field}-wrong`;
    const waits = input === typing && wrong.textContent === "";
    if (!waits && wrong.textContent !== trial.wrong[i]) wrong.textContent = trial.wrong[i];
    input.setAttribute("aria-describedby", wrong.id);
    input.setAttribute("aria-invalid", String(wrong.textContent !== ""));
  });
  for (const act of ["up", "down", "remove"]) {
    fields.querySelector(`[data-act=${act}]`).setAttribute("aria-label", filled(states.say[act], { medicine: trial.title }));
  }
  fields.setAttribute("aria-label", trial.title);
}

/** Show what the model holds, all of it. Fields keep their place, so that `typing` in one is never interrupted. */
export function show(model, el, typing = null) {
  const states = model.get("states");
  const history = el.querySelector(".ns-history");
  const own = history.querySelector(".ns-history-own");
  const entries = ownRows(model).map((row) => entryOf(states, row));
  const trials = entries.map((entry) => said(states, entry));
  const list = own.querySelector(".ns-trials");
  if (!list.dataset.fields) list.replaceChildren(); // Python's rows have no fields
  list.dataset.fields = "yes";
  history.toggleAttribute("data-filled", trials.length > 0);
  own.querySelector(".ns-history-found").hidden = trials.length === 0;

  fit(list, history.querySelector(".ns-trial-new"), trials.length);
  [...list.children].forEach((item, i) => {
    const trial = trials[i];
    const set = (part, text) => {
      item.querySelector(part).textContent = text;
    };
    set(".ns-trial-title", trial.title);
    set(".ns-trial-entered", trial.entered);
    item.querySelector(".ns-trial-words").replaceChildren(
      ...trial.lines.map((line) => {
        const said = document.createElement("li");
        said.textContent = line;
        return said;
      }),
    );
    set(".ns-trial-ask q", trial.ask);
    item.querySelector(".ns-trial-reading").hidden = trial.plan === "";
    const same = trial.findings.every((found) => found === trial.findings[0]);
    [...item.querySelectorAll(".ns-trial-times div")].forEach((time, j) => {
      time.hidden = same && j > 0;
      time.children[0].textContent = states.times[same ? states.times.length - 1 : j];
      time.children[1].textContent = trial.findings[j];
    });
    const fields = item.querySelector(".ns-trial-fields");
    showFields(fields, entries[i], trial, states, `${model.get("name")}-${i}`, typing);
    fields.querySelector("[data-act=up]").disabled = i === 0;
    fields.querySelector("[data-act=down]").disabled = i === trials.length - 1;
  });

  const bars = own.querySelector(".ns-bars");
  fit(bars, history.querySelector(".ns-bar-new"), trials.length);
  [...bars.children].forEach((item, i) => {
    const { bar, title, entered } = trials[i];
    item.querySelector(".ns-bar-name").textContent = title;
    item.querySelector(".ns-bar-entered").textContent = entered;
    const drawn = item.querySelector(".ns-bar");
    drawn.setAttribute("width", bar.width);
    drawn.classList.toggle("ns-solid", bar.solid);
    item.querySelector(".ns-bar-more").setAttribute("visibility", bar.more ? "visible" : "hidden");
  });
  own.querySelector(".ns-trial-rows").replaceChildren(
    ...trials.map(({ title, entered, findings }) => {
      const row = document.createElement("tr");
      [title, entered, ...findings].forEach((text, i) => {
        const cell = document.createElement(i ? "td" : "th");
        if (!i) cell.scope = "row";
        cell.textContent = text;
        row.append(cell);
      });
      return row;
    }),
  );
  const counted = totals(states, trials);
  [...own.querySelectorAll(".ns-bytime-dots")].forEach((dots, i) => {
    dots.nextElementSibling.textContent = counted[i].said;
    dots.replaceChildren(
      ...trials.map((_, j) => {
        const dot = document.createElement("span");
        dot.classList.add("ns-bytime-dot");
        dot.classList.toggle("ns-met", j < counted[i].count);
        return dot;
      }),
    );
  });
}

function render({ model, el }) {
  if (el.querySelector(".ns-history")) {
    el.querySelector(".ns-blank").open = false; // a page holds the markup already, for those without scripts
  } else {
    el.classList.add("ns-widget");
    el.innerHTML = model.get("markup");
  }
  const states = model.get("states");
  const find = (selector) => el.querySelector(selector);
  let gone = null; // the row that was removed last, and its place
  let typing = null; // the field whose reader has not yet paused
  let pause = 0;
  const keep = (rows) => {
    model.set("rows", rows);
    model.set("plan", linesFor(model));
    model.save_changes();
  };
  const trials = () => find(".ns-history-own .ns-trials").children;
  const item = (i) => trials()[i];
  const titleOf = (row) => said(states, entryOf(states, row)).title;
  const tell = (key, values) => {
    find(".ns-history-heard").textContent = filled(states.say[key], values);
  };
  const offerUndo = (removed) => {
    gone = removed;
    find(".ns-undo").hidden = !removed;
  };

  const acts = {
    add(rows) {
      offerUndo(null);
      if (rows.length >= states.limits[2]) return tell("full", {});
      keep([...rows, {}]);
      tell("added", { place: String(rows.length + 1) });
      item(rows.length).querySelector("[data-field=medicine]").focus();
    },
    remove(rows, i) {
      offerUndo({ row: rows[i], i });
      keep(rows.filter((_, j) => j !== i));
      tell("removed", { medicine: titleOf(gone.row) });
      find(".ns-undo").focus();
    },
    undo(rows) {
      if (!gone) return;
      const { row, i } = gone;
      offerUndo(null);
      keep([...rows.slice(0, i), row, ...rows.slice(i)].slice(0, states.limits[2]));
      tell("back", { medicine: titleOf(row) });
      item(i).querySelector("[data-field=medicine]").focus();
    },
    up: (rows, i) => move(rows, i, -1),
    down: (rows, i) => move(rows, i, 1),
  };
  function move(rows, i, by) {
    keep(moved(rows, i, by));
    tell("moved", { medicine: titleOf(rows[i]), place: String(i + by + 1) });
    // The row has gone on and so does the focus; at an end, to the button that still does something.
    const same = item(i + by).querySelector(`[data-act=${by < 0 ? "up" : "down"}]`);
    (same.disabled ? item(i + by).querySelector(`[data-act=${by < 0 ? "down" : "up"}]`) : same).focus();
  }
  const press = ({ target }) => {
    const button = target.closest("[data-act]");
    if (!button) return;
    const trial = button.closest(".ns-trial");
    acts[button.dataset.act](ownRows(model), trial ? [...trials()].indexOf(trial) : -1);
  };
  const type = ({ target }) => {
    if (!target.dataset.field) return;
    const i = [...trials()].indexOf(target.closest(".ns-trial"));
    typing = target;
    clearTimeout(pause);
    pause = setTimeout(() => {
      typing = null;
      redraw();
    }, PAUSE);
    keep(ownRows(model).map((row, j) => (j === i ? { ...entryOf(states, row), [target.dataset.field]: target.value } : row)));
  };
  const redraw = () => show(model, el, typing);
  redraw();
  el.addEventListener("input", type);
  el.addEventListener("click", press);
  model.on("change:rows", redraw);
  return () => {
    clearTimeout(pause);
    el.removeEventListener("input", type);
    el.removeEventListener("click", press);
    model.off("change:rows", redraw);
  };
}

export default { render, linesFor };
