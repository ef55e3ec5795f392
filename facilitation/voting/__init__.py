"""Voting rules, each a small file behind one shape: `rule(profile) -> Result`. They know items and marks only."""
