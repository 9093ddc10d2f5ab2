from . import test_director
from . import test_director_page
from . import test_menus
from . import test_my_day
from . import test_tour
from . import test_uninstall
from . import test_way_of_money
