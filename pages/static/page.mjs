// The page's only script. Widgets answer through their own modules; a chart comes alive where a reader points at it.
// Nothing here sends anything: after the page has loaded, the only request is for the chart library of this host.

/** A model for a page without a kernel: what anywidget gives a module, kept on the device. */
export function pageModel(state) {
  const listeners = new Map();
  return {
    get: (key) => state[key],
    set(key, value) {
      if (state[key] === value) return;
      state[key] = value;
      for (const listener of listeners.get(`change:${key}`) ?? []) listener();
    },
    save_changes() {},
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

async function hydrate(el, modules) {
  const model = pageModel(written(el.querySelector(".ns-state")));
  const module = (await import(modules[el.dataset.widget])).default;
  await module.initialize?.({ model });
  await module.render({ model, el });
  el.dataset.ready = "";
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
  const { data, layout, config } = written(chart.querySelector(".ns-figure"));
  const live = document.createElement("div");
  live.style.height = `${plot.clientHeight}px`;
  plot.replaceChildren(live);
  const paint = () => window.Plotly.react(live, data, themed(layout), config);
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

/** On paper nothing can be tapped open: show every table, then put each back. */
function printWhole() {
  let closed = [];
  addEventListener("beforeprint", () => {
    // Not those in the list of sources: on paper a number carries its place in that list, and that is enough.
    closed = [...document.querySelectorAll("details:not([open])")].filter((d) => !d.closest(".ns-sources"));
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
}

function start() {
  const { modules, plotly } = written(document.getElementById("ns-modules"));
  for (const el of document.querySelectorAll("[data-widget]")) hydrate(el, modules).catch(console.error);
  for (const chart of document.querySelectorAll(".ns-chart")) {
    const plot = chart.querySelector(".ns-plot");
    plot.addEventListener("pointerenter", () => liven(chart, plotly).catch(console.error), { once: true });
  }
  showNotes();
  printWhole();
}

if (globalThis.document?.getElementById("ns-modules")) start();
