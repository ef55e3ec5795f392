"""A workshop as files and figures."""
