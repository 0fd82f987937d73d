"""What casework itself puts in the frame of the client page."""


def fill() -> None:
    """Register the tabs, panels, timeline entries, duties and papers of the client file."""
