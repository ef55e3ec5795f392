"""The summary that the committee reads, as text."""
