"""Signalling plan, the stoplight that follows from it, and checks."""
