"""How many people or ballots stand behind what is told, at the least: every such number of the house, once.

Files take `IN_FILES`, the room's screen and the console take `IN_THE_ROOM`, and a vote says nothing more than
its totals below `BALLOTS_TO_TELL`. `tests/test_privacy.py` holds which side imports which number.
"""

# R-50, §4.4: a file goes where nobody knows, and a rare kind is a name. So are few ballots.
IN_FILES = 5  # people of one kind, or ballots of one round

# R-50, §4.4: the room sees who is there; what could still be read from a kind is what one person gave.
IN_THE_ROOM = 3  # people of one kind

# R-12, §3.4: of a single ballot, what its kind gave is what a person gave, and nothing can be drawn anew.
BALLOTS_TO_TELL = 2  # ballots of one round
