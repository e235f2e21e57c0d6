"""Stories and periods as entries of their own, and the selections that find them."""
