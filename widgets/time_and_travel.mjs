// Makes time and travel answer: adds up the reader's own minutes, and makes a calendar file on the device.

/** The minutes that a reader typed: a whole number, null for nothing yet, or NaN for what is no whole number. */
export function typedMinutes(text) {
  const typed = text.trim();
  if (!typed) return null;
  return /^\d+$/.test(typed) ? Number(typed) : NaN;
}

/** The key into Python's words for what is wrong with the minutes, or "" if nothing is. */
export function wrongWith(minutes, longest) {
  if (Number.isNaN(minutes)) return "bad";
  return minutes !== null && minutes > longest ? "too_long" : "";
}

/** Whole hours and weeks of a plan: the fewest and the most visits, `minutes` one way, `days` a week. */
export function totals({ visits, chair, days }, minutes, daysChosen) {
  const [few, many] = visits;
  const hours = (n) => Math.round((n * (chair + 2 * minutes)) / 60);
  const weeks = (n) => Math.ceil(n / (days || daysChosen));
  return { fewest: hours(few), most: hours(many), fewest_weeks: weeks(few), most_weeks: weeks(many) };
}

/** Python's sentence with its places filled. */
export const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

/** The days of the visits, as YYYYMMDD: weekdays from the first day on, at most `perWeek` from Monday to Sunday. */
export function visitDays(first, visits, perWeek) {
  const day = new Date(`${first}T12:00:00Z`);
  const found = [];
  let taken = 0;
  while (found.length < visits) {
    const weekday = day.getUTCDay();
    if (weekday === 1) taken = 0;
    if (weekday >= 1 && weekday <= 5 && taken < perWeek) {
      found.push(day.toISOString().slice(0, 10).replaceAll("-", ""));
      taken += 1;
    }
    day.setUTCDate(day.getUTCDate() + 1);
  }
  return found;
}

/** A calendar file (RFC 5545) of whole days that all have the same neutral name. */
export function calendarFile(days, event, stamp) {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:next-steps"];
  for (const day of days) {
    const id = `UID:${day}-${stamp}@device`;
    lines.push("BEGIN:VEVENT", id, `DTSTAMP:${stamp}`, `DTSTART;VALUE=DATE:${day}`, `SUMMARY:${event}`, "END:VEVENT");
  }
  return [...lines, "END:VCALENDAR", ""].join("\r\n");
}

/** Show the state that the model is in. What the reader typed stays as it is, right or wrong. */
export function show(model, el) {
  const states = model.get("states");
  const plan = states.plans[model.get("plan_of_visits")];
  const minutes = typedMinutes(model.get("minutes"));
  const days = Number(model.get("days"));
  for (const input of el.querySelectorAll("[data-trait]")) {
    const value = model.get(input.dataset.trait);
    if (input.type === "radio") input.checked = input.value === value;
    else if (input.value !== value) input.value = value;
  }
  const wrong = wrongWith(minutes, states.longest);
  el.querySelector(".ns-wrong").textContent = wrong ? states[wrong] : "";
  el.querySelector("[data-trait=minutes]").setAttribute("aria-invalid", String(wrong !== ""));
  const { calendars } = states;
  const calendar = calendars[`${model.get("plan_of_visits")} ${days}`] ?? calendars[model.get("plan_of_visits")];
  const drawing = el.querySelector(".ns-calendar > svg");
  drawing.setAttribute("viewBox", `0 0 140 ${calendar.height}`);
  drawing.innerHTML = calendar.dots;
  const said = [plan.plain];
  if (minutes !== null && !wrong) said.push(filled(plan.own, totals(plan, minutes, days)));
  if (days < plan.usual) said.push(plan.slower);
  el.querySelector(".ns-sentence").textContent = said.join(" ");
}

/** Give the reader the file. It is made here: no address is asked for it. */
function save(model, el) {
  const states = model.get("states");
  const first = el.querySelector(".ns-first").value;
  const told = el.querySelector(".ns-saved");
  if (!first) {
    told.textContent = states.no_day;
    return;
  }
  const { visits, days } = states.plans[model.get("plan_of_visits")];
  const stamp = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
  const file = calendarFile(visitDays(first, visits[0], days || Number(model.get("days"))), states.event, stamp);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([file], { type: "text/calendar" }));
  link.download = `${states.file}.ics`;
  link.click();
  URL.revokeObjectURL(link.href);
  told.textContent = states.made;
}

const TRAITS = ["plan_of_visits", "minutes", "days"];

function render({ model, el }) {
  if (el.querySelector(".ns-travel")) {
    // A page holds the markup already, and its reader may have chosen before this module arrived.
    for (const input of el.querySelectorAll(".ns-travel input:checked, .ns-travel select, .ns-travel [data-trait=minutes]")) {
      model.set(input.dataset.trait, input.value);
    }
  } else {
    el.classList.add("ns-widget");
    el.innerHTML = model.get("markup");
  }
  const choose = ({ target }) => {
    if (!target.dataset.trait) return;
    model.set(target.dataset.trait, target.value);
    model.save_changes();
  };
  const redraw = () => show(model, el);
  const keep = ({ target }) => {
    if (target.closest(".ns-save")) save(model, el);
  };
  redraw();
  el.addEventListener("input", choose);
  el.addEventListener("click", keep);
  for (const trait of TRAITS) model.on(`change:${trait}`, redraw);
  return () => {
    el.removeEventListener("input", choose);
    el.removeEventListener("click", keep);
    for (const trait of TRAITS) model.off(`change:${trait}`, redraw);
  };
}

export default { render };
