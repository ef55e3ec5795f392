"""The reader's language on a Streamlit page, and participants' words shown as plain text."""

import re

import streamlit as st

from facilitation.settings import from_environment
from locales import LANGUAGES, Language, read_language, sentence
from web.cookie_names import LANGUAGE

_ADDRESS = re.compile(r"https?:|www|@", re.IGNORECASE)
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:])")


def language() -> Language:
    """The language chosen on this page, else the browser's cookie, else the installation's."""
    chosen = st.session_state.get("lang") or st.query_params.get("lang", "")[:2].lower()  # en, English
    known = chosen or st.context.cookies.get(LANGUAGE)
    return read_language(known if known in LANGUAGES else from_environment().language)


def say(key: str, /, n: int | None = None, **values: object) -> str:
    """The sentence behind a key, in the reader's language."""
    return sentence(language(), key, n, **values)


def plain(text: str) -> str:
    """Somebody's words, escaped so that a Streamlit label shows them letter by letter.

    Addresses become links even when escaped: an invisible joiner, which `tidy` takes out again, prevents it.
    """
    return _MARKUP.sub(r"\\\1", _ADDRESS.sub("\\g<0>\u2060", text)).replace("\n", " ")


def language_switch() -> None:
    """One tap between French and English; kept in the page's address."""
    st.session_state.setdefault("lang", language())
    st.segmented_control(
        say("language.label"),
        LANGUAGES,
        format_func={"fr": "Français", "en": "English"}.__getitem__,
        key="lang",
        required=True,
        bind="query-params",
        label_visibility="collapsed",
    )
