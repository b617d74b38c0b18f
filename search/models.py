from django.db import models


class Entry(models.Model):
    """The folded texts of one thing, a field a line, names first. Who may see the thing is asked when searching."""

    kind = models.CharField(max_length=20)
    thing_id = models.BigIntegerField()
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)  # the title's lines too
    triples = models.BinaryField(null=True)  # of the text; null: not known

    class Meta:
        default_permissions = ()  # nobody's to see or to give
        constraints = [models.UniqueConstraint(fields=["kind", "thing_id"], name="search_one_entry_a_thing")]

    def __str__(self):
        return f"{self.kind} {self.thing_id}"


class Rebuild(models.Model):
    """How far a rebuilding of the index has come; the row goes when its kind is done."""

    kind = models.CharField(max_length=20, unique=True)
    done_up_to = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.kind} {self.done_up_to}"
