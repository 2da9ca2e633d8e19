#!/usr/bin/env python3
"""Compares exchanges that were told, as JSON lines, with the server's performance_schema: statements, rows, affected rows, errors."""
import collections
import json
import sys

told_file, counted_file = sys.argv[1:3]

# What the server calls the commands that are not statements of SQL. A statement of SQL is one of COM_QUERY or COM_STMT_EXECUTE.
COMMANDS = {
    "statement/com/Prepare": "COM_STMT_PREPARE",
    "statement/com/Close stmt": "COM_STMT_CLOSE",
    "statement/com/Reset stmt": "COM_STMT_RESET",
    "statement/com/Fetch": "COM_STMT_FETCH",
    "statement/com/Long Data": "COM_STMT_SEND_LONG_DATA",
    "statement/com/Execute": "COM_STMT_EXECUTE",
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

told, rows, affected, errors, outcomes, last = collections.Counter(), 0, 0, 0, collections.Counter(), {}
with open(told_file) as lines:
    for line in lines:
        event = json.loads(line)
        last = event
        if event.get("event") != "exchange":
            continue
        told[event["command"]] += 1
        rows += event.get("rows", 0)
        affected += event.get("affected_rows", 0)
        errors += 1 if event.get("error") else 0
        outcomes[event.get("outcome", "")] += 1

counted, counted_rows, counted_affected, counted_errors = collections.Counter(), 0, 0, 0
with open(counted_file) as lines:
    for line in lines:
        name, count, sent, changed, failed = line.rstrip("\n").split("\t")
        if name.startswith("statement/sql/") or name in ("statement/com/Query", "statement/com/Error"):
            counted["statements of SQL"] += int(count)
        else:
            counted[COMMANDS.get(name, name)] += int(count)
        # MySQL sends one row for SHOW CREATE TABLE, and does not count it.
        counted_rows += int(count) - int(failed) if name == "statement/sql/show_create_table" else int(sent)
        counted_affected += int(changed)
        counted_errors += int(failed)

sql = told.pop("COM_QUERY", 0)
if "COM_STMT_EXECUTE" not in counted:
    sql += told.pop("COM_STMT_EXECUTE", 0)
told["statements of SQL"] = sql
different = 0
print("--- %-28s %14s %14s" % ("what", "told", "counted"))
pairs = [(name, told[name], counted[name]) for name in sorted(set(told) | set(counted))]
pairs += [("rows", rows, counted_rows), ("affected rows", affected, counted_affected), ("errors", errors, counted_errors)]
for name, ours, theirs in pairs:
    different += ours != theirs
    print("    %-28s %14d %14d%s" % (name, ours, theirs, "" if ours == theirs else "   DIFFERENT"))
print("--- outcomes: %s; the last line of trace: %s" % (dict(outcomes), json.dumps(last)))
sys.exit(1 if different else 0)
