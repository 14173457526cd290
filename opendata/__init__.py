"""The data files that anybody may take, and the page that documents them."""
