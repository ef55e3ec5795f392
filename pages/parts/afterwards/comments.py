"""Comments by hat, with the button to mask one that names, insults or reveals (R-28)."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from facilitation.asking import ask
from facilitation.model import Comment, CommentId, Hat, Workshop
from facilitation.rules.hats import mask_comment
from pages.parts.frame.access import Desk
from pages.parts.frame.console import attempt
from pages.parts.frame.flagged import flagged
from pages.parts.frame.moderation import reason_asked
from pages.parts.frame.rows import Row, Words, rows
from pages.parts.frame.words import say


def by_hat(desk: Desk, workshop: Workshop) -> None:
    """Every comment on the team that was called, under the hat it belongs to."""
    if workshop.pitch is None:
        return
    mine = [one for one in workshop.comments.values() if one.subject == workshop.pitch.subject]
    st.markdown(f"**{say('console.comments.count', n=len(mine))}**")
    if not mine:
        return
    reason = "" if workshop.archived else _reason()
    for hat in Hat:
        _hat(desk, hat, [one for one in mine if one.hat_content is hat], reason)


def _reason() -> str:
    with st.expander(say("console.comments.mask_title")):
        st.write(say("console.comments.mask_note"))
        return reason_asked("comments")


def _hat(desk: Desk, hat: Hat, found: list[Comment], reason: str) -> None:
    if not found:
        return
    columns = [say("console.comments.text"), say("console.comments.state")]
    lines = [_row(one) for one in found]
    if desk.workshop.archived:
        lines = [replace(line, actions=()) for line in lines]
    caption = say("console.comments.hat", n=len(found), hat=say(f"hat.name.{hat}"))
    rows(caption, columns, lines, key=f"comments_{hat}", pressed=_masking(desk, reason))


def _masking(desk: Desk, reason: str) -> Callable[[str, str], None]:
    def pressed(_act: str, id: str) -> None:
        attempt(desk, ask(mask_comment, by=desk.by, comment=CommentId(id), reason=reason))

    return pressed


def _row(comment: Comment) -> Row:
    if comment.masked is not None:
        return Row(
            comment.id,
            (Words(comment.text, comment.language), say("console.comments.masked", why=comment.masked)),
        )
    worn = say("console.comments.off_hat", hat=say(f"hat.name.{comment.hat_worn}")) if comment.off_hat else ""
    state = " — ".join(part for part in (worn, flagged([comment.text])) if part)
    mask = ("mask", say("console.moderation.mask"))
    return Row(comment.id, (Words(comment.text, comment.language), state), (mask,))
