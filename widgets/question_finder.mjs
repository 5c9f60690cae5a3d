// Hides the questions that do not hold what is typed. One that stays (crisis help) is no part of the search.

/** Words as they are compared: without capitals and accents. */
export const wordsOf = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words that count: without the small ones that stand everywhere. */
const telling = (text, passed) => wordsOf(text).filter((word) => !passed.includes(word));

/** The words to look for, long ones without their endings, so that "pregnant" finds "pregnancy". */
export const sought = (typed, passed) => telling(typed, passed).map((word) => (word.length > 6 ? word.slice(0, -2) : word));

/** Whether a question holds all that is sought: a word of its own begins so, or is the beginning of it ("car", "cars"). */
export const holds = (words, sought) =>
  sought.every((part) => words.some((word) => word.startsWith(part) || (word.length > 2 && part.startsWith(word))));

/** The state of a search: what is said of `count` questions. */
export const said = (states, sought, count) =>
  sought.length === 0 ? states.all : [states.none, states.one][count] ?? states.many.replace("{count}", count);

/** The heading that a question stands below. */
const topicOf = (question) => {
  let before = question.previousElementSibling;
  while (before && before.tagName !== "H2") before = before.previousElementSibling;
  return before;
};

function render({ model, el }) {
  const states = model.get("states");
  const passed = wordsOf(states.passed);
  const questions = [...document.querySelectorAll(".ns-asked:not([data-stays])")].map((question) => ({
    question,
    topic: topicOf(question),
    words: telling(`${question.textContent} ${question.dataset.words ?? ""}`, passed),
  }));
  if (questions.length === 0) return;
  const input = el.querySelector("input");
  const again = el.querySelector("button");
  const status = el.querySelector("output");
  const find = () => {
    const wanted = sought(input.value, passed);
    const left = questions.filter(({ words }) => holds(words, wanted));
    for (const { question, topic } of questions) {
      question.hidden = true;
      if (topic) topic.hidden = true;
    }
    for (const { question, topic } of left) {
      question.hidden = false;
      if (topic) topic.hidden = false;
    }
    again.hidden = wanted.length === 0;
    status.textContent = said(states, wanted, left.length);
  };
  const showAll = () => {
    input.value = "";
    find();
    input.focus();
  };
  // A link to a question must find it, whatever was typed before, and open it where a browser does not by itself.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(globalThis.location?.hash.slice(1) ?? ""));
    const question = target?.closest(".ns-asked");
    if (!question) return;
    if (question.hidden) {
      input.value = "";
      find();
    }
    question.open = true;
    target.scrollIntoView();
  };
  // A reader may have typed before this module arrived.
  if (input.value) find();
  reveal();
  input.addEventListener("input", find);
  again.addEventListener("click", showAll);
  globalThis.addEventListener?.("hashchange", reveal);
  return () => {
    input.removeEventListener("input", find);
    again.removeEventListener("click", showAll);
    globalThis.removeEventListener?.("hashchange", reveal);
  };
}

export default { render };
