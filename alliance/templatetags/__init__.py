"""Formatting of alliance charts."""
