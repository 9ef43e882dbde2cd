"""Everything that touches untrusted code. It knows neither the database nor the API."""
