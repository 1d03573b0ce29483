"""A terminal wizard for Belarus obligatory medical insurance (OMI) for foreigners."""

__version__ = "0.1.0"
