"""The room's screen, and the clocks that it shares with the console."""
