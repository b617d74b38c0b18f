"""What nobody types but anybody can send: odd list addresses and choices that are no numbers, answered in words."""

import logging

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

logger = logging.getLogger(__name__)


class StaffChangeList(ChangeList):
    """A list whose address may hold anything: what it can't read it says, where Django's own would fail.

    Django looks at a lookup's name before asking the database, but not at its value: `?title__regex=(`,
    `?published_at__year=9999`, `?title__range=a` or a number of thirty digits would be an error 500.
    Whatever fails with parameters is tried again without them, so that an error of ours still shows.
    """

    def __init__(self, request, *args, **kwargs):
        try:
            super().__init__(request, *args, **kwargs)
        except Exception as error:
            if not request.GET:
                raise
            logger.info("unreadable list address %s with %s: %r", request.path, sorted(request.GET), error)
            raise IncorrectLookupParameters(error) from error

    def get_results(self, request):
        """One page is asked for as one of many is, so that a list costs the same when it grows."""
        super().get_results(request)
        if not self.show_all and not self.multi_page:
            self.result_list = self.paginator.page(1).object_list

    def get_filters_params(self, params=None):
        """No patterns either: a bad one can keep a database busy for hours."""
        lookups = super().get_filters_params(params)
        if any(name.endswith("regex") for name in lookups):
            raise IncorrectLookupParameters("正则表达式不在筛选条件之内")
        return lookups


def is_number(text):
    """Whether `text` can be a row's number, so that every database may be asked for it."""
    return text.isdecimal() and len(text) < 19


class SuggestedValues:
    """Django's suggestions fail with error 500 when the form comes back with a value that is no number."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [one for one in value if is_number(str(one))], attr)


class SuggestedOne(SuggestedValues, AutocompleteSelect):
    pass


class SuggestedMany(SuggestedValues, AutocompleteSelectMultiple):
    pass


class ChosenMany(forms.ModelMultipleChoiceField):
    def clean(self, value):
        if strange := [one for one in value or () if not is_number(str(one))]:
            raise forms.ValidationError(
                self.error_messages["invalid_pk_value"],
                code="invalid_pk_value",
                params={"pk": strange[0][:40]},
            )
        return super().clean(value)
