"""What a check says: one fault or one piece of advice, and where it stands."""

from dataclasses import dataclass

from editorial.models import Grade
from publishing.references import digest

BEFORE_AND_AFTER = 28  # characters of a passage on either side of what was found
STOPS = "。！？；!?;\n"


@dataclass(frozen=True)
class Finding:
    """`passage` stands word for word in the text of `field` ("" where the whole field is meant), `found` in `passage`.

    `replacement` is what may stand instead of `found`, None where a person must think; `suggestion` says it in words.
    `about` names what is meant by something firmer than the passage: an address, another article's number.
    """

    code: str
    grade: str
    field: str
    title: str
    explanation: str
    suggestion: str = ""
    passage: str = ""
    found: str = ""
    replacement: str | None = None
    sweep: str = ""  # what a button may mend in the whole field
    about: str = ""
    place: str = ""  # the field's name as editors read it
    also: tuple = ()  # other fields in which the same passage stands: a summary repeats the text

    @property
    def fingerprint(self):
        """The same as long as the passage and what is said of it are: edits elsewhere don't touch it."""
        meant = [self.about or self.passage, "" if self.about else self.found]
        return digest([self.code, *meant] if any(meant) else [self.code, self.field, self.title])[:32]

    @property
    def fields(self):
        return " ".join([self.field, *self.also])

    @property
    def is_error(self):
        return self.grade == Grade.ERROR

    @property
    def grade_label(self):
        return Grade(self.grade).label

    @property
    def parts(self):
        """The passage cut round what was found: (before, found, after)."""
        return self.passage.partition(self.found) if self.found else ("", "", self.passage)


def around(text, start, end):
    """The sentence round `text[start:end]`, or what stands next to it where the sentence is long."""
    begin = max((text.rfind(stop, 0, start) for stop in STOPS), default=-1) + 1
    ends = [at for stop in STOPS if (at := text.find(stop, end)) >= 0]
    finish = min(ends, default=len(text) - 1) + 1
    begin, finish = max(begin, start - BEFORE_AND_AFTER), min(finish, end + BEFORE_AND_AFTER)
    return text[begin:finish].strip()


def spot(block, start, end, **said):
    """A Finding of `block.text[start:end]`."""
    passage = around(block.text, start, end)
    return Finding(field=block.field, passage=passage, found=block.text[start:end].strip(), **said)
