"""Traits that may point at a child without naming it: what is told of age, group, town, diagnosis, family and the like.

To add one: write its file, with examples, and put its class in this tuple.
"""

from pipeline.traits.ages import Ages
from pipeline.traits.diagnoses import Diagnoses
from pipeline.traits.extractor import Extractor
from pipeline.traits.families import Families
from pipeline.traits.genders import Genders
from pipeline.traits.groups import Groups
from pipeline.traits.languages import Languages
from pipeline.traits.origins import Origins
from pipeline.traits.religions import Religions
from pipeline.traits.sports import Sports
from pipeline.traits.towns import Towns

EXTRACTORS: tuple[type[Extractor], ...] = (
    Ages,
    Groups,
    Genders,
    Towns,
    Diagnoses,
    Sports,
    Families,
    Origins,
    Languages,
    Religions,
)
