"""Background jobs of the client file."""

import logging

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task
def expire_drafts() -> None:
    """Throw away unfinished forms that nobody came back to."""
    from casework.services.drafts import expire_drafts as expire  # noqa: PLC0415 -- task

    logger.info("Drafts: %s expired.", expire())


@shared_task
def finish_document(pk: int) -> None:
    """Lay out one paper that was asked for; twice or late changes nothing."""
    from casework.services.document_requests import finish_request  # noqa: PLC0415 -- task

    if finish_request(pk) is not None:
        logger.info("Document request %s is finished.", pk)


@shared_task
def finish_documents() -> None:
    """Lay out every paper that still waits: what the queue lost, and what a killed worker left."""
    from casework.services.document_requests import finish_waiting_requests  # noqa: PLC0415 -- task

    count = finish_waiting_requests()
    if count:
        logger.info("Finished %s document requests that waited.", count)


@shared_task
def scan_document(pk: int) -> None:
    """Have one file that was brought in checked for viruses; twice or late changes nothing."""
    from casework.services.scanning import scan_document as scan  # noqa: PLC0415 -- task

    state = scan(pk)
    if state is not None:
        logger.info("Document %s was checked: %s.", pk, state)


@shared_task
def scan_photo(pk: int) -> None:
    """Have one photo of a client checked for viruses; twice or late changes nothing."""
    from casework.services.scanning import scan_photo as scan  # noqa: PLC0415 -- task

    state = scan(pk)
    if state is not None:
        logger.info("Photo %s was checked: %s.", pk, state)


@shared_task
def scan_documents() -> None:
    """Have every file checked that still waits, or for which the scanner could not be reached."""
    from casework.services.scanning import scan_waiting  # noqa: PLC0415 -- task

    count = scan_waiting()
    if count:
        logger.info("Checked %s files that waited.", count)


@shared_task
def work_on_upload(pk: int) -> None:
    """Check one list of clients, or bring it in; twice or late changes nothing."""
    from casework.services.client_uploads import work_on  # noqa: PLC0415 -- task

    if work_on(pk) is not None:
        logger.info("Client upload %s was worked on.", pk)


@shared_task
def sweep_uploads() -> None:
    """Work on every list of clients that still waits, and throw away what nobody came back to."""
    from casework.services.client_uploads import sweep_uploads as sweep  # noqa: PLC0415 -- task

    count = sweep()
    if count:
        logger.info("Worked on or threw away %s client uploads.", count)
