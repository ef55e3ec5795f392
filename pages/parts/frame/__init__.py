"""What every page stands in: rights, words, buttons, refusals, rows, figures, and live changes."""
