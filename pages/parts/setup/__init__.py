"""Before the session: workshops, their framing, copies, administrators, and the checks."""
