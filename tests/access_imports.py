"""What comes in and goes out, for the access matrix: a list with a mistake in it, checked, and a file that was asked for."""

from __future__ import annotations

import io
from uuid import uuid4

from accounts.models import User
from casework.models import Client, ClientUpload
from casework.services.client_uploads import choose_columns, take_upload, work_on
from overview.enums import ExportPurpose
from overview.services.export_requests import request_export
from overview.services.file_arrivals import take_client_file

# Who uploaded a list takes it further, and nobody else, an administrator included.
IMPORTS = """
casework:client_imports                         -               figures      figures
casework:client_import_example                  -               figures      never
casework:client_import                          upload          import       never
casework:client_import_columns                  upload          import       import
casework:client_import_report                   upload          import       never
casework:client_import_act                      upload          never        import-to
overview:file_exports                           -               file-lead    file-lead
overview:file_export                            file-export     file-lead    never
overview:file_arrivals                          -               administer   administer
overview:file_arrival                           arrival         administer   never
overview:file_arrival_{accept,drop}             arrival         never        administer-to
overview:file_export_{fetch,drop}               file-export     never        file-lead-to
"""


def make_upload(team_lead: User | None) -> dict[str, object]:
    """Upload a list of one client without a name, and have it checked."""
    assert team_lead is not None
    upload = take_upload(
        name="clienten.csv", content=b"clientnummer;voornaam\nR-1;\n", form_token=uuid4(), acting_user=team_lead
    )
    choose_columns(upload=upload, columns={0: "clientnummer", 1: "voornaam"}, acting_user=team_lead)
    work_on(upload.pk)
    return {"upload": ClientUpload.objects.get(pk=upload.pk)}


def make_file_export(number: object, team_lead: User | None) -> dict[str, object]:
    """Ask for the whole file of a client."""
    assert team_lead is not None
    asked = request_export(
        client=Client.objects.get(number=number),
        purpose=ExportPurpose.RIGHTS,
        recipient="de cliënt",
        reason="Zijn verzoek.",
        channel="mail",
        form_token=uuid4(),
        acting_user=team_lead,
    )
    return {"file-export": asked}


def make_arrival(administrator: User | None) -> dict[str, object]:
    """Upload a client file of another house, which nobody looked through yet."""
    assert administrator is not None
    arrival = take_client_file(
        file=io.BytesIO(b"{}"), name="dossier.json", form_token=uuid4(), acting_user=administrator
    )
    return {"arrival": arrival}
