"""Bank statements (relevés) read from files: one module per format, one model for all."""
