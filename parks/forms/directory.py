from django import forms

from .fields import SettledChoiceField


class DirectoryFilter(forms.Form):
    """A directory's filters. What is asked wrongly narrows nothing and says so.

    A subclass names its `model`, how each field narrows the rows (NARROWS: name → function of rows, in the database
    or in memory, and value) and the choices of which each row has exactly one, for the facets (CHOICES: name → the
    column that says which, None for a yes or no).
    """

    NARROWS = {}
    CHOICES = {}
    RANGES = {}  # the lower end's field → the upper's
    open_to_all = False  # whether a row that names no industry answers to each

    @property
    def parts_of_ranges(self):
        """The fields a page shows beside the lower end of their range."""
        units = {low.replace("_min", "_unit") for low in self.RANGES}
        return {*self.RANGES.values(), *units}

    def clean(self):
        asked = super().clean()
        for low, high in self.RANGES.items():
            ends = asked.get(low), asked.get(high)
            if None not in ends and ends[0] > ends[1]:
                noun = self.fields[low].label.replace("下限", "")
                self.add_error(high, f"“{noun}”的上限小于下限，这两项暂不生效。")
                asked[low] = None
        return asked

    def stated(self):
        """{name: value} of what was asked and understood, in the measures all rows are compared in."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name) for name in self.NARROWS}
        return {name: value for name, value in asked.items() if is_stated(value)}

    @classmethod
    def narrowed(cls, rows, stated):
        for name, value in stated.items():
            rows = cls.NARROWS[name](rows, value)
        return rows

    def narrow(self, rows):
        return self.narrowed(rows, self.stated()).sorted_by(self.order)

    @property
    def order(self):
        """As `sorted_by` of the rows names it."""
        return self.cleaned_data.get("sort") or self.fields["sort"].settled

    @property
    def is_in_settled_order(self):
        return self.order == self.fields["sort"].settled

    def offer(self, facets):
        """Offer what would find something, with how much; and what was chosen, whatever it finds."""
        for name, options in facets.options.items():
            field = self.fields[name]
            if isinstance(field, forms.BooleanField):
                field.count = options[0].count if options else 0
                continue
            nothing = [
                ("", field.choices[0][1] if isinstance(field, forms.ChoiceField) else field.empty_label)
            ]
            field.widget.choices = nothing + [(one.value, f"{one.label}（{one.count:,}）") for one in options]


def is_stated(value):
    """Zero is: nothing costs that little, and the answer says so."""
    return value is not None and value is not False and value != ""


def sort_field(*choices):
    field = SettledChoiceField("排序", choices)
    field.widget = forms.HiddenInput()
    return field
