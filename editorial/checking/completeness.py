"""What a page needs beside its words: a summary, a source, descriptions of pictures, headings in order."""

from pathlib import PurePosixPath

from editorial.models import Grade
from library.models import Picture
from publishing.richtext import plain_text

from .drafts import HEADINGS
from .findings import Finding, spot


def summary(draft):
    if not str(draft.content.get("summary") or "").strip() and draft.of("body"):
        yield Finding(
            code="summary",
            grade=Grade.ADVICE,
            field="summary",
            title="没有摘要",
            explanation="列表、搜索结果和转发的卡片都用它。"
            + ("留空时列表里没有说明文字。" if draft.is_policy else "留空时取正文开头，未必说到要点。"),
            suggestion="用一两句话写清什么人、什么事、什么结果。",
        )


def source(draft):
    address = str(draft.content.get("source_url") or "").strip()
    if address and not str(draft.content.get("source") or "").strip():
        yield Finding(
            code="source",
            grade=Grade.ERROR,
            field="source",
            title="有原文链接，没有来源",
            explanation="转载要写明出处。",
            suggestion="在“来源”里写上原来发布的单位或媒体；自己写的稿子，删去原文链接。",
        )


def pictures(draft):
    """A picture the reader can't see is only its description; `alt=""` would call it an ornament."""
    for number, picture in enumerate(draft.pictures, start=1):
        if not picture.alt:
            yield Finding(
                code="alt",
                grade=Grade.ADVICE,
                field=picture.field,
                title=f"第 {number} 张图没有说明",
                explanation="看不见图的人靠说明知道图上是什么，图打不开时也显示它。",
                suggestion="用一句话说清图上是什么。",
                passage=PurePosixPath(picture.address).name,
                about=picture.address,
            )


def cover(draft):
    chosen = draft.content.get("cover")
    if not chosen or str(draft.content.get("cover_alt") or "").strip():
        return
    if Picture.objects.filter(pk=chosen, alt="").exists():
        yield Finding(
            code="alt",
            grade=Grade.ADVICE,
            field="cover_alt",
            title="封面没有说明",
            explanation="看不见图的人靠说明知道图上是什么；图库里这张图也没有说明。",
            suggestion="用一句话说清封面上是什么。",
        )


def headings(draft):
    """h2, h3, h4 as they come, none left out on the way down; each says something. The page's title is h1."""
    for name in draft.rich_fields:
        before = 1
        for block in draft.of(name):
            level = HEADINGS.get(block.tag)
            if level and not block.text:
                yield _heading(
                    name,
                    "有一个空标题",
                    "标题里没有字，读屏软件会念“标题”而没有下文。",
                    "写上标题，或者删去这一行。",
                )
            elif level:
                if level > before + 1 and before > 1:
                    yield spot(
                        block,
                        0,
                        len(block.text),
                        code="heading-order",
                        grade=Grade.ADVICE,
                        title="标题跳级",
                        explanation=f"上一个标题是{LEVEL_NAMES[before]}，这里直接到了{LEVEL_NAMES[level]}。",
                        suggestion=f"改为{LEVEL_NAMES[before + 1]}。",
                        about=block.text,
                    )
                before = level


LEVEL_NAMES = {2: "一级标题（h2）", 3: "二级标题（h3）", 4: "三级标题（h4）"}


def _heading(name, title, explanation, suggestion):
    return Finding(
        code="heading-empty",
        grade=Grade.ADVICE,
        field=name,
        title=title,
        explanation=explanation,
        suggestion=suggestion,
    )


def body(draft):
    """A policy may be all 要点; an article without text is none."""
    if not draft.is_policy and not plain_text(str(draft.content.get("body") or "")):
        yield Finding(
            code="body",
            grade=Grade.ERROR,
            field="body",
            title="没有正文",
            explanation="点进来的人什么也看不到。",
            suggestion="写上正文。",
        )
