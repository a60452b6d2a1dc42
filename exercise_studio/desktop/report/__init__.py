"""The report: outline, passages to write, a live preview of the printed pages, and export."""
