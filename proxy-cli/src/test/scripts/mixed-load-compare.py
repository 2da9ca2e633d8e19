#!/usr/bin/env python3
"""Compares a report of trace, as JSON, with the server's performance_schema: statements and commands by kind, rows, affected rows, errors."""
import collections
import json
import re
import sys

told_file, counted_file, summary_file = sys.argv[1:4]

# What the server calls the commands that are not statements of SQL.
COMMANDS = {
    "statement/com/Prepare": "COM_STMT_PREPARE",
    "statement/com/Close stmt": "COM_STMT_CLOSE",
    "statement/com/Reset stmt": "COM_STMT_RESET",
    "statement/com/Long Data": "COM_STMT_SEND_LONG_DATA",
    "statement/com/Init DB": "COM_INIT_DB",
    "statement/com/Field List": "COM_FIELD_LIST",
    "statement/com/Ping": "COM_PING",
    "statement/com/Quit": "COM_QUIT",
    "statement/com/Binlog Dump": "COM_BINLOG_DUMP",
    "statement/com/Binlog Dump GTID": "COM_BINLOG_DUMP_GTID",
    "statement/com/Register Slave": "COM_REGISTER_SLAVE",
    "statement/com/Reset Connection": "COM_RESET_CONNECTION",
    "statement/com/Set option": "COM_SET_OPTION",
}

# A report adds executions and fetches to their statements.
OF_SQL = ("statement/com/Query", "statement/com/Execute", "statement/com/Bulk_execute", "statement/com/Fetch", "statement/com/Error")

with open(told_file) as lines:
    report = json.loads(lines.read())
told, inside = collections.Counter(), 0
for row in report["statements"]:
    if "digest" in row:
        # One command may bring several statements, each of which the server counts. A literal is ?, so that no ; is inside one.
        statements = [part.strip() for part in row["digest"].split(";") if part.strip()]
        told["statements of SQL, fetches"] += row["count"] * len(statements)
        calls = [statement for statement in statements if statement.startswith("CALL ")]
        if calls == statements:
            inside += row["rows"]
        elif calls:
            # Of the workload that calls several(), which gives four rows, among others.
            inside += row["count"] * len(calls) * 4
    else:
        told[row.get("command", "other")] += row["count"]

counted, counted_rows, counted_affected, counted_errors = collections.Counter(), 0, 0, 0
with open(counted_file) as lines:
    for line in lines:
        name, count, sent, changed, failed = line.rstrip("\n").split("\t")
        if name.startswith("statement/sp/"):
            # Inside of procedures rows are counted again by each statement that follows, and OUT parameters, a row of their own, never.
            continue
        if name.startswith("statement/sql/") or name in OF_SQL:
            counted["statements of SQL, fetches"] += int(count)
        else:
            counted[COMMANDS.get(name, name)] += int(count)
        # MySQL sends one row for SHOW CREATE TABLE, and does not count it.
        counted_rows += int(count) - int(failed) if name == "statement/sql/show_create_table" else int(sent)
        counted_affected += int(changed)
        counted_errors += int(failed)

different = 0
print("--- %-28s %14s %14s" % ("what", "told", "counted"))
pairs = [(name, told[name], counted[name]) for name in sorted(set(told) | set(counted))]
pairs += [
    ("rows outside of procedures", report["rows"] - inside, counted_rows),
    ("affected rows", report["affected_rows"], counted_affected),
    ("errors", report["errors"], counted_errors),
]
for name, ours, theirs in pairs:
    different += ours != theirs
    print("    %-28s %14d %14d%s" % (name, ours, theirs, "" if ours == theirs else "   DIFFERENT"))
undecoded = re.search(r"([\d,]+) undecoded", open(summary_file).read())
if not undecoded or undecoded.group(1) != "0":
    different += 1
    print("--- packets were not decoded")
print("--- %d rows of procedures, not compared" % inside)
print("--- %d exchanges, %d unanswered, %d distinct statements" % (report["count"], report["unanswered"], report["distinct"]))
sys.exit(1 if different else 0)
