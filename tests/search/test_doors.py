"""Whatever way a text changes, the index says the same as the text, or neither has changed."""

import contextlib
import json
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag, TaggedItem

from articles.models import Article, PolicyDocument
from parks.models import District, Listing, Park
from search.engines import engine
from search.indexing import entries_together, entry_texts, kinds
from search.matching import asked, candidates
from search.models import Entry, Rebuild
from search.questions import Question
from tests import builders

pytestmark = pytest.mark.django_db


def is_complete():
    """Entries say what the things say, and the engine what the entries say: asked for each one's whole title."""
    for kind, model in kinds().items():
        texts = {thing.pk: entry_texts(thing) for thing in model.objects.all()}
        entries = Entry.objects.filter(kind=kind)
        if texts != {one.thing_id: (one.title, one.text) for one in entries}:
            return False
        for pk, (_, text) in texts.items():
            question = Question(tuple(line[:12] for line in text.splitlines()))
            if pk not in set(model.objects.matching(question).values_list("pk", flat=True)):
                return False
    return True


def finds(word):
    return sum(len(model.objects.matching(word)) for model in kinds().values())


@pytest.fixture
def article():
    park = builders.park(name="旧名园区", intro="<p>旧名</p>")
    builders.listing(title="旧名厂房", park=park)
    builders.policy(title="旧名政策")
    article = builders.article(title="旧名文章", tags=["旧名标签"])
    District.objects.filter(slug="wuqing").update(known_for="旧名地区")
    assert (finds("旧名"), is_complete()) == (5, True)
    return article


def fixture_file(tmp_path, **fields):
    entry = {"model": "parks.district", "pk": 990, "fields": fields}
    path = tmp_path / "one.json"
    path.write_text(json.dumps([entry]), "utf-8")
    return path


def rename(model, **values):
    return lambda article: model.objects.filter(**{f"{next(iter(values))}__contains": "旧名"}).update(
        **values
    )


def save(article):
    article.title = "新名文章"
    article.save(update_fields=["title"])


def renew_in_bulk(article):
    article.body = "<p>新名</p>"
    Article.objects.bulk_update([article], ["body"])


def create_in_bulk(article):
    copies = [Article(title="新名", body="<p>文</p>", channel=article.channel) for _ in range(3)]
    Article.objects.bulk_create(copies)
    Article.objects.bulk_create(
        [Article(pk=article.pk, title="新名", channel=article.channel)], ignore_conflicts=True
    )
    District.objects.bulk_create(
        [District(name="新名", short_name="新", kind="zone", slug="new", path="new/")]
    )


def rename_tag(article):
    tag = Tag.objects.get(name="旧名标签")
    tag.name = "新名标签"
    tag.save()


def move_a_listing(article):
    listing = Listing.objects.get()
    listing.district = builders.district("new", name="新名区")
    listing.save(update_fields=["district"])


def rename_a_kind(article):
    Listing.objects.update(title="新名厂房", kind="office", deal="sale")
    assert len(Listing.objects.matching("武清写字楼出售")) == 1


def rename_above(article):
    District.objects.filter(slug="tianjin").update(name="新名市")


def move_below(article):
    moved = District.objects.get(slug="wuqing")
    moved.parent = builders.district("new", name="新名市")
    moved.save()


CHANGES = {
    "a save": (save, 1),
    "an update": (rename(Article, title="新名"), 1),
    "an update by a join": (
        lambda article: Article.objects.filter(channel__slug="news").update(summary="新名"),
        1,
    ),
    "an update of listings": (rename(Listing, title="新名"), 1),
    "an update of policies": (rename(PolicyDocument, title="新名"), 1),
    "an update of districts": (rename(District, known_for="新名"), 1),
    "bulk_update": (renew_in_bulk, 1),
    "bulk_create": (create_in_bulk, 4),
    "a park's new name, which its listings say too": (rename(Park, name="新名园区"), 2),
    "a listing moved": (
        lambda article: Listing.objects.update(district=builders.district("new", name="新名区")),
        2,
    ),
    "a listing's own move": (move_a_listing, 2),
    "listings changed in kind, which a place's name then says": (rename_a_kind, 1),
    "a park moved": (
        lambda article: Park.objects.update(district=builders.district("new", name="新名区")),
        2,
    ),
    "a district renamed, which its park and listing say": (
        lambda article: District.objects.filter(slug="wuqing").update(name="新名区"),
        3,
    ),
    "the district above renamed": (rename_above, 4),
    "a district moved below another": (move_below, 4),
    "a tag tied": (lambda article: article.tags.add("新名"), 1),
    "tags set": (lambda article: article.tags.set(["新名"]), 1),
    "a tag renamed": (rename_tag, 1),
}


