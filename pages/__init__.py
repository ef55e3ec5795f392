"""Streamlit screens: console, projector, committee."""
