"""Chainable filters over the client file."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.enums import Role
from accounts.models import LocationProfile
from accounts.querysets import DatedQuerySet, holds_on
from accounts.selectors import standing_of
from casework.enums.background import Topic
from casework.enums.scanning import ScanState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from accounts.models import Location, User
    from casework.models import (  # noqa: F401 -- named in quotes below
        Application,
        Appointment,
        Client,
        Commitment,
        ContactNote,
        DocumentFiling,
        ForensicTitle,
        FormDraft,
        SpecialCondition,
        Stay,
        StayPhase,
        TitleEnd,
    )


# Who takes part in an intake: a decision about a place is the lead's, and not hers alone to weigh (docs/domain/practice.md).
WEIGHING = (Role.TEAM_LEAD, Role.INTAKE_OFFICER, Role.BEHAVIOURAL_EXPERT)
NIGHT_IS_OVER = 6  # o'clock: before it the night of the day before still lasts


def night_of(moment: datetime) -> date:
    """Return the day on which the night of a moment begins: until six in the morning it is the day before."""
    return (timezone.localtime(moment).replace(tzinfo=None) - timedelta(hours=NIGHT_IS_OVER)).date()


def _rows_of(model: str) -> models.QuerySet[Any]:
    """Return the rows of a model of the client file; asked for by name, since a queryset is defined before its models."""
    rows: models.QuerySet[Any] = apps.get_model("casework", model)._default_manager.all()
    return rows


def profiles_on(day: date) -> models.QuerySet[Any]:
    """Return the entries that say that a client has a forensic profile on ``day``."""
    rows = _rows_of("BackgroundEntry").filter(topic=Topic.PROFILE)
    return rows.filter(holds_on(day), withdrawn_at=None)


class ClientQuerySet(models.QuerySet["Client"]):
    """Clients, and who may see them."""

    def visible_to(self, user: User) -> Self:
        """Return the clients whose file this user may open.

        Included if, and only if, the user is active, holds a role that reads files (counsellor, team lead,
        behavioural expert) today, and the client belongs to one of his teams or is assigned to him today, or the
        same holds for somebody for whom he stands in today; or he is intake officer today, and the client belongs to
        one of those teams and is being placed (``being_placed``). Partners, volunteers, night staff and experts by experience
        see no file: what they need has doors of its own. Superusers are not readers. A file that was merged into
        another is in no list (``archived_for``).
        """
        standing = standing_of(user)
        if standing.reads_files:
            today = timezone.localdate()
            # Read once, and not for every client: few are assigned to one user, and there are many clients.
            assigned = _rows_of("Assignment").filter(holds_on(today), user_id__in=standing.acts_for)
            with_him = Q(pk__in=assigned.order_by().values("client"))
            return self.filter(self._in_teams(standing.team_ids, today) | with_him, merged_into=None)
        mine = self.of_teams(standing.team_ids).filter(merged_into=None)
        return mine.being_placed() if standing.opens_files else self.none()

    def of_teams(self, team_ids: Collection[int]) -> Self:
        """Return the clients who belong to one of these teams today.

        Included if, and only if, the row of ``ClientTeam`` that holds today names such a team. ``Client.team`` repeats it;
        a handing over of which the day came before the job did is read from its row.
        """
        return self.filter(self._in_teams(team_ids, timezone.localdate()))

    def with_team_on(self, day: date) -> Self:
        """Add ``team_now``: the team of the client on ``day``, also when the job that lets ``Client.team`` follow did not come yet."""
        due = _rows_of("ClientTeam").filter(client=OuterRef("pk"), began_at=None, valid_from__lte=day)
        latest = Subquery(due.order_by("-valid_from").values("team")[:1])
        return self.annotate(team_now=Coalesce(latest, "team", output_field=models.BigIntegerField()))

    def _in_teams(self, team_ids: Collection[int], day: date) -> Q:
        due = _rows_of("ClientTeam").filter(began_at=None, valid_from__lte=day).order_by()
        came = due.filter(team_id__in=team_ids).values("client")
        return Q(team_id__in=team_ids) & ~Q(pk__in=due.values("client")) | Q(pk__in=came)

    def archived_for(self, user: User) -> Self:
        """Return the files that were merged into another, for who may read that other one.

        Included if, and only if, the file that stayed is visible to the user (``visible_to``).
        """
        stayed: ClientQuerySet = self.model._default_manager.all()
        return self.filter(merged_into__in=stayed.visible_to(user))

    def being_placed(self) -> Self:
        """Return the clients whose placement is being prepared.

        Included if, and only if, he never stayed with us, or he applied again, that application is open and he does not
        stay with us now.
        """
        stays = _rows_of("Stay").filter(client=OuterRef("pk"))
        applied = _rows_of("Application").filter(client=OuterRef("pk"), closed_on=None)
        return self.filter(~Exists(stays) | Exists(applied) & ~Exists(stays.filter(valid_until=None)))

    def in_care(self, day: date) -> Self:
        """Return the clients for whom somebody carries duties on ``day``.

        Included if, and only if, somebody is assigned to him, he stays with us, or a title or a forensic profile of his
        holds that day.
        """
        return self.filter(
            Exists(_rows_of("Assignment").filter(holds_on(day), client=OuterRef("pk")))
            | Exists(_rows_of("Stay").filter(holds_on(day), client=OuterRef("pk")))
            | Exists(_rows_of("ForensicTitle").filter(holds_on(day), client=OuterRef("pk")))
            | Exists(profiles_on(day).filter(client=OuterRef("pk")))
        )

    def with_profile(self, day: date) -> Self:
        """Add ``profile_since``: the first day of the forensic profile that holds on ``day``, or None."""
        held = profiles_on(day).filter(client=OuterRef("pk"))
        return self.annotate(profile_since=Subquery(held.values("valid_from")[:1]))

    def with_photo(self) -> Self:
        """Add ``photo_pk``: the photo that may be shown now, or None. With a virus scanner that is a clean one only."""
        shown = _rows_of("ClientPhoto").filter(client=OuterRef("pk"), removed_at=None)
        if settings.VIRUS_SCANNER:
            shown = shown.filter(scan__state=ScanState.CLEAN)
        return self.annotate(photo_pk=Subquery(shown.values("pk")[:1]))

    def staying_at(self, location: Location, day: date) -> Self:
        """Return the clients who stay at the location on ``day``."""
        return self.filter(Exists(_rows_of("Stay").filter(holds_on(day), client=OuterRef("pk"), location=location)))

    def of_counsellor(self, user_ids: frozenset[int] | set[int], day: date) -> Self:
        """Return the clients whose counsellor on ``day``, or who stands in for that client, is one of the users."""
        mine = _rows_of("Assignment").filter(
            holds_on(day), client=OuterRef("pk"), user_id__in=user_ids, role__in=("counsellor", "stand_in")
        )
        return self.filter(Exists(mine))

    def matching(self, words: str) -> Self:
        """Return clients whose number or one of whose names starts with each of the words typed."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(number__istartswith=word)
                | Q(first_name__istartswith=word)
                | Q(preferred_name__istartswith=word)
                | Q(last_name__istartswith=word)
                | Q(last_name__icontains=f" {word}")
            )
        return found


