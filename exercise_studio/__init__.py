"""Exercise Studio (演習スタジオ): cross-sector tabletop exercises, from scenario to improvement report."""

__version__ = "0.1.0"
