"""Two-sided check-ins on the working alliance."""
