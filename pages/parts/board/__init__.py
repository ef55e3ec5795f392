"""The ideas board: its cards and acts, and what the machine proposes beside it."""
