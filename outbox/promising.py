import threading

from django.db import transaction
from django.utils import timezone

from .models import Delivery

# Rung when this process has promised something: its worker need not sleep on.
bell = threading.Event()


def promise(kind, payload, due_at=None):
    """Have `payload` delivered by the handler of `kind`, if the transaction this is called in is committed."""
    Delivery.objects.create(kind=kind, payload=payload, due_at=due_at or timezone.now())
    transaction.on_commit(bell.set)
