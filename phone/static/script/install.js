// What lets the page be installed and open without a network: asked for once the person has checked in and
// the phone is idle. The service worker speaks the language that the page spoke last.
import { base, page } from "./page.js";

const quietly = (promise) => promise.catch(() => {}); // a browser that keeps nothing

async function keepLanguage(language) {
  await (await caches.open("recolte-words")).put("/phone/language", new Response(language));
}
function prepare() {
  const link = document.createElement("link");
  link.rel = "manifest";
  link.href = base + "/manifest.webmanifest?lang=" + document.documentElement.lang;
  document.head.append(link);
  if (canWork) quietly(navigator.serviceWorker.register("/phone/worker.js", { scope: "/w/" }));
}
// Browsers offer both only where the address is https, or this computer's own.
const canWork = page.enrolled && navigator.serviceWorker && window.caches;
if (canWork) quietly(keepLanguage(document.documentElement.lang));
if (page.enrolled) setTimeout(prepare, 5000);
