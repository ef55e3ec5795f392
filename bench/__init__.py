"""Benchmarks that print a table; never a timed test of the suite."""
