"""What a job reports while it runs: ordered, resumable, and gone after a month."""
