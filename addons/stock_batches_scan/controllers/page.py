"""The page itself: `/scan` and its service worker."""
