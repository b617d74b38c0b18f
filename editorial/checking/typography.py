"""Signs and leftovers: what a proof-reader sees without reading."""

import re
from collections import defaultdict
from dataclasses import replace

from editorial.models import Grade

from .findings import spot

HAN = "\u4e00-\u9fff"
FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
HALF_WIDTH = re.compile(rf"(?<=[{HAN}”’》）])[,;:?!](?=[{HAN}“‘《（])")
HALF_BRACKETS = re.compile(rf"(?<=[{HAN}])\(([^()（）\n]{{0,40}}[{HAN}][^()（）\n]{{0,40}})\)")


MANY = 3  # of one field: beyond them it was written so throughout, and is spoken of once


def half_width(draft):
    """半角标点 between Chinese characters."""
    found = defaultdict(list)
    for block in draft.blocks:
        for match in HALF_WIDTH.finditer(block.text):
            # One character says nothing: it is shown with its neighbours.
            start, end = match.start() - 1, match.end() + 1
            better = block.text[start] + FULL[match[0]] + block.text[end - 1]
            found[block.field].append(_half_width(block, start, end, better))
        for match in HALF_BRACKETS.finditer(block.text):
            found[block.field].append(_half_width(block, *match.span(), f"（{match[1]}）"))
    for name, findings in found.items():
        yield from findings if len(findings) <= MANY else [_throughout(name, findings)]


def _throughout(name, findings):
    return replace(
        findings[0],
        title=f"中文里有 {len(findings)} 处半角标点",
        suggestion="全部改为全角。",
        replacement=None,
        about=f"throughout {name}",
        sweep="half-width",
    )


def _half_width(block, start, end, replacement):
    return spot(
        block,
        start,
        end,
        code="half-width",
        grade=Grade.ADVICE,
        title="中文里的半角标点",
        explanation="中文里用全角标点（GB/T 15834）。",
        suggestion=f"改为“{replacement}”。",
        replacement=replacement,
    )


# 目的的实现, 的的确确 and 为了了解 are right.
DOUBLED_WORDS = re.compile(
    r"(?<!目)的的(?!确|士|卡|黎)|(?<![为除罢终未受明])了了(?!解|断|结|得|如|望|却|事|账)"
    r"|(?<![和总共暖温柔缓饱祥随平调])和和(?![睦谐平美解气好暖])|与与(?!会)|并并(?!网|购|轨|联|入|列|行|未|不|非)|(?<![以危普涉波遍])及及"
)
ELLIPSIS = re.compile("。{3,}|\\.{6}|…{3,}")
DOUBLED_MARKS = re.compile(
    r"([，、；：])\1+|(?<!。)。。(?!。)|[，、；：][。，、；：]|。[，、；：]|？{4,}|！{2,}|[,;]{2,}"
)


def doubled(draft):
    for block in draft.blocks:
        for match in DOUBLED_WORDS.finditer(block.text):
            yield _doubled(block, match, "重复的字", "同一个字连写了两次。", match[0][0])
        for match in DOUBLED_MARKS.finditer(block.text):
            yield _doubled(block, match, "重复的标点", "两个标点连在一起。", strongest(match[0]))
        for match in ELLIPSIS.finditer(block.text):
            if match[0] != "……":
                yield _doubled(block, match, "省略号不规范", "省略号是六个点“……”，占两个字。", "……")


def strongest(marks):
    """Of marks in a row the one that ends more: 。 before ， and ！ once."""
    return next((mark for mark in marks if mark in "。！？"), marks[-1])


def _doubled(block, match, title, explanation, replacement):
    return spot(
        block,
        *match.span(),
        code="doubled",
        grade=Grade.ADVICE,
        title=title,
        explanation=explanation,
        suggestion=f"改为“{replacement}”。",
        replacement=replacement,
    )


PAIRS = {"）": "（", "》": "《", "”": "“", "】": "【", "」": "「", "〕": "〔"}
NAMES = {"（": "括号", "《": "书名号", "“": "引号", "【": "方头括号", "「": "引号", "〔": "六角括号"}
HALF_FORMS = str.maketrans("()", "（）")
# 1）, a) and 三） number an item.
NUMBERING = re.compile(r"(?:^|(?<=[\s，。；：:、,;]))[0-9０-９a-zA-Z一二三四五六七八九十]{1,3}[）)]")


def unpaired(draft):
    """《》“”（）【】 that have no other half in their paragraph."""
    for at, block in enumerate(draft.blocks):
        text = block.text.translate(HALF_FORMS)
        numbering = {match.end() - 1 for match in NUMBERING.finditer(block.text)}
        following = draft.blocks[at + 1].text if at + 1 < len(draft.blocks) else ""
        for place in alone(text, numbering):
            # A quotation of several paragraphs opens in each and closes in the last.
            if text[place] != "“" or not following.startswith("“"):
                yield _unpaired(block, place, NAMES.get(PAIRS.get(text[place], text[place])))


def alone(text, ignored=()):
    """Places of the marks in `text` without their other half."""
    waiting = []
    for at, mark in enumerate(text):
        if mark in NAMES:
            waiting.append(at)
        elif mark in PAIRS and at not in ignored:
            opened = next((one for one in reversed(waiting) if text[one] == PAIRS[mark]), None)
            if opened is None:
                yield at
            else:
                waiting.remove(opened)
    yield from waiting


def _unpaired(block, place, name):
    return spot(
        block,
        place,
        place + 1,
        code="unpaired",
        grade=Grade.ADVICE,
        title=f"{name}不成对",
        explanation=f"“{block.text[place]}”在这一段里没有另一半。",
        suggestion="补上另一半，或者删去这一个。",
    )


UNDECIDED = "待补充|待补|待定|待核实|待核|待确认|待完善|待填|待填写|此处略|略去|暂缺|填写|插入图片|此处插图"
PLACEHOLDER = re.compile(
    rf"(?<![A-Za-z0-9])[XxＸｘ]{{2,}}(?![A-Za-z0-9])|[×✕╳]{{2,}}|(?<![A-Za-z0-9])[XxＸ](?=[年月日]|万元|亿元|亩)"
    rf"|[（(【\[［](?:{UNDECIDED})[）)】\]］]|【图片未能取回[^】]{{0,40}}】?|\bTODO\b|\bTBD\b|(?i:lorem ipsum)"
    r"|_{4,}|＿{3,}|此处(?:填写|插入|补充|粘贴)"
)


def placeholders(draft):
    """What somebody meant to fill in later."""
    for block in draft.blocks:
        for match in PLACEHOLDER.finditer(block.text):
            yield spot(
                block,
                *match.span(),
                code="placeholder",
                grade=Grade.ERROR,
                title="还有没填完的地方",
                explanation=f"“{match[0]}”像是留着以后补的。",
                suggestion="补上内容，或者删去。",
            )
