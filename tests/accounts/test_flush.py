"""The triggers stand in transactional tests too, and the reference data is there in each of them."""

import pytest
from django.db import DatabaseError

from accounts.enums import AuditAction
from accounts.models import AuditEntry
from accounts.services.audit import record
from casework.models import TitleKind

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", [1, 2])
def test_a_committed_row_cannot_be_changed(turn):
    record(AuditAction.READ, acting_user=None)
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.objects.update(reason="bijgewerkt")
    assert AuditEntry.objects.count() == 1
    assert TitleKind.objects.filter(key="voorwaardelijke-veroordeling").exists()
