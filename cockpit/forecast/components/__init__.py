"""One module a component: each gives lines of the leaf table and knows nothing of the others' lines."""
