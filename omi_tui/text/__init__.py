"""Text rooms: cleaning, languages, widths and dates."""
