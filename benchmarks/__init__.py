"""The measured numbers: each beside a bare twin in the same run, printed as a ratio."""
