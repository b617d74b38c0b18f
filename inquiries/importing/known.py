"""Rows of tables that were taken before, by their digest."""

from django.db.models import Q
from django.utils.crypto import salted_hmac

from inquiries.models import Inquiry

TOKEN = "import"  # with a row's digest: what makes the second run find the first one's rows
ERASED = "import-erased"
MARKS = [TOKEN, ERASED]  # of all that ever came out of a table


def known_among(digests):
    """Those of `digests` that were taken before, also where the sender has been erased since: the same table does not
    bring him back."""
    unnamed = {without_sender(one)["digest"]: one for one in digests}
    asked = Q(token=TOKEN, digest__in=digests) | Q(token=ERASED, digest__in=unnamed)
    found = set(Inquiry.objects.filter(asked).values_list("digest", flat=True))
    return {one for unnamed_one, one in unnamed.items() if found & {one, unnamed_one}}


def without_sender(digest):
    """What stays of the mark of an erased row: nobody without our SECRET_KEY can try out whom it was made of."""
    keyed = salted_hmac("inquiries.importing.erased", digest, algorithm="sha256").hexdigest()
    return {"token": ERASED, "digest": keyed}
