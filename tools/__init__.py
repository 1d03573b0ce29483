"""What the make targets run; no part of the program."""
