"""An article that says what another one says already.

Candidates come from the search index: of sentences spread over the text eight characters each are looked for, and
who holds most of them is compared sentence by sentence. So the work does not grow with the number of articles.
"""

import re
from collections import Counter

from django.db import connection
from rapidfuzz import fuzz, process

from articles.importing.matching import distinctions
from articles.models import Article
from editorial.models import Grade
from publishing.admin.columns import moment
from search.engines import engine
from search.folding import folded
from search.questions import Question

from .drafts import Draft
from .findings import Finding

SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
PROBES, PROBE_LENGTH = 8, 8  # so many runs of so many characters are looked for
HOLDERS = 30  # who more than so many hold is a set phrase of the house
HELD = 2  # of the probes: one alone is chance
COMPARED = 3
SHORTEST = 10  # characters of a sentence that counts
ALIKE = 85  # of 100: a sentence with a word changed is the same sentence
MUCH, NEARLY_ALL = 0.6, 0.9  # share of the text, by characters
LEAST = 60  # characters: shorter notices resemble each other by nature
SHOWN = 90  # characters of the passage


def likeness(draft):
    """The one article most like it, where it is much alike."""
    if draft.is_policy:
        return
    sentences = sentences_of(block.text for block in draft.of("body"))
    if sum(len(fold) for _, fold in sentences) < LEAST:
        return
    rows = Article.objects.filter(pk__in=candidates(draft, sentences)).order_by("pk")
    rows = rows.values_list("pk", "title", "published_at", "body")
    alike = [(*compared(sentences, body), *about) for *about, body in rows]
    share, passage, *about = max(alike, key=lambda one: one[0], default=(0, ""))
    if share >= MUCH:
        yield _alike(*about, share, passage)


def sentences_of(texts):
    """[(as written, folded)] of those long enough to tell something."""
    found = (match[0].strip() for text in texts for match in SENTENCE.finditer(text))
    return [(one, fold) for one in found if len(fold := folded(one)) >= SHORTEST]


def candidates(draft, sentences):
    """Keys of the articles that hold most of what is looked for, its own and those nobody may tell of left out."""
    holders = Counter()
    found = holding(probes(sentences))
    rare = {probe for probe, count in Counter(probe for probe, _ in found).items() if count < HOLDERS}
    for probe, key in found:
        holders[key] += probe in rare or not rare
    del holders[draft.item.pk]
    enough = min(HELD, len(sentences))
    holding_enough = [key for key, count in holders.most_common() if count >= enough]
    told = draft.tellable(Article.objects.filter(pk__in=holding_enough)).order_by()
    told = set(told.values_list("pk", flat=True)) if holding_enough else ()
    return [key for key in holding_enough if key in told][:COMPARED]


def probes(sentences):
    """The middles of sentences evenly spread over the text: beginnings are often set phrases."""
    long = [fold for _, fold in sentences if len(fold) >= PROBE_LENGTH] or [fold for _, fold in sentences]
    step = max(1, len(long) / PROBES)
    chosen = [long[int(at * step)] for at in range(min(PROBES, len(long)))]
    middles = (
        fold[(start := max(0, (len(fold) - PROBE_LENGTH) // 2)) : start + PROBE_LENGTH] for fold in chosen
    )
    return list(dict.fromkeys(middle.strip() for middle in middles))


def holding(phrases):
    """[(number of the probe, key of an article that holds it)] in one query, HOLDERS of each at most."""
    parts, parameters = [], []
    for number, phrase in enumerate(phrases):
        sql, values = engine().found(Question(wanted=(phrase,)), ["article"], limit=HOLDERS)
        parts.append(f"SELECT {number} AS probe, thing_id FROM ({sql}) AS held")
        parameters += values
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        return cursor.fetchall()


def compared(sentences, body):
    """(share of `sentences` that stand in `body` too, the longest of them as written)."""
    others = [fold for _, fold in sentences_of(_blocks(body))]
    shared = [(written, fold) for written, fold in sentences if stands_in(fold, others)]
    total = sum(len(fold) for _, fold in sentences)
    longest = max((written for written, _ in shared), key=len, default="")
    return sum(len(fold) for _, fold in shared) / total, longest


def stands_in(sentence, others):
    """In the same words but for a few. Another figure makes it another sentence: 35号地块 is not 69号地块."""
    if sentence in others:
        return True
    near = process.extract(sentence, others, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=3)
    marks = distinctions(sentence)
    return any(distinctions(other) == marks for other, *_ in near)


def _blocks(body):
    return [block.text for block in Draft(Article(), {"body": body}).blocks]


def _alike(pk, title, published_at, share, passage):
    day = f"，{moment(published_at)[:10]} 发布" if published_at else "，尚未发布"
    return Finding(
        code="duplicate",
        grade=Grade.ADVICE,
        field="body",
        title="和已有的文章几乎相同" if share >= NEARLY_ALL else "和已有的文章大段相同",
        explanation=f"正文有 {share:.0%} 与《{title}》（编号 {pk}{day}）相同。逐句比较，一句有 {ALIKE}% 以上的字相同、数字也相同，算同一句；"
        f"超过正文的 {MUCH:.0%} 就提醒。",
        suggestion="确认不是重复发稿；是转载或续报的，写明来源，并把重复的部分缩短。",
        passage=passage[:SHOWN],
        about=str(pk),
    )
