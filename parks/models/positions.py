from django.db import models

from parks import datums


class MapCoordinate(models.FloatField):
    """`axis` 0, the latitude, or 1, the longitude, in WGS-84 and degrees, of the position an editor typed.

    The model has latitude, longitude and coordinate_system. `save` and `bulk_create` keep this column in step
    with them; a queryset's `update` of those three does not.
    """

    PLACES = 6  # a tenth of a metre

    def __init__(self, axis, **options):
        self.axis = axis
        super().__init__(**{"null": True, "editable": False} | options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, [self.axis, *args], options

    def pre_save(self, instance, add):
        position = typed_position(instance)
        value = round(position[self.axis], self.PLACES) if position else None
        setattr(instance, self.attname, value)
        return value


def typed_position(thing):
    """The (latitude, longitude) in WGS-84 of what the three fields say; None where they say nothing."""
    if thing.latitude is None or thing.longitude is None:
        return None
    return datums.to_wgs84((float(thing.latitude), float(thing.longitude)), thing.coordinate_system)
