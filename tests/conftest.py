"""The fixed cast of the tests, and what makes an append-only database testable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone

from accounts.append_only import APPEND_ONLY_TABLES, drop_triggers, ensure_triggers
from accounts.enums import OrganisationKind, Role
from accounts.models import Location, Organisation, RoleAssignment, Team, TeamMembership, User
from casework import append_only as written_once
from casework.enums import AssignmentRole, Gender
from casework.models import Assignment, Client, ForensicTitle, SpecialCondition, TitleKind
from casework.services.reference import load_reference
from riskplans.services.reference import load_reference as load_risk_reference
from tests import migrated as _migrated  # noqa: F401 -- keeps a copy of the migrated database

PASSWORD = "een-lang-wachtwoord-42"


@pytest.fixture(scope="session", autouse=True)
def place_for_static_files() -> None:
    """Whitenoise warns when there is no such folder; tests find static files without collecting them."""
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def fast_and_apart(settings, tmp_path):
    """Files of a test stay in its own folder; pages are found without a manifest; mail stays in memory."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.EXPORT_ROOT = tmp_path / "exports"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Attempts are counted in the cache: no test may run into the count of another.
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECOND_FACTOR_REQUIRED = False
    settings.PRESS_APART = False


_flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined] # private, and unknown to the stubs


def _flush_and_restore(case: TransactionTestCase) -> None:
    """Empty the tables after a transactional test, and put back what every test may count on.

    The append-only triggers refuse a flush, and a flush takes the reference data with it.
    """
    for table in APPEND_ONLY_TABLES:
        drop_triggers(connection, table)
    _flush(case)
    ensure_triggers()
    load_reference(lambda name: apps.get_model("casework", name))
    load_risk_reference(lambda name: apps.get_model("riskplans", name))


TransactionTestCase._fixture_teardown = _flush_and_restore  # type: ignore[attr-defined]


@pytest.fixture
def unprotected() -> Iterator[None]:
    """Lift the append-only triggers, as somebody with the database's own password could."""
    for table in APPEND_ONLY_TABLES:
        drop_triggers(connection, table)
    yield
    ensure_triggers()


@pytest.fixture
def rewritable(db: None) -> Iterator[None]:
    """Let written notes be changed: for a note of another day, and for what the constraints beneath say."""
    connection.check_constraints()  # PostgreSQL lifts no trigger while checks of the table wait
    for table in written_once.WRITTEN_ONCE_TABLES:
        written_once.lift(connection, table)
    yield
    connection.check_constraints()
    written_once.ensure()


def make_user(
    username: str,
    *roles: Role,
    team: Team | None = None,
    organisation: Organisation | None = None,
    name: str = "",
) -> User:
    """Make a user who has held the roles for a year."""
    first, _, last = (name or username.capitalize()).partition(" ")
    user: User = User.objects.create_user(
        username, f"{username}@example.org", PASSWORD, first_name=first, last_name=last, organisation=organisation
    )
    since = timezone.localdate() - dt.timedelta(days=365)
    for role in roles:
        RoleAssignment.objects.create(user=user, role=role, valid_from=since)
    if team:
        TeamMembership.objects.create(user=user, team=team, valid_from=since)
    return user


def make_client(number: str, team: Team, *, first_name: str = "Jan", last_name: str = "de Vries") -> Client:
    """Make a client of a team."""
    return Client.objects.create(
        number=number,
        first_name=first_name,
        last_name=last_name,
        birth_date=dt.date(1990, 5, 17),
        gender=Gender.MALE,
        team=team,
        form_token=uuid4(),
    )


@pytest.fixture
def team(db) -> Team:
    return Team.objects.create(name="Team Noord")


@pytest.fixture
def other_team(db) -> Team:
    return Team.objects.create(name="Team Zuid")


@pytest.fixture
def house(team) -> Location:
    return Location.objects.create(name="Huis aan de Vaart", team=team, capacity=12)


@pytest.fixture
def probation(db) -> Organisation:
    return Organisation.objects.create(name="Reclassering Nederland, Noord", kind=OrganisationKind.PROBATION)


@pytest.fixture
def counsellor(team) -> User:
    """The counsellor of ``client_file``."""
    return make_user("noor", Role.COUNSELLOR, team=team, name="Noor Öztürk")


@pytest.fixture
def colleague(team) -> User:
    """A counsellor of the same team, without an assignment."""
    return make_user("bas", Role.COUNSELLOR, team=team, name="Bas Wiersma")


@pytest.fixture
def outsider(other_team) -> User:
    """A counsellor of another team: a stranger to the file."""
    return make_user("iris", Role.COUNSELLOR, team=other_team, name="Iris Bakker")


@pytest.fixture
def team_lead(team) -> User:
    return make_user("karin", Role.TEAM_LEAD, team=team, name="Karin Postma")


@pytest.fixture
def expert(team) -> User:
    """A behavioural expert: reads the files of the team, writes in none."""
    return make_user("ruud", Role.BEHAVIOURAL_EXPERT, team=team, name="Ruud Meijer")


@pytest.fixture
def officer(probation) -> User:
    """A probation officer."""
    return make_user("tom", Role.PARTNER, organisation=probation, name="Tom Hendriks")


@pytest.fixture
def other_officer(probation) -> User:
    """A probation officer without an agreement."""
    return make_user("lies", Role.PARTNER, organisation=probation, name="Lies van Dam")


@pytest.fixture
def administrator(db) -> User:
    return make_user("ad", Role.ADMINISTRATOR, name="Ad Beheer")


@pytest.fixture
def privacy_officer(db) -> User:
    return make_user("fg", Role.PRIVACY_OFFICER, name="Femke Gerritsen")


@pytest.fixture
def volunteer(team) -> User:
    return make_user("vera", Role.VOLUNTEER, team=team, name="Vera Smit")


@pytest.fixture
def coordinator(team) -> User:
    return make_user("cor", Role.VOLUNTEER_COORDINATOR, team=team, name="Cor Jansen")


@pytest.fixture
def client_file(team, counsellor) -> Client:
    """A client of the team, with the counsellor as his own."""
    client = make_client("S-0001", team, first_name="Jeroen", last_name="Dekker")
    Assignment.objects.create(
        client=client,
        user=counsellor,
        role=AssignmentRole.COUNSELLOR,
        valid_from=timezone.localdate() - dt.timedelta(days=100),
    )
    return client


@pytest.fixture
def other_client(other_team) -> Client:
    """A client of another team."""
    return make_client("S-0002", other_team, first_name="Karim", last_name="El Idrissi")


@pytest.fixture
def title(client_file, counsellor) -> ForensicTitle:
    """A conditional sentence with a year to go."""
    today = timezone.localdate()
    made: ForensicTitle = ForensicTitle.objects.create(
        client=client_file,
        kind=TitleKind.objects.get(key="voorwaardelijke-veroordeling"),
        valid_from=today - dt.timedelta(days=100),
        valid_until=today + dt.timedelta(days=265),
        calculated_end=today + dt.timedelta(days=265),
        recorded_by=counsellor,
        form_token=uuid4(),
    )
    return made


@pytest.fixture
def condition(client_file, title, counsellor) -> SpecialCondition:
    """A drugs ban with urine checks."""
    from casework.models import ConditionKind

    return SpecialCondition.objects.create(
        client=client_file,
        title=title,
        kind=ConditionKind.objects.get(key="middelenverbod"),
        text="Geen drugs, en meewerken aan urinecontrole.",
        valid_from=title.valid_from,
        recorded_by=counsellor,
        form_token=uuid4(),
    )
