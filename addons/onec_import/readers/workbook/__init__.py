"""Workbooks as 1C writes them: xlsx, xls, ods, csv."""

from .reading import inspect, read, totals
