"""Somebody else's file becomes tables of a network, by a map that says which column is which."""

from onshore.importing.mapping import ImportMap, MapError, read_map
from onshore.importing.taking import NOT_TAKEN, Count, Import, take

__all__ = ["NOT_TAKEN", "Count", "Import", "ImportMap", "MapError", "read_map", "take"]
