"""Handing over in the browser: compose, the client reads, issue through the portal, and the officer opens it."""

from __future__ import annotations

import pytest

from casework.models import Document
from casework.services.document_requests import finish_waiting_requests
from chain.models import Disclosure, HandoverReport
from tests.browser.conftest import PHONE
from tests.browser.test_main_job import file  # noqa: F401 -- a fixture
from tests.chain.conftest import clauses, drafted, in_force, offered, rules  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def involvement(file):  # noqa: F811 -- the fixture of that name
    """The file has its officer already."""
    return file.involvements.get()


def test_a_progress_report_from_the_file_to_the_officer(arrive, file, in_force, officer):  # noqa: F811 -- fixtures
    noor = arrive("noor")
    noor.go(f"/clienten/{file.number}/overdracht/")
    noor.look("overdracht-leeg")
    noor.go(f"/clienten/{file.number}/documenten/uitgeven/progress-report/")
    noor.look("overdracht-begin")
    noor.press("Voorstel maken")
    noor.look("overdracht-onderdelen")
    noor.page.locator("textarea[name='approach']").fill("- Kort en rustig.\n> Laat me uitpraten. (gesprek)")
    noor.press("Concept bewaren")
    noor.says("Laat me uitpraten.")
    noor.look("overdracht-concept")
    report = HandoverReport.objects.get()

    noor.press("Lezen met Jeroen")
    noor.look("overdracht-client-begin")
    noor.press("Ik begin")
    noor.look("overdracht-client-onderdeel")
    for _step in range(20):
        if noor.page.get_by_role("button", name="Ja, het klopt").count():
            break
        noor.press("Verder")
    noor.look("overdracht-client-besluit")
    noor.fill(remark="Eerlijk opgeschreven.")
    noor.press("Ja, het klopt")
    noor.look("overdracht-client-klaar")

    noor.go(f"/clienten/{file.number}/overdracht/verslag/{report.pk}/")
    noor.press("Uitgeven")
    noor.look("overdracht-uitgeven")
    noor.press("Uitgeven als pdf")
    noor.look("overdracht-wordt-gemaakt")
    finish_waiting_requests()
    noor.says("Het document is klaar")  # the page asked again by itself
    noor.look("overdracht-klaar")
    document = Document.objects.get(kind="progress_report")
    assert Disclosure.objects.get().channel == "portal"

    tom = arrive("tom")
    tom.go(f"/partner/clienten/{file.number}/")
    tom.says("Voortgangsverslag")
    answer = tom.page.request.get(f"{tom.base}/partner/documenten/{document.shared_items.get().pk}/")
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-")

    phone = arrive("noor", size=PHONE)
    for path in (
        "overdracht/",
        f"overdracht/verslag/{report.pk}/",
        "overdracht/gesprek/nieuw/",
        "bajes-uit/nieuw/",
        "verstrekkingen/",
        "verstrekkingen/nieuw/",
    ):
        phone.go(f"/clienten/{file.number}/{path}")
        phone.look(f"telefoon-{path.strip('/').replace('/', '-')}")
