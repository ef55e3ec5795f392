"""The server as `make run` starts it, which also writes down, each second, which Streamlit sessions it keeps.

`python -m bench.driving.counted FILE PORT`. Streamlit has no public way to ask; a bench may look inside.
The screens' pause between two redraws is made as short as the bench makes the time.
"""

import json
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from streamlit import runtime
from streamlit.web import cli

PAUSE = 0.1  # seconds instead of two


def main() -> None:
    """Never returns: it is the server."""
    threading.Thread(target=_write_down, args=(Path(sys.argv[1]),), daemon=True).start()
    sys.argv = ["streamlit", "run", "app.py", "--server.port", sys.argv[2]]
    cli.main(prog_name="streamlit")


def _write_down(file: Path) -> None:
    said = "{}"
    while True:
        time.sleep(1)
        if (live := sys.modules.get("pages.parts.frame.live")) is not None:
            live.follow.__kwdefaults__["pause"] = PAUSE
        if runtime.exists() and hasattr(runtime.get_instance(), "_session_mgr"):
            with suppress(RuntimeError, KeyError):  # a session came or went while it was counted
                said = json.dumps(_counts(runtime.get_instance()))
            unfinished = file.with_suffix(".new")
            unfinished.write_text(said, "utf-8")
            unfinished.replace(file)


def _counts(server: Any) -> dict[str, int]:
    """Sessions with a browser, sessions kept for one that may come back, and what they remember."""
    manager = server._session_mgr
    active = manager.list_active_sessions()
    # Past their time, too: they are let go only when the next one comes or goes.
    kept = list(manager._session_storage._cache._data.values())
    remembered = [len(info.session.session_state._keys()) for info in (*active, *kept)]
    return {"active": len(active), "kept": len(kept), "entries": max(remembered, default=0)}


if __name__ == "__main__":
    main()
