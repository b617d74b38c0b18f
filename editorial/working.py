"""What an editor has before him: the text being worked on, and whether somebody saved another one meanwhile."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from taggit.models import Tag

from . import versioning
from .comparing import changed_labels, compare
from .contents import DATES, as_json, differing, following, kept_of
from .models import Version


class Working:
    """The text of an item that an editing screen opens, as it is now."""

    def __init__(self, row):
        self.row = row
        numbers = Version.objects.of(row).newest_first().select_related("author").defer("content")
        self.newest = numbers.first()
        self.live = versioning.live(row)
        shown = self.live.number if self.live else 0
        self.pending = self.newest if self.live and self.newest.number > shown else None
        self.content = versioning.working_content(row)
        text = json.dumps(self.content, sort_keys=True, cls=DjangoJSONEncoder)
        self.digest = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()

    @property
    def is_draft(self):
        return self.row.published_at is None

    @property
    def number(self):
        return self.newest.number if self.newest else 0

    @property
    def base(self):
        """What a form sends back: which text it was filled with."""
        return f"{self.number}-{self.digest}"

    def is_base(self, given):
        """Whether a form filled with `given` holds this text: the number may have gone on without a change."""
        return given.rpartition("-")[2] == self.digest

    def initial(self):
        """{field: value} as a form of the model is filled."""
        kept, model = kept_of(self.row), type(self.row)
        values = {
            name: model._meta.get_field(name).to_python(value)
            for name, value in self.content.items()
            if name in kept.plain
        }
        values |= {name: self.content[name] for name in (*kept.one, *kept.many) if name in self.content}
        if kept.tags:
            values["tags"] = [Tag(name=name) for name in self.content.get("tags", [])]
        return values

    def with_form(self, form):
        """The content with what a valid or partly valid `form` says. A date nobody touched keeps its seconds."""
        untouched = {name for name in DATES if name in self.content and name not in form.changed_data}
        said = content_of_form(form, type(self.row))
        changes = {name: value for name, value in said.items() if name not in untouched}
        return following(self.content, self.content | changes)

    def newer_than(self, base):
        """The version saved since a form was filled with `base`; where none was, the row was changed otherwise."""
        if self.newest and str(self.newest.number) != base.partition("-")[0]:
            return versioning.latest(self.row)
        return Version(number=self.number, content=self.content, created_at=timezone.now())

    def version(self):
        """The version that holds just this text; None where the row was never saved here, or changed otherwise."""
        newest = versioning.latest(self.row)
        return newest if newest and not differing(newest.content, self.content) else None

    def version_to_release(self):
        """The version that stands for the working text where saving changed nothing; None for what is out."""
        if self.pending:
            return versioning.latest(self.row)
        return None if self.row.is_published else versioning.keep_row(self.row)


def content_of_form(form, model):
    """What the fields that could be read say, as a version keeps them."""
    kept, said = kept_of(model()), form.cleaned_data
    blank = model()
    content = {}
    for name in kept.plain:
        if name in said:
            setattr(blank, name, said[name])
            content[name] = as_json(blank, name)
    content |= {name: said[name].pk if said[name] else None for name in kept.one if name in said}
    content |= {name: sorted(row.pk for row in said[name]) for name in kept.many if name in said}
    if kept.tags and "tags" in said:
        content["tags"] = sorted(said["tags"])
    return content


class Meeting:
    """Two texts that began with the same one: theirs, saved first, and mine, still in the form."""

    def __init__(self, theirs, mine, model, base=None):
        self.theirs = theirs
        self.differences = compare(theirs.content, mine, model)
        self.their_changes = changed_labels(base.content, theirs.content, model) if base else []
        self.my_changes = changed_labels(base.content, mine, model) if base else []
