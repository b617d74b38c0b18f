"""园区一页纸: a park on one sheet of A4, to hand to a visitor."""

from .printing import park_sheet

__all__ = ["park_sheet"]
