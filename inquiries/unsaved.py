"""What was typed into a public form that could not be taken: shown, and sent again, without asking the database."""

from django import forms as django_forms

from . import forms

NOT_SENT_AGAIN = ("altcha",)  # a proof is good for one post


def is_public_form(request):
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.app_name == "inquiries"


def filled_form(request, without=()):
    """What templates/inquiries/includes/unsaved.html expects; `without` these names."""
    sent = [(name, value) for name, value in fields_sent(request) if name not in without]
    return {
        "is_form": True,
        "sent": sent,
        "typed": words_typed(request),
        "has_files": bool(request.FILES),
    }


def fields_sent(request):
    """[(name, value)] as they came, the token among them: sent twice it is still one inquiry."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_SENT_AGAIN
        for value in values
    ]


def words_typed(request):
    """[(label, words)] of what a person wrote or chose by its name, in the order it was sent."""
    labels = labelled()
    return [
        (labels[name].label, in_words(labels[name], value))
        for name, value in fields_sent(request)
        if name in labels and value.strip()
    ]


def labelled():
    """{name: field} of all the doors' fields that hold words; a park or a district is a key, and stays unsaid."""
    found = {}
    for form in map(forms.__dict__.get, forms.__all__):
        found |= {
            name: field
            for name, field in form.base_fields.items()
            if field.label and isinstance(field, (django_forms.CharField, django_forms.ChoiceField))
        }
    return found


def in_words(field, value):
    return str(dict(getattr(field, "choices", ())).get(value, value))
