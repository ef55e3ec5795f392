"""Words: every key that the code names has a sentence in both languages, with the same values in it."""

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from facilitation.model import Hat, Outcome, ReasonCode, ReferralStatus, StepKind, StepState
from facilitation.tallies.narrowing import Fate
from locales import LANGUAGES, Language, MissingSentence, keys, number, sentence

ROOT = Path(__file__).parents[2]
CODE = [*(ROOT / "facilitation").rglob("*.py"), *(ROOT / "web").rglob("*.py"), ROOT / "app.py"]
SCREENS = [
    path
    for room in ("pages", "phone", "reports")
    for kind in ("*.py", "*.html", "*.js")
    for path in (ROOT / room).rglob(kind)
]
NAMED = re.compile(
    r"""(?:RuleError|StoreError|ArchiveError|say|sentence|t|_)\(\s*(?:language,\s*|\w+\.language,\s*)?["']([a-z_]+(?:\.[a-z_0-9]+)*\.[a-z_0-9]*[a-z0-9])["']"""
)


def _messages(language: str):  # type: ignore[no-untyped-def]
    for path in sorted((ROOT / "locales" / language).glob("*.po")):
        with path.open("rb") as file:
            yield from (message for message in read_po(file, locale=language) if message.id)


def _fields(message) -> set[str]:  # type: ignore[no-untyped-def]
    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert keys("fr") == keys("en")


def test_both_languages_speak_of_the_same_values() -> None:
    french = {str(message.id): _fields(message) - {"n"} for message in _messages("fr")}
    english = {str(message.id): _fields(message) - {"n"} for message in _messages("en")}

    assert {key: (french[key], english[key]) for key in french if french[key] != english[key]} == {}


def test_no_sentence_is_empty() -> None:
    for language in LANGUAGES:
        for message in _messages(language):
            texts = message.string if isinstance(message.string, tuple | list) else [message.string]
            assert all(texts), f"{language}: {message.id}"


@pytest.mark.parametrize("path", [*CODE, *SCREENS], ids=lambda path: str(path.relative_to(ROOT)))
def test_every_key_in_the_code_has_a_sentence(path: Path) -> None:
    named = set(NAMED.findall(path.read_text("utf-8")))

    assert named - keys("fr") == set()


@pytest.mark.parametrize(
    ("prefix", "values"),
    [
        ("step.name", StepKind),
        ("step.state", StepState),
        ("hat.name", Hat),
        ("fate", Fate),
        ("outcome", Outcome),
        ("reason", ReasonCode),
        ("referral.status", ReferralStatus),
    ],
)
def test_every_value_has_a_name(prefix: str, values) -> None:  # type: ignore[no-untyped-def]
    assert {f"{prefix}.{value}" for value in values} - keys("fr") == set()


@pytest.mark.parametrize("state", StepState)
def test_every_step_state_has_its_refusal(state: StepState) -> None:
    expected = set() if state is StepState.OPEN else {f"step.{state}", f"ballot.{state}"}

    assert expected - keys("fr") == set()


def test_missing_sentence_is_an_error() -> None:
    with pytest.raises(MissingSentence):
        sentence("fr", "nobody.said.this")


def test_numbers_follow_the_language() -> None:
    assert (number("fr", 1234.5), number("en", 1234.5)) == ("1\u00a0234,5", "1,234.5")


def test_french_typography_is_that_of_quebec() -> None:
    """None before ? ! ; – a non-breaking space before : and inside « » (§5.5) – no middle dot (§4.3)."""
    wrong = [
        str(message.id)
        for message in _messages("fr")
        for text in (message.string if isinstance(message.string, tuple | list) else [message.string])
        if re.search(r"[\s\u00a0\u202f][?!;]|[a-zà-ÿ)}] :|« | »|·", text)
    ]

    assert wrong == []


def test_sentences_of_any_vote_do_not_call_what_is_voted_on_a_project() -> None:
    """A round may be about ideas or cells: «proposition», except where its own project is meant."""
    any_vote = re.compile(
        r"(phone|projector|console)\.(vote|credits|approval|choice|reading|reveal)\.|vote\.ladder|ballot\.|round\."
        r"|file\.(read|round|judged|ordered|weighed)|figure\.(order|mentions|support)\."
    )
    of_projects = re.compile(r"console\.vote\.(about|open_note)\.projects|console\.vote\.no_projects")
    named = {
        str(message.id)
        for language in LANGUAGES
        for message in _messages(language)
        for text in (message.string if isinstance(message.string, tuple | list) else [message.string])
        if any_vote.match(str(message.id))
        and re.search(r"\bproje(t|ct)s?\b", text.lower().replace("{projects}", ""))
    }

    assert {key for key in named if not of_projects.search(key)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_decision_without_an_outcome_is_asked_for_by_the_names_on_the_form(language: Language) -> None:
    asked = sentence(language, "console.decision.choose_outcome")
    names = [sentence(language, f"outcome.{outcome}").lower() for outcome in Outcome]

    assert [name for name in names if name not in asked] == []


def test_english_says_grade_where_french_says_mention() -> None:
    texts = {
        (str(message.id), text)
        for message in _messages("en")
        for text in (message.string if isinstance(message.string, tuple | list) else [message.string])
    }

    assert {key for key, text in texts if re.search(r"(?<!\{)mentions?\b", text, re.I)} == set()
