from app.catalog.catalogue import PluginFilter as PluginCriteria  # noqa
