"""The measured numbers: each beside a bare twin in the same run, printed as a ratio.

``first_paint``: start to the painted sign-in form, against a bare Textual app with two inputs, in the same terminal.
``version``: ``omi --version``, against an interpreter that does nothing.
``key_echo``: a key to the bytes that paint it, in two of our forms, against a bare input.
``archive``: an archive of 10,000 policies opened from home, against one of 100.

Ours and theirs take turns, so that what else the machine does meets both. Nothing here fails on time.
"""
