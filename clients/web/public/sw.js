// Keeps the emergency page (as the coordinators changed its numbers last) and the offline page readable when the server or the network is gone. Nothing else is cached:
// no record, no message, no answer ever lands in this cache.
const VERSION = "__VERSION__";
const ADDRESSES = /* __ADDRESSES__ */ [];
const PATIENCE_MS = 2000;
const LOOK_AGAIN_MS = 3_600_000;
let lookedAt = 0;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(VERSION)
      .then((cache) => cache.addAll(ADDRESSES.map((address) => new Request(address, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== VERSION).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

/** Keeps a page whose styles are kept as well: one of another version would stand bare without a network. */
async function keep(page) {
  const styles = [...(await page.clone().text()).matchAll(/href="(\/[^"]+\.css)"/g)];
  if (styles.every(([, address]) => ADDRESSES.includes(address))) {
    await (await caches.open(VERSION)).put("/emergency", page);
  }
}

/** Follows changes of the numbers, once an hour while somebody is here, though nobody opens the page. */
async function follow() {
  if (Date.now() - lookedAt < LOOK_AGAIN_MS) return;
  lookedAt = Date.now();
  try {
    const page = await fetch("/emergency", { cache: "no-cache" });
    if (page.ok) await keep(page);
  } catch {
    // The kept page stays.
  }
}

async function emergencyPage(request) {
  const kept = await caches.match("/emergency");
  try {
    const signal = kept ? AbortSignal.timeout(PATIENCE_MS) : undefined;
    const fresh = await fetch(request, { signal });
    if (fresh.ok) {
      await keep(fresh.clone());
      return fresh;
    }
  } catch {
    // The server does not answer: the kept page is the answer.
  }
  return kept ?? Response.error();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === "/emergency") event.respondWith(emergencyPage(request));
    else {
      event.respondWith(fetch(request).catch(() => caches.match("/offline.html")));
      event.waitUntil(follow());
    }
    return;
  }
  if (ADDRESSES.includes(url.pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});

// A push has no content: whoever looks at a locked screen learns that there is something to look at, and no more.
self.addEventListener("push", (event) => {
  const title = self.navigator.language.startsWith("en") ? "Hagukumi" : "はぐくみ";
  const body = self.navigator.language.startsWith("en") ? "Please look at it now." : "すぐにご確認ください。";
  const options = { body, icon: "/icon.svg", tag: "hagukumi", renotify: true, requireInteraction: true };
  event.waitUntil(self.registration.showNotification(title, options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(
    self.clients
      .matchAll({ type: "window" })
      .then((open) => (open[0] ? open[0].focus() : self.clients.openWindow("/"))),
  );
});
