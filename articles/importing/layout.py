"""Which lines of a page are its title, its labels (所属地区：… 发布日期：…), its text, and which are furniture."""

import re
import unicodedata

from .drafts import Draft
from .furniture import body_end, body_start, is_button, is_furniture

LABELS = {
    "所属地区": "place",
    "地区": "place",
    "发布日期": "date",
    "发布时间": "date",
    "日期": "date",
    "时间": "date",
    "来源": "source",
    "信息来源": "source",
    "文章来源": "source",
    "作者": "author",
    "所属行业": "industry",
    "行业": "industry",
    "栏目": "channel",
    "标签": "tags",
    "原文链接": "source_url",
    # known, and of no use
    "编辑": "",
    "责任编辑": "",
    "阅读": "",
    "浏览": "",
    "浏览次数": "",
    "点击": "",
    "字号": "",
}
LABEL = re.compile(rf"(?<![^\s|｜\[【(（])({'|'.join(sorted(LABELS, key=len, reverse=True))})\s*[:：]")
DATE_LINE = re.compile(
    r"[\[【(（]?\s*[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*日?"
    r"(?:[\sT]+[0-9]{1,2}[:时][0-9]{1,2}(?:[:分][0-9]{0,2})?(?:\.[0-9]+)?秒?(?:Z|[+-][0-9:]+)?)?\s*[\]】)）]?"
)
HEADER_LINES = 8
TITLE_LENGTH, INDUSTRY_LENGTH = 60, 12
DASHES = ("——", "--", "—")


def is_date(line):
    return len(line) < 60 and bool(DATE_LINE.fullmatch(unicodedata.normalize("NFKC", line).strip()))


def labels_in(line):
    """`所属地区:天津-武清区 发布日期:2025年08月22日` → {"place": "天津-武清区", "date": "2025年08月22日"}"""
    matches = list(LABEL.finditer(line))
    ends = [match.start() for match in matches[1:]] + [len(line)]
    found = {}
    for match, end in zip(matches, ends, strict=bool(matches)):
        value = line[match.end() : end].strip(" \t\u3000|｜[]【】()（）")
        if value:
            found.setdefault(LABELS[match[1]], value)
    found.pop("", None)
    return found


def folded(text):
    """What remains of a line when case, width, blanks and punctuation are looked past."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).casefold()


def read_page(lines, title=""):
    """A page's lines → (Draft without its body, the indexes of the body's lines). `title` if it is known."""
    shown = [index for index in range(body_start(lines), len(lines)) if lines[index].strip()]
    header, labels, shown = _header(lines, shown, title)
    draft = Draft(line=next((index for index, line in enumerate(lines) if line.strip()), 0) + 1, **labels)
    kept = _name(draft, [(index, lines[index].strip()) for index in header], title)
    end = body_end([lines[index] for index in shown], draft.place)
    body = kept + [index for index in shown[:end] if not is_button(lines[index])]
    if body and not draft.date and is_date(lines[body[-1]]):
        draft.date, draft.signed = lines[body.pop()].strip(), True
    if len(body) > 1 and folded(lines[body[0]]) == folded(draft.title):
        del body[0]
    return draft, body


def read_manuscript(lines, title=""):
    """As `read_page`, of the file of who wrote the text: nothing in it is furniture. Its title, a subtitle with its dash
    and the labels right below them are taken; whatever comes later is text, also what looks like a label.
    """
    body = [index for index, line in enumerate(lines) if line.strip()]
    draft = Draft(title=title or (lines[body.pop(0)].strip() if body else ""))
    if len(body) > 1 and folded(lines[body[0]]) == folded(draft.title):
        del body[0]
    if len(body) > 1 and lines[body[0]].startswith(DASHES) and len(lines[body[0]]) <= TITLE_LENGTH:
        draft.subtitle = lines[body.pop(0)].strip().lstrip("—- ")
    while len(body) > 1 and _is_label_line(lines[body[0]]) and not _is_appointment(lines[body[0]]):
        line = lines[body.pop(0)].strip()
        for name, value in ({"date": line} if is_date(line) else labels_in(line)).items():
            setattr(draft, name, getattr(draft, name) or value)
    if len(body) > 1 and not draft.date and is_date(lines[body[-1]]):
        draft.date, draft.signed = lines[body.pop()].strip(), True
    return draft, body


def _is_appointment(line):
    """“时间：3月1日上午9点” tells when to come, not when it was written."""
    return line.strip().startswith(("时间", "日期"))


def _header(lines, shown, title):
    """The indexes above the text, what the labels say, the indexes of the text and what follows it."""
    first = next(
        (place for place, index in enumerate(shown[:HEADER_LINES]) if _is_label_line(lines[index])), None
    )
    if first is None or not _stands_above_text(lines, shown, first):
        summary_first = len(shown) > 2 and _is_lead(lines[shown[0]]) and not _is_lead(lines[shown[1]])
        opening = 0 if title else 1 + summary_first
        return shown[:opening], {}, shown[opening:]
    labels, after = {}, first
    while after < len(shown) and _is_label_line(lines[shown[after]]):
        line = lines[shown[after]].strip()
        labels = ({"date": line} if is_date(line) else labels_in(line)) | labels
        after += 1
    return [index for index in shown[:first] if not is_furniture(lines[index])], labels, shown[after:]


def _stands_above_text(lines, shown, place):
    """Labels below the text, as after a list's item, are no header; nor are those in the midst of it."""
    below = (index for index in shown[place:] if not is_furniture(lines[index]))
    has_text = any(not _is_label_line(lines[index]) for index in below)
    return has_text and sum(_is_lead(lines[index]) for index in shown[:place]) <= 1


def _is_label_line(line):
    line = line.strip()
    return len(line) <= 200 and (
        is_date(line) or bool(LABEL.match(line.lstrip("[【(（")) and labels_in(line))
    )


def _is_lead(line):
    return len(line.strip()) > TITLE_LENGTH or line.strip().endswith("。")


def _name(draft, header, title):
    """Fills title, subtitle, industry and summary; gives back the indexes of the lines that are none of them."""
    header = [(index, line) for index, line in header if folded(line) != folded(title)]
    names = [(index, line) for index, line in header if not _is_lead(line)]
    draft.title = title or (names.pop(0)[1] if names else "")
    draft.summary = " ".join(line for _, line in header if _is_lead(line))
    if names and len(names[-1][1]) <= INDUSTRY_LENGTH and not draft.industry:
        draft.industry = names.pop()[1]
    if names and names[0][1].startswith(DASHES):
        draft.subtitle = names.pop(0)[1].lstrip("—- ")
    return [index for index, _ in names]
