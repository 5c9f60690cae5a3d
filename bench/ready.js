// What a reader does first, done the same way in every page, with the time of each step since the navigation began.
// It runs before the page's own scripts, and knows only words and roles that all pages show.
(asked) => {
  const times = {};
  globalThis.benchTimes = times;
  const mark = (step) => {
    times[step] = performance.now();
  };
  // Some frameworks put each part into a shadow tree of its own; a reader does not notice, so neither may this.
  const roots = [document];
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    roots.push(root);
    return root;
  };
  const all = (query) => roots.flatMap((root) => [...root.querySelectorAll(query)]);
  const words = (el) => el.textContent.replace(/\s+/g, " ").trim();
  const seen = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getClientRects().length > 0;
  const inView = (el) => {
    const { top, bottom, width } = el.getBoundingClientRect();
    return width > 0 && bottom > 0 && top < innerHeight;
  };
  const choice = (label) => all("label").find((el) => words(el) === label && seen(el));
  const says = (answer) => all("output, p, .paragraph").some((el) => words(el) === answer && seen(el));

  // The first readable text is the lesson's own heading, not a message that it is being loaded.
  const read = () => {
    const there = all("h1").some((h1) => words(h1).startsWith(asked.heading) && seen(h1));
    if (there) mark("text");
    return there;
  };
  // The first choice is made as soon as it is there, and again for as long as nobody listens yet.
  let chosen = -Infinity;
  const choose = () => {
    const label = choice(asked.labels[1]);
    if (label && performance.now() - chosen > 1000) {
      label.click();
      chosen = performance.now();
    }
    return Boolean(label);
  };
  // The controls answer when the sentence that belongs to the choice stands in its place.
  const answered = () => {
    const there = says(asked.answers[1]);
    if (there) mark("answer");
    else choose();
    return there;
  };
  const whole = (plot, points, labels) =>
    plot.querySelectorAll(points).length === asked.chart.points &&
    plot.querySelectorAll(labels).length === asked.chart.labels &&
    inView(plot);
  const byPlotly = () => all(".js-plotly-plot").some((plot) => whole(plot, ".scatterlayer .point", ".annotation-text"));
  // The chart is brought into view, once; it is ready when every mark and every label of it is there, whoever drew it.
  const drawn = () => {
    const title = all("h3").find((h3) => words(h3) === asked.chart.title);
    // At once: a gliding scroll would be counted as waiting.
    if (title && !inView(title)) title.scrollIntoView({ behavior: "instant" });
    const there = byPlotly() || all(".ns-drawing").some((plot) => whole(plot, ":scope > svg", "text:not(.ns-tick)"));
    if (there) mark("ready");
    return there;
  };
  // A reader points at the chart; then it is Plotly's own. In the other pages it always was.
  const point = () => {
    for (const plot of all(".ns-plot")) plot.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
    return true;
  };
  const live = () => {
    const there = byPlotly();
    if (there) mark("live");
    return there;
  };

  const steps = [read, ...(asked.textOnly ? [] : [choose, answered, drawn]), ...(asked.point ? [point, live] : [])];
  const look = () => {
    while (steps.length && document.body && steps[0]()) steps.shift();
    if (steps.length) setTimeout(look, 5);
  };
  look();

  // Later changes, one after the other: from the click until the sentence stands and the page is laid out again.
  globalThis.benchChanges = async (count, patience) => {
    const channel = new MessageChannel();
    const turn = () =>
      new Promise((done) => {
        channel.port1.onmessage = done;
        channel.port2.postMessage(0);
      });
    const took = [];
    const until = performance.now() + patience;
    for (let i = 0; i < count && performance.now() < until; i++) {
      const label = choice(asked.labels[i % 2]);
      const start = performance.now();
      label.click();
      while (!says(asked.answers[i % 2])) {
        if (performance.now() > until) return took;
        await turn();
      }
      document.body.getBoundingClientRect();
      took.push(performance.now() - start);
      // A reader lets the page come to rest before the next choice.
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)));
    }
    return took;
  };
}
