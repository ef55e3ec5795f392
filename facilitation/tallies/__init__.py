"""What a workshop adds up to: counted anew from the state each time, stored nowhere."""
