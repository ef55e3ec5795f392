"""Projects in other words, before the vote freezes them."""

import streamlit as st

from facilitation.asking import ask
from facilitation.model import Project
from facilitation.rules.projects import reword_project
from pages.parts.frame.access import Desk
from pages.parts.frame.console import fields, renew
from pages.parts.frame.receipts import accepted, receipt, sending
from pages.parts.frame.words import say


def reword(desk: Desk) -> None:
    """One form for all projects: titles in both languages and a summary; only what changed is kept."""
    projects = desk.workshop.standing_projects()
    with st.form(fields("wording"), enter_to_submit=False):
        st.write(say("console.wording.note"))
        words = {project.id: _words(project) for project in projects}
        sent = st.form_submit_button(say("console.wording.save"), type="primary")
    if sent:
        with sending("wording"):
            for project in projects:
                if words[project.id] != (project.title_fr, project.title_en, project.summary):
                    french, english, summary = words[project.id]
                    reworded = ask(
                        reword_project,
                        by=desk.by,
                        project=project.id,
                        title_fr=french,
                        title_en=english,
                        summary=summary,
                    )
                    desk.act(reworded)
            renew("wording")
            accepted("wording", "console.wording.saved")
    receipt("wording")


def _words(project: Project) -> tuple[str, str, str]:
    name = fields("wording")
    st.markdown(f"**{project.id}** — {say('console.wording.ideas', n=len(project.ideas))}")
    left, right = st.columns(2)
    french = left.text_input(
        say("console.title_fr"), project.title_fr, max_chars=80, key=f"{name}_{project.id}_fr"
    )
    english = right.text_input(
        say("console.title_en"), project.title_en, max_chars=80, key=f"{name}_{project.id}_en"
    )
    summary = st.text_input(
        say("console.wording.summary"), project.summary, max_chars=400, key=f"{name}_{project.id}_summary"
    )
    return french or "", english or "", summary or ""
