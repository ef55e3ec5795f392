"""The participant's page: a few kilobytes, one script, one stylesheet."""
