"""A workshop as an archive file: written, read again, and its references checked."""
