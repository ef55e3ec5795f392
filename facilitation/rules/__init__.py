"""Pure rules, one file per noun: each looks at the workshop and refuses, or returns what happens.

A rule that belongs to the facilitator takes `by: Facilitator`, which only a checked key can make.
No rule asks the clock, draws chance of its own, or touches a disk; no rule file imports another.
"""
