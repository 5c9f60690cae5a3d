// Makes the icon array answer: a choice looks up the state that Python worked out, and shows it.

/** The key of a state. */
export const stateKey = (model) => `${model.get("study")} ${model.get("outcome")}`;

/** Show the state that the model is in. The sentence changes last, so that it is announced with the picture in place. */
export function show(model, el) {
  for (const input of el.querySelectorAll("input[data-trait]")) {
    input.checked = model.get(input.dataset.trait) === input.value;
  }
  el.querySelector(".ns-array").dataset.shown = model.get("shown");
  const state = model.get("states")[stateKey(model)];
  const picture = el.querySelector(".ns-picture");
  const open = picture.querySelector("details")?.open ?? false;
  picture.innerHTML = state.picture;
  const details = picture.querySelector("details");
  if (details) details.open = open;
  el.querySelector(".ns-sentence").textContent = state.sentence;
}

function render({ model, el }) {
  if (el.querySelector(".ns-array")) {
    // A page holds the markup already, and its reader may have chosen before this module arrived.
    for (const input of el.querySelectorAll("input:checked")) model.set(input.dataset.trait, input.value);
  } else {
    el.classList.add("ns-widget");
    el.innerHTML = model.get("markup");
  }
  const choose = ({ target }) => {
    model.set(target.dataset.trait, target.value);
    model.save_changes();
  };
  const redraw = () => show(model, el);
  redraw();
  el.addEventListener("change", choose);
  const traits = ["study", "outcome", "shown"];
  for (const trait of traits) model.on(`change:${trait}`, redraw);
  return () => {
    el.removeEventListener("change", choose);
    for (const trait of traits) model.off(`change:${trait}`, redraw);
  };
}

export default { render };
