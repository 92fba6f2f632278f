"""The commands of `./daumoi`: one short file a command, each with `register(commands)` and `run(args) -> int`.

Exit status everywhere: 0 all is well, 1 a problem was found or the act was refused, 2 the command was not understood.
What a command needs from Django it imports inside `run`, after `office.enter()` has set Django up.
"""
