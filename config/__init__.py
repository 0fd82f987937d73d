"""The composition root: settings, addresses, background app. Outside the import contract."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
