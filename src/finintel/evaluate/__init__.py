"""Labels in, metrics out: how much of what was planted or labelled the alerts and cases hold.

Reads: evaluation, core, features, detect, cases. Writes: nothing.
Promises: every count stands beside the same count for toys that know nothing, on the same budget;
the only room but training that may look at a label.
"""

from __future__ import annotations

from finintel.evaluate.grading import Grade, KindGrade, Standard
from finintel.evaluate.report import Evaluation, evaluate

__all__ = ["Evaluation", "Grade", "KindGrade", "Standard", "evaluate"]
