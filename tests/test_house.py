"""The order of the house, read from its files. Each rule also meets a file that breaks it."""

import ast
import re
from collections import defaultdict
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = [
    "publishing",
    "audit",
    "outbox",
    "library",
    "search",
    "parks",
    "articles",
    "readership",
    "editorial",
    "inquiries",
    "outcomes",
    "zhaoshang",
    "bench",
]  # each may import those before it
NAMES_THAT_SAY_NOTHING = {"core", "common", "utils", "helpers", "services", "misc"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 40


def imports_run_one_way(path, text):
    if Path(path).parts[0] not in LAYERS:
        return
    above = LAYERS[LAYERS.index(Path(path).parts[0]) + 1 :]
    for node in ast.walk(ast.parse(text)):
        for name in imported_names(node):
            if name.split(".")[0] in above:
                yield f"line {node.lineno} reaches up to {name}"


def imported_names(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module]
    if (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"\w+(\.\w+)+", node.value)
    ):
        return [node.value]  # "articles.Article" of a foreign key, "articles.views.page" of import_string
    return []


def is_named_for_what_it_holds(path, text):
    for part in Path(path).with_suffix("").parts:
        if part in NAMES_THAT_SAY_NOTHING:
            yield f"“{part}” does not say what is inside: name it for its noun"


def fits_in_a_sitting(path, text):
    lines = text.count("\n")
    if lines > LONGEST_FILE:
        yield f"has {lines} lines: split it by noun into a package"
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.FunctionDef)
            and (length := node.end_lineno - node.lineno + 1) > LONGEST_FUNCTION
        ):
            yield f"{node.name} has {length} lines: give its steps names"


def asks_published_what_is_public(path, text):
    """Comparing two articles' dates is fine; deciding by the clock belongs to `PublishedQuerySet`."""
    by_the_clock = r"published_at__(lte|isnull)\b|published_at__\w+=(timezone\.)?now|expires_at__"
    if Path(path).parts[0] != "publishing":
        for found in re.finditer(by_the_clock, text):
            yield f"decides with “{found[0]}” what is public: ask .published()"


def runs_nothing_inline(path, text):
    inline = r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style\b|javascript:"""
    inline += r"""|<script(?![^>]*\bsrc=)(?![^>]*type="application/(?:ld\+)?json")[^>]*>"""
    for found in re.finditer(inline, text, re.IGNORECASE):
        yield f"has “{found[0].strip()}”, which the Content-Security-Policy refuses"


def loads_from_this_host_only(path, text):
    host = r"""(?:https?:)?//[\w{]"""
    places = {
        ".html": rf"""(?:\b(?:src|srcset|poster|data)=|<link\b[^>]*\bhref=)["']?{host}""",
        ".css": rf"""(?:url\(\s*|@import\s+)["']?{host}""",
        ".js": rf"""["'`]{host}""",
    }
    text = text.replace("http://www.w3.org/", "")  # names of XML kinds, never fetched
    for found in re.finditer(places[Path(path).suffix], text):
        yield f"loads “{found[0]}…” from another host"


PYTHON = [imports_run_one_way, is_named_for_what_it_holds, fits_in_a_sitting, asks_published_what_is_public]
RULES = {
    ".py": PYTHON,
    ".html": [runs_nothing_inline, loads_from_this_host_only],
    ".css": [loads_from_this_host_only],
    ".js": [loads_from_this_host_only],
}


def files():
    for folder in [*LAYERS, "templates", "static", "tests"]:
        for path in sorted((ROOT / folder).rglob("*")):
            if (
                path.suffix in RULES
                and not {"migrations", "vendor"} & set(path.parts)
                and path != Path(__file__)
            ):
                yield path.relative_to(ROOT)


@pytest.mark.parametrize(
    "rule", sorted({rule for rules in RULES.values() for rule in rules}, key=lambda r: r.__name__)
)
def test_every_file(rule):
    complaints = [
        f"{path}: {complaint}"
        for path in files()
        if rule in RULES[path.suffix]
        for complaint in rule(path, (ROOT / path).read_text("utf-8"))
    ]
    assert complaints == [], "\n".join(complaints)


