"""The pictures in RTF, which Word puts on the clipboard beside its HTML: there they are named by files nobody else has."""

import re

LEFT_OUT = re.compile(r"\{\\\*\\listpicture|\{\\nonshppict")
PICTURE = "{\\pict"
KINDS = ("\\pngblip", "\\jpegblip")
CONTROL = re.compile(r"\\[a-z]+-?[0-9]* ?|\\\*")
BRACE = re.compile(r"\\[{}\\]|[{}]")


def pictures_in(rtf):
    """The bytes of each picture in order; None for one that is neither PNG nor JPEG.

    One pass, however the braces are nested: of a picture only what stands in none of its inner groups is read.
    """
    found, depth, group, own, position = [], 0, None, None, 0
    for brace in BRACE.finditer(rtf):
        if len(brace[0]) > 1:
            continue
        if own is not None and depth == group:
            own.append(rtf[position : brace.start()])
        position = brace.end()
        if brace[0] == "{":
            depth += 1
            if group is None:
                group, own = _begins(rtf, brace.start(), depth)
        else:
            if depth == group:
                if own is not None:
                    found.append(_content("".join(own)))
                group = own = None
            depth -= 1
    return found if own is None else [*found, None]


def _begins(rtf, start, depth):
    """(the depth of the group that begins here, [] for what a picture says itself): None for what is no matter."""
    if rtf.startswith(PICTURE, start):
        return depth, []
    return (depth, None) if LEFT_OUT.match(rtf, start) else (None, None)


def _content(own):
    if not any(kind in own for kind in KINDS) or "\\bin" in own:
        return None
    digits = re.sub(r"\s+", "", CONTROL.sub("", own))
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return None
