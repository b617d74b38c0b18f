"""What makes a model findable: its texts, and the doors through which they change."""

from django.db import models, transaction

from .indexing import write_entries, write_missing_entries
from .matching import matching

__all__ = ["Searchable", "SearchableQuerySet"]


class SearchableQuerySet(models.QuerySet):
    """Keeps the index in what sends no signal, in the same transaction."""

    def matching(self, words):
        """Those in which everything `words` (a text or a Question) asks for stands; all, where it asks nothing.

        The index is asked here and now, once; who may see them is left to the queryset.
        """
        return matching(self, words)

    def update(self, **values):
        if not self.model.searched_fields & values.keys():
            return super().update(**values)
        with transaction.atomic(using=self.db):
            keys = list(self.order_by().values_list("pk", flat=True))
            changed = super().update(**values)
            write_entries(self.model, keys)
        return changed

    def bulk_create(self, objs, *args, **options):
        with transaction.atomic(using=self.db):
            created = super().bulk_create(objs, *args, **options)
            if all(one.pk for one in created):
                write_entries(self.model, [one.pk for one in created])
            else:  # with ignore_conflicts a database may not say what it took
                write_missing_entries(self.model)
        return created

    update.alters_data = bulk_create.alters_data = True
    bulk_create.queryset_only = True


class Searchable(models.Model):
    """A thing the search finds. A model says what it is made of:

    `searched_kind` names it; `searched_fields` are the columns its texts are made of, `searched_with` the rows
    it points at whose names are among them, `searched_many` relations that are: their owner calls `write_entries`.
    `a__b` in `searched_with` says b's names too; b's change comes through a, whose own texts must say them.
    """

    searched_kind = ""
    searched_fields = frozenset()
    searched_with = ()
    searched_many = ()

    class Meta:
        abstract = True

    def save(self, **kwargs):
        """The content and its entry in one transaction: a signal writes the entry before it ends."""
        with transaction.atomic(using=kwargs.get("using")):
            super().save(**kwargs)

    def searched_names(self):
        """Plain texts that weigh more: title, name, number."""
        raise NotImplementedError

    def searched_texts(self):
        """The other plain texts."""
        return []
