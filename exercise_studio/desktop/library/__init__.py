"""The library page: scenarios to choose from, to read and to copy, and the services whose outage they begin with."""
