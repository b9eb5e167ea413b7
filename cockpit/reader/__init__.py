"""What opens a stranger's file, in a process of its own: text cells out, and nothing understood.

It knows no profile, no contract and no key, and imports little: a process is started for every file.
"""
