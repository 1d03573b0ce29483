"""The plain face: the same journeys as lines of text."""
