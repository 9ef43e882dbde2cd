"""The system calls a worker may make.

Importing this fails where libseccomp is missing: use ``sandbox.boundary.seccomp``.
"""

import errno
import tempfile
from collections.abc import Iterable

import pyseccomp

_ALLOWED = """
read readv pread64 preadv preadv2 write writev pwrite64 pwritev pwritev2 lseek close close_range
stat lstat fstat newfstatat statx access faccessat faccessat2 readlink readlinkat getdents64
getcwd chdir fchdir umask statfs fstatfs fcntl flock fsync fdatasync ftruncate truncate fallocate
fadvise64 copy_file_range sendfile readahead sync_file_range utimensat utime utimes futimesat
mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat
dup dup2 dup3 pipe pipe2 poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl
epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd2 inotify_init1 inotify_add_watch
inotify_rm_watch timerfd_create timerfd_settime timerfd_gettime signalfd4
mmap munmap mremap mprotect madvise brk msync mincore membarrier pkey_alloc pkey_free pkey_mprotect
futex futex_waitv set_robust_list get_robust_list rseq set_tid_address restart_syscall
sched_yield sched_getaffinity sched_getparam sched_getscheduler sched_get_priority_max
sched_get_priority_min getpriority getcpu
rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack
tgkill exit exit_group arch_prctl set_thread_area riscv_flush_icache
getpid gettid getppid getuid geteuid getgid getegid getgroups getresuid getresgid getpgid getpgrp
getsid uname sysinfo getrusage times capget clock_gettime clock_getres clock_nanosleep nanosleep
gettimeofday time getrandom getrlimit
getsockname getpeername getsockopt setsockopt sendto recvfrom sendmsg recvmsg shutdown
execve wait4 waitid
"""

# Nothing a plugin tries by accident: whoever calls one of these looks for a way out.
_FATAL = """
ptrace process_vm_readv process_vm_writev bpf kexec_load kexec_file_load userfaultfd
mount umount umount2 pivot_root chroot move_mount open_tree fsopen fsconfig fsmount fspick
mount_setattr unshare setns init_module finit_module delete_module keyctl add_key request_key
perf_event_open open_by_handle_at name_to_handle_at reboot swapon swapoff iopl ioperm
pidfd_getfd process_madvise
"""

# Node and the C library ask for these first, and do without where the kernel has none.
_ABSENT = "clone3 io_uring_setup io_uring_enter io_uring_register openat2 fchmodat2"

_UNKNOWN_SYSCALL = -1
_CLONE_THREAD = 0x0001_0000
_UNIX, _STREAM, _SOCKET_TYPE = 1, 1, 0xF
_EXECUTABLE = 0o111
_CREATING = 0o100 | 0o20_000_000  # O_CREAT, O_TMPFILE
HARMLESS_IOCTLS = {"FIONBIO": 0x5421, "FIOCLEX": 0x5451, "FIONCLEX": 0x5450, "FIONREAD": 0x541B,
                    "TCGETS": 0x5401, "TIOCGWINSZ": 0x5413}  # fmt: skip
_HARMLESS_PRCTLS = {"PR_SET_NAME": 15, "PR_GET_NAME": 16, "PR_SET_VMA": 0x53564D41}


def compiled_rules(*, connecting: bool) -> bytes:
    """The filter, compiled for this machine's processor.

    What is not on the list fails with EPERM, which a plugin can catch; a call only an escape
    would make, or one of a foreign architecture, kills the process.
    """
    rules = common_rules(_FATAL.split())
    _allow_threads_only(rules)
    _allow_files_without_execute_permission(rules)
    _allow_harmless_requests(rules)
    if connecting:
        _allow_connecting_to_files(rules)
    return compiled(rules)


def common_rules(fatal: Iterable[str] = ()) -> pyseccomp.SyscallFilter:
    """What every process inside may do; calls that are ``fatal`` to it kill it."""
    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    rules.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.KILL_PROCESS)
    for name in _ALLOWED.split():
        add_rule(rules, pyseccomp.ALLOW, name)
    for name in fatal:
        add_rule(rules, pyseccomp.KILL_PROCESS, name)
    for name in _ABSENT.split():
        add_rule(rules, pyseccomp.ERRNO(errno.ENOSYS), name)
    return rules


def add_rule(rules: pyseccomp.SyscallFilter, action: int, name: str, *conditions: object) -> None:
    """Add a rule, if this libseccomp knows the call."""
    if system_call_number(name) == _UNKNOWN_SYSCALL:
        return  # this libseccomp has never heard of it, so the default answers
    rules.add_rule(action, name, *conditions)


def _allow_threads_only(rules: pyseccomp.SyscallFilter) -> None:
    thread = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD)
    add_rule(rules, pyseccomp.ALLOW, "clone", thread)


def _allow_files_without_execute_permission(rules: pyseccomp.SyscallFilter) -> None:
    """No file in the scratch folder can ever be executed: none gets the permission.

    Asking for it on an existing file is answered with success and does nothing, because
    copying a folder asks for it on every directory.
    """
    for name, flags, mode in (("open", 1, 2), ("openat", 2, 3)):
        existing = pyseccomp.Arg(flags, pyseccomp.MASKED_EQ, _CREATING, 0)
        plain = pyseccomp.Arg(mode, pyseccomp.MASKED_EQ, _EXECUTABLE, 0)
        add_rule(rules, pyseccomp.ALLOW, name, existing)
        add_rule(rules, pyseccomp.ALLOW, name, plain)
    for name, mode in (("chmod", 1), ("fchmod", 1), ("fchmodat", 2)):
        plain = pyseccomp.Arg(mode, pyseccomp.MASKED_EQ, _EXECUTABLE, 0)
        add_rule(rules, pyseccomp.ALLOW, name, plain)
        for bit in (0o100, 0o010, 0o001):
            executable = pyseccomp.Arg(mode, pyseccomp.MASKED_EQ, bit, bit)
            add_rule(rules, pyseccomp.ERRNO(0), name, executable)


def _allow_harmless_requests(rules: pyseccomp.SyscallFilter) -> None:
    for request in HARMLESS_IOCTLS.values():
        add_rule(rules, pyseccomp.ALLOW, "ioctl", pyseccomp.Arg(1, pyseccomp.EQ, request))
    for option in _HARMLESS_PRCTLS.values():
        add_rule(rules, pyseccomp.ALLOW, "prctl", pyseccomp.Arg(0, pyseccomp.EQ, option))
    itself = pyseccomp.Arg(0, pyseccomp.EQ, 0)
    add_rule(rules, pyseccomp.ALLOW, "prlimit64", itself)
    add_rule(rules, pyseccomp.ALLOW, "sched_setaffinity", itself)


def _allow_connecting_to_files(rules: pyseccomp.SyscallFilter) -> None:
    """Stream sockets of the Unix family alone: the mounts say which there is to connect to."""
    family = pyseccomp.Arg(0, pyseccomp.EQ, _UNIX)
    stream = pyseccomp.Arg(1, pyseccomp.MASKED_EQ, _SOCKET_TYPE, _STREAM)
    add_rule(rules, pyseccomp.ALLOW, "socket", family, stream, pyseccomp.Arg(2, pyseccomp.EQ, 0))
    add_rule(rules, pyseccomp.ALLOW, "connect")


def compiled(rules: pyseccomp.SyscallFilter) -> bytes:
    """Give the program."""
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def system_call_number(name: str) -> int:
    """Give the number of a system call on this machine's processor."""
    return int(pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name))
