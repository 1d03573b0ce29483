"""Every question, declared once."""