def _standing_at(moment: datetime | None) -> Q:
    stands = Q(withdrawn_at=None)
    return stands if moment is None else stands | Q(withdrawn_at__gte=moment)


class ForensicTitleQuerySet(DatedQuerySet["ForensicTitle"]):
    """Titles of clients. ``valid_until`` is the end that counts: confirmed where it is, calculated otherwise."""

    def ending_between(self, first: date, last: date) -> Self:
        """Return the titles whose end lies in the period, both days included."""
        return self.filter(valid_until__gte=first, valid_until__lte=last)

    def standing_at(self, moment: datetime | None) -> Self:
        """Return the titles that had not been taken back at a moment (None: now)."""
        return self.filter(_standing_at(moment))


class StayQuerySet(DatedQuerySet["Stay"]):
    """Stays of clients."""

    def standing_at(self, moment: datetime | None) -> Self:
        """Return the stays that had not been taken back at a moment (None: now)."""
        return self.filter(_standing_at(moment))

    def sleeping_on(self, night: date) -> Self:
        """Return the stays that cover the night that begins on ``night``; at most one of each client.

        A stay covers the nights from its first day up to the morning of its last.
        """
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=night), valid_from__lte=night)

    def with_support_form(self, day: date, *, known_at: datetime | None = None) -> Self:
        """Add ``support_form``: which form the location of the stay had on ``day``, or None when nobody said.

        With ``known_at`` as was recorded by then.
        """
        rows = LocationProfile.objects.describing(OuterRef("location"), day, known_at=known_at)
        return self.annotate(support_form=Subquery(rows.values("support_form")[:1]))


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications for a place, and who of another team decides on them or takes part in the intake."""

    def weighed_by(self, user: User) -> Self:
        """Return the open applications that this user weighs for a house of one of his teams.

        Included if, and only if, he decides on it (``decided_by``), or is active and intake officer or behavioural expert today
        in a team about whose house it is in that same way. He reads what the lead of the house reads, and decides nothing.
        """
        return self._about_houses_of(user, WEIGHING)

    def decided_by(self, user: User) -> Self:
        """Return the open applications for a house of a team that this user leads.

        Included if, and only if, he is active and team lead today, himself or as a stand-in, the application is open, its
        client was not merged into another, and the place that it is about belongs to one of those teams: that of the last
        decision, and as wished while none was made or when the wish changed since.
        """
        return self._about_houses_of(user, (Role.TEAM_LEAD,))

    def _about_houses_of(self, user: User, roles: Collection[Role]) -> Self:
        standing = standing_of(user)
        if not any(standing.has(role) for role in roles):
            return self.none()
        decisions = _rows_of("ApplicationDecision").filter(application=OuterRef("pk"), location__isnull=False)
        last = decisions.order_by("-recorded_at", "-pk")
        changed = _rows_of("EarlierWish").filter(
            application=OuterRef("pk"), recorded_at__gt=OuterRef("decided_at"), application__wish_location__isnull=False
        )
        return self.annotate(
            place_team=Coalesce(
                Subquery(last.values("location__team")[:1]),
                "wish_location__team",
                output_field=models.BigIntegerField(),
            ),
            decided_at=Subquery(last.values("recorded_at")[:1]),
        ).filter(
            Q(place_team__in=standing.team_ids) | Q(Exists(changed), wish_location__team__in=standing.team_ids),
            closed_on=None,
            client__merged_into=None,
        )


class StayPhaseQuerySet(models.QuerySet["StayPhase"]):
    """Phases of tracks."""

    def on(self, day: date, track: str) -> Self:
        """Return the rows of a track that began by ``day``, the one that holds first."""
        return self.filter(track=track, since__lte=day).order_by("-since", "-recorded_at", "-pk")


class DocumentFilingQuerySet(models.QuerySet["DocumentFiling"]):
    """What documents are and how long they hold."""

    def current(self) -> Self:
        """Return of each document the row that was recorded last."""
        later = _rows_of("DocumentFiling").filter(document=OuterRef("document"))
        return self.filter(pk=Subquery(later.order_by("-recorded_at", "-pk").values("pk")[:1]))

    def to_renew(self, until: date) -> Self:
        """Return the current rows of what ends by ``until``, is to be renewed, and has no successor."""
        successors = type(self)(self.model).current().filter(succeeds=OuterRef("document"))
        return self.current().filter(~Exists(successors), renewed=True, valid_until__lte=until)


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Agreements with an owner and a date."""

    def open(self) -> Self:
        """Return what is not done yet."""
        return self.filter(done_on=None)


