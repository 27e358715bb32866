#!/bin/sh
# The effect of a shell step: one line in the ledger. Usage: effect.sh <ledger> <seconds before> <seconds after> [flaky]
# A line is one append of a few bytes, which the kernel writes as a whole; what it holds outlives every process.
sleep "$2"
printf '%s %s %s %s\n' "$PAWL_TASK_KEY" "$PAWL_ATTEMPT_KEY" "$PAWL_RUN_ID" "$PAWL_STEP" >>"$1"
sleep "$3"
# A flaky effect happens and then says that it failed, the first time.
if [ "$4" = flaky ] && [ "$(grep -c "^$PAWL_TASK_KEY " "$1")" -eq 1 ]; then exit 1; fi
