import re
from html import unescape

import django.db.models.deletion
from django.db import migrations, models

LINK = re.compile(r'<a\b[^<>]*\shref="/policies/([0-9]{1,18})/?(?:[?#][^"]*)?"')
NUMBER = re.compile(
    r"([\u4e00-\u9fff]{1,30})\s*[〔\[［（(【﹝]\s*((?:19|20)[0-9]{2})\s*[〕\]］）)】﹞]\s*第?\s*0*([0-9]{1,5})\s*号"
)
TEXTS = ("title", "subtitle", "summary", "body")
AT_ONCE = 500


def read_the_articles(apps, schema_editor):
    """What the articles cite by now, as far as editors tied it, texts link to it or name its 文号."""
    Article, Policy, Citation = (
        apps.get_model("articles", name) for name in ("Article", "PolicyDocument", "Citation")
    )
    existing, numbered = set(), {}
    for key, written in Policy.objects.order_by("pk").values_list("pk", "document_number"):
        existing.add(key)
        if found := NUMBER.fullmatch(written.strip()):
            words, *rest = found.groups()
            numbered.setdefault(tuple(rest), []).append((words, key))
    ties = Article.policies.through.objects.order_by("article", "policydocument")
    cited = {}
    for article, policy in ties.values_list("article", "policydocument"):
        cited.setdefault(article, set()).add(policy)
    for key, *texts in Article.objects.order_by("pk").values_list("pk", *TEXTS).iterator(AT_ONCE):
        text = "\n".join(texts)
        linked = {int(number) for number in LINK.findall(text)} & existing
        named = (called(numbered, *parts) for parts in NUMBER.findall(unescape(text)))
        if keys := linked.union(*named):
            cited.setdefault(key, set()).update(keys)
    rows = [
        Citation(article_id=article, policy_id=key)
        for article in sorted(cited)
        for key in sorted(cited[article])
    ]
    Citation.objects.bulk_create(rows, batch_size=AT_ONCE)


def called(numbered, words, year, number):
    """The longest of the known numbers that `words` ends with."""
    fitting = [one for one in numbered.get((year, number), []) if words.endswith(one[0])]
    longest = max((len(known) for known, _ in fitting), default=0)
    return {key for known, key in fitting if len(known) == longest}


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_placements_only")]

    operations = [
        migrations.CreateModel(
            name="Citation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="articles.article",
                        verbose_name="文章",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="articles.policydocument",
                        verbose_name="引用的政策",
                    ),
                ),
            ],
            options={
                "verbose_name": "引用待更新",
                "verbose_name_plural": "引用待更新",
                "ordering": ["policy", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "policy"), name="articles_citation_of_a_policy_is_one"
                    )
                ],
            },
        ),
        migrations.RunPython(read_the_articles, migrations.RunPython.noop),
    ]
