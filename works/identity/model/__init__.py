"""Who wrote this: signatures in, people out, each for reasons that a moderator can read (identity.md). Pure.

`people.py` is the front door: `fragments` for what may be linked by itself, `proposals` for what is likely,
`placing.py` for one new work. The same signatures in any order give the same answer.
"""
