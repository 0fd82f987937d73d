"""The audit trail: written with the act, append-only, sealed, verifiable."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.append_only import APPEND_ONLY_TABLES, create_triggers, ensure_triggers
from accounts.audit_context import Origin, acting_from
from accounts.enums import AuditAction, AuditOutcome
from accounts.models import AuditEntry, AuditSeal, AuditSubject
from accounts.services import audit
from accounts.services.audit import SealBrokenError, record, seal, verify

pytestmark = pytest.mark.django_db


def write(count, user=None):
    return [
        record(AuditAction.READ, acting_user=user, client_number=f"S-{i:04}", subjects=[f"S-{i:04}"])
        for i in range(count)
    ]


def test_a_row_names_who_what_whom_and_from_where(counsellor):
    with acting_from(Origin(address="192.0.2.7", session="abc")):
        entry = record(
            AuditAction.UPDATE,
            acting_user=counsellor,
            client_number="S-0001",
            obj=counsellor,
            reason="proef",
            details={"changed": ["phone"]},
        )
    entry.refresh_from_db()
    assert (entry.actor_name, entry.actor_roles) == ("Noor Öztürk", "counsellor")
    assert (entry.action, entry.client_number, entry.object_type) == ("update", "S-0001", "accounts.user")
    assert (entry.address, entry.session, entry.reason) == ("192.0.2.7", "abc", "proef")
    assert entry.outcome == AuditOutcome.DONE


def test_nobody_logged_in_is_said_so():
    entry = record(AuditAction.LOGIN_FAILED, acting_user=None)
    assert entry.actor_id is None
    assert entry.actor_name == "niemand ingelogd"


@pytest.mark.parametrize("table", APPEND_ONLY_TABLES)
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_a_row(table, act):
    write(1)
    seal()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))


def test_triggers_come_back_after_they_were_dropped(unprotected):
    ensure_triggers()
    write(1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.update(reason="bijgewerkt")


def test_creating_the_triggers_twice_changes_nothing():
    create_triggers(connection, "accounts_auditentry")
    create_triggers(connection, "accounts_auditentry")
    assert verify().broken == ""


def test_sealing_covers_every_row_once():
    write(3)
    assert seal() == 3
    assert seal() == 0
    write(2)
    assert seal() == 2
    verdict = verify()
    assert (verdict.rows, verdict.seals, verdict.unsealed, verdict.broken) == (5, 2, 0, "")


def test_more_rows_than_a_batch_give_several_seals(monkeypatch):
    monkeypatch.setattr("accounts.services.audit.BATCH", 2)
    write(5)
    seal()
    assert AuditSeal.objects.count() == 3
    assert verify().broken == ""


def test_a_row_that_commits_late_is_sealed_all_the_same():
    first, second, third = write(3)
    held_back = AuditSeal.objects.count()
    # As if the second transaction committed only after the first sealing.
    seal()
    assert AuditSeal.objects.count() == held_back + 1
    late = AuditEntry(**{f.name: getattr(second, f.name) for f in AuditEntry._meta.fields if f.name != "id"})
    late.id = third.id + 5
    late.save(force_insert=True)
    later = record(AuditAction.READ, acting_user=None)
    assert later.id != late.id
    assert seal() == 2
    assert verify().unsealed == 0
    assert first.id < late.id


def test_unsealed_rows_are_counted():
    write(2)
    seal()
    write(3)
    assert verify().unsealed == 3


def test_a_changed_row_is_named(unprotected):
    entries = write(3)
    seal()
    AuditEntry.objects.filter(pk=entries[1].pk).update(actor_name="Iemand anders")
    assert verify().broken == f"regel {entries[1].pk} is gewijzigd"


def test_a_client_removed_from_a_list_is_found(unprotected):
    entry = record(AuditAction.LIST, acting_user=None, subjects=["S-1", "S-2"])
    seal()
    AuditSubject.objects.filter(client_number="S-2").delete()
    assert verify().broken == f"regel {entry.pk} is gewijzigd"


def test_a_removed_row_is_named(unprotected):
    entries = write(3)
    seal()
    AuditSubject.objects.filter(entry=entries[0]).delete()
    AuditEntry.objects.filter(pk=entries[0].pk).delete()
    assert verify().broken == f"regel {entries[0].pk} ontbreekt"


def test_a_seal_that_was_taken_out_breaks_the_chain(unprotected):
    write(1)
    seal()
    write(1)
    seal()
    write(1)
    seal()
    seals = list(AuditSeal.objects.order_by("pk"))
    AuditSeal.objects.filter(pk=seals[1].pk).delete()
    assert verify().broken == f"zegel {seals[2].pk} sluit niet aan op het zegel ervoor"


def test_a_seal_made_with_another_key_is_refused(settings):
    write(1)
    seal()
    settings.AUDIT_SEAL_KEY = "een andere sleutel"
    assert verify().broken.startswith("zegel ")


def test_nothing_is_sealed_onto_a_seal_of_another_key(settings):
    own = settings.AUDIT_SEAL_KEY
    write(1)
    seal()
    settings.AUDIT_SEAL_KEY = "een andere sleutel"
    write(1)
    with pytest.raises(SealBrokenError):
        seal()
    with pytest.raises(CommandError, match="zegel"):
        call_command("verify_audit", stdout=StringIO())
    settings.AUDIT_SEAL_KEY = own
    assert seal() == 1
    assert verify().broken == ""


def test_the_command_seals_and_says_that_all_is_whole():
    write(2)
    out = StringIO()
    call_command("verify_audit", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["whole"], told["rows"], told["sealed_now"], told["broken"]) == (True, 2, 2, "")


def test_the_command_fails_on_a_broken_trail(unprotected):
    entries = write(2)
    seal()
    AuditEntry.objects.filter(pk=entries[0].pk).update(reason="bijgewerkt")
    with pytest.raises(CommandError, match=f"regel {entries[0].pk} is gewijzigd"):
        call_command("verify_audit", stdout=StringIO())


def test_rows_about_a_client_are_its_own_and_the_lists_it_stood_in():
    own = record(AuditAction.READ, acting_user=None, client_number="S-0001")
    listed = record(AuditAction.LIST, acting_user=None, subjects=["S-0001", "S-0002"])
    record(AuditAction.READ, acting_user=None, client_number="S-0002")
    assert set(AuditEntry.objects.about("S-0001")) == {own, listed}


def test_a_long_backlog_is_sealed_in_stretches_that_stay_when_it_is_stopped(monkeypatch):
    monkeypatch.setattr("accounts.services.audit.BATCH", 2)
    monkeypatch.setattr("accounts.services.audit.STRETCH", 4)
    monkeypatch.setattr("accounts.services.audit.LOOK_BACK", 3)
    write(11)
    stretch = audit._seal_stretch
    lengths: list[int] = []

    def stopped():
        if len(lengths) == 2:
            raise KeyboardInterrupt
        lengths.append(stretch())
        return lengths[-1]

    monkeypatch.setattr("accounts.services.audit._seal_stretch", stopped)
    with pytest.raises(KeyboardInterrupt):
        seal()
    assert lengths == [4, 4]
    assert (verify().rows, verify().unsealed) == (8, 3)
    monkeypatch.setattr("accounts.services.audit._seal_stretch", stretch)
    assert seal() == 3
    assert (verify().rows, verify().unsealed, verify().broken) == (11, 0, "")
