// Hears each commit of the workshop, and asks for the page's fragment anew when there is news.
export default function ({ data, setTriggerValue, parentElement }) {
  // Streamlit calls this at each rerun of the fragment, and tidies up only what the latest call returned:
  // one stream for each component, kept open, and closed by the last one to leave.
  const host = parentElement.host ?? parentElement;
  const call = (host.recolteCall = (host.recolteCall ?? 0) + 1);
  host.recolteTell = setTriggerValue; // of the latest call: an earlier one's fragment may be gone
  const leave = () => {
    if (host.recolteCall === call) host.recolteStream?.close();
  };
  // A page that is drawn slowly asks less often: a busy server gets its rest from its screens first.
  if (host.recolteStream?.url === data.url) {
    host.recolteStream.seen(data.seq);
    return leave;
  }
  host.recolteStream?.close();
  let stream = null,
    reopening = null;
  let last = data.seq,
    drawn = data.seq,
    waiting = null,
    quiet = 0,
    told = 0,
    took = 0,
    screen = null;
  let own = 0,
    timed = 0,
    timer = null,
    retry = null;
  // A rerun of this fragment that overtakes the way to another page would leave that page blank.
  const hold = (event) => {
    if (event.type === "click" && !event.target.closest?.('[data-testid="stPageLink-NavLink"]')) return;
    quiet = Date.now() + 3000;
  };
  const tell = () => {
    if (Date.now() < quiet) {
      timer = setTimeout(tell, data.pause);
      return;
    }
    timer = null;
    if (drawn >= waiting) return;
    told = Date.now();
    host.recolteTell("seq", waiting);
    // A page that was not drawn for what it was told is told again.
    clearTimeout(retry);
    retry = setTimeout(() => {
      if (drawn < waiting) timer ??= setTimeout(tell, 0);
    }, data.patience);
  };
  // What this page itself has just asked for draws it already: its own commit is no news.
  const asked = () => {
    own = Date.now() + data.own;
  };
  document.addEventListener("click", hold, true);
  window.addEventListener("popstate", hold);
  window.addEventListener("recolte-asked", asked);
  const hear = (message) => {
    const news = JSON.parse(message.data);
    dispatchEvent(new CustomEvent("recolte-screen", { detail: news.screen }));
    const changed = screen !== null && screen !== news.screen;
    screen = news.screen;
    if (news.seq <= last) return;
    last = waiting = news.seq;
    if (changed) {
      // the room's screen was masked or frozen: nothing else is worth waiting for
      clearTimeout(timer);
      tell();
      return;
    }
    const rested = told + Math.max(data.pause, 4 * took);
    timer ??= setTimeout(tell, Math.max(0, own - Date.now(), rested - Date.now()));
  };
  // A browser gives up for good when the answer is no stream: a server that starts, or that has too many.
  const open = () => {
    stream = new EventSource(data.url);
    stream.addEventListener("now", hear);
    stream.onerror = () => {
      if (stream.readyState === 2) reopening = setTimeout(open, 2000 + Math.random() * 8000);
    };
  };
  open();
  host.recolteStream = {
    url: data.url,
    seen: (seq) => {
      last = Math.max(last, seq);
      drawn = Math.max(drawn, seq);
      if (told > timed) took = Math.min(Date.now() - told, 2500); // drawn for other reasons, it says nothing
      timed = told;
    },
    close: () => {
      clearTimeout(timer);
      clearTimeout(retry);
      clearTimeout(reopening);
      stream.close();
      document.removeEventListener("click", hold, true);
      window.removeEventListener("popstate", hold);
      window.removeEventListener("recolte-asked", asked);
      host.recolteStream = null;
    },
  };
  return leave;
}
