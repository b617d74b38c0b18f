"""The pictures in RTF, which Word puts on the clipboard beside its HTML: there they are named by files nobody else has."""

import re

GROUP = re.compile(r"\{\\\*\\listpicture|\{\\nonshppict|\{\\pict")
INNER = re.compile(r"\{[^{}]*\}")
KINDS = ("\\pngblip", "\\jpegblip")
CONTROL = re.compile(r"\\[a-z]+-?[0-9]* ?|\\\*")
BRACE = re.compile(r"\\[{}\\]|[{}]")


def pictures_in(rtf):
    """The bytes of each picture in order; None for one that is neither PNG nor JPEG."""
    found, position = [], 0
    while group := GROUP.search(rtf, position):
        position = _end(rtf, group.start())
        if group[0] == "{\\pict":
            found.append(_content(rtf[group.start() + 1 : position - 1]))
    return found


def _end(rtf, start):
    depth = 0
    for brace in BRACE.finditer(rtf, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.end()
    return len(rtf)


def _content(group):
    while INNER.search(group):
        group = INNER.sub("", group)
    if not any(kind in group for kind in KINDS) or "\\bin" in group:
        return None
    digits = re.sub(r"\s+", "", CONTROL.sub("", group))
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return None
