"""The bundled fake insurer."""
