"""What one plugin process may use, by the settings."""

from app.settings import MEBIBYTE, Settings
from sandbox.limits import Limits
from sandbox.pool.life import LifeLimits


def worker_limits(settings: Settings) -> Limits:
    """Give the limits of a worker."""
    return Limits(
        memory_bytes=settings.worker_memory_mb * MEBIBYTE,
        cpus=settings.worker_cpus,
        pids=settings.worker_pids,
        value_bytes=settings.value_bytes,
        log_bytes=settings.execution_log_bytes,
        user_namespace=settings.isolation == "full",
    )


def life_limits(settings: Settings) -> LifeLimits:
    """Give how long a worker lives."""
    return LifeLimits(
        calls=settings.worker_calls,
        seconds=settings.worker_seconds,
        idle_seconds=settings.worker_idle_seconds,
    )
