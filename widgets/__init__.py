"""The interactive half: Python state and markup beside the browser's module and stylesheet, one stem per widget."""

from widgets.claim_table import ClaimTable, CommonStatements
from widgets.icon_array import IconArray
from widgets.sources import Sources

__all__ = ["ClaimTable", "CommonStatements", "IconArray", "Sources"]
