"""Rows and expectations of letters for the access matrix."""

from __future__ import annotations

from uuid import uuid4

from accounts.models import User
from casework.models import Client, LetterTemplate
from casework.services.letters import start_letter

LETTERS = """
casework:letter_create                       -               file-form    never
casework:letter_start                        -               file-form    file-form
casework:letter                              letter          file         never
casework:letter_edit                         letter          file-form    file-form
casework:letter_issue                        letter          never        file-form
casework:letter_drop                         letter          never        file-act
admin:casework_lettertemplate_{changelist,add} -             screen       screen
admin:casework_lettertemplate_{change,history} lettertemplate screen      screen
admin:casework_lettertemplate_delete         lettertemplate  screen-403   screen-403
admin:casework_lettertemplate_simple_history none            screen-404   screen-404
beheer/gegevens/casework/lettertemplate/<path:object_id>/ none moves moves
"""


def make_letter(client: Client, user: User) -> dict[str, object]:
    """Begin a letter to the client."""
    letter = start_letter(
        client=client,
        form_token=uuid4(),
        template=LetterTemplate.objects.get(key="evaluation-invitation"),
        addressee="Jeroen Dekker",
        acting_user=user,
    )
    return {"letter": letter}
