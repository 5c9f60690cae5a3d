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
  // A reader points at the chart; then it is Plotly's own. In the stock page it always was.
  const point = () => {
    for (const plot of all(".ns-plot")) plot.dispatchEvent(new PointerEvent("pointerenter"));
    return true;
  };
  const live = () => {
    const there = byPlotly();
    if (there) mark("live");
    return there;
  };

  const steps = [read, choose, answered, drawn, ...(asked.point ? [point, live] : [])];
  const look = () => {
    while (steps.length && document.body && steps[0]()) steps.shift();
    if (steps.length) setTimeout(look, 5);
  };
  look();
}
