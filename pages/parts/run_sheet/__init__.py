"""The run sheet: the agenda and its minutes, the people who come, the door, and a rehearsal."""
