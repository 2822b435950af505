"""The tests mirror the tree: one folder for each package."""

import os

# As many tests as there are processors run at a time: more threads in each would only wait for one
# another. It counts where numpy is imported, which is after this.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
