"""Any page of a long list, as cheap as the first page of a short one."""

from django.core.paginator import Paginator


class StaffPaginator(Paginator):
    """The keys of a page are found first, from the nearer end, and then its rows alone. A database that sorts or skips
    whole rows reads and joins all of them; keys it takes from an index. Given as a list, since PostgreSQL walks through
    the table for what a subquery names.
    """

    def page(self, number):
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        rows = self.object_list.values_list("pk", flat=True)
        if self.is_nearer_to_the_end(first):
            keys = rows.reverse()[self.count - last : self.count - first]
        else:
            keys = rows[first:last]
        return self._get_page(self.object_list.filter(pk__in=list(keys)), number, self)

    def is_nearer_to_the_end(self, first):
        return first > self.count // 2
