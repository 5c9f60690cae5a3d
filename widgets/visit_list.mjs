// Makes a list for a visit answer: what is ticked is looked up, and its line joins the list. Nothing is counted.

/** The lines of what was chosen, in the order of the page. */
export const linesOf = (states, chosen) => Object.keys(states).filter((key) => chosen.includes(key)).map((key) => states[key]);

/** What these choices put on the plan, in the words of this page. */
export const linesFor = (model) => linesOf(model.get("states"), model.get("chosen"));

/** Show what the model holds: the ticks, the list, and help if the item that asks for it is ticked. */
export function show(model, el) {
  const chosen = model.get("chosen");
  const lines = linesOf(model.get("states"), chosen);
  for (const input of el.querySelectorAll("input[data-trait]")) input.checked = chosen.includes(input.value);
  const root = el.querySelector(".ns-visit");
  root.toggleAttribute("data-chosen", lines.length > 0);
  root.toggleAttribute("data-help", el.querySelector("input[data-urgent]")?.checked ?? false);
  el.querySelector(".ns-lines").replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }),
  );
}

/** Copy the list; where a browser does not let a page do that, mark it so that the reader can. Answers which. */
export async function copy(list, clipboard) {
  try {
    await clipboard.writeText([...list.children].map((item) => item.textContent).join("\n"));
    return "copied";
  } catch {
    getSelection().selectAllChildren(list);
    return "marked";
  }
}

function render({ model, el }) {
  const keepTicks = () => {
    const chosen = [...el.querySelectorAll("input[data-trait]:checked")].map((input) => input.value);
    model.set("chosen", chosen);
    model.set("plan", linesFor(model));
    model.save_changes();
  };
  if (el.querySelector(".ns-visit")) {
    // A page holds the markup already, and its reader may have ticked before this module arrived.
    if (el.querySelector("input[data-trait]:checked")) keepTicks();
  } else {
    el.classList.add("ns-widget");
    el.innerHTML = model.get("markup");
  }
  const heard = el.querySelector(".ns-heard");
  const say = (what) => {
    heard.textContent = heard.dataset[what];
  };
  const choose = ({ target }) => {
    if (!target.dataset.trait) return;
    keepTicks();
    const urgent = target.checked && "urgent" in target.dataset;
    say(urgent ? "urgent" : target.checked ? "added" : "removed");
    // Help stands right below the tick. Focus goes there without a jump; Shift and Tab lead back.
    if (!urgent) return;
    const help = el.querySelector(".ns-now");
    help.focus({ preventScroll: true });
    help.scrollIntoView({ block: "nearest" });
  };
  const copyList = async ({ target }) => {
    if (target.closest(".ns-copy")) say(await copy(el.querySelector(".ns-lines"), navigator.clipboard));
  };
  const redraw = () => {
    heard.textContent = "";
    show(model, el);
  };
  redraw();
  el.addEventListener("change", choose);
  el.addEventListener("click", copyList);
  model.on("change:chosen", redraw);
  return () => {
    el.removeEventListener("change", choose);
    el.removeEventListener("click", copyList);
    model.off("change:chosen", redraw);
  };
}

export default { render, linesFor };
