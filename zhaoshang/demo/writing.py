"""How the demo's texts are set: a few lines of plain marking, turned into the HTML an editor would make."""

from django.utils.html import escape

CHINESE_NUMBERS = "一二三四五六七八九十"


def to_html(text):
    """`## heading`, `- item`, `1. step`, `| cell | cell |` (the first row is the head); anything else is a paragraph."""
    html, block, kind = [], [], None
    for line in [*text.splitlines(), ""]:
        line = line.strip()
        now = kind_of(line)
        if block and now != kind:
            html.append(SETTERS[kind](block))
            block = []
        if line and now in ("heading", "paragraph"):
            html.append(SETTERS[now]([line]))
        elif line:
            block.append(line)
        kind = now
    return "".join(html)


def kind_of(line):
    if line.startswith("## "):
        return "heading"
    if line.startswith("- "):
        return "list"
    if line[:1].isdigit() and line[1:3] == ". ":
        return "steps"
    return "table" if line.startswith("|") else "paragraph"


def items(lines, start):
    return "".join(f"<li>{escape(line[start:].strip())}</li>" for line in lines)


def table(lines):
    head, *rows = ([escape(cell.strip()) for cell in line.strip("|").split("|")] for line in lines)
    return (
        f"<table><thead><tr>{''.join(f'<th>{cell}</th>' for cell in head)}</tr></thead><tbody>"
        + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        + "</tbody></table>"
    )


SETTERS = {
    "heading": lambda lines: f"<h2>{escape(lines[0][3:])}</h2>",
    "paragraph": lambda lines: f"<p>{escape(lines[0])}</p>",
    "list": lambda lines: f"<ul>{items(lines, 2)}</ul>",
    "steps": lambda lines: f"<ol>{items(lines, 3)}</ol>",
    "table": table,
}


def some(rng, options, count):
    """`count` of `options` in their own order."""
    chosen = sorted(rng.sample(range(len(options)), min(count, len(options))))
    return [options[index] for index in chosen]


def number_headings(text):
    """`## 签约情况` becomes `## 一、签约情况`, as documents of the trade have it."""
    count, lines = 0, []
    for line in text.splitlines():
        if line.startswith("## "):
            line = f"## {CHINESE_NUMBERS[count]}、{line[3:]}"
            count += 1
        lines.append(line)
    return "\n".join(lines)


def amount(value):
    """`12,500` or `0.75`: thousands marked, no needless zeros."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")
