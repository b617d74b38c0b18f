"""Which policies an article cites: those an editor tied to it, those its text links to, those it names by 文号.

A row for each pair, kept by every door through which an article's text, its ties or a policy's 文号 change.
"""

import re
from html import unescape

from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils import timezone

from publishing.placing import remit_of, within_remit
from search.folding import folded
from search.questions import Question

from .policies import PolicyDocument

LINK = re.compile(r'<a\b[^<>]*\shref="/policies/([0-9]{1,18})/?(?:[?#][^"]*)?"')
# 津政办规〔2023〕5号, with the brackets that people type; the Han characters before it begin somewhere in the sentence.
NUMBER = re.compile(
    r"([\u4e00-\u9fff]{1,30})\s*[〔\[［（(【﹝]\s*((?:19|20)[0-9]{2})\s*[〕\]］）)】﹞]\s*第?\s*0*([0-9]{1,5})\s*号"
)
TEXTS = ("title", "subtitle", "summary", "body")
AT_ONCE = 500


class CitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Asked of each citation: by a join a database would begin with all articles of his districts."""
        if remit_of(user) is None:
            return self
        Article = self.model._meta.get_field("article").related_model
        his = within_remit(user, Article._base_manager.filter(pk=OuterRef("article")))
        return self.filter(Exists(his))

    def changeable_by(self, user):
        return self.visible_to(user)

    def of_outdated(self):
        """Those of policies that hold no longer, `since` with each: the day of repeal, or the last day of validity."""
        repealed = Case(
            When(policy__repealed_on__lte=timezone.localdate(), then=F("policy__repealed_on")),
            default=F("policy__valid_until"),
        )
        return self.filter(policy__in=PolicyDocument.objects.no_longer_valid()).annotate(since=repealed)


class Citation(models.Model):
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="citations", verbose_name="文章"
    )
    policy = models.ForeignKey(
        PolicyDocument, models.CASCADE, related_name="citations", verbose_name="引用的政策"
    )

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "引用待更新"
        default_permissions = ()
        ordering = ["policy", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "policy"], name="articles_citation_of_a_policy_is_one")
        ]

    def __str__(self):
        return f"《{self.article}》引用《{self.policy}》"


class CitingQuerySet(models.QuerySet):
    """The doors that ask no `save()`."""

    def update(self, **values):
        if not values.keys() & set(TEXTS):
            return super().update(**values)
        with transaction.atomic(using=self.db):
            keys = list(self.order_by().values_list("pk", flat=True))
            changed = super().update(**values)
            note_citations(keys)
        return changed

    def bulk_create(self, objs, *args, **options):
        with transaction.atomic(using=self.db):
            created = super().bulk_create(objs, *args, **options)
            note_citations([one.pk for one in created if one.pk and names_policies(text_of(one))])
        return created

    update.alters_data = bulk_create.alters_data = True
    bulk_create.queryset_only = True


class Citing(models.Model):
    """A row whose texts and `policies` say what it cites."""

    class Meta:
        abstract = True

    def save(self, **kwargs):
        is_new, written = self._state.adding, kwargs.get("update_fields")
        with transaction.atomic(using=kwargs.get("using")):
            super().save(**kwargs)
            follows = written is None or set(written) & set(TEXTS)
            if follows and not (is_new and not names_policies(text_of(self))):
                note_citations([self.pk])


def text_of(article):
    return "\n".join(getattr(article, name) for name in TEXTS)


def names_policies(text):
    return bool(LINK.search(text) or NUMBER.search(text))


def named_in(text):
    """What an article's HTML says of policies: ({numbers of linked pages}, {(words, year, number) of each 文号})."""
    links = {int(number) for number in LINK.findall(text)}
    return links, {(words, year, number) for words, year, number in NUMBER.findall(unescape(text))}


def parts_of(document_number):
    """(发文机关代字, year, number) of a policy's 文号; None for one written otherwise."""
    found = NUMBER.fullmatch(document_number.strip())
    return found.groups() if found else None


class Registry:
    """The policies by their 文号, as far as those of `years` go."""

    def __init__(self, years):
        self.numbered = {}
        wanted = Q(pk__in=[])
        for year in years:
            wanted |= Q(document_number__contains=year)
        for key, number in PolicyDocument.objects.filter(wanted).values_list("pk", "document_number"):
            if parts := parts_of(number):
                words, *rest = parts
                self.numbered.setdefault(tuple(rest), []).append((words, key))

    def called(self, words, year, number):
        """Keys of those that a 文号 with all the words before it means: the longest that fits."""
        fitting = [one for one in self.numbered.get((year, number), []) if words.endswith(one[0])]
        longest = max((len(known) for known, _ in fitting), default=0)
        return {key for known, key in fitting if len(known) == longest}


def note_citations(keys):
    """Bring the rows of the articles `keys` to what they cite now; a row that stays is the same row."""
    for start in range(0, len(keys), AT_ONCE):
        _note_some(keys[start : start + AT_ONCE])


@transaction.atomic
def _note_some(keys):
    model = Citation._meta.get_field("article").related_model
    said = {
        article.pk: named_in(text_of(article)) for article in model.objects.filter(pk__in=keys).only(*TEXTS)
    }
    registry = Registry({year for _, numbers in said.values() for _, year, _ in numbers})
    linked = {one for links, _ in said.values() for one in links}
    existing = (
        set(PolicyDocument.objects.filter(pk__in=linked).values_list("pk", flat=True)) if linked else set()
    )
    wanted = set(
        model.policies.through.objects.filter(article__in=keys).values_list("article", "policydocument")
    )
    for article, (links, numbers) in said.items():
        cited = (links & existing).union(*(registry.called(*number) for number in numbers))
        wanted |= {(article, policy) for policy in cited}
    known = {
        (article, policy): key
        for key, article, policy in Citation.objects.filter(article__in=keys).values_list(
            "pk", "article", "policy"
        )
    }
    gone = [key for pair, key in known.items() if pair not in wanted]
    if gone:
        Citation.objects.filter(pk__in=gone).delete()
    new = [
        Citation(article_id=article, policy_id=policy) for article, policy in sorted(wanted - known.keys())
    ]
    Citation.objects.bulk_create(new, ignore_conflicts=True)


def note_citations_of(policies):
    """After `policies` came or got another 文号: the articles whose text may name them, by the index, and those that did.

    Links are not looked for: a page is linked to once it is there, and saving the link notes it.
    """
    model = Citation._meta.get_field("article").related_model
    keys = set(Citation.objects.filter(policy__in=policies).values_list("article", flat=True))
    for policy in policies:
        if parts := parts_of(policy.document_number):
            naming = model.objects.matching(Question(wanted=tuple(map(folded, parts))))
            keys.update(naming.order_by().values_list("pk", flat=True))
    note_citations(sorted(keys))
