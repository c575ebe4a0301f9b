#!/usr/bin/env python3
"""Runs commands in turns and compares them with the last one.

    benches/turns.py RUNS 'NAME: COMMAND' ...

Prints for each the median and least time of the whole process, the processor time of all its threads, its largest
resident set and, where valgrind is installed, the instructions that it executes: those hardly change from run to run.
"""
import os
import pathlib
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def run(command):
    """Wall seconds, processor seconds and resident MiB of a process."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{shlex.join(command)} has failed")
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def instructions(command):
    """Instructions of all threads as callgrind counts them."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out"
        subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *command],
                       check=True, capture_output=True)
        return int(re.search(r"^(?:summary|totals): (\d+)", out.read_text(errors="replace"), re.M).group(1))


def main():
    runs, commands = int(sys.argv[1]), [argument.split(": ", 1) for argument in sys.argv[2:]]
    commands = {name: shlex.split(command) for name, command in commands}
    results = {name: [run(command)][:0] for name, command in commands.items()}
    for _ in range(runs):
        for name, command in commands.items():
            results[name].append(run(command))
    rows = {}
    for name, command in commands.items():
        wall, cpu, memory = zip(*results[name])
        count = instructions(command) / 1e6 if shutil.which("valgrind") else float("nan")
        rows[name] = [statistics.median(wall) * 1e3, min(wall) * 1e3, min(cpu) * 1e3, max(memory), count]
    print(f"{'':10} {'median ms':>10} {'min ms':>8} {'cpu ms':>8} {'MiB':>6} {'Minstr':>8}")
    for name, row in rows.items():
        print("{:10} {:10.1f} {:8.1f} {:8.1f} {:6.0f} {:8.1f}".format(name, *row))
    *first, last = rows.values()
    for name, row in zip(rows, first):
        ratios = [one / other for one, other in zip(row, last)]
        print("{:10} {:9.2f}x {:7.2f}x {:7.2f}x {:5.2f}x {:7.2f}x".format(f"{name} /", *ratios))


if __name__ == "__main__":
    main()
