"""What a workshop is: events, replay, rules, tallies, and the one door through which everything is done."""
