"""The debrief: cards of the hot wash, settled values, results, findings and corrective actions."""
