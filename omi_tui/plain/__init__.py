"""The same journeys as lines of text: nothing is drawn, nothing is rewritten, everything can be read aloud."""
