"""The exceptions with which the house says no."""

from accounts.enums import LinkState


class Refused(Exception):  # noqa: N818 -- a refusal is an answer, not an error
    """A service refuses an act, in a sentence that the user can do something with.

    ``sentence`` is already translated; ``field`` names the form field that it is about, or is None for the whole form.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        """Keep the sentence and the field it belongs to."""
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class LinkRefused(Exception):  # noqa: N818 -- as above
    """A one-time link does not work (any more); the answer is a plain page that says what to do."""

    def __init__(self, state: LinkState) -> None:
        """Keep why."""
        super().__init__(state.value)
        self.state = state
