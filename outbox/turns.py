"""What is done once in a while by whichever worker comes first."""

from .models import Turn


def take_turn(name, now, until):
    """True for one of all who ask between now and `until`, in this process or another.

    In a transaction it is taken with it: whoever asks meanwhile waits, and has it if that one fails.
    """
    Turn.objects.bulk_create([Turn(name=name, due_at=now)], ignore_conflicts=True)
    return Turn.objects.filter(name=name, due_at__lte=now).update(due_at=until) == 1
