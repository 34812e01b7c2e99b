"""What finds names in Dutch talk of school and care: one Presidio recogniser per class.

To add one: write its file, with examples, and put its class in this tuple.
"""

from pipeline.recognisers.capitals import Capitals
from pipeline.recognisers.case_names import CaseNames
from pipeline.recognisers.citizen_numbers import CitizenNumbers
from pipeline.recognisers.dates import Dates
from pipeline.recognisers.emails import Emails
from pipeline.recognisers.initials import Initials
from pipeline.recognisers.institutions import Institutions
from pipeline.recognisers.introductions import Introductions
from pipeline.recognisers.loose_dates import LooseDates
from pipeline.recognisers.other_numbers import OtherNumbers
from pipeline.recognisers.phones import Phones
from pipeline.recognisers.places import Places
from pipeline.recognisers.plates import Plates
from pipeline.recognisers.postcodes import Postcodes
from pipeline.recognisers.reading import Recogniser
from pipeline.recognisers.schools import Schools
from pipeline.recognisers.spelled import Spelled
from pipeline.recognisers.streets import Streets
from pipeline.recognisers.titles import Titles
from pipeline.recognisers.unknown_words import UnknownWords
from pipeline.recognisers.word_names import WordNames

RECOGNISERS: tuple[type[Recogniser], ...] = (
    CaseNames,
    Titles,
    Introductions,
    Initials,
    Spelled,
    Schools,
    Institutions,
    Places,
    Streets,
    Capitals,
    UnknownWords,
    WordNames,
    Emails,
    Phones,
    CitizenNumbers,
    OtherNumbers,
    Postcodes,
    Plates,
    Dates,
    LooseDates,
)
