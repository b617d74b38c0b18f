from contextlib import contextmanager
from contextvars import ContextVar

from publishing.clients import client_ip
from publishing.people import called

from .models import Entry

_answered = ContextVar("the request of a member of staff, while it is answered", default=None)


@contextmanager
def answering(request):
    """In here a line of the trail says from where its person asked, also one written by a verb that knows no request."""
    before = _answered.set(request)
    try:
        yield
    finally:
        _answered.reset(before)


def note(action, item=None, *, person=None, request=None, words="", subject=""):
    """Write one line of the trail, in the transaction this is called in.

    `item` is named by its `reference`, or else by its model and number; of a `request` who asks is the person.
    `words` and `subject` hold nothing about people outside the office.
    """
    person = person or (request.user if request and request.user.is_authenticated else None)
    request = request or request_of(person)
    return Entry.objects.create(
        action=action,
        person=person,
        person_name=called(person),
        kind=item._meta.label_lower if item is not None else "",
        number=item.pk if item is not None else None,
        subject=(subject or name_of(item))[:100],
        words=words[:300],
        address=str(client_ip(request) or "") or None if request else None,
    )


def request_of(person):
    """The one that is being answered, if it is that of `person`."""
    request = _answered.get()
    return request if request and person and request.user == person else None


def name_of(item):
    if item is None:
        return ""
    return getattr(item, "reference", "") or f"{item._meta.verbose_name} {item.pk}"
