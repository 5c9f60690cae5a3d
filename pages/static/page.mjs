// The page's own half of its only script (pages/assets.py joins the widgets to it). Widgets answer through their own modules; a chart comes alive where a reader points at it.
// Nothing here sends anything: after the page has loaded, the only request is for the chart library of this host.

/** Where choices are kept: this tab's own storage, which no other tab reads and which goes when the tab is closed. */
export const STORE = "next-steps";

/**
 * The one store, for all lessons read in this tab: {"lesson#widget": {edition, choices: {trait: value}, title, plan, lang}}.
 * `choices` are what the reader set; `title` and `plan` are what "My conversation plan" shows of it, in the language `lang`.
 * A browser that offers no storage, or is full, keeps nothing, and the lesson still answers.
 */
export function deviceStore(storage) {
  const all = () => {
    try {
      const kept = JSON.parse(storage().getItem(STORE));
      return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
    } catch {
      return {};
    }
  };
  const write = (kept) => {
    try {
      if (Object.keys(kept).length) storage().setItem(STORE, JSON.stringify(kept));
      else storage().removeItem(STORE);
    } catch {
      // Nothing is kept then; what is on the screen stays.
    }
  };
  return {
    all,
    get: (place) => all()[place],
    keep: (place, entry) => write({ ...all(), [place]: entry }),
    empty: () => write({}),
    refill: write,
  };
}

/** Everything that a reader can set in a widget, as the page first holds it: its traits, without Python's own and the page's. */
const FIXED = new Set(["name", "states", "edition", "plan_title", "gathered"]);
export const choicesOf = (state) => Object.fromEntries(Object.entries(state).filter(([key]) => !FIXED.has(key)));

/** Set what was kept, if it is of this edition and of a kind that the widget has; what it cannot show is forgotten. */
export function restore(model, initial, entry, edition) {
  if (entry?.edition !== edition) return;
  const fits = (a, b) => typeof a === typeof b && Array.isArray(a) === Array.isArray(b);
  try {
    for (const [key, value] of Object.entries({ ...entry.choices, plan: entry.plan })) {
      if (key in initial && fits(value, initial[key])) model.set(key, value);
    }
  } catch {
    for (const key in initial) model.set(key, initial[key]);
  }
}

/**
 * What is kept, with the lines that a widget put on the plan said in the words of this page. The plan knows a line by
 * its widget and its words: a line that the reader changed or took off there stays so.
 */
export function saidAgain(kept, place, { lines, title, lang }) {
  const old = kept[place].plan;
  const now = new Map(old.length === lines.length ? old.map((line, i) => [`${place}\n${line}`, `${place}\n${lines[i]}`]) : []);
  const again = (value) => {
    if (Array.isArray(value)) return value.map((item) => now.get(item) ?? item);
    if (!value || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [now.get(key) ?? key, item]));
  };
  const renewed = (entry) =>
    entry?.choices && typeof entry.choices === "object"
      ? { ...entry, choices: Object.fromEntries(Object.entries(entry.choices).map(([key, value]) => [key, again(value)])) }
      : entry;
  const all = Object.fromEntries(Object.entries(kept).map(([at, entry]) => [at, renewed(entry)]));
  return { ...all, [place]: { ...all[place], plan: lines, title, lang } };
}

/** What "My conversation plan" gathers: every part that offers lines, of all lessons, in the order of first choice. */
export const partsOf = (kept) =>
  Object.entries(kept).flatMap(([place, entry]) => {
    const lines = (Array.isArray(entry?.plan) ? entry.plan : []).filter((line) => line && typeof line === "string");
    const title = entry?.title;
    const spoken = typeof entry?.lang === "string" ? { lang: entry.lang } : {};
    return lines.length && title && typeof title === "string" ? [{ place, title, lines, ...spoken }] : [];
  });

/** A model for a page without a kernel: what anywidget gives a module. `keep` is told when choices should be kept. */
export function pageModel(state, keep = () => {}) {
  const listeners = new Map();
  return {
    get: (key) => state[key],
    set(key, value) {
      if (state[key] === value) return;
      state[key] = value;
      for (const listener of listeners.get(`change:${key}`) ?? []) listener();
    },
    save_changes: () => keep(state),
    on(event, listener) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    },
    off(event, listener) {
      listeners.set(event, (listeners.get(event) ?? []).filter((l) => l !== listener));
    },
  };
}

/** Data that Python wrote into the page. */
const written = (element) => JSON.parse(element.textContent);

/** Whether the reader chose something here before any script ran. Of a list without a default, the first is it. */
const touched = (el) =>
  [...el.querySelectorAll(".ns-widget input, .ns-widget textarea")].some(
    // A tick without a value of its own has the value "on" and no default value.
    (i) => (i.type === "checkbox" || i.type === "radio" ? i.checked !== i.defaultChecked : i.value !== i.defaultValue),
  ) ||
  [...el.querySelectorAll(".ns-widget select")].some(
    (s) => s.selectedIndex !== Math.max([...s.options].findIndex((o) => o.defaultSelected), 0),
  );

