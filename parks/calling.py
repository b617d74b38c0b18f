"""Whom to call about a place: one number under one label, wherever that place is shown."""

from publishing.models import SiteSettings

PARKS_OWN, HOTLINE = "园区招商电话", "投资咨询热线"


def whom_to_call(district=None, park=None):
    """The park's own telephone, else the nearest hotline upwards, else the site's; as templates name it.

    A number brings its own label and its own hours.
    """
    if park and park.contact_phone:
        return said(PARKS_OWN, park.contact_phone, "")
    return said(HOTLINE, *(district or SiteSettings.current()).hotline_and_hours())


def said(label, number, hours):
    return {"hotline_label": label, "hotline": number, "hotline_hours": hours}
