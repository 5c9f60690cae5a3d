// What a reader does first, done the same way in either page, with the time of each step since the navigation began.
// It runs before the page's own scripts, and knows only words and roles that both pages show.
(asked) => {
  const times = {};
  globalThis.benchTimes = times;
  const mark = (step) => {
    times[step] = performance.now();
  };
  const all = (query) => [...document.querySelectorAll(query)];
  const words = (el) => el.textContent.replace(/\s+/g, " ").trim();
  const seen = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getClientRects().length > 0;
  const inView = (el) => {
    const { top, bottom, width } = el.getBoundingClientRect();
    return width > 0 && bottom > 0 && top < innerHeight;
  };

  // The first readable text is the lesson's own heading, not a message that it is being loaded.
  const read = () => {
    const there = all("h1").some((h1) => words(h1).startsWith(asked.heading) && seen(h1));
    if (there) mark("text");
    return there;
  };
  // The first choice is made as soon as it is there.
  const choose = () => {
    const label = all("label").find((l) => words(l) === asked.choice && l.querySelector("input") && seen(l));
    label?.querySelector("input").click();
    return Boolean(label);
  };
  // The controls answer when the sentence that belongs to the choice stands in its place.
  const answered = () => {
    const there = all("output, .widget-html-content > p").some((el) => words(el) === asked.answer && seen(el));
    if (there) mark("answer");
    return there;
  };
  // The chart is brought into view, once; it is ready when every mark and every label of it is drawn there.
  const drawn = () => {
    const title = all("h3").find((h3) => words(h3) === asked.chart.title);
    // At once: a gliding scroll would be counted as waiting.
    if (title && !inView(title)) title.scrollIntoView({ behavior: "instant" });
    // Either Plotly has drawn it, or it came drawn with the page.
    const whole = (plot, points, labels) =>
      plot.querySelectorAll(points).length === asked.chart.points &&
      plot.querySelectorAll(labels).length === asked.chart.labels &&
      inView(plot);
    const there =
      all(".js-plotly-plot").some((plot) => whole(plot, ".scatterlayer .point", ".annotation-text")) ||
      all(".ns-drawing").some((plot) => whole(plot, ":scope > svg", "text:not(.ns-tick)"));
    if (there) mark("ready");
    return there;
  };

  const steps = asked.scroll ? [read, choose, answered, drawn] : [read, choose, answered];
  const look = () => {
    while (steps.length && document.body && steps[0]()) steps.shift();
    if (steps.length) setTimeout(look, 5);
  };
  look();
}
