"""A site put into a folder and back, on the database the tests run on."""

import io
import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article
from parks.models import ParkPhoto
from tests import builders
from zhaoshang.backups import Unfit, databases, manifest, trees

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()


@pytest.fixture
def backup(tmp_path):
    """Of a site with two articles, a photo and a private file."""
    builders.article(title="𠮷野家\t\\N “引号”\n落户")
    builders.article(title="另一篇", **builders.DRAFT)
    builders.park_photo()
    private = Path(settings.PRIVATE_ROOT, "policies/notice.pdf")
    private.parent.mkdir(parents=True)
    private.write_bytes(b"%PDF private")
    run("backup", tmp_path / "backup")
    return tmp_path / "backup"


def run(command, *arguments, **options):
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def site():
    """Everything that a restore has to bring back."""
    files = {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for tree in trees.trees().values()
        for path in tree.rglob("*")
        if path.is_file()
    }
    rows = list(Article.objects.order_by("pk").values())
    return rows, files, list(ParkPhoto.objects.values_list("image", flat=True))


def change_everything():
    Article.objects.all().delete()
    ParkPhoto.objects.all().delete()
    shutil.rmtree(settings.PRIVATE_ROOT)
    builders.article(title="备份以后写的")
    Path(settings.MEDIA_ROOT, "later.png").write_bytes(b"later")


def test_brings_everything_back(backup):
    before = site()
    rows, files, photos = before
    assert (len(rows), {"policies/notice.pdf", *photos} <= files.keys()) == (2, True)
    change_everything()
    assert run("restore", backup, replace=True).endswith("请启动网站。\n")
    assert site() == before
    assert [one.title for one in Article.objects.matching("另一篇")] == ["另一篇"]
    assert builders.article().pk == max(row["id"] for row in rows) + 1  # counts on from where it was
    assert not [path for tree in trees.trees().values() for path in tree.glob(".*")]


def test_says_what_it_did_and_what_is_missing(tmp_path):
    builders.article()
    told = run("backup", tmp_path / "here")
    assert "已备份到" in told
    assert ".env 里的密钥和设置不在其中" in told
    assert (tmp_path / "here").stat().st_mode & 0o077 == 0


def test_restores_into_an_empty_site_without_asking(backup):
    before = site()
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(settings.MEDIA_ROOT)
    shutil.rmtree(settings.PRIVATE_ROOT)
    run("restore", backup)
    assert site() == before


def test_refuses_to_replace_a_site_unasked(backup):
    before = site()
    with pytest.raises(CommandError, match="请加 --replace"):
        run("restore", backup)
    assert site() == before


def test_refuses_a_folder_with_something_in_it(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    with pytest.raises(CommandError, match="里已有内容"):
        run("backup", tmp_path / "full")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]


def manifest_of(backup):
    return json.loads((backup / manifest.NAME).read_text("utf-8"))


def rewrite(backup, **values):
    (backup / manifest.NAME).write_text(json.dumps(manifest_of(backup) | values), "utf-8")


def flip_a_byte(backup):
    path = next(path for path in sorted(backup.iterdir()) if path.suffix in (".sqlite3", ".copy"))
    content = bytearray(path.read_bytes() or b"x")
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


SPOILT = {
    "已损坏或被改过": flip_a_byte,
    "缺少文件：private/policies/notice.pdf": lambda backup: (backup / "private/policies/notice.pdf").unlink(),
    "没有可用的备份清单": lambda backup: (backup / manifest.NAME).unlink(),
    "没有可用的备份清单（": lambda backup: (backup / manifest.NAME).write_text('{"files": [1]}'),
    "格式是别的版本": lambda backup: rewrite(backup, format=2),
    "备份来自更新的程序": lambda backup: rewrite(backup, migrations=["parks.9999_future"]),
    "不属于备份的文件：../x": lambda backup: rewrite(backup, files={"../x": [1, "0"]}),
    "不属于备份的文件：/etc/passwd": lambda backup: rewrite(backup, files={"/etc/passwd": [1, "0"]}),
    "不能直接恢复": lambda backup: rewrite(backup, database="oracle"),
}


def test_leaves_the_site_alone_when_the_backup_is_not_sound(backup, tmp_path):
    change_everything()
    before = site()
    told = {}
    for words, spoil in SPOILT.items():
        copy = shutil.copytree(backup, tmp_path / "spoilt")
        spoil(copy)
        with pytest.raises(CommandError) as refusal:
            run("restore", copy, replace=True)
        told[words] = str(refusal.value)
        shutil.rmtree(copy)
    assert [words for words, said in told.items() if words not in said] == []
    assert site() == before


def test_leaves_the_site_alone_when_it_fails_on_the_way(backup, monkeypatch):
    change_everything()
    before = site()
    for owner, step, good in [
        (trees.Exchange, "bring", 0),
        (trees.Exchange, "move", 2),
        (databases, "load", 0),
    ]:
        with monkeypatch.context() as broken:
            broken.setattr(owner, step, full_after(good, getattr(owner, step)))
            with pytest.raises(CommandError, match="原来的内容不变"):
                run("restore", backup, replace=True)
        assert site() == before
        assert not [path for tree in trees.trees().values() for path in tree.glob(".*")]


def full_after(good, step):
    """`step`, with room on the disk for so many."""
    left = iter(range(good))

    def run_out(*arguments):
        if next(left, None) is None:
            raise OSError(28, "No space left on device")
        return step(*arguments)

    return run_out


def test_leaves_no_half_backup_behind(tmp_path, monkeypatch):
    builders.park_photo()

    def fail(folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(trees, "copy_out", fail)
    with pytest.raises(CommandError, match="没有备份：No space"):
        run("backup", tmp_path / "backups" / "here")
    assert list((tmp_path / "backups").iterdir()) == []


def test_the_database_is_whole_or_as_before(backup):
    """What breaks in the middle of loading takes back what was loaded."""
    change_everything()
    before = site()
    path = backup / (databases.SQLITE if connection.vendor == "sqlite" else last_table(backup))
    path.write_bytes(b"nonsense\n" * 1000)
    with pytest.raises(Unfit):
        databases.load(backup)
    assert site() == before


def last_table(backup):
    tables = json.loads((backup / databases.TABLES).read_text("utf-8"))["tables"]
    return tables["search_entry"]["file"]
