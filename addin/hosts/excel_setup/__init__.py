"""Putting Trésorerie into Excel for one user, taking it out again, and telling what is right and wrong (`treso excel`).

`install`, `remove` and `diagnose` are the three uses. They decide over a `Machine`: facts about the system, and four small
ports (files, registry, programs, the clock of nothing else). `this_machine` is the real one; tests have a fake one. Nothing here
needs a package beside Python's own library: the double-click scripts run it before any is installed.
"""
