"""检查: what an editor should look at again before a text goes out. Offline, explained, and for advice overridable.

A check is a function that takes a Draft and yields Findings; CHECKS is all of them, in the order editors read.
"""

from dataclasses import replace

from editorial.models import Dismissal

from . import citations, completeness, days, likeness, links, typography, wording
from .drafts import Draft
from .findings import Finding

__all__ = ["CHECKS", "Finding", "blocking", "findings_for", "parted"]

CHECKS = [
    completeness.body,
    completeness.source,
    typography.placeholders,
    wording.undeclared_machine,
    wording.words,
    days.days,
    links.links,
    links.lost_pictures,
    citations.citations,
    likeness.likeness,
    completeness.summary,
    completeness.pictures,
    completeness.cover,
    completeness.headings,
    typography.unpaired,
    typography.doubled,
    typography.half_width,
]


def findings_for(item, content, reader=None):
    """Every Finding in `content` (a dict as `editorial.contents` makes it) of `item`, which may be unsaved.

    They name only what `reader` may see; without one, what anybody may. Errors first. The same of the same passage is said once, with all the fields it stands in.
    """
    draft, found = Draft(item, content, reader=reader), {}
    for check in CHECKS:
        for finding in check(draft):
            known = found.setdefault(finding.fingerprint, replace(finding, place=draft.label(finding.field)))
            if finding.field not in known.fields.split():
                places = f"{known.place}、{draft.label(finding.field)}"
                found[finding.fingerprint] = replace(known, also=(*known.also, finding.field), place=places)
    return sorted(found.values(), key=lambda finding: not finding.is_error)


def parted(item, findings):
    """(those that stand, [(finding, its Dismissal)]): what somebody left as it is, and why. Errors always stand."""
    reasons = {one.fingerprint: one for one in Dismissal.objects.of(item)} if item.pk else {}
    left = [
        (one, reasons[one.fingerprint]) for one in findings if one.fingerprint in reasons and not one.is_error
    ]
    dismissed = {finding.fingerprint for finding, _ in left}
    return [one for one in findings if one.fingerprint not in dismissed], left


def blocking(item, content):
    """The errors in `content`: what has to be mended before it goes to the reviewers."""
    return [finding for finding in findings_for(item, content) if finding.is_error]
