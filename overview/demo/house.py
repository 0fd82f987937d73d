"""The organisation of the demo: teams, houses, people and partners. Every name is invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.hashers import make_password

from accounts.enums import Clustering, OrganisationKind, Role, SubstancePolicy, SupportForm
from accounts.models import (
    Location,
    LocationPolicy,
    LocationProfile,
    Organisation,
    RoleAssignment,
    Team,
    TeamMembership,
    User,
)
from chain.models import PartnerPerson

# Everybody in the demo logs in with it; the demo runs on one machine and holds invented people only.
PASSWORD = "samen-op-spoor"  # noqa: S105 -- shown on the start page of the demo

TEAMS = {
    "Team Vaartzicht": [
        ("Huis aan de Vaart", "Vaartkade 18, Assendijk", 14, SubstancePolicy.ABSTINENT),
        ("Nazorghuis De Overkant", "Veerpad 3, Assendijk", 6, SubstancePolicy.TOLERATED),
        ("Huis Kruispunt", "Stationsweg 41, Assendijk", 12, SubstancePolicy.REGULATED),
    ],
    "Team Havenkwartier": [
        ("Huis Havenkwartier", "Kade Zuid 7, Dokhaven", 16, SubstancePolicy.TOLERATED),
        ("Studio's Pakhuis", "Pakhuisstraat 22, Dokhaven", 10, SubstancePolicy.REGULATED),
    ],
    "Team Lindehof": [("De Lindehof", "Lindelaan 5, Oosterwolde aan Zee", 18, SubstancePolicy.ABSTINENT)],
    "Team Ambulant": [("Ambulant Assendijk", "Markt 9, Assendijk", 0, SubstancePolicy.REGULATED)],
}

# What each location offers, where its dwellings stand, who it is for, and what is near it.
PROFILES: dict[str, dict[str, str]] = {
    "Huis aan de Vaart": {
        "support_form": SupportForm.PROTECTED,
        "clustering": Clustering.CLUSTERED,
        "target_group": "mannen met een forensische titel die niet gebruiken",
        "postcode": "9401",
        "neighbourhood": "Vaartkwartier",
        "nearby": "Basisschool De Sluis op 300 meter, speeltuin aan de kade",
    },
    "Nazorghuis De Overkant": {
        "support_form": SupportForm.PROTECTED,
        "clustering": Clustering.CLUSTERED,
        "target_group": "nazorg na een klinische opname",
        "postcode": "9402",
        "neighbourhood": "Overkant",
        "nearby": "Veerpont; plein met handel op vijf minuten",
    },
    "Huis Kruispunt": {
        "support_form": SupportForm.SHELTER,
        "clustering": Clustering.CLUSTERED,
        "target_group": "mensen zonder dak, met en zonder titel",
        "postcode": "9401",
        "neighbourhood": "Stationsbuurt",
        "nearby": "Station, horeca",
    },
    "Huis Havenkwartier": {"support_form": SupportForm.PROTECTED, "clustering": Clustering.CLUSTERED},
    "Studio's Pakhuis": {"support_form": SupportForm.INDEPENDENT, "clustering": Clustering.SCATTERED},
    "De Lindehof": {"support_form": SupportForm.PROTECTED, "clustering": Clustering.CLUSTERED},
    "Ambulant Assendijk": {"support_form": SupportForm.AMBULATORY},
}

ORGANISATIONS = [
    ("Reclassering Nederland, regio Noord", OrganisationKind.PROBATION, "088 000 10 10"),
    ("SVG Verslavingsreclassering, regio Noord", OrganisationKind.PROBATION, "088 000 20 20"),
    ("Leger des Heils Reclassering, regio Noord", OrganisationKind.PROBATION, "088 000 30 30"),
    ("Gemeente Assendijk", OrganisationKind.MUNICIPALITY, "14 0500"),
    ("Polikliniek De Dijk", OrganisationKind.TREATMENT, "0500 12 34 56"),
]

# username, first name, last name, job title, roles, teams (by place in TEAMS)
STAFF = [
    ("noor", "Noor", "Öztürk", "persoonlijk begeleider", [Role.COUNSELLOR], [0]),
    ("bas", "Bas", "Wiersma", "persoonlijk begeleider", [Role.COUNSELLOR], [0]),
    ("marijke", "Marijke", "de Groot", "ambulant begeleider", [Role.COUNSELLOR], [0]),
    ("iris", "Iris", "Bakker", "persoonlijk begeleider", [Role.COUNSELLOR], [1]),
    ("sjoerd", "Sjoerd", "Hofstra", "persoonlijk begeleider", [Role.COUNSELLOR], [1]),
    ("fatima", "Fatima", "Benali", "persoonlijk begeleider", [Role.COUNSELLOR], [2]),
    ("joost", "Joost", "van Rijn", "persoonlijk begeleider", [Role.COUNSELLOR], [2]),
    ("lotte", "Lotte", "Kuipers", "ambulant begeleider", [Role.COUNSELLOR], [3]),
    ("emre", "Emre", "Yıldız", "ambulant begeleider", [Role.COUNSELLOR], [3]),
    ("karin", "Karin", "Postma", "teamleider", [Role.TEAM_LEAD], [0]),
    ("pieter", "Pieter", "Zijlstra", "teamleider", [Role.TEAM_LEAD], [1, 2]),
    ("anouk", "Anouk", "Vermeer", "teamleider", [Role.TEAM_LEAD], [3]),
    ("ruud", "Ruud", "Meijer", "gedragsdeskundige", [Role.BEHAVIOURAL_EXPERT], [0, 1, 2, 3]),
    ("hanna", "Hanna", "Visser", "vrijwilligerscoördinator", [Role.VOLUNTEER_COORDINATOR], [0]),
    ("nico", "Nico", "Bos", "nachtdienst", [Role.NIGHT_STAFF], [0]),
    ("ingrid", "Ingrid", "Dijkstra", "instroomfunctionaris", [Role.INTAKE_OFFICER], [0]),
    ("xander", "Xander", "Prins", "ervaringsdeskundige", [Role.EXPERT_BY_EXPERIENCE], [0]),
    ("vera", "Vera", "Smit", "vrijwilliger", [Role.VOLUNTEER], [0]),
    ("beheer", "Ad", "Mulder", "functioneel beheerder", [Role.ADMINISTRATOR], []),
    ("fg", "Femke", "Gerritsen", "functionaris gegevensbescherming", [Role.PRIVACY_OFFICER], []),
]

# username, first name, last name, organisation (by place in ORGANISATIONS), phone
OFFICERS = [
    ("tom", "Tom", "Hendriks", 0, "06 0000 0101"),
    ("lies", "Lies", "van Dam", 1, "06 0000 0202"),
    ("samira", "Samira", "Haddad", 0, "06 0000 0103"),
    ("wouter", "Wouter", "Brouwer", 2, "06 0000 0301"),
]

# Who works for a second organisation as well, with the same account.
SECOND_SEATS = [("lies", 2)]

# The login to try for each role.
LOGINS = {
    Role.COUNSELLOR: "noor",
    Role.TEAM_LEAD: "karin",
    Role.PARTNER: "tom",
    Role.BEHAVIOURAL_EXPERT: "ruud",
    Role.NIGHT_STAFF: "nico",
    Role.INTAKE_OFFICER: "ingrid",
    Role.EXPERT_BY_EXPERIENCE: "xander",
    Role.VOLUNTEER: "vera",
    Role.VOLUNTEER_COORDINATOR: "hanna",
    Role.ADMINISTRATOR: "beheer",
    Role.PRIVACY_OFFICER: "fg",
}


@dataclass
class House:
    """The people and places that the stories name."""

    teams: list[Team] = field(default_factory=list)
    locations: dict[str, Location] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    counsellors: dict[int, list[User]] = field(default_factory=dict)
    officers: list[User] = field(default_factory=list)
    second_organisations: dict[str, Organisation] = field(default_factory=dict)


def build_house(since: dt.date) -> House:
    """Make teams, houses with their policy, staff and partners, all from ``since`` on."""
    house = House()
    password = make_password(PASSWORD)
    for place, (name, locations) in enumerate(TEAMS.items()):
        team = Team.objects.create(name=name)
        house.teams.append(team)
        house.counsellors[place] = []
        for location_name, address, capacity, policy in locations:
            location = Location.objects.create(name=location_name, team=team, address=address, capacity=capacity)
            LocationPolicy.objects.create(location=location, substance_policy=policy, valid_from=since)
            LocationProfile.objects.create(
                location=location, capacity=capacity, valid_from=since, **PROFILES[location_name]
            )
            house.locations[location_name] = location
    organisations = [
        Organisation.objects.create(name=name, kind=kind, phone=phone) for name, kind, phone in ORGANISATIONS
    ]
    for username, first, last, job, roles, places in STAFF:
        user = _user(house, username, password, first_name=first, last_name=last, job_title=job)
        for role in roles:
            RoleAssignment.objects.create(user=user, role=role, valid_from=since)
        for place in places:
            TeamMembership.objects.create(user=user, team=house.teams[place], valid_from=since)
            if Role.COUNSELLOR in roles:
                house.counsellors[place].append(user)
    for username, first, last, organisation, phone in OFFICERS:
        officer = _user(
            house,
            username,
            password,
            first_name=first,
            last_name=last,
            job_title="toezichthouder",
            organisation=organisations[organisation],
            phone=phone,
        )
        RoleAssignment.objects.create(user=officer, role=Role.PARTNER, valid_from=since)
        house.officers.append(officer)
    for username, organisation in SECOND_SEATS:
        both = house.users[username]
        PartnerPerson.objects.create(
            organisation=organisations[organisation],
            name=str(both),
            job_title=both.job_title,
            phone=both.phone,
            email=both.email,
            user=both,
            form_token=uuid5(NAMESPACE_URL, f"demo-seat-{username}"),
        )
        house.second_organisations[username] = organisations[organisation]
    return house


def _user(house: House, username: str, password: str, **fields: object) -> User:
    user: User = User.objects.create(
        username=username, email=f"{username}@samenspoor.example", password=password, **fields
    )
    house.users[username] = user
    return user
