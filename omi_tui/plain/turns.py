"""What takes a talk elsewhere from within a question or a wait."""


class Turn(Exception):
    """The talk goes on elsewhere, or ends: it is no failure, and whoever makes failures into sentences lets it pass."""
