"""What this desk keeps."""
