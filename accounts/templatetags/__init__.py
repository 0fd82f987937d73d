"""Formatting that every floor may use."""
