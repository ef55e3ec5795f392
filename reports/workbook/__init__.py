"""A workshop as a spreadsheet file."""
