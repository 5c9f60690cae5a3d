// Makes the guess answer: slider and box hold one number, and the gap's sentence is looked up once the answer is shown.

/** A whole number that the slider has, from what was typed; null for anything else. */
export function typed(text, min, max) {
  const plain = text.trim();
  if (!/^\d{1,3}$/.test(plain)) return null;
  const number = Number(plain);
  return number >= min && number <= max ? number : null;
}

/** The sentence for the model's state: none before the answer is shown, then that of the gap. */
export function sentence(model) {
  const states = model.get("states");
  if (!model.get("revealed")) return "";
  return states[model.get("guess") < 0 ? "none" : states.gap_of[model.get("guess")]];
}

/** Show what the model holds. What a reader is typing is left as it is. */
export function show(model, el) {
  const guess = model.get("guess");
  const slider = el.querySelector("input[type=range]");
  const box = el.querySelector("input[type=text]");
  slider.value = guess < 0 ? slider.defaultValue : guess;
  if (box !== document.activeElement) box.value = guess < 0 ? "" : guess;
  el.querySelector(".ns-reveal").open = model.get("revealed");
  el.querySelector(".ns-gap").textContent = sentence(model);
  el.querySelector(".ns-guess").toggleAttribute("data-revealed", model.get("revealed"));
}

function render({ model, el }) {
  const here = el.querySelector(".ns-guess");
  if (!here) {
    el.classList.add("ns-widget");
    el.innerHTML = model.get("markup");
  }
  const slider = el.querySelector("input[type=range]");
  const box = el.querySelector("input[type=text]");
  const wrong = el.querySelector(".ns-wrong");
  const reveal = el.querySelector(".ns-reveal");
  const set = (state) => {
    for (const trait in state) model.set(trait, state[trait]);
    model.save_changes();
  };
  const accept = (fits) => {
    box.setAttribute("aria-invalid", String(!fits));
    const say = fits ? "" : wrong.dataset.say;
    if (wrong.textContent !== say) wrong.textContent = say;
  };
  const guessed = ({ target }) => {
    if (target === slider) {
      accept(true);
      box.value = slider.value;
      set({ guess: Number(slider.value) });
    } else if (target === box) {
      const number = typed(box.value, Number(slider.min), Number(slider.max));
      accept(number !== null);
      if (number !== null) set({ guess: number });
    }
  };
  // The fold opens by itself, without a script; here it is only heard.
  const toggled = () => {
    if (reveal.open !== model.get("revealed")) set({ revealed: reveal.open });
  };
  const skip = ({ target }) => {
    if (!target.closest(".ns-pass")) return;
    accept(true);
    box.value = "";
    set({ guess: -1, revealed: true });
    reveal.querySelector("summary").focus(); // the button that had it goes away
  };
  const redraw = () => show(model, el);
  if (here) {
    // Its reader may have guessed or looked before this module arrived.
    if (slider.value !== slider.defaultValue) guessed({ target: slider });
    if (box.value !== box.defaultValue) guessed({ target: box });
    if (reveal.open !== model.get("revealed")) set({ revealed: reveal.open });
  }
  redraw();
  el.addEventListener("input", guessed);
  el.addEventListener("click", skip);
  reveal.addEventListener("toggle", toggled);
  model.on("change:guess", redraw);
  model.on("change:revealed", redraw);
  return () => {
    el.removeEventListener("input", guessed);
    el.removeEventListener("click", skip);
    reveal.removeEventListener("toggle", toggled);
    model.off("change:guess", redraw);
    model.off("change:revealed", redraw);
  };
}

export default { render };
