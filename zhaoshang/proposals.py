"""What the search proposes, out of our own titles, names and tags, and only those of public things."""

from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.urls import reverse
from taggit.models import Tag

from articles.models import Article
from search.finding import in_order
from search.folding import folded
from search.matching import candidates, every
from search.nearest import near_things, nearest
from search.questions import Question

from .searched import KINDS

AT_MOST, LOOKED_AT = 8, 40
ORDER = ["district", "park", "policy", "listing", "article"]
BY_KIND = {one.kind: one for one in KINDS}


def completions(text):
    """Names that hold what is typed: those that begin with it first, the shorter before the longer."""
    phrase = folded(text[:200])[:30]
    if not phrase:
        return []
    proposed = {one["text"]: one for one in [*things_called(phrase), *tags_called(phrase)]}
    return sorted(proposed.values(), key=lambda one: rank(one, phrase))[:AT_MOST]


def rank(proposal, phrase):
    name = folded(proposal["text"])
    return not name.startswith(phrase), len(name), name


def things_called(phrase):
    for kind in map(BY_KIND.get, ORDER):
        for thing in named(kind, shown_called(phrase, kind)):
            name = next((one for one in thing.searched_names() if phrase in folded(one)), "")
            yield {"text": name, "kind": kind.label, "url": thing.get_absolute_url()}


def shown_called(phrase, kind):
    """Public ones of the first that are called so; where too few of these are public, of all."""
    question = Question((phrase,))
    keys = candidates(question, kind.kind, "title", LOOKED_AT)
    shown = in_order(kind.rows(), keys)
    if len(shown) < AT_MOST and len(keys) == LOOKED_AT:
        shown = in_order(kind.rows(), every(question, kind.kind, "title"))[:LOOKED_AT]
    return shown


def named(kind, shown):
    """Those that are public still, with little more than their names."""
    long_texts = [one for one in kind.model.searched_fields if one in ("body", "intro", "description")]
    rows = kind.model.objects.published() if kind.is_dated else kind.model.objects.all()
    return rows.filter(pk__in=shown).defer(*long_texts) if shown else []


def tags_called(phrase):
    shown = Article.objects.published().filter(tags=OuterRef("pk"))
    names = Tag.objects.filter(Exists(shown), name__icontains=phrase).values_list("name", flat=True)
    for name in names[:AT_MOST]:
        yield {"text": name, "kind": "标签", "url": f"{reverse('articles:list')}?{urlencode({'tag': name})}"}


def corrections(question):
    """Other questions that find something: what stands in our names nearly as it was asked; else the words alone."""
    if len(question.wanted) > 4:
        return []
    alone = [phrase for phrase in question.wanted if is_found(phrase)]
    better = [phrase if phrase in alone else nearest_name(phrase) for phrase in question.wanted]
    proposed = [" ".join(better)] if all(better) else []
    proposed += [one for one in better if one]
    asked = " ".join(question.wanted)
    return [one for one in dict.fromkeys(proposed) if folded(one) != asked and finds(one)][:3]


def finds(text):
    return is_found(*Question.of(text).wanted)


def is_found(*phrases):
    """Whether some of the first candidates are public; of a proposal no more need be known."""
    question = Question(phrases)
    return any(in_order(kind.rows(), candidates(question, kind.kind)) for kind in KINDS)


def nearest_name(phrase):
    names = [
        name
        for kind, keys in near_things(phrase).items()
        for thing in named(BY_KIND[kind], in_order(BY_KIND[kind].rows(), keys))
        for name in thing.searched_names()
    ]
    return nearest(phrase, names)
