"""What the pages of places share."""

from publishing.paging import canonical


def place_address(request, page, form, **subject):
    """The canonical address of a directory's page: what search engines may know it by."""
    district = form.cleaned_data.get("district")
    return canonical(request.path, page, district=district.slug if district else "", **subject)


def district_trail(district):
    above = [(one.name, one.get_absolute_url()) for one in district.lineage()]
    return [("首页", "/"), ("地区", "/districts/"), *above]


def whom_to_call(district, park):
    """The park's own telephone, else the nearest hotline, each with its hours."""
    if park and park.contact_phone:
        return park.contact_phone, ""
    return district.hotline_and_hours()
