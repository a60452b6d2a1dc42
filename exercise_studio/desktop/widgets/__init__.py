"""The parts that windows are made of; import them from their own modules."""
