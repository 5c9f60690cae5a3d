"""The interactive half: Python state and markup beside the browser's module and stylesheet, one stem per widget."""

from widgets.both_groups import BothGroups
from widgets.claim_table import ClaimTable, CommonStatements
from widgets.conversation_plan import ConversationPlan
from widgets.every_study import EveryStudy
from widgets.four_steps import FourSteps
from widgets.guess import Guess
from widgets.how_common import HowCommon
from widgets.icon_array import IconArray
from widgets.in_your_words import InYourWords
from widgets.medicine_history import MedicineHistory
from widgets.missed_doses import MissedDoses
from widgets.options import Options
from widgets.people_side_by_side import SideBySide
from widgets.phq9 import Phq9
from widgets.question_finder import QuestionFinder
from widgets.session_steps import SessionSteps
from widgets.sources import Sources
from widgets.time_and_travel import TimeAndTravel
from widgets.visit_list import VisitList
from widgets.way_to_visit import WayToVisit

__all__ = [
    "BothGroups",
    "ClaimTable",
    "CommonStatements",
    "ConversationPlan",
    "EveryStudy",
    "FourSteps",
    "Guess",
    "HowCommon",
    "IconArray",
    "InYourWords",
    "MedicineHistory",
    "MissedDoses",
    "Options",
    "Phq9",
    "QuestionFinder",
    "SessionSteps",
    "SideBySide",
    "Sources",
    "TimeAndTravel",
    "VisitList",
    "WayToVisit",
]
