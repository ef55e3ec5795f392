"""Figures of a workshop as values: charts that a page shows and a file draws."""
