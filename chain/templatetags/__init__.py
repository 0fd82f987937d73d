"""Formatting of the chain; no queries."""
