"""The vocabulary of an exercise: frozen models and pure functions, without files, databases or windows."""
