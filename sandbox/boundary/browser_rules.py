"""The system calls a browser may make: a worker's, and what several processes and sockets take.

Importing this fails where libseccomp is missing: use ``sandbox.boundary.seccomp``.
"""

import pyseccomp

from sandbox.boundary.seccomp_rules import HARMLESS_IOCTLS, add_rule, common_rules, compiled

_FURTHER = """
open openat creat chmod fchmod fchmodat fork vfork kill tkill setsid setpgid setpriority
socketpair bind listen connect accept accept4 sendmmsg recvmmsg memfd_create inotify_init alarm
prlimit64 sched_setaffinity sched_getattr sched_setscheduler pause
"""

# One network namespace with nothing but its own loopback is around them. AF_NETLINK tells of it.
_UNIX, _INET, _INET6, _NETLINK = 1, 2, 10, 16
_NAMESPACES = 0x7E02_0080
_PRCTLS = {
    "PR_SET_PDEATHSIG": 1, "PR_GET_DUMPABLE": 3, "PR_SET_DUMPABLE": 4, "PR_SET_NAME": 15,
    "PR_GET_NAME": 16, "PR_CAPBSET_READ": 23, "PR_SET_TIMERSLACK": 29, "PR_SET_NO_NEW_PRIVS": 38,
    "PR_SET_VMA": 0x53564D41,
}  # fmt: skip


def browser_rules() -> bytes:
    """The filter, compiled for this machine's processor. What is not on the list fails with EPERM.

    Processes may be started, but no namespaces made; scratch files may be executable, where
    nothing but a browser reads them.
    """
    rules = common_rules()
    for name in _FURTHER.split():
        add_rule(rules, pyseccomp.ALLOW, name)
    inside = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _NAMESPACES, 0)
    add_rule(rules, pyseccomp.ALLOW, "clone", inside)
    for family in (_UNIX, _INET, _INET6, _NETLINK):
        add_rule(rules, pyseccomp.ALLOW, "socket", pyseccomp.Arg(0, pyseccomp.EQ, family))
    for request in HARMLESS_IOCTLS.values():
        add_rule(rules, pyseccomp.ALLOW, "ioctl", pyseccomp.Arg(1, pyseccomp.EQ, request))
    for option in _PRCTLS.values():
        add_rule(rules, pyseccomp.ALLOW, "prctl", pyseccomp.Arg(0, pyseccomp.EQ, option))
    return compiled(rules)
