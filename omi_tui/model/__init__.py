"""Wire and domain models."""
