"""Policies that are cited and hold no longer."""

import re

from django.db.models import Q

from articles.models import PolicyDocument
from articles.models.citations import NUMBER, Registry, named_in
from editorial.models import Grade

from .findings import Finding, spot

TITLE = re.compile(r"《([^《》]{4,200})》")
# Said of what ended: 原《…》同时废止.
KNOWN_TO_HAVE_ENDED = re.compile("废止|失效|替代|取代|停止执行|不再执行|修订前|代替|到期")


def citations(draft):
    numbers = [(block, match) for block in draft.blocks for match in NUMBER.finditer(block.text)]
    titles = [(block, match) for block in draft.blocks for match in TITLE.finditer(block.text)]
    outdated = {one.pk: one for one in _outdated(draft, numbers, titles)}
    by_title = {one.title: one for one in outdated.values()}
    registry = Registry({match[2] for _, match in numbers}) if outdated else None
    said = set()
    for block, match in numbers if outdated else []:
        for key in registry.called(*match.groups()) & outdated.keys():
            start = match.start() + _beginning(match[1], outdated[key])
            yield from _cited(block, start, match.end(), outdated[key], said)
    for block, match in titles:
        if match[1] in by_title:
            yield from _cited(block, *match.span(), by_title[match[1]], said)
    for key in sorted(outdated.keys() & set(draft.content.get("policies") or ()) - said):
        yield _tied(outdated[key])


def _outdated(draft, numbers, titles):
    """Of the policies the text names or an editor tied to it, those that hold no longer, with what replaced them:
    none the reader may not be told of.
    """
    wanted = set(draft.content.get("policies") or ())
    if numbers:
        registry = Registry({match[2] for _, match in numbers})
        wanted |= {key for _, match in numbers for key in registry.called(*match.groups())}
    linked = [str(draft.content.get(name) or "") for name in draft.rich_fields]
    wanted |= {key for text in linked for key in named_in(text)[0]}
    rows = PolicyDocument.objects.no_longer_valid()
    named = rows.filter(Q(pk__in=wanted) | Q(title__in={match[1] for _, match in titles}))
    named = list(draft.tellable(named.exclude(pk=draft.item.pk) if draft.is_policy else named))
    after = {one.superseded_by_id for one in named if one.superseded_by_id}
    told = draft.tellable(PolicyDocument.objects.filter(pk__in=after)).in_bulk() if after else {}
    for one in named:
        one.superseded_by = told.get(one.superseded_by_id)
    return named


def _beginning(words, policy):
    """Where in the run of Han characters before 〔 the document's own number begins."""
    called = re.match("[\u4e00-\u9fff]*", policy.document_number)[0]
    return len(words) - len(called) if called and words.endswith(called) else 0


def _cited(block, start, end, policy, said):
    said.add(policy.pk)
    finding = spot(block, start, end, **_words(policy))
    if not KNOWN_TO_HAVE_ENDED.search(finding.passage):
        yield finding


def _tied(policy):
    return Finding(field="policies", about=str(policy.pk), **_words(policy))


def _words(policy):
    after = policy.superseded_by
    better = (
        f"《{after.title}》" + (f"（{after.document_number}）" if after.document_number else "")
        if after
        else ""
    )
    day = policy.repealed_on if policy.validity == policy.Validity.REPEALED else policy.valid_until
    return {
        "code": "policy-outdated",
        "grade": Grade.ADVICE,
        "title": f"引用的政策{policy.validity.label}",
        "explanation": f"《{policy.title}》{policy.validity.label}"
        + (f"（{day.year}年{day.month}月{day.day}日）" if day else "")
        + (f"，由{better}替代。" if after else "。"),
        "suggestion": "改引替代文件，并核对内容。"
        if after
        else "核对现在执行的文件；只是叙述经过的，可以不改。",
    }
