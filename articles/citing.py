"""What pages say of policies that hold no longer, and how their citations follow ties and numbers."""

import re
from typing import NamedTuple

from django.db.models.signals import m2m_changed, post_save, pre_save
from django.utils.html import format_html

from .models import Article, PolicyDocument
from .models.citations import LINK, NUMBER, note_citations, note_citations_of, parts_of

PIECE = re.compile(r"<a\b[^<>]*>.*?</a>|<[^<>]*>|[^<]+", re.DOTALL)


class Succession:
    """Who replaced whom, read once; a circle is walked round once."""

    def __init__(self):
        pairs = PolicyDocument.objects.filter(superseded_by__isnull=False)
        self.after = dict(pairs.values_list("pk", "superseded_by"))

    def successors(self, key):
        """Keys from the nearest on."""
        found = []
        while (key := self.after.get(key)) and key not in found:
            found.append(key)
        return found

    def predecessors(self, key):
        """Keys of all that led to it, the nearest first."""
        found, nearest = [], {key}
        while nearest := {old for old, new in self.after.items() if new in nearest} - {key, *found}:
            found += sorted(nearest, reverse=True)
        return found


class Outdated(NamedTuple):
    """A cited policy that holds no longer, what replaced it, and what holds now where that is yet another."""

    policy: PolicyDocument
    successor: PolicyDocument | None
    current: PolicyDocument | None


def outdated_in(article):
    """The policies `article` cites that hold no longer, as far as the public knows them."""
    policies = PolicyDocument.objects.published().no_longer_valid().filter(citations__article=article)
    policies = list(policies.for_lists().order_by("-published_at", "-pk"))
    if not policies:
        return []
    succession = Succession()
    chains = {policy.pk: succession.successors(policy.pk) for policy in policies}
    public = public_ones({key for chain in chains.values() for key in chain})
    return [
        Outdated(policy, *replaced_by([public[key] for key in chains[policy.pk] if key in public]))
        for policy in policies
    ]


def public_ones(keys):
    return {one.pk: one for one in PolicyDocument.objects.published().for_lists().filter(pk__in=keys)}


def replaced_by(chain):
    """The nearest of `chain`, and the first that holds where the nearest doesn't."""
    nearest = next(iter(chain), None)
    holding = next((one for one in chain if one.validity == PolicyDocument.Validity.VALID), None)
    return nearest, holding if holding != nearest else None


def lineage_of(policy):
    """What a policy's page says of it: what it replaced and what replaced it."""
    succession = Succession()
    after, before = succession.successors(policy.pk), succession.predecessors(policy.pk)
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
