// The page without a network: how much waits on this phone, and on with it as soon as the server answers.
const code = location.pathname.split("/")[2];
let tries = 0;

function countWaiting() {
  const place = document.getElementById("waiting");
  let names = [];
  try {
    names = Object.keys(localStorage);
  } catch {} // a browser that keeps nothing
  const n = names.filter((name) => name.startsWith("recolte:" + code + ":") && name.includes(":out:")).length;
  place.textContent = place.dataset.text.replace("{n}", n);
  place.hidden = !n;
}
async function retry() {
  tries += 1;
  try {
    const answer = await fetch(location.href, {
      method: "HEAD",
      cache: "no-store",
      credentials: "same-origin",
    });
    if (answer.status < 500) return location.reload();
  } catch {} // still none
  setTimeout(retry, Math.min(1000 * 2 ** tries, 15000) * (0.5 + Math.random()));
}
countWaiting();
window.addEventListener("online", retry);
document.getElementById("retry").onclick = () => location.reload();
setTimeout(retry, 1500);
