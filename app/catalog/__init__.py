"""The public catalogue: which plugins exist, and what is known of them."""
