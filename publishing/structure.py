"""The order inside a plain text, as Chinese officials write it, made visible: 一、 chapters, （一） parts, 1. items.

Pages that reach us have often lost their line breaks, so marks are looked for inside a line as well.
No word is lost: only the numbers of list items go (the list counts itself) and a heading's final 。
"""

import re
from html import escape

DIGITS = "一二三四五六七八九"
NUMERALS = [*DIGITS, *("十" + one for one in ("", *DIGITS)), *("二十" + one for one in ("", *DIGITS))]
VALUES = {numeral: value for value, numeral in enumerate(NUMERALS, start=1)}

# A mark counts only where a sentence can begin, so that 第一、 and 2025.8.22 stay words.
BEGINNING = r"(?<![^\s。！？!?；;：:”’」』）)\"])"
NUMERAL = "([一二三四五六七八九十]{1,3})"
CHAPTER = re.compile(BEGINNING + NUMERAL + "、(?![一二三四五六七八九十]+[、期批])")  # not 一、二期工程
PART = re.compile(BEGINNING + f"[（(]{NUMERAL}[）)]")
ITEM = re.compile(BEGINNING + r"([0-9０-９]{1,2})[.．、](?![0-9０-９])[^\S\n]*")

# A sentence's end followed by a space, in a script that knows no spaces, was a line break once.
LOST_BREAK = re.compile(
    '((?:(?<=[。！？])|(?<=[。！？][”’」』）)]))[ \t\u3000\xa0]+(?=[\u4e00-\u9fff“《「（("]))'
)
SENTENCE_END = re.compile("[。！？]")

CHINESE = "\u4e00-\u9fff"
RUNNING_HEADING = re.compile(
    # up to a full stop (dropped), a question mark (kept) …
    rf"([^。；;\n]{{1,39}}?)(?:。|(?<=[？?！!])"
    # … or a space between Chinese words, once there are enough words for a heading
    rf"|(?<=[^。；;\n]{{4}})(?<=[{CHINESE}”》」）)])[ \t\u3000\xa0]+(?=[{CHINESE}“《「（(\"0-9]))"
)
HEADING_LENGTH = 50


def structure_text(text):
    """Plain text → HTML of h2, h3, p, ol and li, everything escaped."""
    text = text.replace("\r\n", "\n").replace("\xa0", " ")
    text = "\n".join(line.strip() for line in text.splitlines())
    breaks = len(LOST_BREAK.findall(text))
    if breaks and breaks * 2 <= len(SENTENCE_END.findall(text)):
        text = LOST_BREAK.sub("\n", text)
    return _sections(text, [CHAPTER, PART], heading_level=2)


def _sections(text, marks, heading_level):
    if not marks:
        return _paragraphs(text)
    mark, *smaller = marks
    opening, sections = _split(text, mark, VALUES.get)
    if not sections:
        return _sections(text, smaller, heading_level)
    written = [_sections(opening, smaller, heading_level)]
    for number, section in sections:
        heading, body = _heading_and_body(section)
        if heading and body.strip():
            written.append(f"<h{heading_level}>{escape(number + heading, quote=False)}</h{heading_level}>")
            written.append(_sections(body, smaller, heading_level + 1))
        else:
            written.append(_paragraphs(number + section))
    return "".join(written)


def _split(text, mark, value):
    """The text before the first mark, and (mark, text after it) for each mark of a run 1, 2, … of two or more."""
    runs = [[]]
    for match in mark.finditer(text):
        number = value(match[1])
        if number == len(runs[-1]) + 1:
            runs[-1].append(match)
        elif number == 1:
            runs.append([match])
    matches = [match for run in runs if len(run) > 1 for match in run]
    if not matches:
        return text, []
    ends = [match.start() for match in matches[1:]] + [len(text)]
    parts = [(match[0], text[match.end() : end]) for match, end in zip(matches, ends, strict=True)]
    return text[: matches[0].start()], parts


def _heading_and_body(section):
    line, _, below = section.partition("\n")
    line = line.strip()
    if below.strip() and 0 < len(line) <= HEADING_LENGTH and not re.search("[。；;](?!$)", line):
        return line.removesuffix("。"), below
    if running := RUNNING_HEADING.match(line):
        return running[1].strip(), line[running.end() :] + "\n" + below
    return "", section


def _paragraphs(text):
    written, lines = [], [line.strip() for line in text.split("\n") if line.strip()]
    while lines:
        items = _leading_items(lines)
        if items:
            written.append(_list(items))
            del lines[: len(items)]
        else:
            written.append(_paragraph(lines.pop(0)))
    return "".join(written)


def _leading_items(lines):
    """The items of a list whose items are lines of their own: 1. 2. …, at least two."""
    items = []
    for line in lines:
        match = ITEM.match(line)
        if not match or int(match[1]) != len(items) + 1:
            break
        items.append(line[match.end() :])
    return items if len(items) > 1 and all(items) else []


def _paragraph(line):
    """A line, with the list that may run inside it: “方向： 1.…；2.…；3.…。” and what is said after it."""
    opening, parts = _split(line, ITEM, int)
    items = [part.strip() for _, part in parts]
    if not items or not all(items):
        return f"<p>{escape(line, quote=False)}</p>"
    closing = ""
    if not any(SENTENCE_END.search(item[:-1]) for item in items[:-1]):
        end = SENTENCE_END.search(items[-1])
        cut = end.end() if end else len(items[-1])
        items[-1], closing = items[-1][:cut], items[-1][cut:]
    return _prose(opening) + _list(items) + _prose(closing)


def _prose(text):
    return f"<p>{escape(text.strip(), quote=False)}</p>" if text.strip() else ""


def _list(items):
    return "<ol>" + "".join(f"<li>{escape(item, quote=False)}</li>" for item in items) + "</ol>"
