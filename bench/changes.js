// A hundred changes of one widget through its own controls: from the choice until the page is laid out again.
async (el, count) => {
  const seen = (i) => !i.disabled && i.checkVisibility();
  const radios = [...el.querySelectorAll("input[type=radio], input[type=checkbox]")].filter(seen);
  const ranges = [...el.querySelectorAll("input[type=range], input[type=number]")].filter(seen);
  const lists = [...el.querySelectorAll("select")].filter(seen);
  const tell = (i) => {
    for (const kind of ["input", "change"]) i.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  const changes = [
    ...radios.map((i) => () => i.click()),
    ...ranges.map((i) => () => {
      const [low, high] = [Number(i.min || 0), Number(i.max || 10)];
      i.value = Number(i.value) >= high ? low : Math.min(high, Number(i.value) + Number(i.step || 1));
      tell(i);
    }),
    ...lists.map((i) => () => {
      i.selectedIndex = (i.selectedIndex + 1) % i.options.length;
      tell(i);
    }),
  ];
  const took = [];
  for (let i = 0; changes.length && i < count; i++) {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    const start = performance.now();
    changes[i % changes.length]();
    document.body.getBoundingClientRect();
    took.push(performance.now() - start);
  }
  return took;
}
