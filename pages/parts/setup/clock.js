// How far this browser's clock is ahead of the server's: every answer of the server carries its time.
const measured = async () => {
  const sent = Date.now();
  const answer = await fetch("/healthz", { cache: "no-store" });
  const middle = (sent + Date.now()) / 2;
  return (middle - (Date.parse(answer.headers.get("date")) + 500)) / 1000; // that time is cut to the second
};

export default function ({ data, setStateValue, parentElement }) {
  const host = parentElement.host ?? parentElement;
  if (host.recolteAsked === data.asked) return;
  host.recolteAsked = data.asked;
  const tell = (ahead) => setStateValue("seen", { asked: data.asked, ahead });
  measured().then(
    (ahead) => tell(Number.isFinite(ahead) ? ahead : null),
    () => tell(null),
  );
}
