from . import controllers
from . import models
from . import tools
from . import wizard
from .hooks import _give_stages_back, _remap_stages
