"""The fewest people or ballots that may stand behind what is told: every such number of the house.

Files take `IN_FILES`; the room's screen and the console take `IN_THE_ROOM`; below `BALLOTS_TO_TELL` a vote
tells its totals only. `tests/test_privacy.py` holds which side imports which number.
"""

# R-50, §4.4: nobody knows where a file goes, and a rare kind names a person. So do a few ballots, listed.
IN_FILES = 5  # people of one kind, or ballots of one round

# R-50, §4.4: the room knows who is there; with one or two of a kind it would know what a person gave.
IN_THE_ROOM = 3  # people of one kind

# R-12, §3.4: what the kind of a single ballot gave is what a person gave, and nothing can be drawn anew.
BALLOTS_TO_TELL = 2  # ballots of one round
