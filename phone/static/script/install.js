// Once the person has checked in and the phone is idle: what lets the page be installed and open without a network.
async function prepare() {
  const link = document.createElement("link");
  link.rel = "manifest";
  link.href = base + "/manifest.webmanifest?lang=" + document.documentElement.lang;
  document.head.append(link);
  if (!navigator.serviceWorker || !window.caches) return; // only where the address is https, or this computer
  try {
    await (await caches.open("recolte-words")).put("/phone/language", new Response(document.documentElement.lang));
    await navigator.serviceWorker.register("/phone/worker.js", { scope: "/w/" });
  } catch {} // a browser that keeps nothing
}
if (page.enrolled) setTimeout(prepare, 5000);
