"""The one home of tokens: overlapping pairs of characters, so that every phrase is a run of pairs.

Letters and digits are characters like all others: "contains" means the same for `ISO9001` as for 招商引资, namely
what a plain scan of the folded text finds. A field's last character is paired with END.
"""

END = "\ue000"  # folding leaves no private characters in a text
BETWEEN_FIELDS = "\n"  # nor line ends: no phrase reaches from one field into the next


def pairs(text):
    """Every character of a folded text with the one after it, field by field."""
    for field in text.split(BETWEEN_FIELDS):
        if field:
            yield from map("".join, zip(field, field[1:] + END, strict=True))


def pairs_of_phrase(phrase):
    """The run of pairs that spells `phrase`; none for a single character."""
    return [phrase[at : at + 2] for at in range(len(phrase) - 1)]
