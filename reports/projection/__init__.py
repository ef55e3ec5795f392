"""What the room sees at each step: plain values made from the workshop, for `projection` to frame."""
