"""What the text itself says of its fields: place, industry, parks, policies, tags and a summary, to be taken or left."""

from dataclasses import dataclass

from editorial.checking.drafts import Draft
from editorial.contents import kept_of

from . import naming, summing

__all__ = ["Choice", "Proposal", "proposals_for"]

AT_MOST = 6  # choices of one field


@dataclass(frozen=True)
class Choice:
    """`value` is what the form's field takes: a row's number, a tag, a sentence."""

    value: str
    label: str


@dataclass(frozen=True)
class Proposal:
    field: str
    title: str
    choices: tuple
    joins: bool = False  # taken beside what is there, not instead of it


FINDERS = {
    "district": naming.districts,
    "industry": naming.industries,
    "industries": naming.industries,
    "parks": naming.parks,
    "policies": naming.policies,
    "tags": summing.tags,
    "summary": summing.summary,
}


def proposals_for(item, content):
    """[Proposal] for the fields of `item` that say less than the text in `content`."""
    draft, kept = Draft(item, content), kept_of(item)
    reading = naming.Reading(draft)
    names = [*kept.one, *kept.many, *(["tags"] if kept.tags else []), "summary"]
    proposals = []
    for name in FINDERS:
        if name in names and (found := new(FINDERS[name](reading), content.get(name))):
            many = name in kept.many or name == "tags"
            choices = tuple(Choice(str(value), label) for value, label in found[:AT_MOST])
            proposals.append(Proposal(name, draft.label(name), choices if many else choices[:2], many))
    return proposals


def new(found, current):
    """[(value, label)] without what the field holds already; where it holds one, nothing is proposed instead."""
    if isinstance(current, list):
        return [(value, label) for value, label in found if value not in current]
    return [] if current else found
