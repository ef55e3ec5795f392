"""What follows a vote: areas, decisions, fates, seats in the cells, and comments under a hat."""
