// A live lesson's kernel: say when it is gone, and let it go when the reader leaves.
"use strict";
{
  const LOOK_EVERY = 3000; // milliseconds; a look is a few hundred bytes to the reader's own server
  const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const ended = document.getElementById("live-ended");

  // Voila's front end drops its kernel on `beforeunload`, which a tap on a crisis number fires too though the page stays.
  addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true);
  addEventListener("pagehide", () => navigator.sendBeacon(`${config.baseUrl}voila/api/shutdown/${config.kernelId}`));

  const look = async () => {
    let there = false;
    let known = false;
    try {
      const answer = await fetch(`${config.baseUrl}api/kernels/${config.kernelId}`, { cache: "no-store" });
      there = answer.ok;
      known = true;
    } catch {
      // No network: it may come back, so the looking goes on.
    }
    ended.hidden = there;
    if (known && !there) clearInterval(looking);
  };
  const looking = setInterval(look, LOOK_EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  addEventListener("pageshow", (event) => event.persisted && look());
}
