"""What this app does when something happens in the client file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from alliance.services.links import take_back_links_of
from casework.events import counsellor_changed
from casework.selectors import counsellor_of

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client


@receiver(counsellor_changed)
def end_links_of_the_one_who_left(sender: Any, *, client: Client, acting_user: User, **kwargs: Any) -> None:
    """Take back the links to check-ins of a former counsellor; the new one is due by the rhythm itself."""
    take_back_links_of(client=client, present=counsellor_of(client), acting_user=acting_user)
