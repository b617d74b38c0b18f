"""The search of staff lists: the same answer as on the site, drafts included."""

from django.db.models import Q

from .matching import CAP, matching
from .questions import Question


class FoundByWords:
    """For a ModelAdmin of a searchable model. Where the index knows nothing, `search_fields` that it doesn't hold are
    asked; those it holds would say the same after reading every row.
    """

    def get_search_results(self, request, queryset, search_term):
        if not Question.of(search_term):
            return super().get_search_results(request, queryset, search_term)
        match = request.resolver_match
        is_choosing = match and match.url_name == "autocomplete"  # there one looks for a thing by its name
        found = matching(queryset, search_term, "title" if is_choosing else "text")
        if found.exists():
            return found, False
        return self._found_elsewhere(request, queryset, search_term), False

    def _found_elsewhere(self, request, queryset, search_term):
        fields = [name for name in self.get_search_fields(request) if name not in self.model.searched_fields]
        if not fields:
            return queryset.none()
        wanted = Q()
        for word in search_term.split():
            wanted &= Q.create([(f"{name}__icontains", word) for name in fields], Q.OR)
        keys = self.model._base_manager.filter(wanted).order_by().values_list("pk", flat=True)
        first = list(keys[:CAP])  # walked through once, not again for the count and the page
        return queryset.filter(pk__in=first if len(first) < CAP else keys)
