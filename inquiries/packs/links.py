"""The address of somebody's pack: signed for one inquiry, good for a week. His receipt always has a new one."""

from django.core import signing
from django.urls import reverse

DAYS = 7


class Expired(Exception):
    """It was a link of ours; its week is over."""


class NotOurs(Exception):
    """No link we gave out for this inquiry."""


def signer(reference):
    return signing.TimestampSigner(salt=f"inquiries.packs:{reference}")


def address(inquiry):
    token = signer(inquiry.reference).sign("pack")
    return reverse("inquiries:pack", args=[inquiry.reference, token])


def check(reference, token):
    try:
        signer(reference).unsign(token, max_age=DAYS * 86400)
    except signing.SignatureExpired:
        raise Expired from None
    except signing.BadSignature:
        raise NotOurs from None
