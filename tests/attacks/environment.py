"""Attacks on what the host's environment gives away."""

from tests.attacks.attack import attacks

ATTACKS = attacks(
    "environment",
    {
        "read the environment": "return process.env[bait.environment];",
        "read the environment in a report": """
            return process.report.getReport().environmentVariables[bait.environment];""",
        "read the environment of a thread": """
            return thread(`return process.env[bait.environment]`, { env: process.env });""",
        "read the environment of the process": """
            return fs.readFileSync('/proc/self/environ', 'utf8').includes(bait.environment);""",
        "read the environment of the first process": """
            return fs.readFileSync('/proc/1/environ', 'utf8').includes(bait.environment);""",
        "read the environment of another process": """
            return fs.readFileSync(`/proc/${bait.pid}/environ`, 'utf8').includes(bait.environment);""",
        "read the host's arguments": "return fs.readFileSync(`/proc/${bait.hostPid}/cmdline`, 'utf8');",
        "learn the host's name": "return os.hostname() !== 'worker' && os.hostname();",
        "learn the host's network": """
            return Object.keys(os.networkInterfaces()).some((name) => name !== 'lo');""",
        "learn the host's load": "return os.loadavg()[0] > 0 && fs.readFileSync('/proc/loadavg', 'utf8');",
        "learn who runs it": "return os.userInfo({ encoding: 'utf8' }).username === 'root';",
        "be a process of the host": """
            return process.pid > 1 && fs.existsSync(`/proc/${process.pid}`) && process.pid;""",
        "know the parent": "return process.ppid > 0 && process.ppid;",
        "use a proxy of the host": """
            return Object.keys(process.env).find((name) => /proxy/i.test(name));""",
        "find the keys of a package manager": """
            return fs.readdirSync('/root').find((name) => name.startsWith('.npm'));""",
    },
)  # fmt: skip
