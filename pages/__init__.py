"""A notebook into a page: rendered once by Voila with our template, then served from memory."""

import sys

# jsonschema, with which Jupyter checks notebooks, takes this package where it is installed, to check addresses written
# in other alphabets; no notebook has one. Its grammar costs every start a second and a server 16 MB, so it counts as
# not installed wherever ours comes first; jsonschema goes without. Not needed once its successor, which loads late, is
# taken instead (python-jsonschema/jsonschema#1521).
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
