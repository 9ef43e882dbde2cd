"""What the server tells about its work: log records and spans, tied to the request behind them."""
