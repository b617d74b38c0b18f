from django.db.models import Exists, OuterRef


class Names(Exists):
    """That a row names one of `things` (a queryset) by the many-to-many field that `related_name` leads back from."""

    def __init__(self, things, related_name):
        self.things = things
        super().__init__(things.filter(**{related_name: OuterRef("pk")}))
