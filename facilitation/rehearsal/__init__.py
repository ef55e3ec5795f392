"""A rehearsal: a cast of invented people who play a workshop through the door, as its steps open."""