const store = deviceStore(() => globalThis.sessionStorage);
const widgets = [];

/** Give what all lessons offer to the widgets that ask, where it is not what they have. */
function gather() {
  const parts = partsOf(store.all());
  for (const { model } of widgets) {
    if (JSON.stringify(model.get("gathered")) !== JSON.stringify(parts)) model.set("gathered", parts);
  }
}

async function hydrate(el, modules, loaded) {
  const state = written(el.querySelector(".ns-state"));
  const initial = choicesOf(state);
  const place = `${document.body.dataset.lesson ?? ""}#${el.id}`;
  const early = touched(el);
  const model = pageModel(state, () => {
    const { plan = [], ...choices } = choicesOf(state);
    const { lang } = document.documentElement;
    store.keep(place, { edition: state.edition, choices, title: state.plan_title, plan, lang });
    offerToClear();
    gather();
  });
  model.set("gathered", partsOf(store.all()));
  const module = (loaded[el.dataset.widget] ??= modules[el.dataset.widget]());
  await module.initialize?.({ model });
  await module.render({ model, el });
  widgets.push({ model, initial, place, edition: state.edition });
  if (!early) restore(model, initial, store.get(place), state.edition);
  inTheseWords(module, model, place, state);
  el.dataset.ready = "";
}

/** What a widget put on the plan before, perhaps in another language, is said as this page says it. */
function inTheseWords(module, model, place, { edition, plan_title: title }) {
  const entry = store.get(place);
  if (!module.linesFor || entry?.edition !== edition || !Array.isArray(entry.plan) || !entry.plan.length) return;
  const lines = module.linesFor(model);
  if (entry.title === title && JSON.stringify(lines) === JSON.stringify(entry.plan)) return;
  store.refill(saidAgain(store.all(), place, { lines, title, lang: document.documentElement.lang }));
  for (const widget of widgets) restore(widget.model, widget.initial, store.get(widget.place), widget.edition);
  gather();
}

/** The button that empties the store stands there only when there is something to empty. */
function offerToClear() {
  const clear = document.querySelector(".ns-clear");
  if (!clear) return;
  const [button, undo] = clear.querySelectorAll("button");
  clear.hidden = false;
  button.hidden = Object.keys(store.all()).length === 0;
  if (button.hidden) return;
  clear.querySelector("output").textContent = "";
  undo.hidden = true;
}

/** Empty the store and set every widget back. Until the page is left, the reader can take it back. */
function answerToClear() {
  const clear = document.querySelector(".ns-clear");
  if (!clear) return;
  const [button, undo] = clear.querySelectorAll("button");
  const said = clear.querySelector("output");
  let gone;
  button.addEventListener("click", () => {
    gone = { kept: store.all(), shown: widgets.map(({ model, initial }) => Object.keys(initial).map((k) => [k, model.get(k)])) };
    store.empty();
    for (const { model, initial } of widgets) for (const key in initial) model.set(key, initial[key]);
    gather();
    clear.hidden = false;
    said.textContent = said.dataset.say;
    undo.hidden = false;
    undo.focus();
    button.hidden = true;
  });
  undo.addEventListener("click", () => {
    store.refill(gone.kept);
    widgets.forEach(({ model }, i) => {
      for (const [key, value] of gone.shown[i] ?? []) model.set(key, value);
    });
    gather();
    offerToClear();
    button.focus();
  });
  // A widget may have such a button too. It asks here, so that there is one way to empty and one way back.
  document.addEventListener("ns-clear", (event) => {
    event.preventDefault();
    button.click();
  });
  if (Object.keys(store.all()).length) offerToClear();
}

/** The page's colours, for a drawing that cannot read the stylesheet by itself. */
function themed(layout) {
  const colour = (token) => getComputedStyle(document.documentElement).getPropertyValue(token).trim();
  const lines = { gridcolor: colour("--ns-line"), linecolor: colour("--ns-line") };
  return {
    ...layout,
    font: { ...layout.font, color: colour("--ns-ink") },
    xaxis: { ...layout.xaxis, ...lines },
    yaxis: { ...layout.yaxis, ...lines },
    hoverlabel: { bgcolor: colour("--ns-card"), font: { color: colour("--ns-ink") } },
  };
}

function loadScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

let library;
/** Put Plotly's chart in the place of the drawing, for a reader who points at it. If that fails, the drawing stays. */
async function liven(chart, address) {
  const plot = chart.querySelector(".ns-plot");
  library ??= loadScript(address);
  await library;
  if (!chart.isConnected) return; // the reader chose another chart in the meantime
  const { data, layout, config } = written(chart.querySelector(".ns-figure"));
  const live = document.createElement("div");
  live.style.height = `${plot.clientHeight}px`;
  plot.replaceChildren(live);
  const paint = () => live.isConnected && window.Plotly.react(live, data, themed(layout), config);
  await paint();
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", paint);
  }
  chart.dataset.ready = "";
}

