import threading

from django.db import transaction
from django.utils import timezone

from .models import Delivery

# Rung when this process has promised something: its worker need not sleep on.
bell = threading.Event()


def promise(kind, payload, due_at=None, key=""):
    """Have `payload` delivered by the handler of `kind`, if the transaction this is called in is committed.

    A promise with a key that was made before, also one kept meanwhile, is not made again.
    """
    row = Delivery(kind=kind, payload=payload, due_at=due_at or timezone.now(), key=key)
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
    transaction.on_commit(bell.set)
