"""How to reach a person: asked only with the wish for a cell, kept only with its own consent."""

from facilitation.errors import RuleError
from facilitation.model import ParticipantId
from facilitation.store import Contact
from facilitation.text import clean_text, tidy
from phone.payload import Payload

LINE = 160


def contact_in(participant: ParticipantId, fields: Payload | None) -> Contact | None:
    """The contact that was typed, or None when all was left blank.

    Raises RuleError `phone.contact.consent` when something was typed and the consent was not ticked.
    """
    if fields is None:
        return None
    name, organisation, email = (_line(fields, one) for one in ("name", "organisation", "email"))
    if not (name or organisation or email):
        return None
    if not fields.flag("consent", False):
        raise RuleError("phone.contact.consent")
    if email and ("@" not in email[1:-1] or " " in email):
        raise RuleError("phone.contact.email")
    return Contact(participant, name, organisation, email)


def _line(fields: Payload, name: str) -> str:
    typed = tidy(fields.text(name, "")[: 20 * LINE]).replace("\n", " ")
    return clean_text(typed, LINE, key="phone.contact") if typed else ""
