// Makes the conversation plan answer: lines that lessons offer, the reader's own words, paper and a text file.

const textOf = (held, key) => (typeof held?.[key] === "string" ? held[key] : undefined);

/** Under which key an edit of a line is kept: the widget that offers it, and the line as it was offered. */
export const keyOf = (place, line) => `${place}\n${line}`;

/**
 * The sheet as it reads: each section's title, its `lines` as {key, text}, and what is `written` there. A part of a
 * lesson that has a section's title stands in it; all others, joined by title, stand after the section `after`.
 */
export function sheetOf({ sections, others_after: after }, gathered, edits, written) {
  const parts = new Map();
  for (const { place, title, lines } of gathered ?? []) {
    const part = parts.get(title) ?? { title, lines: [] };
    for (const line of lines) {
      const key = keyOf(place, line);
      const text = textOf(edits, key) ?? line;
      if (text.trim()) part.lines.push({ key, text });
    }
    parts.set(title, part);
  }
  const own = sections.map(({ key, title }) => {
    const lines = parts.get(title)?.lines ?? [];
    parts.delete(title);
    return { section: key, title, lines, written: textOf(written, key) ?? "" };
  });
  const at = own.findIndex(({ section }) => section === after) + 1;
  return [...own.slice(0, at), ...[...parts.values()].filter(({ lines }) => lines.length), ...own.slice(at)];
}

/** The sheet as plain text. Parts with nothing in them are left out; help is not. */
export function asText(title, sheet, help) {
  const parts = sheet.map((part) =>
    [...part.lines.map(({ text }) => `- ${text.trim()}`), part.written?.trim()].filter(Boolean).join("\n"),
  );
  const filled = sheet.flatMap((part, i) => (parts[i] ? [`${part.title}\n${parts[i]}`] : []));
  return `${[title, ...filled, help.join("\n")].join("\n\n")}\n`;
}

const now = (model) => sheetOf(model.get("states"), model.get("gathered"), model.get("edits"), model.get("written"));

/** A row for each line, in the list; the buttons say to a screen reader which line they are for. */
function fill(list, lines, template) {
  list.hidden = lines.length === 0;
  list.replaceChildren(
    ...lines.map(({ key, text }) => {
      const row = template.content.cloneNode(true).firstElementChild;
      row.dataset.key = key;
      row.querySelector(".ns-words").textContent = text;
      for (const button of row.querySelectorAll("button")) {
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
    const written = sheet.find(({ section }) => section === area.dataset.trait).written;
    if (area.value !== written) area.value = written;
    area.nextElementSibling.textContent = written;
    area.parentElement.toggleAttribute("data-written", written.trim() !== "");
  }
  if (el.querySelector("li textarea")) return;
  const row = el.querySelector(".ns-row-of-plan");
  for (const old of el.querySelectorAll(".ns-of-lessons")) old.remove();
  for (const part of sheet) {
    let at = part.section && el.querySelector(`[data-section="${part.section}"]`);
    if (!at) {
      at = el.querySelector(".ns-part").content.cloneNode(true).firstElementChild;
      at.classList.add("ns-of-lessons");
      at.querySelector("h4").textContent = part.title;
      const next = sheet.slice(sheet.indexOf(part)).find(({ section }) => section);
      el.querySelector(".ns-sheet").insertBefore(at, el.querySelector(`[data-section="${next.section}"]`));
    }
    fill(at.querySelector("ul"), part.lines, row);
    at.toggleAttribute("data-lines", part.lines.length > 0);
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
  const undo = el.querySelector(".ns-undo");
  let taken = null;
  const keepWritten = () => {
    const areas = [...el.querySelectorAll("textarea[data-trait]")];
    model.set("written", Object.fromEntries(areas.map((area) => [area.dataset.trait, area.value])));
    model.save_changes();
  };
  const keepEdit = (key, text) => {
    const { [key]: _, ...others } = model.get("edits");
    model.set("edits", text === undefined ? others : { ...others, [key]: text });
    model.save_changes();
  };
  const say = (text) => {
    el.querySelector(".ns-plan-said").textContent = text;
  };
  const rowOf = (key) => [...el.querySelectorAll("li")].find((row) => row.dataset.key === key);
  const takeOff = (key, before) => {
    taken = { key, before };
    keepEdit(key, "");
    undo.hidden = false;
    undo.querySelector("output").textContent = states.removed;
    undo.querySelector("button").focus();
  };
  const change = (row) => {
    const area = document.createElement("textarea");
    const words = row.querySelector(".ns-words");
    const { key } = row.dataset;
    const before = textOf(model.get("edits"), key);
    area.value = words.textContent;
    area.rows = 2;
    area.setAttribute("aria-label", states.your_words);
    words.hidden = true; // but not on paper
    words.after(area);
    const button = row.querySelector(".ns-change-line");
    button.textContent = states.done;
    button.removeAttribute("aria-label");
    area.focus();
    area.addEventListener("input", () => {
      words.textContent = area.value;
      keepEdit(key, area.value);
    });
    const done = () => {
      area.remove();
      if (area.value.trim()) {
        show(model, el);
        rowOf(key)?.querySelector(".ns-change-line").focus();
      } else takeOff(key, before);
    };
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape") done();
    });
    row.finish = done;
  };
  const act = (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    say("");
    const row = button.closest("li");
    if (button.matches(".ns-change-line")) (row.finish ?? change)(row);
    else if (button.matches(".ns-remove-line")) {
      const before = textOf(model.get("edits"), row.dataset.key);
      row.querySelector("textarea")?.remove();
      takeOff(row.dataset.key, before);
    } else if (button.matches(".ns-undo button")) {
      keepEdit(taken.key, taken.before);
      undo.hidden = true;
      rowOf(taken.key)?.querySelector(".ns-remove-line").focus();
    } else if (button.matches(".ns-print")) printAlone(el);
    else if (button.matches(".ns-text")) {
      save(asText(states.title, now(model), states.help), states.file);
      say(states.saved);
    } else if (button.matches(".ns-empty-plan")) empty();
  };
  // The page empties everything that was kept in this tab; where there is no page, the sheet empties itself.
  const empty = () => {
    undo.hidden = true;
    if (!el.dispatchEvent(new CustomEvent("ns-clear", { bubbles: true, cancelable: true }))) return;
    model.set("written", {});
    model.set("edits", {});
    model.set("gathered", []);
    model.save_changes();
    say(states.cleared);
  };
  const write = ({ target }) => {
    if (target.dataset.trait) keepWritten();
  };
  const redraw = () => show(model, el);
  const traits = ["written", "edits", "gathered"];
  // A page holds the markup already, and its reader may have written before this module arrived.
  if ([...el.querySelectorAll("textarea[data-trait]")].some((area) => area.value !== area.defaultValue)) keepWritten();
  redraw();
  el.addEventListener("input", write);
  el.addEventListener("click", act);
  for (const trait of traits) model.on(`change:${trait}`, redraw);
  return () => {
    el.removeEventListener("input", write);
    el.removeEventListener("click", act);
    for (const trait of traits) model.off(`change:${trait}`, redraw);
  };
}

export default { render };
