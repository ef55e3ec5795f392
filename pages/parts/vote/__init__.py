"""Votes: opened, read, marked, revealed and ended, with the concerns voiced."""
