"""The GraphiQL page: served from here, with the tour in its tabs."""
