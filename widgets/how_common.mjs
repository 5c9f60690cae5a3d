// Makes the plot of rules answer: the sentence of the chosen rule opens below its row by the tick itself, and is said.

/** Tick the rule that the model is in. */
export function show(model, el) {
  for (const input of el.querySelectorAll("input[data-trait]")) input.checked = input.value === model.get("rule");
}

function render({ model, el }) {
  if (el.querySelector(".ns-common")) {
    // A page holds the markup already, and its reader may have chosen before this module arrived.
    const chosen = el.querySelector("input:checked");
    if (chosen) model.set("rule", chosen.value);
  } else {
    el.classList.add("ns-widget");
    el.innerHTML = model.get("markup");
  }
  const choose = ({ target }) => {
    model.set("rule", target.value);
    model.save_changes();
    // Only what a reader chose is said aloud, so that nobody hears it twice who reads on.
    el.querySelector(".ns-common-heard").textContent = model.get("states")[target.value];
  };
  const redraw = () => show(model, el);
  redraw();
  el.addEventListener("change", choose);
  model.on("change:rule", redraw);
  return () => {
    el.removeEventListener("change", choose);
    model.off("change:rule", redraw);
  };
}

export default { render };
