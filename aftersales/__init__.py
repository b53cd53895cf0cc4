"""Composition root: settings, addresses, the worker and the home page. Nothing imports it."""

from aftersales.celery import app as celery_app

__all__ = ["celery_app"]
