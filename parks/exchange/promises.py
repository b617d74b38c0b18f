"""What the model and the database ask of a row, in their own Chinese words, asked before it is saved."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CheckConstraint


class Promises:
    """Remembers for a run what a constraint said of the same values: most rows of a file share them."""

    def __init__(self):
        self.known = {}

    def broken(self, item, changed=None):
        """{field or NON_FIELD_ERRORS: [sentence]}; of the constraints only those that look at `changed` fields."""
        related = {field.name for field in item._meta.fields if field.is_relation}  # found by us: they exist
        try:
            item.full_clean(exclude=related, validate_constraints=False)
        except ValidationError as error:
            return error.message_dict
        return {NON_FIELD_ERRORS: [*self._constraints(item, changed)]}

    def _constraints(self, item, changed):
        fields = {field.name for field in item._meta.fields}
        for model, constraints in item.get_constraints():
            for constraint in constraints:
                asked = fields
                if isinstance(constraint, CheckConstraint):
                    asked = constraint.condition.referenced_base_fields
                if changed is None or asked & changed:
                    yield from self._said_of(constraint, model, item, asked, fields)

    def _said_of(self, constraint, model, item, asked, fields):
        """A constraint asks the database with all fields of a row; told which it needs, it is ten times as fast."""
        if not isinstance(constraint, CheckConstraint):
            return said(constraint, model, item, set())
        key = constraint.name, *(getattr(item, name) for name in sorted(asked))
        if key not in self.known:
            self.known[key] = said(constraint, model, item, fields - asked)
        return self.known[key]


def said(constraint, model, item, exclude):
    try:
        constraint.validate(model, item, exclude=exclude)
    except ValidationError as error:
        return error.messages
    return []
