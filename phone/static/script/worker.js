// Opens the page without a network: a sentence of its own, never anybody's page.
// The server fills in VERSION and FILES.
const NAME = "recolte-VERSION";
const WORDS = "recolte-words"; // holds the language that the page speaks; written by the page
const FILES = "FILES";
const PATIENCE = 6000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(NAME)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});
self.addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(visit(request));
  else if (FILES.includes(new URL(request.url).pathname)) event.respondWith(kept(request));
});
async function tidy() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("recolte-") && name !== NAME && name !== WORDS);
  await Promise.all(old.map((name) => caches.delete(name)));
}
async function kept(request) {
  return (await caches.match(request)) || fetch(request);
}
async function visit(request) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  try {
    const answer = await Promise.race([fetch(request), late]);
    // A proxy answers 502 to 504 for a server that is starting.
    if (answer && (answer.status < 502 || answer.status > 504)) return answer;
  } catch {} // no network
  const words = await caches.match("/phone/language", { cacheName: WORDS });
  const offline = await caches.match("/phone/offline/" + (words ? await words.text() : "fr"), {
    cacheName: NAME,
  });
  return offline || Response.error();
}
