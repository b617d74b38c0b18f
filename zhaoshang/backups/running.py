import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from articles.models import Article
from inquiries.models import Inquiry
from parks.models import District, Park

from . import Unfit, databases, manifest, trees


def back_up(target):
    """Makes the folder `target`, whole or not at all. Returns its manifest."""
    target = Path(target).absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Unfit(f"{target} 里已有内容，请换一个空的或还没有的文件夹。")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))  # open to its owner alone
    try:
        databases.dump(part)
        trees.copy_out(part)
        said = manifest.write(part)
        if target.exists():
            target.rmdir()
        part.rename(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return said


def restore(source, replace=False):
    """Puts the backup in `source` in the site's place. Whatever fails, the site is as it was. Returns the manifest."""
    source = Path(source).absolute()
    said = manifest.read(source)
    if not connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)
    if not replace and not is_empty():
        raise Unfit("本站已有内容。确要用备份换掉现有的全部内容，请加 --replace。")
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.VAR_DIR) as copy:
        for path in source.iterdir():
            if path.is_file() and path.name in said["files"]:
                shutil.copy(path, copy)
        databases.prepare(Path(copy), said)
        exchange = trees.Exchange()
        try:
            exchange.bring(source)
            exchange.make()
            databases.load(Path(copy))
        except BaseException:
            exchange.take_back()
            raise
        else:
            exchange.drop_old()
        finally:
            exchange.clean_up()
    return said


def is_empty():
    """Whether nobody has begun to work with it: what migrations bring doesn't count."""
    begun = any(model.objects.exists() for model in (User, District, Park, Article, Inquiry))
    return not begun and not trees.any_file()
