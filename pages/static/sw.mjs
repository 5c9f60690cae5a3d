// Keeps the lessons that a reader opened, for a time without a network. Only in a site that was made with --offline.

const PLACE = `next-steps ${self.registration.scope} `;
const CACHE = `${PLACE}THIS_BUILD`;
const ours = (address) => address.startsWith(self.registration.scope);

/** Keep a page and the files that it loads. The chart library comes to this when the reader has asked for a chart. */
async function keep(address) {
  if (!ours(address)) return;
  const page = await fetch(address);
  if (!page.ok) return;
  const loaded = [...(await page.clone().text()).matchAll(/(?:href|src)="([^"]*assets\/[^"]+)"/g)];
  const cache = await caches.open(CACHE);
  await cache.addAll(loaded.map(([, name]) => new URL(name, address).href).filter(ours));
  await cache.put(address, page);
}

/** After a newer build, the lessons that were kept are fetched anew, and the older copies go. */
async function renew() {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PLACE) || name === CACHE) continue;
    const pages = (await (await caches.open(name)).keys()).map(({ url }) => url).filter((url) => !url.includes("/assets/"));
    await Promise.all(pages.map((page) => keep(page).catch(() => {})));
    await caches.delete(name);
  }
  await self.clients.claim();
}

/** A file with its hash in the name never changes. A page is asked for anew, and the copy is for when that fails. */
async function answer(request, later) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept && request.url.includes("/assets/")) return kept;
  try {
    const fresh = await fetch(request);
    // A full device keeps nothing more; the reader still gets the page.
    if (fresh.ok) later(cache.put(request, fresh.clone()).catch(() => {}));
    return fresh;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(renew()));
self.addEventListener("message", (event) => event.waitUntil(keep(event.data)));
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || !ours(event.request.url)) return;
  event.respondWith(answer(event.request, (promise) => event.waitUntil(promise)));
});
