"""Which step follows which, and what each submit does."""
