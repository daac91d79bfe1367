"""A small Trainwire viewer, written from PROTOCOL.md alone."""
