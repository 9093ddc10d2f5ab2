from . import test_delivery_forms
from . import test_form
from . import test_layout
