// Makes the form answer: adds up the reader's own nine answers, and looks up the words that Python has for the total.

const POINTS = ["0", "1", "2", "3"];

/** Nine answers, each "0" to "3" or "" for none yet, from whatever was kept. */
export const cleaned = (answers) => Array.from({ length: 9 }, (_, i) => (POINTS.includes(answers?.[i]) ? answers[i] : ""));

/** The numbers of the questions that still have no answer. */
export const missing = (answers) => answers.flatMap((answer, i) => (answer === "" ? [i + 1] : []));

/** The sum of nine answers, or null as long as one is missing. */
export const total = (answers) =>
  missing(answers).length ? null : answers.reduce((sum, answer) => sum + Number(answer), 0);

/** An earlier total as typed: null for nothing yet, or NaN for what no form can add up to. */
export function typedTotal(text, highest) {
  const typed = text.trim();
  if (!typed) return null;
  return /^\d{1,2}$/.test(typed) && Number(typed) <= highest ? Number(typed) : NaN;
}

/** Python's sentence with its places filled. */
export const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

/** What Python says of these answers: the total, the change from an earlier one, what is missing, lines for the plan. */
export function said(states, answers, earlierTyped) {
  const now = total(answers);
  const earlier = typedTotal(earlierTyped, states.reached.length - 1);
  const left = missing(answers);
  const result = {
    total: "",
    change: "",
    missing: left.length === answers.length ? states.none : filled(states.missing, { numbers: left.join(", ") }),
    wrong: Number.isNaN(earlier) ? states.wrong : "",
    lines: [],
  };
  if (now === null) return result;
  const reached = states.reached[now];
  result.missing = "";
  result.total = filled(states.total[reached], { total: now });
  result.lines = [filled(states.line[reached], { total: now })];
  if (earlier === null || result.wrong) return result;
  const values = { earlier, points: Math.abs(now - earlier) };
  result.change = filled(states.change[states.changed[earlier][now]], values);
  result.lines.push(filled(states.earlier, values));
  return result;
}

/** What these choices put on the plan, in the words of this page. */
export const linesFor = (model) =>
  model.get("offered") ? said(model.get("states"), cleaned(model.get("answers")), model.get("earlier")).lines : [];

const read = (el) => ({
  answers: Array.from({ length: 9 }, (_, i) => el.querySelector(`[name$="-${i + 1}"]:checked`)?.value ?? ""),
  difficulty: el.querySelector("[data-trait=difficulty]:checked")?.value ?? "",
  earlier: el.querySelector("[data-trait=earlier]").value,
  offered: el.querySelector("[data-trait=offered]").checked,
});

/** Show what the model holds. What the reader typed stays as it is, right or wrong. */
export function show(model, el) {
  const answers = cleaned(model.get("answers"));
  const result = said(model.get("states"), answers, model.get("earlier"));
  answers.forEach((answer, i) => {
    for (const input of el.querySelectorAll(`[name$="-${i + 1}"]`)) input.checked = input.value === answer;
  });
  for (const input of el.querySelectorAll("[data-trait=difficulty]")) {
    input.checked = input.value === model.get("difficulty");
  }
  const earlier = el.querySelector("[data-trait=earlier]");
  if (earlier.value !== model.get("earlier")) earlier.value = model.get("earlier");
  earlier.setAttribute("aria-invalid", String(result.wrong !== ""));
  el.querySelector("[data-trait=offered]").checked = model.get("offered");
  const root = el.querySelector(".ns-phq9");
  root.toggleAttribute("data-help", el.querySelector("[data-urgent]:checked") !== null);
  root.toggleAttribute("data-whole", result.total !== "");
  const tell = (place, text) => {
    const at = el.querySelector(place);
    if (at.textContent !== text) at.textContent = text; // said once, not at each tap
  };
  tell(".ns-sum", result.total);
  tell(".ns-missing span", result.missing);
  tell(".ns-wrong", result.wrong);
  tell(".ns-change", result.change);
  const next = missing(answers)[0];
  if (next) el.querySelector(".ns-missing a").hash = `${model.get("name")}-${next}`;
}

function render({ model, el }) {
  const keep = () => {
    const chosen = read(el);
    for (const [trait, value] of Object.entries(chosen)) model.set(trait, value);
    model.set("plan", linesFor(model));
    model.save_changes();
  };
  if (el.querySelector(".ns-phq9")) {
    // A page holds the markup already, and its reader may have answered before this module arrived.
    if (el.querySelector("input:checked") || el.querySelector("[data-trait=earlier]").value) keep();
  } else {
    el.classList.add("ns-widget");
    el.innerHTML = model.get("markup");
  }
  const redraw = () => show(model, el);
  const choose = ({ target }) => {
    if (!target.dataset.trait) return;
    const opened = el.querySelector(".ns-phq9").hasAttribute("data-help");
    keep();
    redraw();
    if (opened || !("urgent" in target.dataset)) return;
    // Help stands right below the last question. Focus goes there without a jump; Shift and Tab lead back.
    el.querySelector(".ns-heard").textContent = el.querySelector(".ns-heard").dataset.urgent;
    const help = el.querySelector(".ns-now");
    help.focus({ preventScroll: true });
    help.scrollIntoView({ block: "nearest" });
  };
  const goOn = (event) => {
    const link = event.target.closest(".ns-missing a");
    if (!link) return;
    event.preventDefault();
    const question = el.querySelector(link.hash);
    question.querySelector("input").focus({ preventScroll: true });
    question.scrollIntoView({ block: "center" });
  };
  const traits = ["answers", "difficulty", "earlier", "offered"];
  redraw();
  el.addEventListener("change", choose);
  el.addEventListener("click", goOn);
  for (const trait of traits) model.on(`change:${trait}`, redraw);
  return () => {
    el.removeEventListener("change", choose);
    el.removeEventListener("click", goOn);
    for (const trait of traits) model.off(`change:${trait}`, redraw);
  };
}

export default { render, linesFor };
