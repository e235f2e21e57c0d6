"""The rules about documents, one module a family."""