@pytest.mark.parametrize(("change", "found"), CHANGES.values(), ids=CHANGES)
def test_follows(article, change, found):
    change(article)
    assert (finds("新名"), is_complete()) == (found, True)


REMOVALS = {
    "a deletion": (lambda article: article.delete(), 4),
    "a deletion of many": (lambda article: Listing.objects.all().delete(), 4),
    "a tag untied": (lambda article: (article.tags.clear(), Article.objects.update(title="甲")), 4),
    "a tag deleted": (lambda article: (Tag.objects.all().delete(), Article.objects.update(title="甲")), 4),
}


@pytest.mark.parametrize(("change", "left"), REMOVALS.values(), ids=REMOVALS)
def test_forgets_after(article, change, left):
    change(article)
    assert (finds("旧名"), is_complete()) == (left, True)


def test_follows_the_admin(article, admin_client):
    district = article.district
    address = f"/admin/parks/district/{district.pk}/change/"
    form = admin_client.get(address).context["adminform"].form
    values = {name: "" if form[name].value() is None else form[name].value() for name in form.fields} | {
        "known_for": "新名"
    }
    assert admin_client.post(address, values).status_code == 302
    assert (finds("新名"), is_complete()) == (1, True)


def test_follows_a_fixture(article, tmp_path):
    path = fixture_file(tmp_path, name="新名区", short_name="新名", kind="zone", slug="new", path="new/")
    call_command("loaddata", path, verbosity=0)
    assert (finds("新名"), is_complete()) == (1, True)


def test_follows_an_import(article, tmp_path):
    path = tmp_path / "news.csv"
    path.write_text("标题,正文,标签\n新名一,正文一。,甲、乙\n新名二,正文二。,\n", "utf-8")
    call_command("import_articles", path, verbosity=0)
    assert (finds("新名"), is_complete()) == (2, True)
    call_command("import_regions", "--within", "120114", verbosity=0)
    assert is_complete()


def test_a_change_that_is_undone_leaves_no_trace(article):
    with transaction.atomic():
        Article.objects.update(title="新名")
        transaction.set_rollback(True)
    assert (finds("新名"), finds("旧名"), is_complete()) == (0, 5, True)


@pytest.mark.django_db(transaction=True)
def test_content_is_not_saved_without_its_entry(monkeypatch):
    article = builders.article(title="旧名")

    def fail(entries):
        raise DatabaseError("no room")

    monkeypatch.setattr(engine(), "learn", fail)
    article.title = "新名"
    for door in (article.save, lambda: Article.objects.update(title="新名")):
        with pytest.raises(DatabaseError, match="no room"):
            door()
        assert Article.objects.get().title == "旧名"
    with pytest.raises(DatabaseError, match="no room"):
        Article.objects.bulk_create([Article(title="另一篇", channel=article.channel)])
    with pytest.raises(DatabaseError, match="no room"):
        article.tags.add("新名")
    assert (Article.objects.count(), TaggedItem.objects.count()) == (1, 0)


def save_together(count):
    with entries_together():
        park = builders.park(name="新名园区")
        for number in range(count):
            builders.listing(title=f"新名厂房{number}", park=park)


def test_saves_together_write_their_entries_once(article):
    def asked(count):
        with CaptureQueriesContext(connection) as queries:
            save_together(count)
        return sum("search_entry" in one["sql"] for one in queries.captured_queries)

    few = asked(2)
    Listing.objects.filter(title__startswith="新名").delete()
    Park.objects.filter(name="新名园区").delete()
    assert asked(9) == few
    assert (finds("新名"), is_complete()) == (10, True)


def test_saves_together_follow_what_was_undone_among_them(article):
    with entries_together():
        with contextlib.suppress(DatabaseError), transaction.atomic(), entries_together():
            builders.listing(title="新名厂房")
            raise DatabaseError
        article.title = "新名文章"
        article.save()
    assert (finds("新名"), is_complete()) == (1, True)


@pytest.mark.django_db(transaction=True)
def test_saves_together_are_undone_without_their_entries(monkeypatch):
    def fail(entries):
        raise DatabaseError("no room")

    article = builders.article(title="旧名")
    with monkeypatch.context() as patch:
        patch.setattr(engine(), "learn", fail)
        article.title = "新名"
        with pytest.raises(DatabaseError, match="no room"), entries_together():
            article.save()
        assert Article.objects.get().title == "旧名"
    article.save()
    assert (finds("新名"), finds("旧名"), is_complete()) == (1, 0, True)


