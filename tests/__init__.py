"""Tests, in the rooms of the program."""
