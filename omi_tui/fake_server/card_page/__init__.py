"""The hosted card page, an origin of its own."""
