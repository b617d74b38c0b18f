"""Who is told of what, decided in the transaction in which it happens."""

import secrets

from outbox.channels import is_any_on, mail, robots_on
from outbox.promising import promise

from .people import assigners, people_of

TO_ONE = ("accepted", "declined", "taken", "merged")
BY_MAIL = "notice-mail"
BY_ROBOT = {"wecom": "notice-wecom", "dingtalk": "notice-dingtalk"}


def announce(event, inquiry, *, by=None, to=None, district=None):
    """Promise the notices of `event`. Where no channel is configured nothing is written.

    received, assigned   its officer, or where it has none the pool
    reopened             the same
    erased               its officer: whom he was in touch with must not be called any more
    parted               its officer: what had been merged into it is handled by itself again
    released             the pool
    handed_over          the pool of the district it came to
    offered              the people of `district`, to which it is offered
    accepted, declined   `to`, who offered it; by the people of `district`
    taken                `to`, who had it before it was given to somebody else
    merged               `to`, who had it before it was merged into one he does not have

    `by` did it and is not told.
    """
    if not is_any_on():
        return
    payload = {"event": event, "inquiry": inquiry.pk}
    if district:
        payload["district"] = district.pk
    if event == "offered":
        tell_people(people_of(district), payload)
    elif person := to if event in TO_ONE else inquiry.officer:
        if person != by:
            tell_person(person, payload)
    elif event in ("received", "reopened", "released", "handed_over"):
        tell_pool(inquiry.place, payload)


def tell_person(person, payload):
    """By mail, or where that cannot be by name in the groups."""
    if mail.is_on() and person.email:
        promise_mail(person, payload)
    else:
        tell_groups(payload | {"to": person.pk})


def tell_people(people, payload):
    """Those with an address by mail; where there are none the groups, and without a group who assigns."""
    if not mail.is_on():
        return tell_groups(payload)
    reached = with_address(people) or ([] if robots_on() else with_address(assigners()))
    for person in reached:
        promise_mail(person, payload)
    if not reached:
        tell_groups(payload)


def with_address(people):
    return [person for person in people if person.email]


def tell_pool(place, payload):
    """The groups; in a house without a group robot the people of the district."""
    payload = payload | {"pool": True}
    if robots_on():
        tell_groups(payload)
    else:
        tell_people(people_of(place), payload)


def tell_groups(payload):
    for robot in robots_on():
        promise(BY_ROBOT[robot], payload)


def promise_mail(person, payload):
    """The key makes of a mail sent twice the same mail."""
    promise(BY_MAIL, payload | {"to": person.pk, "key": secrets.token_hex(12)})
