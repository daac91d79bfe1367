/**
 * What leads a trainer's process group: `sh -c SHIM sh STARTED EXIT LOG PROGRAM [ARGUMENT…]`.
 * It notes its pid in a file that only one can make, so that no launch is begun twice; appends what the program prints to
 * the log by itself, so that it needs no server; outlives the TERM that is sent to its group, to note how the program ended.
 */
export const shim = `
started=$1 exit=$2 log=$3
shift 3
set -C
{ echo "$$" > "$started"; } 2>/dev/null || exit 1
set +C
trap : HUP INT TERM
exec >> "$log" 2>&1 < /dev/null
"$@"
code=$?
echo "$code" > "$exit.tmp" && mv "$exit.tmp" "$exit"
exit "$code"
`;
