"""A notebook into a page: rendered once by Voila with our template, then served from memory."""