def test_what_changes_no_text_writes_no_entry(article, django_assert_num_queries):
    with django_assert_num_queries(3):  # which rows, and that their pages may have changed
        Article.objects.update(author="李编辑")
    before = list(Entry.objects.order_by("pk").values())
    article.withdraw()
    article.save()
    assert list(Entry.objects.order_by("pk").values()) == before


def test_the_demo_leaves_a_complete_index():
    call_command("seed_demo", verbosity=0)
    assert (is_complete(), Entry.objects.count() > 700) == (True, True)


def break_everything():
    """As if another version of the program had written it."""
    entries = list(Entry.objects.all())
    engine().forget(entries)
    Entry.objects.filter(kind="listing").delete()
    Entry.objects.update(title="錯", text="錯")
    engine().learn(list(Entry.objects.all()))
    Entry.objects.create(kind="park", thing_id=987_654)


def test_a_rebuild_mends_everything(article, capsys):
    break_everything()
    assert not is_complete()
    call_command("rebuild_search")
    assert (is_complete(), finds("旧名"), finds("錯"), Rebuild.objects.count()) == (True, 5, 0, 0)
    assert "文章：1/1\n文章：完成\n" in capsys.readouterr().out


def test_a_rebuild_goes_on_where_it_was_broken_off(monkeypatch, capsys):
    for _ in range(5):
        builders.article()
    break_everything()
    monkeypatch.setattr("search.indexing.BATCH", 2)
    said = []

    def break_off(self, line):
        said.append(line)
        if line == "文章：4/5":
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("search.management.commands.rebuild_search.Command.say", break_off)
        with pytest.raises(KeyboardInterrupt):
            call_command("rebuild_search", kind="article")
    assert said == ["文章：2/5", "文章：4/5"]
    call_command("rebuild_search", kind="article")
    assert capsys.readouterr().out == "文章：5/5\n文章：完成\n"
    assert len(Article.objects.matching("自行车产业园")) == 5
    call_command("rebuild_search", "--restart")
    assert is_complete()


def test_an_old_site_is_indexed_when_the_index_is_made(article):
    entries = Entry.objects.all()
    engine().forget(list(entries))
    entries.delete()
    from search.apps import complete

    complete(None, plan=[(type("Made", (), {"app_label": "search"}), False)])
    assert (finds("旧名"), is_complete()) == (5, True)


def named(word):
    return candidates(Question.of(word), "article", "title")


def test_the_titles_of_an_old_site_get_their_index(article):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS search_titles")
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        import_module("search.migrations.0003_titles").learn_titles(apps, editor)
    assert (named("旧名"), finds("旧名")) == ([article.pk], 5)
    article.title = "新名文章"
    article.save()
    assert (named("旧名"), named("新名")) == ([], [article.pk])


def test_a_name_without_what_the_text_must_not_say(article):
    assert (named("文章 -标签"), named("文章 -别的")) == ([], [article.pk])


def test_a_flush_empties_the_index(article):
    Entry.objects.all().delete()
    from search.apps import complete

    complete(None)
    tables = getattr(engine(), "TABLES", ["search_pairs"])
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert (table, *cursor.fetchone()) == (table, 0)


def told():
    """What tells the hits of a word, as the engine has it, and as the entries have it."""
    what = "entry.kind, entry.thing_id, entry.title"
    hits = asked(*engine().found(Question(("招商",)), what=what))
    return sorted(hits), sorted(
        Entry.objects.filter(text__contains="招商").values_list("kind", "thing_id", "title")
    )


def test_hits_are_told_as_their_entries_are():
    first, second, third = (builders.article(title=f"招商{number}") for number in "一二三")
    first.title = "招商改名"
    first.save()
    second.delete()
    hits, entries = told()
    assert hits == entries
    assert [key for _, key, _ in hits] == [first.pk, third.pk]
    assert hits[0][2] == "招商改名"


def test_hits_of_entries_from_before_are_told_as_well():
    builders.article(title="招商")
    builders.park(name="招商园")
    before = told()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS search_heads")  # SQLite's
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        for _ in range(2):
            import_module("search.migrations.0007_heads").fill_heads(None, editor)
    assert told() == before
    assert len(before[0]) == 2
