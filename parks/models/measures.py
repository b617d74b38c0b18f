"""Fields for what somebody measured."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


def decimal(label, digits=10, places=2, **options):
    """A measured figure: optional and not negative."""
    options = {"null": True, "blank": True, "validators": [MinValueValidator(0)], **options}
    return models.DecimalField(label, max_digits=digits, decimal_places=places, **options)


def percent(label):
    return decimal(label, 5, validators=[MinValueValidator(0), MaxValueValidator(100)])
