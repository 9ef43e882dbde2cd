"""Running what plugins can do, in isolated processes."""
