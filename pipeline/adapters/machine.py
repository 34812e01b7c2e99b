"""What this machine has: cores, memory, a graphics card."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

from pipeline.ports import Machine

_PROCESS_BYTES = 1_000_000_000  # torch and what it needs for itself


def this_machine() -> Machine:
    """What there is to work with."""
    return Machine(physical_cores(), memory(), has_gpu())


def memory_needed(model_bytes: int, batch: int = 8) -> int:
    """Bytes that a process with this model takes: its weights, twice as precise as in the file, and so many windows."""
    return _PROCESS_BYTES + round(model_bytes * (3 + 0.4 * batch))


def physical_cores() -> int:
    """Cores this process may use; two threads of one core count once."""
    if sys.platform == "darwin":
        with contextlib.suppress(OSError, ValueError):
            said = subprocess.run(["/usr/sbin/sysctl", "-n", "hw.physicalcpu"], capture_output=True, check=False)
            return int(said.stdout)
    with contextlib.suppress(OSError, AttributeError):
        topology = "/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"
        return len({Path(topology.format(cpu)).read_text() for cpu in os.sched_getaffinity(0)})
    return os.cpu_count() or 1


def memory() -> int:
    """Bytes of memory this process may use."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with contextlib.suppress(OSError, ValueError):  # "max" where a container has no limit
        return min(total, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return total


def has_gpu() -> bool:
    """Whether there is an NVIDIA card: then one process serves best."""
    return Path("/dev/nvidiactl").exists() or Path("/dev/dxg").exists()


def precision() -> str:
    """In what numbers a model is quickest and right on this processor: "int8" or "float32".

    Without VNNI oneDNN's 8-bit sums saturate and a recogniser hears nonsense; MKL's are right, but slower than float32.
    """
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return "int8"
    return "int8" if "avx" not in flags or "vnni" in flags else "float32"
