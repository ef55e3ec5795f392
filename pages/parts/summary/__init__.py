"""The committee's summary on screen."""
