// Makes the conversation plan answer: lines that lessons offer, the reader's own words, paper and a text file.

const textOf = (held, key) => (typeof held?.[key] === "string" ? held[key] : undefined);

/** Under which key an edit of a line is kept: the widget that offers it, and the line as it was offered. */
export const keyOf = (place, line) => `${place}\n${line}`;

/**
 * The sheet as it reads: each section's title, its `lines` as {key, text, off}, and what is `written` there. A part of
 * a lesson that has a section's title stands in it; all others, joined by title, stand after the section `after`.
 */
export function sheetOf({ sections, others_after: after }, gathered, { edits, removed, written }) {
  const parts = new Map();
  for (const { place, title, lines, lang } of gathered ?? []) {
    const part = parts.get(title) ?? { title, lines: [], ...(lang && { lang }) };
    for (const line of lines) {
      const key = keyOf(place, line);
      const own = textOf(edits, key); // in whatever language the reader wrote it
      part.lines.push({ key, text: own ?? line, off: removed?.includes(key) ?? false, ...(own === undefined && lang && { lang }) });
    }
    parts.set(title, part);
  }
  const own = sections.map(({ key, title }) => {
    const lines = parts.get(title)?.lines ?? [];
    parts.delete(title);
    return { section: key, title, lines, written: textOf(written, key) ?? "" };
  });
  const at = own.findIndex(({ section }) => section === after) + 1;
  return [...own.slice(0, at), ...parts.values(), ...own.slice(at)];
}

/** The sheet as plain text. Parts with nothing in them are left out; help is not. */
export function asText(title, sheet, help) {
  const parts = sheet.flatMap(({ title: heading, lines, written }) => {
    const left = lines.filter(({ off }) => !off).map(({ text }) => `- ${text.trim()}`);
    const said = [...left, written?.trim()].filter(Boolean);
    return said.length ? [[heading, ...said].join("\n")] : [];
  });
  return `${[title, ...parts, help.join("\n")].join("\n\n")}\n`;
}

const CHOICES = ["written", "edits", "removed"];
const now = (model) =>
  sheetOf(model.get("states"), model.get("gathered"), Object.fromEntries(CHOICES.map((key) => [key, model.get(key)])));

/** A row for each line, in the list; the buttons say to a screen reader which line they are for. */
function fill(list, lines, template) {
  list.hidden = lines.length === 0;
  list.replaceChildren(
    ...lines.map(({ key, text, off, lang }) => {
      const row = template.content.cloneNode(true).firstElementChild;
      row.dataset.key = key;
      row.toggleAttribute("data-off", off);
      const words = row.querySelector(".ns-words");
      words.textContent = text;
      if (lang) words.lang = lang;
      if (off) words.replaceWith(Object.assign(document.createElement("s"), { textContent: text, ...(lang && { lang }) }));
      for (const button of row.querySelectorAll("button")) {
        button.hidden = off !== button.matches(".ns-put-back");
        button.setAttribute("aria-label", `${button.textContent}: ${text}`);
      }
      return row;
    }),
  );
}

/** Show what the model holds. A line that the reader is changing stays open until it is done. */
export function show(model, el) {
  const sheet = now(model);
  for (const area of el.querySelectorAll("textarea[data-trait]")) {
    const { written } = sheet.find(({ section }) => section === area.dataset.trait);
    if (area.value !== written) area.value = written;
    area.nextElementSibling.textContent = written;
    area.parentElement.toggleAttribute("data-written", written.trim() !== "");
  }
  if (el.querySelector(".ns-sheet li textarea")) return;
  for (const old of el.querySelectorAll(".ns-of-lessons")) old.remove();
  let next = null;
  for (const part of [...sheet].reverse()) {
    let at = part.section && el.querySelector(`[data-section="${part.section}"]`);
    if (!at) {
      at = el.querySelector(".ns-part").content.cloneNode(true).firstElementChild;
      Object.assign(at.querySelector("h4"), { textContent: part.title, ...(part.lang && { lang: part.lang }) });
      next.before(at);
    }
    fill(at.querySelector("ul"), part.lines, el.querySelector(".ns-row-of-plan"));
    at.toggleAttribute(
      "data-lines",
      part.lines.some(({ off }) => !off),
    );
    next = at;
  }
  el.querySelector(".ns-nothing").hidden = sheet.some(({ lines }) => lines.length);
}

