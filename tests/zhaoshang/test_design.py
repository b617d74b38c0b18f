"""What docs/design.md promises of the colours and of the page that shows the parts."""

import re
from pathlib import Path

import pytest
from django.test.signals import template_rendered

from zhaoshang.components import components

ROOT = Path(__file__).resolve().parents[2]
TOKENS = (ROOT / "static/css/tokens.css").read_text()
COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6});")
GROUNDS = ["paper", "raised", "sunk", "tint"]


def colours(start, end="}"):
    block = TOKENS[TOKENS.index(start) :]
    return dict(COLOUR.findall(block[: block.index(end)]))


LIGHT = colours(":root {")
DARK = colours(":root[data-theme=dark] {")


def luminance(colour):
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """As WCAG 2 counts it, 1 to 21."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_counts_contrast_as_wcag_does():
    assert contrast("#fff", "#000000") == 21
    assert round(contrast("#767676", "#fff"), 2) == 4.54


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_stands_out_on_every_ground(theme, ground):
    names = ["ink", "soft", "quiet", "blue", "act", "good", "wait", "off"]
    faint = [name for name in names if contrast(theme[name], theme[ground]) < 4.5]
    assert faint == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_figures_and_buttons_stand_out_more(theme):
    pairs = [("on-blue", "blue"), ("on-act", "act"), *[("ink", ground) for ground in GROUNDS]]
    pairs += [(state, ground) for state in ("good", "wait", "off") for ground in ("paper", "raised")]
    assert [pair for pair in pairs if contrast(theme[pair[0]], theme[pair[1]]) < 7] == []


def test_the_system_and_the_reader_get_the_same_dark():
    assert colours(":root:not([data-theme=light]) {") == DARK


@pytest.mark.django_db
def test_every_shared_part_stands_on_the_components_page(rf):
    seen = set()

    def note(template, **_):
        seen.add(template.name)

    template_rendered.connect(note)
    try:
        page = components(rf.get("/_components/"))
    finally:
        template_rendered.disconnect(note)
    parts = {f"includes/{path.name}" for path in (ROOT / "templates/includes").glob("*.html")}
    # A row of the search page, which needs a search, what only a preview says, and what counts.
    assert parts - seen == {
        "includes/search_result.html",
        "includes/preview_notice.html",
        "includes/read.html",
    }
    assert "京滨示范产业园" in page.content.decode()
