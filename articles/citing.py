"""What pages say of policies that hold no longer, and how their citations follow ties and numbers."""

import re
from typing import NamedTuple

from django.db.models.signals import m2m_changed, post_save, pre_save
from django.utils import timezone
from django.utils.html import format_html

from publishing.fragments import kept_each
from publishing.prepared import Prepared

from .models import Article, PolicyDocument
from .models.citations import LINK, NUMBER, note_citations, note_citations_of, parts_of

PIECE = re.compile(r"<a\b[^<>]*>.*?</a>|<[^<>]*>|[^<]+", re.DOTALL)


def policies_tied(name):
    """A question for the numbers of the public policies whose field `name` leads to an article, the newest first."""
    return Prepared(
        lambda now, pk: (
            PolicyDocument.objects.published(now)
            .filter(**{name: pk})
            .newest_first()
            .values_list("pk", flat=True)
        )
    )


CITED = policies_tied("citations__article")


def successors_of(policies):
    """{key: keys of what replaced it, from the nearest on}, a question a step; a circle is walked round once."""
    after = {one.pk: one.superseded_by_id for one in policies}
    while asked := {key for key in after.values() if key} - after.keys():
        rows = PolicyDocument.objects.filter(pk__in=asked).order_by()
        after |= dict.fromkeys(asked) | dict(rows.values_list("pk", "superseded_by"))
    return {one.pk: _chain(after, one.pk) for one in policies}


def _chain(after, key):
    found = []
    while (key := after[key]) and key not in found:
        found.append(key)
    return found


def predecessors_of(policy):
    """Keys of all that led to it, the nearest first, a question a step."""
    found, nearest = [], [policy.pk]
    while nearest:
        rows = PolicyDocument.objects.filter(superseded_by__in=nearest).exclude(pk__in=[policy.pk, *found])
        nearest = list(rows.order_by("-pk").values_list("pk", flat=True))
        found += nearest
    return found


class Outdated(NamedTuple):
    """A cited policy that holds no longer, what replaced it, and what holds now where that is yet another."""

    policy: PolicyDocument
    successor: PolicyDocument | None
    current: PolicyDocument | None


def outdated_in(article):
    """The policies `article` cites that hold no longer, as far as the public knows them."""
    keys = list(CITED(timezone.now(), article.pk))
    outdated = kept_each("cited policy", keys, outdated_among)
    return [outdated[key] for key in keys if outdated[key]]


def outdated_among(keys):
    """{key: Outdated, or None where the policy still holds}"""
    policies = list(PolicyDocument.objects.no_longer_valid().for_lists().filter(pk__in=keys))
    chains = successors_of(policies)
    public = public_ones({key for chain in chains.values() for key in chain})
    return dict.fromkeys(keys) | {
        one.pk: Outdated(one, *replaced_by([public[key] for key in chains[one.pk] if key in public]))
        for one in policies
    }


def public_ones(keys):
    return {one.pk: one for one in PolicyDocument.objects.published().for_lists().filter(pk__in=keys)}


def replaced_by(chain):
    """The nearest of `chain`, and the first that holds where the nearest doesn't."""
    nearest = next(iter(chain), None)
    holding = next((one for one in chain if one.validity == PolicyDocument.Validity.VALID), None)
    return nearest, holding if holding != nearest else None


def lineage_of(policy):
    """What a policy's page says of it: what it replaced and what replaced it."""
    after, before = successors_of([policy])[policy.pk], predecessors_of(policy)
    public = public_ones({*after, *before} - {policy.pk})
    successor, current = replaced_by([public[key] for key in after if key in public])
    return {
        "successor": successor,
        "current": current,
        "predecessors": [public[key] for key in before if key in public],
    }


def marked(body, outdated):
    """Clean HTML with a word behind each link to one of the policies `outdated` and behind each 文号 of theirs."""
    marks = {
        one.pk: format_html(
            ' <span class="state" data-state="{}">{}</span>', one.validity, one.validity.label
        )
        for one in outdated
    }
    numbers = [(parts_of(one.document_number), one.pk) for one in outdated]

    def after_number(found):
        words, *rest = found.groups()
        for parts, key in numbers:
            if parts and list(parts[1:]) == rest and words.endswith(parts[0]):
                return found[0] + marks[key]
        return found[0]

    def after_piece(found):
        piece = found[0]
        if linked := LINK.match(piece):
            return piece + marks.get(int(linked[1]), "")
        return piece if piece.startswith("<") else NUMBER.sub(after_number, piece)

    return PIECE.sub(after_piece, body) if marks else body


# --- Following what changes


def follow_policies():
    m2m_changed.connect(_tied, sender=Article.policies.through)
    pre_save.connect(_about_to_be_numbered, sender=PolicyDocument)
    post_save.connect(_numbered, sender=PolicyDocument)


def _tied(sender, instance, action, reverse, pk_set, **signal):
    if action == "pre_clear" and reverse:
        instance._untied = list(instance.articles.values_list("pk", flat=True))
    elif action in ("post_add", "post_remove", "post_clear"):
        note_citations(sorted((pk_set or getattr(instance, "_untied", ())) if reverse else [instance.pk]))


def _about_to_be_numbered(sender, instance, **signal):
    known = PolicyDocument.objects.filter(pk=instance.pk).values_list("document_number", flat=True)
    instance._number_before = known.first() if instance.pk else None


def _numbered(sender, instance, created, **signal):
    if created or instance._number_before != instance.document_number:
        note_citations_of([instance])