class FormDraftQuerySet(models.QuerySet["FormDraft"]):
    """Unfinished forms."""

    def visible_to(self, user: User) -> Self:
        """Return the drafts this user may read.

        Included if, and only if, he wrote it himself and may still see the file, or it is about several clients at once:
        of those its form shows him the files that he may still open. Nobody else reads a draft: not a team lead, and not
        who stands in.
        """
        files: ClientQuerySet = apps.get_model("casework", "Client")._default_manager.all()
        return self.filter(Q(client=None) | Q(client__in=files.visible_to(user)), author=user)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments in the calendar."""

    def standing(self) -> Self:
        """Return what was not called off."""
        return self.filter(cancelled_at=None)

    def between(self, start: datetime, end: datetime) -> Self:
        """Return what overlaps the stretch from ``start`` up to ``end``."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def of_users(self, user_ids: Collection[int]) -> Self:
        """Return what these users are at, as their own or because they come along."""
        along = _rows_of("AppointmentColleague").filter(appointment=OuterRef("pk"), user_id__in=user_ids)
        return self.filter(Q(user_id__in=user_ids) | Exists(along))

    def without_outcome(self) -> Self:
        """Return what stands and of which nobody said yet how it ended."""
        return self.standing().filter(~Exists(_rows_of("AppointmentOutcome").filter(appointment=OuterRef("pk"))))

    def with_outcome(self) -> Self:
        """Add ``result`` and ``reason``: how it ended as known now, or None."""
        last = _rows_of("AppointmentOutcome").filter(appointment=OuterRef("pk")).order_by("-number")
        return self.annotate(result=Subquery(last.values("result")[:1]), reason=Subquery(last.values("reason")[:1]))


class SpecialConditionQuerySet(DatedQuerySet["SpecialCondition"]):
    """Special conditions. What was typed by mistake stays readable, and counts nowhere."""

    def standing(self) -> Self:
        """Return the conditions that were not taken back as a mistake: what every page but the history reads."""
        return self.filter(withdrawn_at=None)


class ContactNoteQuerySet(models.QuerySet["ContactNote"]):
    """Notes, and who of those who may open the file read each of them."""

    def readable_by(self, user: User) -> Self:
        """Return the notes that this user reads, given that he may open the file.

        Included if, and only if, the note is for everybody who may read the file, or he is a team lead, or he, or
        somebody for whom he stands in, wrote it or is named in it.
        """
        standing = standing_of(user)
        if standing.has(Role.TEAM_LEAD):
            return self
        named = _rows_of("ContactNote").filter(pk=OuterRef("pk"), readers__in=standing.acts_for)
        return self.filter(Q(visibility="team") | Q(author_id__in=standing.acts_for) | Exists(named))

    def for_everyone(self) -> Self:
        """Return the notes that everybody reads who may open the file: what papers and partners may draw from."""
        return self.filter(visibility="team")

    def with_corrections(self) -> Self:
        """Return the notes with their last addition or correction beside them: ``correction`` and ``corrected_at``.

        Wherever the words of a note are shown or quoted without what stands under it, they are not all that was said.
        """
        later = _rows_of("NoteAddendum").filter(note=OuterRef("pk"), kind="correction").order_by("-recorded_at", "-pk")
        return self.annotate(
            correction=Coalesce(Subquery(later.values("text")[:1]), Value(""), output_field=models.TextField()),
            corrected_at=Subquery(later.values("recorded_at")[:1]),
        )
