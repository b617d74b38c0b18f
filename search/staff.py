"""The search of staff lists: the same answer as on the site, drafts included."""

from .questions import Question


class FoundByWords:
    """For a ModelAdmin of a searchable model. What the index knows nothing of is asked of `search_fields`."""

    def get_search_results(self, request, queryset, search_term):
        match = request.resolver_match
        is_choosing = match and match.url_name == "autocomplete"  # there one looks for a thing by its name
        if not is_choosing and Question.of(search_term):
            found = queryset.matching(search_term)
            if found.exists():
                return found, False
        return super().get_search_results(request, queryset, search_term)
