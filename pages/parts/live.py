"""Keeps a page up to date: a tiny component hears each commit and reruns the fragment it stands in."""

import streamlit as st

_SCRIPT = """
export default function ({ data, setTriggerValue, parentElement }) {
  // Streamlit calls this at each rerun of the fragment, and tidies up only what the latest call returned:
  // one stream for each component, kept open, and closed by the last one to leave.
  const host = parentElement.host ?? parentElement;
  const call = host.recolteCall = (host.recolteCall ?? 0) + 1;
  const leave = () => { if (host.recolteCall === call) host.recolteStream?.close(); };
  if (host.recolteStream?.url === data.url) {
    host.recolteStream.seen(data.seq);
    return leave;
  }
  host.recolteStream?.close();
  const stream = new EventSource(data.url);
  let last = data.seq, timer = null, waiting = null;
  stream.addEventListener("now", (message) => {
    const { seq } = JSON.parse(message.data);
    if (seq <= last) return;
    last = waiting = seq;
    timer ??= setTimeout(() => { timer = null; setTriggerValue("seq", waiting); }, data.pause);
  });
  host.recolteStream = {
    url: data.url,
    seen: (seq) => { last = Math.max(last, seq); },
    close: () => { clearTimeout(timer); stream.close(); host.recolteStream = null; },
  };
  return leave;
}
"""

_listener = st.components.v2.component("recolte_live", js=_SCRIPT)


def follow(code: str, seq: int, *, key: str, pause: float = 0.2) -> None:
    """Reruns the fragment around this call at each commit of that workshop, at most once per `pause` seconds."""
    _listener(
        data={"url": f"/live/{code}", "seq": seq, "pause": int(pause * 1000)},
        key=key,
        on_seq_change=lambda: None,
        height=1,
    )
