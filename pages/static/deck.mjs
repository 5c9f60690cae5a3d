// What makes slides answer: reveal.js set up, help at the key H, and a speaker view in the language of the lesson.
// reveal's own speaker view writes English words and a script into a new window, which our policy refuses.

/** Minutes and seconds, and hours where there are any. */
export function elapsed(seconds) {
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** What a key does, whatever has the focus: a clicker sends the page keys, and a slider must not take them. */
export function actOf(key, target, printing) {
  if (printing) return null;
  if (target.matches?.("textarea,input[type=text],input:not([type]),select")) return null;
  if (key === "PageDown") return "on";
  if (key === "PageUp") return "back";
  return { h: "help", H: "help", s: "speaker", S: "speaker" }[key] ?? null;
}

/** Whether a key is the deck's: what is typed or chosen belongs to the control that has the focus. */
export const mayMove = (event) =>
  !event.target.closest?.("input,select,textarea,dialog") &&
  !(event.target.closest?.("button,summary,a") && (event.key === " " || event.key === "Enter"));

/** The slides in order, without the sections that only hold a column. */
const all = () => [...document.querySelectorAll(".reveal .slides section")].filter((s) => !s.querySelector(":scope > section"));
const titleOf = (slide) =>
  (slide?.querySelector("h1, h2, h3, .ns-running")?.textContent ?? "").trim();

/** How a slide is set so that all of it is in sight: smaller, then in two columns, for a wall is wide. */
const SETTINGS = [[1, 1], [1, 0.92], [1, 0.84], [1, 0.76], [1, 0.7], [2, 0.84], [2, 0.76], [2, 0.7], [2, 0.64]];
function fit(slide) {
  const words = slide?.querySelector(":scope > .ns-fit");
  if (!words) return;
  const set = ([columns, size]) => {
    words.classList.toggle("ns-beside", columns === 2);
    words.style.zoom = size;
    return slide.scrollHeight / slide.clientHeight;
  };
  if (SETTINGS.some((setting) => set(setting) <= 1)) return;
  // A little below the edge is scrolled to; in long columns one would have to scroll back up to go on.
  if (set([2, 0.64]) > 1.6) set([1, 0.7]);
}

/** A window of its own with the notes, built by this page: it needs no network, no file and no message between them. */
function speaker(act) {
  const said = document.querySelector("#speaker-words").dataset;
  let view = null;
  let began = Date.now();
  const put = (key, text) => {
    for (const el of view.document.querySelectorAll(`[data-show=${key}]`)) el.textContent = text;
  };
  const draw = (deck) => {
    if (!view || view.closed) return;
    const slides = all();
    const now = deck.getCurrentSlide();
    const place = slides.indexOf(now);
    put("place", `${place + 1} / ${slides.length}`);
    put("title", titleOf(now));
    put("next", place + 1 < slides.length ? titleOf(slides[place + 1]) : said.end);
    const notes = now.querySelector(":scope > aside.notes");
    const main = view.document.querySelector("[data-show=notes]");
    main.replaceChildren(...[...(notes?.childNodes ?? [])].map((node) => view.document.importNode(node, true)));
    if (!notes) main.textContent = said.none;
    main.scrollTop = 0;
  };
  const tick = () => {
    if (!view || view.closed) return;
    put("timer", elapsed((Date.now() - began) / 1000));
    put("clock", new Date().toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" }));
  };
  setInterval(tick, 500);
  addEventListener("pagehide", () => view?.close());
  return {
    draw,
    open(deck) {
      if (view && !view.closed) return view.focus();
      view = window.open("", "", "width=1000,height=720");
      document.querySelector(".ns-deck-told").textContent = view ? "" : said.blocked;
      if (!view) return;
      began = Date.now();
      view.document.title = said.title;
      view.document.documentElement.lang = document.documentElement.lang;
      view.document.documentElement.className = "ns-speaker";
      for (const sheet of document.querySelectorAll("head>style,head>link[rel=stylesheet]")) {
        const copy = view.document.importNode(sheet, true);
        if (sheet.href) copy.href = sheet.href;
        view.document.head.append(copy);
      }
      view.document.body.replaceChildren(view.document.importNode(document.querySelector("#speaker").content, true));
      view.document.body.addEventListener("click", ({ target }) => {
        const what = target.closest("[data-do]")?.dataset.do;
        if (what === "again") began = Date.now();
        else if (what) act(what);
        tick();
      });
      view.document.addEventListener("keydown", (event) => {
        const arrows = { ArrowRight: "on", ArrowDown: "on", ArrowLeft: "back", ArrowUp: "back" };
        const what = actOf(event.key, event.target, false) ?? arrows[event.key];
        if (!what || what === "speaker") return;
        event.preventDefault();
        act(what);
      });
      draw(deck);
      tick();
    },
  };
}

/** Set the deck up. With ?print-pdf in the address it lies there as sheets, every one with its text. */
export async function start() {
  const printing = /print-pdf/i.test(location.search);
  // The papers of a number open above the slides: within one, they would go with it.
  const note = document.querySelector(".ns-note");
  if (note) document.body.append(note);
  const deck = new window.Reveal(document.querySelector(".reveal"), {
    width: 1280,
    height: 720,
    margin: 0,
    minScale: 0.2,
    maxScale: 4,
    center: false,
    hash: true,
    history: false,
    controls: false,
    progress: true,
    help: false,
    jumpToSlide: false,
    touch: true,
    navigationMode: "linear",
    transition: "none",
    backgroundTransition: "none",
    pdfSeparateFragments: false,
    keyboardCondition: mayMove,
    keyboard: { 72: null, 83: null },
  });
  const help = document.querySelector(".ns-deck-dialog");
  const acts = {
    on: () => deck.next(),
    back: () => deck.prev(),
    help: () => (help.open ? help.close() : help.showModal()),
    speaker: () => view.open(deck),
  };
  const act = (what) => acts[what]?.();
  const view = speaker(act);
  help.querySelector("button").addEventListener("click", () => help.close());
  document.querySelector(".ns-deck-bar").addEventListener("click", ({ target }) => act(target.closest("[data-do]")?.dataset.do));
  addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const what = actOf(event.key, event.target, printing);
      if (!what) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act(what);
    },
    true,
  );
  const place = document.querySelector(".ns-deck-steps output");
  const shown = () => {
    const slides = all();
    place.textContent = `${slides.indexOf(deck.getCurrentSlide()) + 1} / ${slides.length}`;
    deck.getCurrentSlide().scrollTop = 0;
    if (!printing) fit(deck.getCurrentSlide());
    view.draw(deck);
    document.dispatchEvent(new CustomEvent("ns-slide", { detail: deck.getCurrentSlide() }));
  };
  for (const event of ["ready", "slidechanged"]) deck.on(event, shown);
  const refit = () => printing || fit(deck.getCurrentSlide());
  addEventListener("resize", refit);
  // What is put on a slide later, such as the spread of guesses, must be in sight too.
  document.addEventListener("ns-fit", refit);
  if (printing) {
    // On paper an answer is not behind a button; other folds stay shut, as on the slide.
    for (const answer of document.querySelectorAll(".slides .ns-reveal")) answer.open = true;
    const folded = [...document.querySelectorAll(".slides details:not([open])")];
    // Sheets are measured with these closed: what the page opens for paper would run over them.
    addEventListener("beforeprint", () => folded.forEach((fold) => (fold.open = false)));
  }
  await deck.initialize();
  // reveal.js calls all of it an application, and a screen reader would then not read it as prose.
  document.querySelector(".reveal").removeAttribute("role");
  document.body.dataset.ready = "";
}
