"""The project's own corpus: fifty strings that no field may trip over, and what must become of each.

`shown` is the text that is kept (by default what was typed), `refused` the key of the sentence that says no.
Both are said for a note; other fields have the same cleaning and a limit of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from facilitation.model import NoteType, Outcome, ParticipantId, ReasonCode, StepKind
from facilitation.rules.cells import define_cell, express_wish, propose_memberships
from facilitation.rules.groups import create_group
from facilitation.rules.hats import call_pitch, comment, deal_hats, open_comments
from facilitation.rules.notes import mask_note, submit_note
from facilitation.rules.projects import define_area, promote_group, record_decision
from facilitation.rules.referrals import refer_ideas
from facilitation.rules.rounds import cast_ballot, open_round
from facilitation.rules.steps import close_step, reveal_step
from tests.room import Room


@dataclass(frozen=True)
class Hostile:
    name: str
    text: str
    shown: str | None = None
    refused: str | None = None

    @property
    def kept(self) -> str:
        """What is read wherever this text is shown."""
        return self.text if self.shown is None else self.shown


def _unreadable(name: str, text: str) -> Hostile:
    return Hostile(name, text, refused="phone.unreadable")


CORPUS = (
    Hostile("script", "<script>document.title='pris'</script>"),
    Hostile("event handler", "<img src=x onerror=\"document.title='pris'\">"),
    Hostile("svg", "<svg/onload=document.title='pris'><use href='http://evil.example/s.svg#a'/></svg>"),
    Hostile("mathml", '<math><mi xlink:href="javascript:alert(1)" href="javascript:alert(1)">x</mi></math>'),
    Hostile(
        "double-quoted attribute", '" autofocus onfocus="document.title=1" style="position:fixed;inset:0'
    ),
    Hostile("single-quoted attribute", "' onmouseover='document.title=1' x='"),
    Hostile("jinja", "{{ 7*7 }}{{ config.items() }} {% raw %}{% endraw %} {# rien #}"),
    Hostile("script template", "${7*7} `${alert(1)}` #{7*7} <%= 7*7 %>"),
    Hostile("markdown", "**gras** _penché_ # titre `code` ~~barré~~ > cité\n- un\n1. deux\n| a | b |\n---"),
    Hostile("streamlit", ":smile: :red[rouge] :material/home: $x^2$ :blue-background[fond] :small[petit]"),
    Hostile("markdown picture", "![image](http://evil.example/p.png)"),
    Hostile("markdown link", '[cliquez](http://evil.example "titre") [un]: http://evil.example'),
    Hostile("bare addresses", "http://evil.example www.evil.example moi@evil.example //evil.example"),
    Hostile("javascript address", '<a href="javascript:alert(1)">ici</a> javascript:alert(1)'),
    Hostile("data address", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="),
    Hostile("entities", "&lt;b&gt;gras&lt;/b&gt; &amp;amp; &#60;script&#62; &nbsp; &notit;"),
    Hostile("style", "</style><style>*{background:url(http://evil.example/c)}</style>"),
    Hostile("beacon", '<link rel=stylesheet href="http://evil.example/l.css"><iframe src="//evil.example">'),
    Hostile("closing tags", "</textarea></select></li></ul></main></title><h1>Gros</h1>"),
    Hostile("closing script", "</script></noscript><script src=//evil.example/x.js></script>"),
    Hostile("comment and cdata", "<!-- a --><!--> <![CDATA[<b>x</b>]]> <?php echo 1 ?>"),
    Hostile("right-to-left override", "\u202egauche\u202c droite", "gauche droite"),
    Hostile("isolates", "\u2066un\u2067deux\u2068trois\u2069\u200e\u200f\u061c", "undeuxtrois"),
    Hostile("right-to-left words", "ربط الطلاب (1) לחבר סטודנטים!"),
    Hostile("zero-width", "in\u200bvi\u200csi\u2060ble\u00ad", "invisible"),
    Hostile("joiners", "pa\u200dss\u200de\u200d", "passe"),
    Hostile("zalgo", "Z" + "\u0335\u0301" * 40 + "algo", "\u0179" + "\u0335" * 4 + "algo"),
    Hostile("marks alone", "\u0335\u0301\u0301"),
    Hostile("composed late", "e\u0301te\u0301 A\u030a \u1100\u1161", "été Å 가"),
    _unreadable("lone surrogate", "moitié \ud83d seule"),
    _unreadable("surrogates the wrong way", "\udc00\ud800"),
    _unreadable("nul", "avant\x00après"),
    Hostile("control characters", "\x07bip\x1b[31m\x7f\x08\x9b", "bip[31m"),
    Hostile("byte order mark", "\ufeffdébut\ufffe", "début"),
    Hostile("non-characters", "\uffff\U0001ffff\ufdd0fin", "fin"),
    Hostile("emoji", "👩🏽‍🚀👨‍👩‍👧‍👦🏳️‍🌈👍🏿 1️⃣ 🇨🇦"),
    Hostile("tags", "🏴\U000e0067\U000e0062\U000e007f caché\U000e0041", "🏴 caché"),
    Hostile("ten megabytes", "a" * 10_000_000, refused="phone.too_big"),
    Hostile("one long word", "Anticonstitutionnellement" * 12, refused="note.too_long"),
    Hostile("spaces alone", " \u00a0\u2003\u3000\u200b\t\n ", refused="note.empty"),
    Hostile(
        "breaks", "un\n\n\n\tdeux\x0btrois\x0cquatre\r\ncinq\rsix\x85", "un\ndeux\ntrois\nquatre\ncinq\nsix"
    ),
    Hostile("line separators", "un\u2028alert(1)\u2029deux", "un\nalert(1)\ndeux"),
    Hostile("formula", '=HYPERLINK("http://evil.example","ici")'),
    Hostile("formulas of other signs", "+1+1\n-2+3\n@SUM(1+1)\n=1+1"),
    Hostile("dde", "\t=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    Hostile("sql and json", '\'; DROP TABLE events; -- ","status":"masked","$ne":null}'),
    Hostile("paths and names", "../../../etc/passwd ..\\..\\ %2e%2e%2f %00 __proto__ constructor"),
    Hostile("header", "x\r\nSet-Cookie: recolte_p=1\r\n\r\n<b>", "x\nSet-Cookie: recolte_p=1\n<b>"),
    Hostile("placeholders", "{0} {n} {limit} {reason.__class__} {} %s %(x)s %d $1 \\1 {{n}}"),
    Hostile("astral, alike and deep", "𝕳𝖎 𐍈 𠜎 аdmіn " + "<div>" * 20 + "[" * 40 + "(" * 20),
)
KEPT = tuple(one for one in CORPUS if one.refused is None)
TEXTS = tuple(one.text for one in KEPT)


def fill(room: Room, until: StepKind, texts: Iterable[str] = TEXTS, groups: int = 8) -> ParticipantId:
    """A room that says the whole corpus at every step as far as that one; gives one of those who spoke."""
    said, titles = list(texts), [one.kept for one in KEPT if len(one.kept) <= 80][:groups]
    me, other = room.join(), room.join()
    steps = list(StepKind)[: list(StepKind).index(until) + 1]
    for step in steps:
        _step(room, step, me, other, said, titles)
        if step is not until:
            room.lead(close_step, step=step)
            room.lead(reveal_step, step=step)
    return me


def _step(
    room: Room, step: StepKind, me: ParticipantId, other: ParticipantId, said: list[str], titles: list[str]
) -> None:
    if step is StepKind.VOTE:
        room.lead(open_round, seed=1, title_fr=titles[0], title_en=titles[1])
        for person in (me, other):
            room.say(cast_ballot, person, round="R1", marks={"PR1": 1, "PR2": 1})
        return
    if step is StepKind.HATS:
        room.lead(deal_hats, seed=1, subjects=["CEL1"], reviewers=[me, other])
    room.open(step)
    match step:
        case StepKind.ISSUES | StepKind.IDEAS:
            type = NoteType.ISSUE if step is StepKind.ISSUES else NoteType.IDEA
            for text in said:
                room.say(submit_note, me, type=type, text=text, language="fr")
            masked = room.say(submit_note, other, type=type, text=said[0], language="en").events[0].note
            room.lead(mask_note, note=masked, reason=said[0])
        case StepKind.GROUPING:
            ideas = [note.id for note in room.workshop.ideas()]
            for title, idea in zip(titles, ideas, strict=False):
                group = room.lead(create_group, title_fr=title, title_en=title, ideas=[idea]).events[0].group
                room.lead(promote_group, group=group, summary=title)
        case StepKind.DECISION:
            for text in titles[:3]:
                room.lead(define_area, title_fr=text, title_en=text)
            for place, project in enumerate(room.workshop.projects):
                kept, merged = place < 3, place == 3
                room.lead(
                    record_decision,
                    project=project,
                    outcome=Outcome.RETAINED if kept else Outcome.MERGED if merged else Outcome.PARKED,
                    area=f"A{place + 1}" if kept else None,
                    into="PR1" if merged else None,
                    reason_code=None if kept or merged else ReasonCode.LATER,
                    sentence=said[place],
                )
        case StepKind.CELLS:
            for text in titles[:3]:
                room.lead(define_cell, name_fr=text, name_en=text, area="A1", minimum=1)
            room.say(express_wish, me, ranked=["CEL2"], flexible=True)
            room.lead(propose_memberships, seed=1)
        case StepKind.HATS:
            room.lead(call_pitch, subject="CEL1")
            for text in said:
                room.say(comment, me, subject="CEL1", text=text, language="fr")
            room.lead(open_comments)
        case StepKind.CLOSING:
            loose = [note.id for note in room.workshop.ideas() if note.group is None]
            for idea, text in zip(loose, said, strict=False):
                room.lead(
                    refer_ideas,
                    ideas=[idea],
                    organisation=titles[0],
                    reason_code=ReasonCode.OTHER_CARRIER,
                    reason=text,
                )
