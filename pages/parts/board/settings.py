"""What this workshop's grouping works with: words to leave out, and the model that reads the ideas."""

from collections.abc import Callable

import streamlit as st

from clustering import EncoderUnavailable, download, download_size
from clustering.worker import Worker, WorkerEnded
from facilitation import house
from facilitation.asking import ask
from facilitation.errors import RuleError
from facilitation.rules.drafts import choose_encoder, ignore_words
from locales import number
from pages.parts.frame.access import Desk
from pages.parts.frame.console import fields
from pages.parts.frame.receipts import accepted, receipt, sending
from pages.parts.frame.refusals import refusals_shown
from pages.parts.frame.words import language, plain, say


def words(desk: Desk) -> None:
    """Words to leave out, one on each line: place names, the name of the event."""
    with st.form(fields("ignored"), enter_to_submit=False):
        typed = st.text_area(
            say("console.encoding.words"), "\n".join(desk.workshop.ignored_words), height=110,
            help=None, max_chars=2_100,
        )  # fmt: skip
        sent = st.form_submit_button(say("console.encoding.words_save"))
    if sent:
        with sending("ignored"):
            desk.act(
                ask(ignore_words, by=desk.by, words=tuple((typed or "").replace(",", "\n").splitlines()))
            )
            accepted("ignored", "console.encoding.words_saved")
    receipt("ignored")


def encoder(desk: Desk) -> None:
    """The model in use, another one by name or folder, and its download when it is asked for."""
    workshop = desk.workshop
    setting = house.encoding().setting_of(workshop)
    used = say("console.encoding.bundled") if setting in ("auto", "bundled") else setting
    st.write(plain(say("console.encoding.used", model=used)))
    if (trouble := house.encoding().trouble(workshop)) is not None:
        st.warning(say(trouble), icon=":material/block:")
    with st.form(fields("encoder"), enter_to_submit=False):
        typed = st.text_input(say("console.encoding.other"), workshop.encoder, max_chars=200)
        use = st.form_submit_button(say("console.encoding.use"))
        sizing = st.form_submit_button(say("console.encoding.ask_size"))
    name = (typed or "").strip()
    if use:
        with sending("encoder"):
            desk.act(ask(choose_encoder, by=desk.by, setting=name))
            accepted("encoder", "console.encoding.chosen")
    receipt("encoder")
    if sizing and name:
        with refusals_shown(), st.spinner(say("console.encoding.asking")):
            st.session_state["encoder_wanted"] = name, _size(name)
    if "encoder_wanted" in st.session_state:
        _offer(*st.session_state["encoder_wanted"])


def _offer(name: str, size: int) -> None:
    """The download with its size, before anything is fetched; a bar while it is."""
    megabytes = number(language(), max(round(size / 1_000_000), 1))
    st.write(plain(say("console.encoding.size", model=name, size=megabytes)))
    if not st.button(say("console.encoding.download")):
        return
    bar, shown = st.progress(0.0), -1

    def tell(done: int, total: int) -> None:
        nonlocal shown
        if (percent := 100 * done // max(total, 1)) != shown:  # thousands of pieces, a hundred steps
            shown = percent
            bar.progress(min(percent, 100), say("console.encoding.downloading", percent=percent))

    with refusals_shown():
        _fetched(name, tell)
        st.session_state.pop("encoder_wanted")
        st.success(say("console.encoding.downloaded"))


def _size(name: str) -> int:
    try:
        return house.worker().call(download_size, name).remaining
    except EncoderUnavailable as error:
        raise RuleError(f"encoder.{error.reason}") from error
    except WorkerEnded as error:
        raise RuleError("encoder.ended") from error


def _fetched(name: str, tell: Callable[[int, int], None]) -> None:
    """Fetches in a child of its own: drafts go on meanwhile, and leaving the page stops the download."""
    child = Worker()
    try:
        child.call_telling(tell, download, name)
    except EncoderUnavailable as error:
        raise RuleError(f"encoder.{error.reason}") from error
    except WorkerEnded as error:
        raise RuleError("encoder.ended") from error
    finally:
        child.close()
