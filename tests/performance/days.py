"""What happens day after day: contacts with what was seen in them, and who looked at which file."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from accounts.models import AuditEntry, AuditSubject
from casework.models import ContactNote, LifeDomain, NoteParticipant
from riskplans.models import PhaseChange, SignObservation

if TYPE_CHECKING:
    from tests.performance.copying import Sink
    from tests.performance.sentences import Sentences
    from tests.performance.world import File

KINDS = ("talk", "talk", "talk", "activity", "phone", "phone", "message", "house_visit", "with_network", "group")
MINUTES = (10, 15, 20, 30, 30, 45, 60)
SHARE_SEEN, SHARE_NARROW, SHARE_NO_SHOW, SHARE_UNREST = 0.27, 0.02, 0.03, 0.06
# What is read of a file, by its share; the last is a list in which several stand.
READ = ("client", "client", "casework.timeline", "casework.contactnote", "casework.plan", "riskplans.signallingplan")
SHARE_LIST = 0.02
IN_A_LIST = 10


class Days:
    """Passes the days and writes what they bring."""

    def __init__(
        self,
        sinks: dict[type[Any], Sink],
        files: list[File],
        chance: random.Random,
        names: dict[int, str],
        sentences: Sentences,
    ) -> None:
        """Keep where to write and what to say."""
        self.sinks, self.files, self.names, self.sentences = sinks, files, names, sentences
        self.chance, self.roll = chance, chance.random
        self.domains = list(LifeDomain.objects.order_by("pk").values_list("pk", flat=True))

    def pass_by(self, days: list[str], notes: int, audit: int) -> None:
        """Spread so many notes and audit rows a client over the days on which somebody is with us."""
        starting: dict[int, list[File]] = {}
        lengths = 0
        for file in self.files:
            starting.setdefault(file.start, []).append(file)
            lengths += file.start - max(file.end, 0) + 1
        notes_a_day, audit_a_day = notes * len(self.files) / lengths, audit * len(self.files) / lengths
        with_us: list[File] = []
        notes_due = audit_due = 0.0
        for ago in range(len(days), -1, -1):
            with_us = [file for file in with_us if file.end < ago] + starting.get(ago, [])
            notes_due += notes_a_day * len(with_us)
            audit_due += audit_a_day * len(with_us)
            day = days[min(ago, len(days) - 1)]
            if with_us:
                self._contacts(with_us, day, int(notes_due), evening=ago > 0)
                self._looks(with_us, day, int(audit_due), evening=ago > 0)
                notes_due -= int(notes_due)
                audit_due -= int(audit_due)

    def _contacts(self, with_us: list[File], day: str, count: int, *, evening: bool) -> None:
        roll = self.roll
        notes, participants = self.sinks[ContactNote], self.sinks[NoteParticipant]
        about = self.sinks[ContactNote.domains.through]
        hours = 12 if evening else 1
        for n in range(count):
            file = with_us[int(roll() * len(with_us))]
            author = file.counsellors[int(roll() * len(file.counsellors))]
            second = int(n * hours * 3600 / count)
            at = f"{day} {6 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
            chosen = roll()
            no_show = chosen < SHARE_NO_SHOW
            text, well = self.sentences.note()
            note = notes.add_numbered(
                file.pk,
                author,
                "no_show" if no_show else KINDS[int(roll() * len(KINDS))],
                at,
                0 if no_show else MINUTES[int(roll() * len(MINUTES))],
                "acceptable" if no_show else "",
                "named" if chosen > 1 - SHARE_NARROW else "team",
                text,
                well,
                at,
                f"{self.chance.getrandbits(128):032x}",
            )
            about.add(note, self.domains[int(roll() * len(self.domains))])
            if not no_show:
                participants.add(note, "client")
                if chosen > 0.85:
                    participants.add(note, "relative")
            if file.plan is not None and roll() < SHARE_SEEN:
                self._sign(file, author, note, at)

    def _sign(self, file: File, author: int, note: int, at: str) -> None:
        """See a sign in a contact; unrest changes the colour, and the next calm contact changes it back."""
        level = "orange" if self.roll() < SHARE_UNREST else "green"
        change = None
        if level != file.level:
            source = "ticks" if level == "orange" else "together"
            change = self.sinks[PhaseChange].add_numbered(file.pk, file.plan, level, at, source, author, at)
            file.level = level
        sign = file.signs[level][int(self.roll() * 2)]
        self.sinks[SignObservation].add(file.pk, sign, note, change, at, author, at)

    def _looks(self, with_us: list[File], day: str, count: int, *, evening: bool) -> None:
        roll, entries, subjects, names = self.roll, self.sinks[AuditEntry], self.sinks[AuditSubject], self.names
        hours = 16 if evening else 1
        for n in range(count):
            file = with_us[int(roll() * len(with_us))]
            user = file.counsellors[int(roll() * len(file.counsellors))]
            second = int(n * hours * 3600 / count)
            at = f"{day} {5 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
            session = f"{user * 1_000_003 + second // 14_400:016x}"
            chosen = roll()
            if chosen < SHARE_LIST:
                entry = entries.add_numbered(
                    at, user, names[user], "counsellor", "list", "", "overview.my_day", "", session
                )
                first = int(roll() * max(1, len(with_us) - IN_A_LIST))
                for shown in with_us[first : first + IN_A_LIST]:
                    subjects.add(entry, shown.number)
            else:
                what = READ[int(roll() * len(READ))]
                action = "read" if chosen < 0.9 else "create"
                entries.add_numbered(
                    at, user, names[user], "counsellor", action, file.number, what, str(file.pk), session
                )
