"""Every kind of record that hangs from a client goes along, or is named with the reason why not."""

from __future__ import annotations

import re

from django.apps import apps
from django.conf import settings
from django.db import models

from casework.models import Client
from casework.registry.exports import export_rules
from overview.selectors.file_description import BEGIN, END, description, outside_models
from overview.selectors.file_models import OUR_APPS, fields_of, file_models, key_field

HOW = "Run manage.py describe_client_file and look at what it says (docs/export.md, casework/registry/exports.py)."


# Numbers of a mail, not of a row.
NO_POINTERS = {"chain.InboxItem.message_id"}


def hangs_from_client() -> set[str]:
    """Walk up from every model, whatever the export does."""
    ours = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]
    found: set[type[models.Model]] = {Client}
    while True:
        more = {
            model
            for model in ours
            if model not in found and any(one.related_model in found for one in model._meta.concrete_fields)
        }
        if not more:
            return {model._meta.label for model in found}
        found |= more


def test_every_model_with_a_path_to_a_client_is_covered_or_named():
    covered = {one.model._meta.label for one in file_models().values()}
    named = {*export_rules.left_out, *export_rules.apart}
    below_named = set()
    for label in hangs_from_client() - covered - named:
        parents = {one.related_model for one in apps.get_model(label)._meta.concrete_fields if one.is_relation}
        assert any(parent._meta.label in named for parent in parents), f"{label}: {HOW}"
        below_named.add(label)
    assert below_named == {"casework.MergeChange", "overview.ReminderRecipient"}
    assert not covered & named


def test_the_page_says_what_the_code_does():
    page = (settings.BASE_DIR / "docs" / "export.md").read_text(encoding="utf-8")
    assert page.partition(BEGIN)[2].partition(END)[0].strip() == description().strip(), HOW


def test_rules_name_models_and_columns_that_exist():
    for label in (*export_rules.left_out, *export_rules.apart, *export_rules.private, *export_rules.readable):
        assert apps.get_model(label)
    for label, pairs in export_rules.pointers.items():
        for pair in pairs:
            assert all(apps.get_model(label)._meta.get_field(name) for name in pair if name)
    for label, columns in export_rules.blanks.items():
        assert all(apps.get_model(label)._meta.get_field(name) for name in columns)


def test_everything_a_row_points_at_has_a_natural_key():
    assert {key_field(model) for model in outside_models()} <= {"username", "key", "name", "form_token"}


def test_soft_references_are_named():
    """A column of digits called after a row elsewhere would mean another row in another house."""
    for one in file_models().values():
        label = one.model._meta.label
        named = {name for pair in export_rules.pointers.get(label, ()) for name in pair}
        named |= set(export_rules.blanks.get(label, {}))
        for field in fields_of(one.model):
            looks = re.search(r"(_id|_ref|_pk)$", field.name) and not field.is_relation
            looks = looks and f"{label}.{field.name}" not in NO_POINTERS
            assert not looks or field.name in named, f"{label}.{field.name} points somewhere: {HOW}"
