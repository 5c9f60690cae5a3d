// Makes the plot of rules answer: a choice looks up the sentence that Python wrote, and the way to its papers.

/** Show the rule that the model is in. The sentence changes last, so that it is announced with the rest in place. */
export function show(model, el) {
  const rule = model.get("rule");
  for (const input of el.querySelectorAll("input[data-trait]")) input.checked = input.value === rule;
  for (const link of el.querySelectorAll("a[data-rule]")) link.hidden = link.dataset.rule !== rule;
  el.querySelector(".ns-sentence").textContent = model.get("states")[rule];
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
