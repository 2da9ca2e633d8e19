#!/usr/bin/env python3
"""Judges a soak: nothing of the proxy may grow, nothing may be undecoded, and what it counted must be what the server counted."""
import re
import statistics
import sys

samples_file, summary_file, counted_file, sockets_left, load_result = sys.argv[1:6]
problems = []

# seconds, resident KiB, threads, descriptors, live KiB of the heap or '-'
samples = [line.split() for line in open(samples_file)]


def series(column, part):
    """The values of a quarter of the run: 1 is the second one, when everybody has come and the compilers are done, 3 is the last."""
    begin, end = len(samples) * part // 4, len(samples) * (part + 1) // 4
    return [int(sample[column]) for sample in samples[begin:end] if sample[column] != "-"]


def grows(what, column, allowed_share, allowed_more):
    early, late = series(column, 1), series(column, 3)
    if not early or not late:
        problems.append("too few samples of %s: run it for longer" % what)
        return
    before, after = statistics.median(early), statistics.median(late)
    print("    %-24s %10d in the second quarter, %10d in the last (medians)" % (what, before, after))
    if after > before * (1 + allowed_share) + allowed_more:
        problems.append("%s grew from %d to %d" % (what, before, after))


print("--- growth")
grows("resident KiB", 1, 0.10, 4096)
grows("threads", 2, 0, 2)
grows("descriptors", 3, 0.10, 50)
grows("live heap KiB", 4, 0.10, 2048)

summary = open(summary_file).read()


def told(pattern):
    found = re.search(pattern, summary)
    return int(found.group(1).replace(",", "")) if found else 0


counted = [line.rstrip("\n").split("\t") for line in open(counted_file)]
pairs = [
    ("exchanges", told(r"([\d,]+) exchange"), sum(int(count) for _, count, _ in counted)),
    ("errors", told(r"([\d,]+) error"), sum(int(errors) for _, _, errors in counted)),
]
print("--- counted by the proxy, and by the server")
for name, ours, theirs in pairs:
    print("    %-24s %10d %10d" % (name, ours, theirs))
    if ours != theirs:
        problems.append("%s: %d and %d" % (name, ours, theirs))
if told(r"([\d,]+) undecoded") or "undecoded" not in summary:
    problems.append("%d packets undecoded" % told(r"([\d,]+) undecoded"))
if " opaque" in summary:
    problems.append("sessions became opaque")
if int(sockets_left) > 3:
    problems.append("%s sockets are left after the last session" % sockets_left)
if load_result != "0":
    problems.append("the load saw failures")
print("--- " + ("passed" if not problems else "FAILED: " + "; ".join(problems)))
sys.exit(1 if problems else 0)
