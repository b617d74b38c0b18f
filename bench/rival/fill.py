"""Fill the database of DATABASE_URL with the articles that stand on standard input, a JSON object a line.

Each as saving it in Wagtail's admin would leave it, but for its revision, its log entries and its search index.
"""

import json
import sys
from itertools import islice

import django

AT_ONCE = 1_000


def main(lines):
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        index = index_page()
        articles = map(json.loads, lines)
        number = 0
        while rows := list(islice(articles, AT_ONCE)):
            add(index, number, rows)
            number += len(rows)
        index.numchild = number
        index.save(update_fields=["numchild"])


def index_page():
    from wagtail.models import Page, Site

    from .models import ArticleIndexPage

    index = Page.get_first_root_node().add_child(instance=ArticleIndexPage(title="新闻", slug="news"))
    Site.objects.update(root_page=index, site_name="招商")
    return index


def add(index, number, rows):
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    from .models import ArticlePage, Channel, District

    kind = ContentType.objects.get_for_model(ArticlePage)
    pages = Page.objects.bulk_create(
        page(index, kind, number + place, row) for place, row in enumerate(rows, 1)
    )
    channels, districts = named(Channel, rows, "channel"), named(District, rows, "district")
    # Django's bulk_create refuses a model with a parent: the parents stand, the rest is one plain insert.
    ArticlePage._base_manager._insert(
        [
            ArticlePage(
                page_ptr_id=parent.pk,
                date=row["date"],
                channel_id=channels[row["channel"]],
                district_id=districts.get(row["district"]),
                summary=row["summary"],
                body=row["body"],
            )
            for parent, row in zip(pages, rows, strict=True)
        ],
        fields=ArticlePage._meta.local_concrete_fields,
        using="default",
    )
    add_tags(pages, rows)


def page(index, kind, number, row):
    from wagtail.models import Page

    return Page(
        path=index._get_path(index.path, index.depth + 1, number),
        depth=index.depth + 1,
        content_type=kind,
        locale_id=index.locale_id,
        title=row["title"],
        draft_title=row["title"],
        slug=f"article-{number}",
        url_path=f"{index.url_path}article-{number}/",
        live=row["live"],
        first_published_at=row["date"] if row["live"] else None,
        last_published_at=row["date"] if row["live"] else None,
    )


def add_tags(pages, rows):
    from taggit.models import Tag

    from .models import ArticleTag

    words = {word for row in rows for word in row["tags"]}
    known = set(Tag.objects.filter(name__in=words).values_list("name", flat=True))
    for word in sorted(words - known):
        Tag.objects.create(name=word)
    keys = dict(Tag.objects.filter(name__in=words).values_list("name", "pk"))
    ArticleTag.objects.bulk_create(
        ArticleTag(content_object_id=page.pk, tag_id=keys[word])
        for page, row in zip(pages, rows, strict=True)
        for word in row["tags"]
    )


def named(model, rows, column):
    """{name: key} of what `rows` name in `column`."""
    names = {row[column] for row in rows} - {""}
    model.objects.bulk_create([model(name=name) for name in sorted(names)], ignore_conflicts=True)
    return dict(model.objects.filter(name__in=names).values_list("name", "pk"))


if __name__ == "__main__":
    main(sys.stdin)
