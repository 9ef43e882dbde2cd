"""One isolated process: its channel, its calls and what they bring."""
