// Shows the chart of the studies that a reader asks for: each one was drawn and told in Python.

/** The key of a state. */
export const stateKey = (model) => `${model.get("design")} ${model.get("rater")}`;

/** Show the state that the model is in. The words change last, so that they are announced with the chart in place. */
export function show(model, el) {
  for (const input of el.querySelectorAll("input[data-trait]")) {
    input.checked = model.get(input.dataset.trait) === input.value;
  }
  const state = model.get("states")[stateKey(model)];
  el.querySelector(".ns-chosen").innerHTML = state.chart;
  el.querySelector(".ns-which").textContent = state.said;
}

function render({ model, el }) {
  const written = el.querySelector(".ns-every");
  if (written) {
    // A page holds the markup already, and its reader may have chosen before this module arrived.
    for (const input of el.querySelectorAll("input:checked")) model.set(input.dataset.trait, input.value);
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
  redraw();
  el.addEventListener("change", choose);
  model.on("change:design", redraw);
  model.on("change:rater", redraw);
  return () => {
    el.removeEventListener("change", choose);
    model.off("change:design", redraw);
    model.off("change:rater", redraw);
  };
}

export default { render };
