"""Proof of work: a browser spends a second of computing on a form, a flood of forms would spend hours.

Nobody is asked a riddle and nobody is turned away for having no scripts: see `protection`.
"""

import time

from altcha import Payload, create_challenge, verify_solution
from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

ALGORITHM = "PBKDF2/SHA-256"
VALID_SECONDS = 3600
MAX_LENGTH = 4000


def secret():
    return salted_hmac("inquiries.proof", "altcha", algorithm="sha256").hexdigest()


def new_challenge():
    """What `/altcha/` hands out, as plain values. Solving takes some 256 tries of FORM_PROOF rounds each."""
    return create_challenge(
        ALGORITHM,
        settings.FORM_PROOF,
        expires_at=int(time.time()) + VALID_SECONDS,
        hmac_secret=secret(),
    ).to_dict()


def is_proven(payload):
    """Whether `payload` solves one of our challenges, in time and for the first time."""
    if not payload or len(payload) > MAX_LENGTH:
        return False
    try:
        proof = Payload.from_base64(payload)
        solved = verify_solution(proof, secret()).verified
    except Exception:  # a stranger's JSON may break the library in ways it does not name
        return False
    return solved and cache.add(f"proof-{proof.challenge.parameters.nonce}", 1, VALID_SECONDS)
