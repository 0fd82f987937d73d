"""Read models of the working alliance."""