BROKEN = [
    (imports_run_one_way, "parks/views.py", "from articles.models import Article\n"),
    (imports_run_one_way, "articles/feeds.py", "def feed():\n    import zhaoshang.urls\n"),
    (imports_run_one_way, "publishing/models.py", 'ForeignKey("parks.District")\n'),
    (is_named_for_what_it_holds, "parks/utils.py", ""),
    (is_named_for_what_it_holds, "articles/common/matching.py", ""),
    (fits_in_a_sitting, "parks/views.py", "x = 1\n" * 401),
    (fits_in_a_sitting, "parks/views.py", "def f():\n" + "    x = 1\n" * 40),
    (asks_published_what_is_public, "articles/views.py", "filter(published_at__lte=now)"),
    (asks_published_what_is_public, "articles/views.py", "filter(published_at__lt=timezone.now())"),
    (asks_published_what_is_public, "parks/views.py", "exclude(expires_at__lt=now)"),
    (runs_nothing_inline, "templates/a.html", '<p style="color:red">'),
    (runs_nothing_inline, "templates/a.html", "<button onclick='go()'>"),
    (runs_nothing_inline, "templates/a.html", "<script>go()</script>"),
    (runs_nothing_inline, "templates/a.html", '<script type="module">go()</script>'),
    (loads_from_this_host_only, "templates/a.html", '<img src="//cdn.example/a.png">'),
    (
        loads_from_this_host_only,
        "templates/a.html",
        '<link rel="stylesheet" href="https://cdn.example/a.css">',
    ),
    (loads_from_this_host_only, "static/a.css", "@import 'https://cdn.example/a.css'"),
    (loads_from_this_host_only, "static/a.css", "background: url(//cdn.example/a.png)"),
    (loads_from_this_host_only, "static/a.js", 'fetch("https://example.com/")'),
]


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_speaks_up_about_a_file_that(rule, path, text):
    assert len([*rule(path, text)]) == 1


ALLOWED = [
    (
        imports_run_one_way,
        "inquiries/views.py",
        "from articles.models import Article\nreverse('zhaoshang:home')",
    ),
    (asks_published_what_is_public, "articles/models.py", "filter(published_at__lt=article.published_at)"),
    (
        runs_nothing_inline,
        "templates/a.html",
        '<script src="/a.js" defer></script><script type="application/ld+json">',
    ),
    (
        loads_from_this_host_only,
        "templates/a.html",
        '<a href="https://www.gov.cn/">国务院</a><img src="/a.png">',
    ),
    (loads_from_this_host_only, "static/a.js", 'svg("http://www.w3.org/2000/svg") // a remark'),
]


@pytest.mark.parametrize(("rule", "path", "text"), ALLOWED)
def test_is_content_with_a_file_that(rule, path, text):
    assert [*rule(path, text)] == []


INSTALLED_FOR_OTHERS = {"psycopg2-binary", "pytest-django"}  # Django asks for the one, pytest for the other


def test_every_requirement_is_used():
    modules = defaultdict(set)
    for module, packages in packages_distributions().items():
        for package in packages:
            modules[package.lower()].add(module)
    sources = [path for path in files() if path.parts[0] in LAYERS and path.suffix == ".py"]
    code = [ast.parse((ROOT / path).read_text("utf-8")) for path in sources]
    used = {name.split(".")[0] for tree in code for node in ast.walk(tree) for name in imported_names(node)}
    listed = re.findall(r"^([\w-]+)", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    unused = [name for name in listed if not modules[name.lower()] & used]
    assert set(unused) == INSTALLED_FOR_OTHERS


def test_env_example_lists_every_variable_the_settings_read():
    read = set(
        re.findall(
            r"""\benv(?:\.\w+)?\(\s*["']([A-Z_]+)""", (ROOT / "zhaoshang/settings.py").read_text("utf-8")
        )
    )
    listed = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    assert listed == read | {"PORT"}
