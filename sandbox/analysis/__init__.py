"""Reading plugins before they run."""
