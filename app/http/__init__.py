"""What surrounds the API on the wire: who may reach it, how much, and how it fares."""