/** Let only the sheet be printed: a copy of it stands alone on the paper, and is gone afterwards. */
function printAlone(el) {
  const alone = document.createElement("div");
  alone.classList.add("ns-widget", "ns-alone");
  alone.append(el.querySelector(".ns-plan").cloneNode(true));
  for (const named of alone.querySelectorAll("[id]")) named.removeAttribute("id");
  const { body } = document;
  const done = () => {
    alone.remove();
    body.classList.remove("ns-printing");
  };
  for (const left of document.querySelectorAll(".ns-alone")) left.remove();
  body.append(alone);
  body.classList.add("ns-printing");
  addEventListener("afterprint", done, { once: true });
  print();
}

/** Hand the reader a text file that was made on the device. */
function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = `${name}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function render({ model, el }) {
  if (!el.querySelector(".ns-plan")) {
    el.classList.add("ns-widget");
    el.innerHTML = model.get("markup");
  }
  const states = model.get("states");
  const keep = (trait, value) => {
    model.set(trait, value);
    model.save_changes();
  };
  const write = ({ target }) => {
    if (!target.dataset.trait) return;
    const areas = [...el.querySelectorAll("textarea[data-trait]")];
    keep("written", Object.fromEntries(areas.map((area) => [area.dataset.trait, area.value])));
  };
  const say = (text) => {
    el.querySelector(".ns-plan-said").textContent = text;
  };
  const focus = (key, button) => [...el.querySelectorAll("li")].find((row) => row.dataset.key === key)?.querySelector(button)?.focus();
  const removed = () => [...model.get("removed")].filter((key) => typeof key === "string");
  const takeOff = (key) => keep("removed", [...removed(), key]);
  const change = (row) => {
    const area = document.createElement("textarea");
    const words = row.querySelector(".ns-words");
    area.value = words.textContent;
    area.rows = 2;
    area.maxLength = 2000;
    area.setAttribute("aria-label", states.your_words);
    words.hidden = true; // but not on paper
    words.after(area);
    const button = row.querySelector(".ns-change-line");
    button.textContent = states.done;
    button.removeAttribute("aria-label");
    area.focus();
    area.addEventListener("input", () => {
      words.textContent = area.value;
      keep("edits", { ...model.get("edits"), [row.dataset.key]: area.value });
    });
  };
  /** Close the line that is being changed. One without words is off the sheet, and can be put back as it was offered. */
  const finish = () => {
    const area = el.querySelector(".ns-sheet li textarea");
    if (!area) return;
    const { key } = area.closest("li").dataset;
    const emptied = !area.value.trim();
    area.remove();
    if (emptied) {
      const { [key]: _, ...others } = model.get("edits");
      model.set("edits", others);
      takeOff(key);
    }
    show(model, el);
  };
  const act = (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    say("");
    const row = button.closest("li");
    const key = row?.dataset.key;
    const open = row?.querySelector("textarea");
    finish();
    if (button.matches(".ns-remove-line")) {
      if (!removed().includes(key)) takeOff(key);
      say(states.removed);
      focus(key, ".ns-put-back");
    } else if (button.matches(".ns-put-back")) {
      keep("removed", removed().filter((other) => other !== key));
      focus(key, ".ns-remove-line");
    } else if (open) focus(key, "button:not([hidden])");
    else if (button.matches(".ns-change-line")) change([...el.querySelectorAll("li")].find((li) => li.dataset.key === key));
    else if (button.matches(".ns-print")) printAlone(el);
    else if (button.matches(".ns-text")) {
      save(asText(states.title, now(model), states.help), states.file);
      say(states.saved);
    } else if (button.matches(".ns-empty-plan")) empty();
  };
  // The page empties everything that was kept in this tab; where there is no page, the sheet empties itself.
  const empty = () => {
    if (!el.dispatchEvent(new CustomEvent("ns-clear", { bubbles: true, cancelable: true }))) return;
    for (const [trait, value] of Object.entries({ written: {}, edits: {}, removed: [], gathered: [] })) model.set(trait, value);
    model.save_changes();
    say(states.cleared);
  };
  const redraw = () => show(model, el);
  const escape = (event) => {
    if (event.key !== "Escape" || !event.target.closest(".ns-sheet li textarea")) return;
    const { key } = event.target.closest("li").dataset;
    finish();
    focus(key, "button:not([hidden])");
  };
  // A page holds the markup already, and its reader may have written before this module arrived.
  const early = [...el.querySelectorAll("textarea[data-trait]")].find((area) => area.value !== area.defaultValue);
  if (early) write({ target: early });
  redraw();
  const traits = [...CHOICES, "gathered"];
  el.addEventListener("input", write);
  el.addEventListener("click", act);
  el.addEventListener("keydown", escape);
  for (const trait of traits) model.on(`change:${trait}`, redraw);
  return () => {
    el.removeEventListener("input", write);
    el.removeEventListener("click", act);
    el.removeEventListener("keydown", escape);
    for (const trait of traits) model.off(`change:${trait}`, redraw);
  };
}

export default { render };
