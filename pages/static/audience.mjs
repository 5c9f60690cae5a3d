// On the presenter's slide: where phones go, how many have guessed, and the spread of it, before the answer is shown.

const LOOK_EVERY = 1000; // milliseconds, to this same machine, only while the question is on the screen

/** Which question a slide asks: the lesson's file and the widget's id, as the server knows them. */
export const questionOf = (lesson, widget) => `${lesson}#${widget}`;

let before = Promise.resolve();

/** One request after the other: a presenter who hurries through slides must not open a question after closing it. */
function asked(what, question = "") {
  const send = () =>
    fetch("/audience", {
      method: "POST",
      headers: { "X-Next-Steps": "slides" },
      body: new URLSearchParams({ do: what, question }),
    });
  before = before.then(send, send);
  return before;
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

async function draw(panel) {
  const answer = await (await fetch("/audience?spread=1", { cache: "no-store" })).json();
  const place = panel.querySelector(".ns-spread");
  const sentence = document.createElement("p");
  sentence.textContent = answer.sentence;
  const plot = document.createElement("div");
  plot.className = "ns-spread-plot";
  plot.setAttribute("aria-hidden", "true");
  const table = document.createElement("div");
  table.innerHTML = answer.table;
  place.replaceChildren(sentence, plot, table);
  if (!window.Plotly) await loadScript(document.body.dataset.charts);
  const ink = getComputedStyle(document.documentElement).getPropertyValue("--ns-ink").trim();
  const { data, layout, config } = answer.figure;
  await window.Plotly.react(plot, data, { ...layout, font: { ...layout.font, color: ink } }, config);
  panel.dataset.drawn = "";
  document.dispatchEvent(new Event("ns-fit"));
}

export function start() {
  const lesson = decodeURIComponent(location.pathname).replace(/^\//, "").replace(/\.html$/, ".ipynb");
  let looking;
  const ask = async (slide) => {
    clearInterval(looking);
    const widget = slide.querySelector("[data-widget=guess]");
    if (!widget) return void asked("close");
    const reveal = widget.querySelector(".ns-reveal");
    let panel = widget.querySelector(".ns-audience");
    if (!panel) {
      const made = document.querySelector("#audience").content.cloneNode(true);
      panel = made.firstElementChild;
      widget.querySelector(".ns-ask").after(made);
      document.dispatchEvent(new Event("ns-fit"));
      panel.addEventListener("click", async ({ target }) => {
        const what = target.closest("[data-ask]")?.dataset.ask;
        if (what === "spread") await draw(panel);
        if (what === "clear") {
          await asked("clear");
          panel.querySelector(".ns-spread").replaceChildren();
          document.dispatchEvent(new Event("ns-fit"));
        }
        if (what) await look();
      });
      // Who sees the answer guesses no more.
      reveal.addEventListener("toggle", async () => {
        await asked(reveal.open ? "close" : "open", questionOf(lesson, widget.id));
        await look();
      });
    }
    const look = async () => {
      const answer = await fetch("/audience", { cache: "no-store" }).then((a) => (a.ok ? a.json() : null), () => null);
      if (!answer) return;
      const output = panel.querySelector("[data-show=count]");
      if (output.textContent !== answer.count) output.textContent = answer.count;
      panel.toggleAttribute("data-open", answer.open);
    };
    if (!reveal.open) await asked("open", questionOf(lesson, widget.id));
    await look();
    looking = setInterval(look, LOOK_EVERY);
  };
  document.addEventListener("ns-slide", ({ detail }) => ask(detail).catch(console.error));
  const now = document.querySelector(".reveal .slides section.present:not(.stack)");
  if (now && document.body.dataset.ready !== undefined) ask(now).catch(console.error);
}