/** A tap on a number in the text shows its papers over the page, from the list of sources where they stand anyway. */
function showNotes() {
  const note = document.querySelector(".ns-note");
  if (!note?.showModal) return; // an older browser follows the link to the list
  for (const link of document.querySelectorAll("#lesson a[href]")) {
    const claim = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!claim?.classList.contains("ns-claim")) continue;
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const papers = [...claim.cloneNode(true).children];
      for (const details of papers) details.open = true;
      note.querySelector(".ns-note-claim").replaceChildren(...papers);
      const source = claim.parentElement.closest("li").querySelector(".ns-citation a");
      note.querySelector(".ns-note-source span").replaceChildren(source.cloneNode(true));
      note.showModal();
      note.querySelector("button").focus();
      note.querySelector(".ns-note-body").scrollTop = 0;
    });
  }
  note.querySelector("button").addEventListener("click", () => note.close());
  note.addEventListener("click", (event) => event.target === note && note.close());
}

/** What each part of a table is, said again: where cards take its place on a phone, older browsers forget it. */
const ROLES = {
  "": "table",
  thead: "rowgroup",
  tbody: "rowgroup",
  tr: "row",
  "thead>tr>th": "columnheader",
  "tbody>tr>th": "rowheader",
  td: "cell",
};

function tellRows() {
  for (const table of document.querySelectorAll(".ns-rows, .ns-claims table")) {
    for (const [selector, role] of Object.entries(ROLES)) {
      for (const part of selector ? table.querySelectorAll(selector) : [table]) part.setAttribute("role", role);
    }
  }
}

/**
 * The list of sources is longer than a lesson on a phone, and a tap on a number shows its own: fold it until a reader
 * asks for it. Without scripts, and on paper, it is open. A link into it opens it, as one to the heading of a folded part
 * opens the part: a browser does so only for what lies inside, and an older one not at all.
 */
function openFolds() {
  const sources = document.querySelector(".ns-sources > details");
  if (sources) sources.open = false;
  const open = () => {
    const place = document.querySelector(":target");
    const fold = place?.closest(".ns-fold, .ns-sources > details");
    if (!fold || fold.open) return;
    fold.open = true;
    place.scrollIntoView();
  };
  open();
  // A browser may find the place of its address only once all is there.
  addEventListener("load", open);
  addEventListener("hashchange", open);
}

/**
 * The same lesson in another language opens where the reader is: at the last part that begins above the middle of the
 * screen. Parts, widgets and claims are called the same there; headings are not.
 */
function keepPlace() {
  const named = () => [...document.querySelectorAll("#lesson [id^=at-], #lesson [data-widget]")];
  const above = (el) => el.getBoundingClientRect().top < innerHeight / 2;
  for (const link of document.querySelectorAll(".ns-language a")) {
    const claim = () => [...document.querySelectorAll(".ns-claim:target")].filter((el) => el.getClientRects().length)[0];
    const place = () => (link.hash = (claim() ?? (scrollY > 0 && named().filter(above).at(-1) || null))?.id ?? location.hash);
    // Also when it is opened in another tab, which fires no click here.
    for (const asked of ["pointerdown", "focus", "click"]) link.addEventListener(asked, place);
  }
}

/** On paper nothing can be tapped open: show every table, then put each back. */
function printWhole() {
  let closed = [];
  addEventListener("beforeprint", () => {
    // Not the papers of each number: on paper it carries the place of its source in the list, and that is enough. Nor
    // a table of every medicine, which would take ten sheets: what the reader chose stands beside it in words. Nor what
    // stands behind each of all findings, or among what is often said: there a reader opened what they want to have.
    const all = [...document.querySelectorAll("details:not([open])")];
    closed = all.filter((details) => !details.closest(".ns-sources .ns-papers, .ns-long, .ns-claims, .ns-statements"));
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
}

/** Only in a site that was made for it: keep this lesson on the device, for a time without a network. */
async function keepForLater(worker) {
  if (!worker || !location.protocol.startsWith("http") || !navigator.serviceWorker) return;
  await navigator.serviceWorker.register(worker);
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage(location.href.replace(/#.*/, ""));
}

/** Make the page answer. `modules`: for each kind of widget on it, a function that gives its module. */
export function start(modules) {
  const loaded = {};
  for (const el of document.querySelectorAll("[data-widget]")) hydrate(el, modules, loaded).catch(console.error);
  // Heard at the document, since a reader's choice may put another chart in the place of the first.
  document.addEventListener("pointerover", ({ target }) => {
    const chart = target.closest?.(".ns-plot")?.closest(".ns-chart");
    if (!chart || "asked" in chart.dataset) return;
    chart.dataset.asked = "";
    liven(chart, document.body.dataset.charts).catch(console.error);
  });
  tellRows();
  showNotes();
  openFolds();
  keepPlace();
  printWhole();
  answerToClear();
  // A reader who comes back from another lesson may be shown this page as it was left.
  addEventListener("pageshow", gather);
  document.addEventListener("visibilitychange", gather);
  keepForLater(document.body.dataset.offline).catch(console.error);
}
