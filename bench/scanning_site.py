"""The site with its search page over `icontains`, in place of the index; nothing else differs."""

import zhaoshang.wsgi  # sets Django up
from zhaoshang import search

from .scanning import find

search.find = find
application = zhaoshang.wsgi.application
